#include <cmath>
#include <memory>

#include "didv/thermodynamics.hpp"
#include "gap_equation/argument_check.hpp"
#include "numerics/chebyshev.hpp"
#include "numerics/gauss_legendre.hpp"

namespace didv {

// With τ = 1 − t and S_n − S_s = τ g(τ), F_n − F_s = τ² ∫₀¹ s g(τs) ds: g and the integral are smooth up to Tc, so
// nothing is lost there. The quadrature is exact for the polynomial that stands for g.
CriticalField::CriticalField(const AlphaModel& superconductor) {
  const double ratio = superconductor.ratio_2Delta0_kTc();
  gap_equation::require(ratio >= 0.5 && ratio <= 30, "ratio 2Delta(0)/kTc", ratio, "",
                        "0.5 to 30, where the critical field is accurate");
  constexpr std::size_t size = 64;
  const numerics::ChebyshevSeries slope(size,
                                        [&](double tau) { return (1 - tau - superconductor.entropy(1 - tau)) / tau; });
  const auto nodes = numerics::gauss_legendre<size / 2 + 1>();
  energy_over_tau_squared_ = std::make_shared<numerics::ChebyshevSeries>(size, [&](double tau) {
    double sum = 0;
    for (const auto& [s, weight] : nodes) sum += weight * s * slope(tau * s);
    return sum;
  });
}

double CriticalField::free_energy_difference(double t) const {
  gap_equation::require_reduced_temperature(t);
  return t >= 1 ? 0 : (1 - t) * (1 - t) * (*energy_over_tau_squared_)(1 - t);
}

double CriticalField::reduced(double t) const {
  gap_equation::require_reduced_temperature(t);
  const numerics::ChebyshevSeries& energy = *energy_over_tau_squared_;
  return t >= 1 ? 0 : (1 - t) * std::sqrt(energy(1 - t) / energy(1));
}

double CriticalField::deviation(double t) const { return t >= 1 ? 0 : reduced(t) - (1 - t * t); }

}  // namespace didv
