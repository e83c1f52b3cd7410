#pragma once
// The unit convention of the whole library: energies in meV, bias in mV, temperature in K, conductance as G/G_N
// (or in siemens where a spectrum says so). An electron that crosses 1 mV gains 1 meV, so bias and energy share
// numbers.

#if defined(__FAST_MATH__)
#error "didv must not be compiled with -ffast-math: it breaks infinities, branch cuts and the stated accuracy."
#endif

#include <limits>

namespace didv {

/// Boltzmann constant, meV/K: 1.380649e-23 J/K / 1.602176634e-19 C * 1e3, both exact in the SI of 2019 (nearest
/// double).
inline constexpr double boltzmann_meV_per_K = 0.08617333262145179;

/// Conductance quantum G0 = 2e²/h in siemens: 2 (1.602176634e-19 C)² / 6.62607015e-34 J s (SI of 2019).
inline constexpr double conductance_quantum_S = 7.748091729863649e-5;

inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// Thermal energy k_B T in meV.
constexpr double thermal_energy_meV(double temperature_K) { return boltzmann_meV_per_K * temperature_K; }

}  // namespace didv
