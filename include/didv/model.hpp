#pragma once
// A Model answers for a whole curve: conductance or current at the biases, with exact derivatives. It is a value: copy
// it, compose it, store it. It knows physics and nothing else: neither data nor optimiser. How to write one:
// kernel.hpp. How to build one from others: combine.hpp. What there is: catalogue() below.

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "didv/composition.hpp"
#include "didv/instrument.hpp"
#include "didv/parameter.hpp"

namespace didv {

/// Title block of a model: its name on the command line, what it is, and where it was published.
struct ModelCard {
  std::string name;
  std::string title;
  std::string reference;
  std::string reduces_to = {};  ///< the model that this one holds as a special case; empty: none of the library
  /// Noise may hide that a minimum of χ² is not the lowest: a fit looks for others even where one describes the data.
  bool several_minima = false;
};

/// Whether an evaluation returns derivatives beside the values.
enum class Derivatives { no, yes };

/// A curve and, if asked for, its exact derivatives. Without derivatives d_bias and d_parameter are empty.
struct Curve {
  std::vector<double> value;   ///< one per bias
  std::vector<double> d_bias;  ///< ∂value/∂V per mV, one per bias
  std::vector<std::vector<double>>
      d_parameter;  ///< [parameter][bias] = ∂value/∂parameter, in the order of parameters()
};

/// A place on the energy axis where the zero-temperature curve has structure, and how wide that structure is (both
/// meV).
struct Edge {
  double energy_meV;
  double width_meV;
};

/// One of several models side by side in a model (combine.hpp).
struct ModelPart {
  std::vector<std::size_t> parameters;  ///< its own, by their position in the whole model
  std::optional<std::size_t> share;     ///< the one that is its share of what the parts before it leave; none: the rest
};

/// What a model has to answer. Implement it for a model that no kernel describes (an implicit voltage, a tunnel
/// current between two superconductors); kernels get it from make_model (kernel.hpp). All curves are thermal, without
/// the instrument: modulation and noise are added by Model for every model alike.
class CurveSource {
 public:
  virtual ~CurveSource() = default;
  virtual const ModelCard& card() const = 0;
  /// The parameters in order; the last one is always T in K.
  virtual const std::vector<ParameterInfo>& parameters() const = 0;
  /// G(V)/G_N at temperature T. `parameters` has one value per parameters(), already checked to be finite and in range.
  virtual Curve conductance(std::span<const double> bias_mV, std::span<const double> parameters, Derivatives) const = 0;
  /// I(V)·R_N in mV.
  virtual Curve current(std::span<const double> bias_mV, std::span<const double> parameters, Derivatives) const = 0;
  /// Where the T = 0 curve has structure: steers quadratures, automatic start values and warnings.
  virtual std::vector<Edge> edges(std::span<const double> parameters) const = 0;
  /// The curves are analytic within π times this of the real bias axis (k_BT for a thermal average); 0: no promise. A
  /// promise lets the instrument be applied on a grid instead of by adaptive quadrature.
  virtual double smoothness_mV(std::span<const double> /*parameters*/) const { return 0; }
  /// The nearest values whose curve an instrument of this resolution can average: without an infinity, or a derivative
  /// that is not integrable. As a rule a little warmth is enough.
  virtual std::vector<double> softened(std::span<const double> parameters, double resolution_mV, Derivatives) const;
  /// The models side by side in it; empty: it is one.
  virtual std::vector<ModelPart> parts() const { return {}; }
  /// By default one part, with what its card and the cards of the catalogue say it reduces to.
  virtual Composition composition() const;
  /// Of all parameter values that give the same curve, the ones to report (two gaps: the smaller one first).
  virtual std::vector<double> in_order(std::span<const double> parameters) const {
    return {parameters.begin(), parameters.end()};
  }
};

/// A conductance model as a value.
class Model {
 public:
  explicit Model(std::shared_ptr<const CurveSource> source);

  const ModelCard& card() const { return source_->card(); }
  const std::string& name() const { return card().name; }
  const std::vector<ParameterInfo>& parameters() const { return source_->parameters(); }

  /// Position of a parameter in parameters(). Throws InvalidArgument naming it and listing those there are.
  std::size_t index_of(std::string_view parameter) const;
  bool has(std::string_view parameter) const;

  /// Values in the order of parameters(); those not named take their default. Throws InvalidArgument for an unknown
  /// name, and for a value that is not finite or outside its physical range.
  std::vector<double> arrange(const ParameterValues& values) const;

  /// G/G_N, one per bias (mV), as measured at temperature T by the instrument; AccuracyError in place of a NaN.
  /// Accuracy: see the model's page in docs/models; errors ≤ 1e-9 of max(1, peak) without modulation, ≤ 1e-8 with.
  std::vector<double> operator()(std::span<const double> bias_mV, const ParameterValues& values,
                                 const Instrument& instrument = {}) const;

  /// The same with positional values and, if asked, exact derivatives.
  Curve conductance(std::span<const double> bias_mV, std::span<const double> parameters,
                    const Instrument& instrument = {}, Derivatives derivatives = Derivatives::no) const;

  /// I(V)·R_N in mV at temperature T (a dc measurement: without the instrument).
  Curve current(std::span<const double> bias_mV, std::span<const double> parameters,
                Derivatives derivatives = Derivatives::no) const;

  std::vector<Edge> edges(std::span<const double> parameters) const { return source_->edges(parameters); }

  std::vector<double> in_order(std::span<const double> parameters) const { return source_->in_order(parameters); }

  const CurveSource& source() const { return *source_; }

 private:
  std::shared_ptr<const CurveSource> source_;
};

/// Excess current I(V)R_N − V at high bias, mV: ∫₀^∞(G(V)−1)dV at T = 0. It does not depend on temperature. Relative
/// accuracy 1e-8 for a model whose G − 1 falls off as V^{−2}; AccuracyError where it does not settle.
double excess_current(const Model& model, const ParameterValues& values);

/// Every model of the library, sorted by name: the listing of include/didv/models.
const std::vector<Model>& catalogue();

/// The model of that name; several side by side, joined by colons; with combinators behind it: "btk", "dynes:btk",
/// "dynes+series_resistance". Throws InvalidArgument with the list of those there are.
Model find_model(std::string_view name);

}  // namespace didv
