// What adds to the conductance without changing the voltage over the junction.

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "combine/wrapped.hpp"
#include "didv/combine.hpp"
#include "didv/units.hpp"
#include "numerics/thermal_magnitude.hpp"

namespace didv {
namespace {

class NormalChannel final : public Wrapped {
 public:
  explicit NormalChannel(const Model& model)
      : Wrapped(model, "normal_channel", "with a normal conductor beside it",
                {"w_n", "w_n", "1", 0.1, 0, 1, "normal part of the conductance"}) {}

  double smoothness_mV(std::span<const double> p) const override { return inner().smoothness_mV(inner_values(p)); }
  Curve conductance(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    return blend(
        inner().conductance(V, inner_values(p), derivatives), p, [](std::size_t) { return 1.0; }, 0);
  }
  Curve current(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    return blend(
        inner().current(V, inner_values(p), derivatives), p, [&](std::size_t i) { return V[i]; }, 1);
  }

 private:
  static Curve blend(Curve out, std::span<const double> p, const std::function<double(std::size_t)>& normal,
                     double normal_slope) {
    const double w = added(p);
    std::vector<double> by_share(out.value.size());
    // Nothing is left of what may be infinite where all is normal.
    const auto rest = [w](double own) { return w == 1 ? 0 : (1 - w) * own; };
    for (std::size_t i = 0; i < out.value.size(); ++i) {
      by_share[i] = normal(i) - out.value[i];
      out.value[i] = rest(out.value[i]) + w * normal(i);
    }
    if (out.d_parameter.empty()) return out;
    for (double& d : out.d_bias) d = rest(d) + w * normal_slope;
    for (auto& column : out.d_parameter)
      for (double& d : column) d = rest(d);
    insert_column(out, std::move(by_share));
    return out;
  }
};

/// A background that is added: size times a shape of bias and temperature.
class AddedBackground : public Wrapped {
 public:
  using Wrapped::Wrapped;

  Curve conductance(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    return add(inner().conductance(V, inner_values(p), derivatives), V, p,
               [this](double v, double kT) { return conductance_shape(v, kT); });
  }
  Curve current(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    return add(inner().current(V, inner_values(p), derivatives), V, p,
               [this](double v, double kT) { return current_shape(v, kT); });
  }

 protected:
  struct Shape {
    double value, d_bias, d_kT;
  };
  virtual Shape conductance_shape(double V_mV, double kT_meV) const = 0;
  virtual Shape current_shape(double V_mV, double kT_meV) const = 0;

 private:
  static Curve add(Curve out, std::span<const double> V, std::span<const double> p,
                   const std::function<Shape(double, double)>& shape) {
    const double size = added(p), kT = thermal_energy_meV(temperature_K(p));
    std::vector<double> by_size(V.size());
    for (std::size_t i = 0; i < V.size(); ++i) {
      const Shape s = shape(V[i], kT);
      by_size[i] = s.value;
      out.value[i] += size * s.value;
      if (out.d_parameter.empty()) continue;
      out.d_bias[i] += size * s.d_bias;
      out.d_parameter.back()[i] += size * s.d_kT * boltzmann_meV_per_K;
    }
    if (!out.d_parameter.empty()) insert_column(out, std::move(by_size));
    return out;
  }
};

/// −Li₂(−x) for 0 ≤ x ≤ 1, by Landen's Li₂(−x) = −Li₂(x/(1+x)) − ½ln²(1+x): the series then halves with every term.
double minus_dilogarithm_of_minus(double x) {
  const double y = x / (1 + x), log = std::log1p(x);
  double sum = 0, power = y;
  for (int n = 1; n < 60 && power > 1e-18; ++n, power *= y) sum += power / (n * n);
  return sum + 0.5 * log * log;
}

class Inelastic final : public AddedBackground {
 public:
  explicit Inelastic(const Model& model)
      : AddedBackground(model, "inelastic", "with an inelastic background",
                        {"k_in", "k_in", "1/mV", 0.01, 0, infinity, "slope of the inelastic conductance in |V|"}) {}

  // The logarithm of the shape branches at ±iπkT.
  double smoothness_mV(std::span<const double> p) const override {
    return std::min(inner().smoothness_mV(inner_values(p)), thermal_energy_meV(temperature_K(p)));
  }

 private:
  Shape conductance_shape(double V, double kT) const override {
    const double value = numerics::thermal_magnitude(V, kT);
    if (kT == 0) return {value, V > 0 ? 1.0 : V < 0 ? -1.0 : 0.0, 0};
    const double x = std::abs(V) / kT, e = std::exp(-x);
    return {value, std::tanh(V / (2 * kT)), 2 * std::log1p(e) + 2 * x * e / (1 + e)};
  }
  // ∫₀^V of that: V|V|/2 ± 2(kT)²[π²/12 + Li₂(−e^{−|V|/kT})].
  Shape current_shape(double V, double kT) const override {
    const double sign = V < 0 ? -1 : 1;
    if (kT == 0) return {0.5 * V * std::abs(V), std::abs(V), 0};
    const double x = std::abs(V) / kT, e = std::exp(-x);
    const double bracket = std::numbers::pi * std::numbers::pi / 12 - minus_dilogarithm_of_minus(e);
    return {0.5 * V * std::abs(V) + sign * 2 * kT * kT * bracket, conductance_shape(V, kT).value,
            sign * (4 * kT * bracket - 2 * kT * x * std::log1p(e))};
  }
};

class Asymmetric final : public AddedBackground {
 public:
  explicit Asymmetric(const Model& model)
      : AddedBackground(model, "asymmetric", "with a background that leans to one side",
                        {"k_as", "k_as", "1/mV", 0, -infinity, infinity, "slope of the background"}) {}

  double smoothness_mV(std::span<const double> p) const override { return inner().smoothness_mV(inner_values(p)); }

 private:
  Shape conductance_shape(double V, double) const override { return {V, 1, 0}; }
  Shape current_shape(double V, double) const override { return {0.5 * V * V, V, 0}; }
};

}  // namespace

Model with_normal_channel(const Model& model) { return Model(std::make_shared<const NormalChannel>(model)); }
Model with_inelastic_background(const Model& model) { return Model(std::make_shared<const Inelastic>(model)); }
Model with_asymmetric_background(const Model& model) { return Model(std::make_shared<const Asymmetric>(model)); }

const std::vector<Combinator>& combinators() {
  static const std::vector<Combinator> all{
      {"series_resistance", "Rs", "a resistance in series with the junction", with_series_resistance},
      {"normal_channel", "w_n", "a normal conductor beside the junction", with_normal_channel},
      {"inelastic", "k_in", "a conductance that grows as |V| on either side", with_inelastic_background},
      {"asymmetric", "k_as", "a conductance that leans to one side", with_asymmetric_background}};
  return all;
}

}  // namespace didv
