#pragma once
// The integrals over quasiparticle states that all thermodynamics of a BCS superconductor is made of. They depend
// on one number, p = Δ/kT, where Δ is the largest gap on the Fermi surface: Δ(φ) = Δ c(φ), c = 1 (s) or cos 2φ (d).

#include "didv/gap_equation.hpp"

namespace didv {

/// With x² = u² + p²c², f = 1/(e^x + 1), ⟨⟩ the average over φ; each is 1 at p = 0 and falls to 0.
///   entropy              (6/π²)⟨∫₀^∞ [x f + ln(1 + e^{−x})] du⟩               S = γT·entropy
///   yosida               2⟨∫₀^∞ f(1−f) du⟩                                    normal-fluid density
///   gap_weighted_yosida  2⟨c²∫₀^∞ f(1−f) du⟩/⟨c²⟩                             how much quasiparticles weaken the gap
///   pair_stiffness       (1 − gap_weighted_yosida)/p², finite at p = 0        how much the gap resists
/// Relative error 1e-12 (d-wave 1e-11), except pair_stiffness·p² − 1, whose error is absolute.
/// The shape of the gap enters thermodynamics through ⟨c²⟩ as well: 1 (s), 1/2 (d).
struct QuasiparticleIntegrals {
  double entropy;
  double yosida;
  double gap_weighted_yosida;
  double pair_stiffness;
};

QuasiparticleIntegrals s_wave_integrals(double p);
QuasiparticleIntegrals d_wave_integrals(double p);

}  // namespace didv
