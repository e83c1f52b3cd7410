#include "thermodynamics/quasiparticle_integrals.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "gap_equation/thermal_sums.hpp"

namespace didv {

namespace {

using std::numbers::pi;

// The integrand is even and analytic up to u = i√(π² + p²), so the plain trapezoidal rule errs like exp(−2π√(π²+p²)/h);
// for large p it is a Gaussian of width √p, and the second bound keeps the error small against e^{−p}.
double s_wave_entropy(double p) {
  const double step = std::min(0.16 * std::sqrt(pi * pi + p * p), 0.5 * std::sqrt(1 + p));
  double sum = 0;
  for (int k = 0;; ++k) {
    const double x = std::sqrt(k * step * (k * step) + p * p);
    const double boltzmann = std::exp(-x);
    const double term = x * boltzmann / (1 + boltzmann) + std::log1p(boltzmann);
    sum += k == 0 ? term / 2 : term;
    if (x > p + 40) return 6 / (pi * pi) * step * sum;
  }
}

QuasiparticleIntegrals operator*(double factor, const QuasiparticleIntegrals& a) {
  return {factor * a.entropy, factor * a.yosida, factor * a.gap_weighted_yosida, factor * a.pair_stiffness};
}

QuasiparticleIntegrals operator+(const QuasiparticleIntegrals& a, const QuasiparticleIntegrals& b) {
  return {a.entropy + b.entropy, a.yosida + b.yosida, a.gap_weighted_yosida + b.gap_weighted_yosida,
          a.pair_stiffness + b.pair_stiffness};
}

/// What one direction of the Fermi surface, whose gap is the largest one times c, gives to the averages.
QuasiparticleIntegrals direction(double p, double c) {
  QuasiparticleIntegrals s = s_wave_integrals(p * c);
  s.gap_weighted_yosida *= 2 * c * c;
  s.pair_stiffness *= 2 * c * c * c * c;
  return s;
}

/// ⟨…⟩ over the angle. Both rules are trapezoidal over an analytic integrand: over the angle while its features are
/// wide, and along the Fermi surface from the node, η = p cos θ, where only η ≲ 40 is thermally excited.
QuasiparticleIntegrals d_wave_average(double p) {
  QuasiparticleIntegrals sum{};
  if (p < 40) {
    const int half = p < 1 ? 12 : static_cast<int>(std::ceil(9 / std::asinh(pi / p)));
    for (int k = 0; k <= half; ++k)
      sum = sum + (k == 0 || k == half ? 0.5 : 1.0) / half * direction(p, std::cos(pi / 2 * k / half));
    return sum;
  }
  constexpr double step = 0.5;
  for (double eta = 0; eta < std::min(p, 45.0); eta += step)
    sum = sum + (eta == 0 ? 0.5 : 1.0) * 2 / pi * step / std::sqrt((p - eta) * (p + eta)) * direction(p, eta / p);
  sum.pair_stiffness = (1 - sum.gap_weighted_yosida) / (p * p);
  return sum;
}

/// The d-wave averages against v = π/√(π² + p²), in which they are smooth from v = 0 (T = 0) to v = 1 (Tc), as
/// Chebyshev series of the averages over the power of v with which each vanishes.
class DWaveTable {
 public:
  DWaveTable() {
    std::array<QuasiparticleIntegrals, size> values;
    for (int k = 0; k < size; ++k) {
      const double v = (1 + std::cos(pi * (k + 0.5) / size)) / 2;
      const QuasiparticleIntegrals a = d_wave_average(pi * std::sqrt((1 - v) * (1 + v)) / v);
      values[k] = {a.entropy / v, a.yosida / v, a.gap_weighted_yosida / (v * v * v), a.pair_stiffness / (v * v)};
    }
    for (int j = 0; j < size; ++j) {
      QuasiparticleIntegrals sum{};
      for (int k = 0; k < size; ++k) sum = sum + std::cos(pi * j * (k + 0.5) / size) * values[k];
      coefficients_[j] = (j == 0 ? 1.0 : 2.0) / size * sum;
    }
  }

  QuasiparticleIntegrals operator()(double p) const {
    const double v = pi / std::sqrt(pi * pi + p * p);
    const double x = 2 * v - 1;
    QuasiparticleIntegrals high{}, higher{};  // Clenshaw
    for (int k = size - 1; k > 0; --k) {
      const QuasiparticleIntegrals next = coefficients_[k] + 2 * x * high + -1.0 * higher;
      higher = high;
      high = next;
    }
    const QuasiparticleIntegrals a = coefficients_[0] + x * high + -1.0 * higher;
    return {a.entropy * v, a.yosida * v, a.gap_weighted_yosida * v * v * v, a.pair_stiffness * v * v};
  }

 private:
  static constexpr int size = 64;
  std::array<QuasiparticleIntegrals, size> coefficients_;
};

}  // namespace

QuasiparticleIntegrals s_wave_integrals(double p) {
  if (p > 750) return {0, 0, 0, 1 / (p * p)};  // e^{−p} underflows
  const gap_equation::ThermalSums sums = gap_equation::thermal_sums(std::max(p, 1e-100));
  return {s_wave_entropy(p), sums.normal, sums.normal, sums.superfluid / std::max(p * p, 1e-200)};
}

QuasiparticleIntegrals d_wave_integrals(double p) {
  static const DWaveTable table;
  return table(p);
}

}  // namespace didv
