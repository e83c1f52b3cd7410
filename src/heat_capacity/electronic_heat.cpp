#include "heat_capacity/electronic_heat.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/multiversion.hpp"
#include "numerics/chebyshev.hpp"

namespace didv::heat_capacity {

namespace {

constexpr std::size_t knots = 513;        // equidistant in t from 0 to 1
constexpr std::size_t temperatures = 64;  // terms of the series over t that gives value and slope at the knots
constexpr std::size_t ratios = 32;        // terms of the series over ln(ratio)
constexpr std::size_t row = 2 * knots;

const double log_lowest = std::log(ElectronicHeat::lowest_ratio);
const double log_range = std::log(ElectronicHeat::highest_ratio) - log_lowest;

/// Adds a·from to to.
DIDV_MULTIVERSION
void add(double a, const double* from, double* __restrict to) {
  for (std::size_t k = 0; k < row; ++k) to[k] += a * from[k];
}

/// Chebyshev coefficients over ln(ratio) of value and slope at every knot, [term][knot].
std::vector<double> tabulate(GapSymmetry symmetry) {
  std::vector<double> coefficients(ratios * row), at_knots(row);
  for (std::size_t r = 0; r < ratios; ++r) {
    const double angle = std::numbers::pi * (static_cast<double>(r) + 0.5) / ratios;
    const AlphaModel model(std::exp(log_lowest + log_range * (1 + std::cos(angle)) / 2), symmetry);
    const numerics::ChebyshevSeries over_t(temperatures, [&](double t) { return model.specific_heat(t) / t; });
    for (std::size_t k = 0; k < knots; ++k) {
      const auto [value, slope] = over_t.value_and_slope(static_cast<double>(k) / (knots - 1));
      at_knots[2 * k] = value;
      at_knots[2 * k + 1] = slope / (knots - 1);
    }
    for (std::size_t j = 0; j < ratios; ++j)
      add((j == 0 ? 1.0 : 2.0) / ratios * std::cos(static_cast<double>(j) * angle), at_knots.data(),
          &coefficients[j * row]);
  }
  return coefficients;
}

const std::vector<double>& table(GapSymmetry symmetry) {
  if (symmetry == GapSymmetry::s_wave) {
    static const std::vector<double> s_wave = tabulate(GapSymmetry::s_wave);
    return s_wave;
  }
  static const std::vector<double> d_wave = tabulate(GapSymmetry::d_wave);
  return d_wave;
}

/// The cubic through values and slopes at both ends of a cell, at 0 ≤ s ≤ 1, and its slope.
struct Cubic {
  double value, slope;

  Cubic(const double* ends, double s) {
    const double rise = ends[2] - ends[0], bend = ends[1] + ends[3] - 2 * rise;
    const double square = rise - ends[1] - bend;
    value = ends[0] + s * (ends[1] + s * (square + s * bend));
    slope = ends[1] + s * (2 * square + 3 * s * bend);
  }
};

}  // namespace

ElectronicHeat::ElectronicHeat(GapSymmetry symmetry, double ratio) : value_(row), per_ratio_(row) {
  const std::vector<double>& coefficients = table(symmetry);
  const double x = std::clamp(2 * (std::log(ratio) - log_lowest) / log_range - 1, -1.0, 1.0);
  const double dx = 2 / (log_range * ratio);
  // T_j(x) and T_j′(x) by their recurrences.
  double T = 1, T_next = x, slope = 0, slope_next = 1;
  for (std::size_t j = 0; j < ratios; ++j) {
    add(T, &coefficients[j * row], value_.data());
    add(slope * dx, &coefficients[j * row], per_ratio_.data());
    const double T_new = 2 * x * T_next - T, slope_new = 2 * T_next + 2 * x * slope_next - slope;
    T = T_next;
    T_next = T_new;
    slope = slope_next;
    slope_next = slope_new;
  }
}

ElectronicHeat::Point ElectronicHeat::at(double t) const {
  const double position = std::clamp(t, 0.0, 1.0) * (knots - 1);
  const std::size_t cell = std::min(static_cast<std::size_t>(position), knots - 2);
  const double s = position - static_cast<double>(cell);
  const Cubic value(&value_[2 * cell], s);
  return {value.value, value.slope * (knots - 1), Cubic(&per_ratio_[2 * cell], s).value};
}

}  // namespace didv::heat_capacity
