#pragma once
// The gap equation written down twice more, for the tests alone: as a plain sum over Matsubara frequencies in long
// double, and as an integral over quasiparticle energies by GSL. Neither shares a line with the library.

#include <gsl/gsl_integration.h>

#include <cmath>
#include <functional>
#include <numbers>

namespace didv::test {

/// Σ_{n≥0} term(n + ½) for a term that falls off like ν^{−3}, given the integral of its tail ∫_N^∞ (midpoint rule; its
/// next Euler–Maclaurin correction, term'(N)/24, is below 1e-14 for N = 4000).
inline long double frequency_sum(const std::function<long double(long double)>& term,
                                 const std::function<long double(long double)>& tail) {
  constexpr int count = 4000;
  long double sum = 0;
  for (int n = count - 1; n >= 0; --n) sum += term(n + 0.5L);
  return sum + tail(count);
}

/// ln(Tc/T) that belongs to p = Δ/kT.
inline long double log_inverse_t(long double p) {
  const long double q = p * p / (4 * std::numbers::pi_v<long double> * std::numbers::pi_v<long double>);
  return frequency_sum(
      [q](long double v) {
        const long double e = std::sqrt(v * v + q);
        return q / (v * e * (v + e));
      },
      [q](long double n) { return std::log1p(q / (std::sqrt(n * n + q) + n) / (2 * n)); });
}

/// d ln(Tc/T)/d ln p: turns a residual of the equation into a relative error of the gap.
inline long double log_inverse_t_slope(long double p) {
  const long double q = p * p / (4 * std::numbers::pi_v<long double> * std::numbers::pi_v<long double>);
  return frequency_sum([q](long double v) { return q * std::pow(v * v + q, -1.5L); },
                       [q](long double n) { return q / (std::sqrt(n * n + q) * (std::sqrt(n * n + q) + n)); });
}

/// ∫ of a smooth function by GSL's adaptive Gauss–Kronrod rule, to 1e-13.
inline double integral(const std::function<double(double)>& function, double lower, double upper) {
  static gsl_integration_workspace* workspace = gsl_integration_workspace_alloc(2000);
  gsl_function wrapped{[](double x, void* f) { return (*static_cast<std::function<double(double)>*>(f))(x); },
                       const_cast<std::function<double(double)>*>(&function)};
  double value = 0, error = 0;
  gsl_integration_qag(&wrapped, lower, upper, 1e-15, 1e-13, 2000, GSL_INTEG_GAUSS31, workspace, &value, &error);
  return value;
}

/// ln(Δ(0)/Δ) = 2∫_0^∞ f(E)/E dξ, in units of kT, for p = Δ/kT.
inline double log_inverse_gap(double p) {
  return integral(
      [p](double xi) {
        const double energy = std::hypot(xi, p);
        return 2 / (std::exp(energy) + 1) / energy;
      },
      0, std::sqrt(45 * (45 + 2 * p)));
}

}  // namespace didv::test
