// make_model's other half: a kernel becomes a CurveSource.

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "didv/error.hpp"
#include "didv/kernel.hpp"
#include "didv/units.hpp"
#include "numerics/columns.hpp"
#include "numerics/excess_kernel.hpp"
#include "numerics/folded_bias.hpp"
#include "numerics/pole_rule.hpp"
#include "numerics/thermal_window.hpp"

namespace didv::detail {
namespace {

constexpr double same_bias = 1e-12;  // of the smoothness: two such biases are one, but for rounding

class KernelCurves final : public CurveSource {
 public:
  explicit KernelCurves(std::shared_ptr<const KernelFunction> kernel)
      : kernel_(std::move(kernel)), parameters_(kernel_->parameters) {
    parameters_.push_back({"T", "T", "K", 4.2, 0, infinity, "temperature"});
  }

  const ModelCard& card() const override { return kernel_->card; }
  const std::vector<ParameterInfo>& parameters() const override { return parameters_; }

  std::vector<Edge> edges(std::span<const double> p) const override {
    std::vector<Edge> out;
    for (const auto& edge : kernel_->edges(p.first(p.size() - 1))) out.push_back(edge.at);
    return out;
  }

  std::vector<double> in_order(std::span<const double> p) const override {
    std::vector<double> ordered = kernel_->in_order(p.first(p.size() - 1));
    ordered.push_back(p.back());
    return ordered;
  }

  // The window has its nearest singularities at ±iπkT, the kernel at the width of its narrowest edge.
  double smoothness_mV(std::span<const double> p) const override {
    double narrowest = infinity;
    for (const Edge& edge : edges(p)) narrowest = std::min(narrowest, edge.width_meV);
    return thermal_energy_meV(p.back()) + (std::isinf(narrowest) ? 0 : narrowest / std::numbers::pi);
  }

  Curve conductance(std::span<const double> bias_mV, std::span<const double> p,
                    Derivatives derivatives) const override {
    const auto own = p.first(p.size() - 1);
    const double kT = thermal_energy_meV(p.back());
    Curve out;
    if (kernel_->even) {
      const auto folded = numerics::fold(bias_mV, same_bias * smoothness_mV(p));
      out = numerics::unfold(conductance_of(*kernel_, folded.magnitude_mV, own, kT, derivatives), folded, bias_mV);
    } else {
      out = conductance_of(*kernel_, bias_mV, own, kT, derivatives);
    }
    in_kelvin(out);
    return out;
  }

  Curve current(std::span<const double> bias_mV, std::span<const double> p, Derivatives derivatives) const override {
    const auto own = p.first(p.size() - 1);
    const double kT = thermal_energy_meV(p.back());
    Curve out = kernel_->analytic
                    ? numerics::pole_rule(*kernel_, bias_mV, own, kT, numerics::Average::current, derivatives)
                    : averaged_current(bias_mV, own, kT, derivatives);
    in_kelvin(out);
    return out;
  }

 private:
  static Curve conductance_of(const KernelFunction& kernel, std::span<const double> bias_mV, std::span<const double> p,
                              double kT, Derivatives derivatives) {
    if (kT == 0) return at_zero_temperature(kernel, bias_mV, p, derivatives);
    if (kernel.analytic) {
      return numerics::pole_rule(kernel, bias_mV, p, kT, numerics::Average::conductance, derivatives);
    }
    return numerics::thermal_window(kernel, bias_mV, p, kT, derivatives);
  }

  // I(V) = ∫σ(E)[f(E−V) − f(E)]dE = V + X(V) − X(0), X = thermal average of ∫₀^E(σ−1)dE′.
  Curve averaged_current(std::span<const double> bias_mV, std::span<const double> p, double kT,
                         Derivatives derivatives) const {
    if (bias_mV.empty()) return conductance_of(*kernel_, bias_mV, p, kT, derivatives);
    std::vector<double> bias(bias_mV.begin(), bias_mV.end());
    bias.push_back(0);
    const auto [low, high] = std::minmax_element(bias.begin(), bias.end());
    const double margin = 30 * kT;  // the thermal window reaches less far
    const numerics::ExcessKernel excess(*kernel_, p, *low - margin, *high + margin, derivatives);
    Curve out = conductance_of(excess, bias, p, kT, derivatives);
    for (std::vector<double>* column : numerics::columns(out)) {
      const double at_zero = column->back();
      column->pop_back();
      if (column != &out.d_bias) {
        for (double& value : *column) value -= at_zero;
      }
    }
    for (std::size_t i = 0; i < bias_mV.size(); ++i) out.value[i] += bias_mV[i];
    for (double& slope : out.d_bias) slope += 1;
    return out;
  }

  // G = σ(V); the slope in T vanishes, because G is even in kT wherever σ is smooth.
  static Curve at_zero_temperature(const KernelFunction& kernel, std::span<const double> bias_mV,
                                   std::span<const double> p, Derivatives derivatives) {
    const std::size_t n = bias_mV.size(), count = p.size();
    const bool wanted = derivatives == Derivatives::yes;
    std::vector<double> table(n * (wanted ? count + 2 : 1));
    kernel.at(p, bias_mV, derivatives, table);
    Curve out;
    const auto column = [&](std::size_t k) {
      return std::vector<double>(table.begin() + k * n, table.begin() + (k + 1) * n);
    };
    out.value = column(0);
    if (wanted) {
      for (std::size_t k = 0; k < count; ++k) out.d_parameter.push_back(column(k + 1));
      out.d_bias = column(count + 1);
      out.d_parameter.emplace_back(n, 0.0);
    }
    return out;
  }

  static void in_kelvin(Curve& curve) {
    if (curve.d_parameter.empty()) return;
    for (double& d : curve.d_parameter.back()) d *= boltzmann_meV_per_K;
  }

  std::shared_ptr<const KernelFunction> kernel_;
  std::vector<ParameterInfo> parameters_;
};

}  // namespace

Model thermal_model(std::shared_ptr<const KernelFunction> kernel) {
  return Model(std::make_shared<const KernelCurves>(std::move(kernel)));
}

}  // namespace didv::detail
