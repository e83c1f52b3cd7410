#pragma once
// Values that are tried before a fit of a spectrum begins: which parameters, over which ranges, and how well each does
// with scale and background by linear least squares.

#include <Eigen/Dense>
#include <cstddef>
#include <optional>
#include <vector>

#include "fit/coarse_data.hpp"
#include "fit/data_set.hpp"
#include "fit/parameter_plan.hpp"
#include "fit/spectrum_curve.hpp"

namespace didv::fitting {

constexpr std::size_t coarse_points = 40;
constexpr std::size_t trials_per_parameter = 20;

/// What starts are sought for: a curve over its data, what is known of its parameters, and what is not to be fitted.
struct StartProblem {
  SpectrumCurve curve;
  DataSet data;
  std::vector<PlannedParameter> parameters;
  std::vector<std::optional<double>> held;

  /// The same, whatever the starts of the caller's.
  StartProblem without_starts() const;
  /// The largest |V|, 1 if there is none.
  double span_mV() const;
};

/// How the values of one parameter are tried.
struct Trial {
  std::size_t parameter;
  double lower, upper;
  bool logarithmic;
  bool of_first_energy;  ///< as a fraction of the first energy tried
};

/// Inside the range, and off its ends, where a derivative may vanish, by a part of what is tried.
double inside(double value, const ParameterInfo& info, double tried = infinity);

/// Fills in scale and background by linear least squares for given values of the model, and tells the misfit. The
/// problem outlives it.
class LinearPart {
 public:
  /// On as many points as the data are coarsened to.
  LinearPart(const StartProblem& problem, std::size_t points);

  /// Σ (weight · residual)², infinite where there is no curve.
  double complete(std::vector<double>& values) const;
  /// The same without the largest fiftieth of the residuals: beside a step that a single point is on nothing else
  /// counts.
  double complete_but_for_few(std::vector<double>& values) const;

 private:
  /// The residuals; empty where there is no curve.
  Eigen::VectorXd residuals(std::vector<double>& values) const;

  const SpectrumCurve& curve_;
  const std::vector<PlannedParameter>& parameters_;
  CoarseData data_;
  double span_mV_;
  bool scale_free_ = false;
  std::vector<int> powers_;
};

/// Where the trials of a curve begin: what is known, and for the rest the default. At least one: a free offset without
/// a start may be 0 or the centre of symmetry, and which of the two only the model tells.
std::vector<std::vector<double>> base_values(const StartProblem& problem);

/// The parameters of the model that are tried, the first energy first: widths are fractions of it.
std::vector<Trial> trials_of(const StartProblem& problem, std::vector<double> values);

struct Tried {
  double misfit;
  std::vector<double> values;
  std::vector<double> place;  ///< in the unit cube of the trials
  std::size_t base = 0;       ///< where among the bases the trial began
};

void best_first(std::vector<Tried>& tried);

/// Values of all parameters for `count` trials from each base, the best first.
std::vector<Tried> try_values(const StartProblem& problem, const LinearPart& linear, const std::vector<Trial>& trials,
                              const std::vector<std::vector<double>>& bases, std::size_t count);

/// The values of the first ones, that many at most.
std::vector<std::vector<double>> values_of(std::vector<Tried> tried, std::size_t most);

/// Apart from all of these, over the ranges of the trials or by where they began?
bool is_apart(const Tried& one, const std::vector<Tried>& kept);

}  // namespace didv::fitting
