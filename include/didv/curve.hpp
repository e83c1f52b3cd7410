#pragma once
// The same fit for any y(x; θ): the same rules, errors, report and JSON as for spectra.
//
//   FitResult decay = CurveFit(curve_function<2>([](double t, const auto& p) { return p[0] * exp(-p[1] * t); }),
//                             {{.name = "n0"}, {.name = "rate", .unit = "1/s"}})
//                        .add({.name = "decay.csv", .x = t, .y = n}).start("n0", 100).start("rate", 0.1).run();

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "didv/contour.hpp"
#include "didv/dual.hpp"
#include "didv/intervals.hpp"
#include "didv/noise.hpp"
#include "didv/parameter.hpp"
#include "didv/parameter_rules.hpp"
#include "didv/result.hpp"

namespace didv {

/// Writes y, one per x, and, unless `jacobian` is empty, ∂y_i/∂θ_j to jacobian[i·(number of parameters) + j]. The
/// derivatives have to be exact: error bars and convergence rest on them.
using CurveFunction = std::function<void(std::span<const double> x, std::span<const double> parameters,
                                         std::span<double> y, std::span<double> jacobian)>;

/// A CurveFunction from a formula for one point: double formula(double x, std::span<const double> parameters,
/// std::span<double> gradient), which writes ∂y/∂θ to gradient.
template <class Formula>
CurveFunction curve_function(Formula formula) {
  return [formula = std::move(formula)](std::span<const double> x, std::span<const double> parameters,
                                        std::span<double> y, std::span<double> jacobian) {
    const std::size_t width = parameters.size();
    std::vector<double> unused(jacobian.empty() ? width : 0);
    for (std::size_t i = 0; i < x.size(); ++i)
      y[i] = formula(x[i], parameters, jacobian.empty() ? std::span(unused) : jacobian.subspan(i * width, width));
  };
}

/// A CurveFunction from a formula of N parameters that differentiates itself:
///   curve_function<2>([](double x, const auto& p) { return p[0] * exp(-p[1] * x); })
/// p is std::array<Dual<double, N>, N>; dual.hpp has the functions it may call.
template <std::size_t N, class Formula>
CurveFunction curve_function(Formula formula) {
  return [formula = std::move(formula)](std::span<const double> x, std::span<const double> parameters,
                                        std::span<double> y, std::span<double> jacobian) {
    std::array<Dual<double, N>, N> variables;
    for (std::size_t j = 0; j < N; ++j) variables[j] = Dual<double, N>::variable(parameters[j], j);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const Dual<double, N> value = formula(x[i], variables);
      y[i] = value.value;
      if (!jacobian.empty()) std::copy(value.d.begin(), value.d.end(), jacobian.begin() + std::ptrdiff_t(i * N));
    }
  };
}

/// Points of a curve. sigma is empty (unknown), or has one standard deviation per point.
struct CurveData {
  std::string name = {};
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> sigma = {};
  double points_per_independent_point = 1;  ///< see Spectrum
  std::string sha256 = {};                  ///< of the file, see Spectrum
};

class CurveFit : public WithParameterRules<CurveFit>, public WithIntervals<CurveFit>, public WithContours<CurveFit> {
 public:
  /// Parameters in the order the function takes them. Where no start is given a parameter begins at its default_value.
  CurveFit(CurveFunction function, std::vector<ParameterInfo> parameters, std::string name = "curve");

  CurveFit& add(CurveData data);
  /// Uses only lower ≤ x ≤ upper.
  CurveFit& window(double lower, double upper);
  /// One standard deviation for all points; wins over CurveData::sigma.
  CurveFit& sigma(double standard_deviation);
  /// Noise that is relative, correlated, or has outliers (noise.hpp).
  CurveFit& noise(NoiseModel model);

  /// Solves. Throws InvalidArgument for contradictory rules and for data that cannot be fitted; everything else is told
  /// by the result.
  FitResult run() const;

 private:
  CurveFunction function_;
  std::vector<ParameterInfo> parameters_;
  std::string name_;
  std::vector<CurveData> data_;
  std::optional<Interval> window_;
  std::optional<double> sigma_;
  NoiseModel noise_;
};

}  // namespace didv
