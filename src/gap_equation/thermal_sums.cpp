#include "gap_equation/thermal_sums.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/gap_equation.hpp"

namespace didv::gap_equation {

namespace {

// Three frequencies are taken exactly; the rest is a power series in q, whose ratio is below 0.013 here:
// Σ_{n≥3} (ν²+q)^{−3/2} = Σ_k tail[k] q^k, tail[k] = (−1)^k (2k+1) C(2k,k)/4^k ζ(2k+3, 7/2).
constexpr double largest_matsubara_p = 2.5;
constexpr double tail[] = {0.0541020258208637015,    -0.00424974996917071021, 0.000360307571744883339,
                           -0.000031270868699540607, 2.73077598824937253e-6,  -2.38334697494268686e-7,
                           2.07330033408177845e-8,   -1.79592304904413216e-9, 1.54877342942466404e-10};

ThermalSums matsubara(double p) {
  const double q = p * p / (4 * std::numbers::pi * std::numbers::pi);
  double pairing = 0, cubes = 0;
  for (const double frequency : {0.5, 1.5, 2.5}) {
    const double energy = std::sqrt(frequency * frequency + q);
    pairing += 1 / (frequency * energy * (energy + frequency));  // 1/ν − 1/E over q, without its cancellation
    cubes += 1 / (energy * energy * energy);
  }
  double power = 1;
  for (int k = 0; const double coefficient : tail) {
    pairing += coefficient * power / (2 * (k + 1));
    cubes += coefficient * power;
    power *= q;
    ++k;
  }
  return {q * pairing, q * cubes, 1 - q * cubes};
}

// E = p cosh u makes the integrands analytic for |Im u| < π/2 and doubly exponentially small at the ends, where the
// plain trapezoidal rule errs like exp(−π²/h). For large p they turn into Gaussians of width 1/√p.
ThermalSums quasiparticles(double p) {
  const double step = std::min(0.25, 0.7 / std::sqrt(p));
  double fermi_over_energy = 0, normal = 0;
  for (int k = 0;; ++k) {
    const double energy = p * std::cosh(k * step);
    const double boltzmann = std::exp(-energy);
    const double fermi = boltzmann / (1 + boltzmann);
    const double weight = k == 0 ? step : 2 * step;
    fermi_over_energy += weight * fermi;
    normal += weight * energy * fermi / (1 + boltzmann);
    if (energy > p + 40) break;
  }
  return {std::log(p / bcs::zero_temperature_gap_ratio) + fermi_over_energy, 1 - normal, normal};
}

}  // namespace

ThermalSums thermal_sums(double gap_over_kT) {
  if (gap_over_kT < largest_matsubara_p) return matsubara(gap_over_kT);
  if (gap_over_kT < 760) return quasiparticles(gap_over_kT);
  return {std::log(gap_over_kT / bcs::zero_temperature_gap_ratio), 1, 0};  // e^{−p} is no longer a number
}

}  // namespace didv::gap_equation
