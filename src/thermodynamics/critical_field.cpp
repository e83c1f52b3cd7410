#include <array>
#include <cmath>
#include <numbers>

#include "didv/thermodynamics.hpp"
#include "gap_equation/argument_check.hpp"

namespace didv {

namespace {

constexpr int size = 64;

/// Σ c_k T_k(2y − 1) for 0 ≤ y ≤ 1.
double chebyshev_sum(const std::vector<double>& coefficients, double y) {
  const double x = 2 * y - 1;
  double high = 0, higher = 0;  // Clenshaw
  for (std::size_t k = coefficients.size() - 1; k > 0; --k) {
    const double next = coefficients[k] + 2 * x * high - higher;
    higher = high;
    high = next;
  }
  return coefficients[0] + x * high - higher;
}

/// The coefficients of the polynomial through f at the `size` Chebyshev nodes of [0, 1].
template <class Function>
std::vector<double> chebyshev_coefficients(Function f) {
  std::array<double, size> values;
  for (int k = 0; k < size; ++k) values[k] = f((1 + std::cos(std::numbers::pi * (k + 0.5) / size)) / 2);
  std::vector<double> coefficients(size);
  for (int j = 0; j < size; ++j) {
    for (int k = 0; k < size; ++k) coefficients[j] += values[k] * std::cos(std::numbers::pi * j * (k + 0.5) / size);
    coefficients[j] *= (j == 0 ? 1.0 : 2.0) / size;
  }
  return coefficients;
}

struct Node {
  double position, weight;
};

/// Gauss–Legendre on [0, 1], exact for polynomials of degree < size + 2: enough for s·g, g of degree < size.
std::array<Node, size / 2 + 1> gauss_legendre() {
  constexpr int count = size / 2 + 1;
  std::array<Node, count> nodes;
  for (int i = 0; i < count; ++i) {
    double x = std::cos(std::numbers::pi * (i + 0.75) / (count + 0.5)), slope = 1;
    for (int newton = 0; newton < 6; ++newton) {
      double previous = 1, value = x;
      for (int k = 2; k <= count; ++k) {
        const double next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
        previous = value;
        value = next;
      }
      slope = count * (x * value - previous) / (x * x - 1);
      x -= value / slope;
    }
    nodes[i] = {(1 + x) / 2, 1 / ((1 - x * x) * slope * slope)};
  }
  return nodes;
}

}  // namespace

// With τ = 1 − t and S_n − S_s = τ g(τ), F_n − F_s = τ² ∫₀¹ s g(τs) ds: g and the integral are smooth up to Tc, so
// nothing is lost there.
CriticalField::CriticalField(const AlphaModel& superconductor) {
  const double ratio = superconductor.ratio_2Delta0_kTc();
  gap_equation::require(ratio >= 0.5 && ratio <= 30, "ratio 2Delta(0)/kTc", ratio, "",
                        "0.5 to 30, where the critical field is accurate");
  const auto slope =
      chebyshev_coefficients([&](double tau) { return (1 - tau - superconductor.entropy(1 - tau)) / tau; });
  const auto nodes = gauss_legendre();
  coefficients_ = chebyshev_coefficients([&](double tau) {
    double sum = 0;
    for (const auto& [s, weight] : nodes) sum += weight * s * chebyshev_sum(slope, tau * s);
    return sum;
  });
}

double CriticalField::free_energy_difference(double t) const {
  gap_equation::require_reduced_temperature(t);
  return t >= 1 ? 0 : (1 - t) * (1 - t) * chebyshev_sum(coefficients_, 1 - t);
}

double CriticalField::reduced(double t) const {
  gap_equation::require_reduced_temperature(t);
  return t >= 1 ? 0 : (1 - t) * std::sqrt(chebyshev_sum(coefficients_, 1 - t) / chebyshev_sum(coefficients_, 1));
}

double CriticalField::deviation(double t) const { return t >= 1 ? 0 : reduced(t) - (1 - t * t); }

}  // namespace didv
