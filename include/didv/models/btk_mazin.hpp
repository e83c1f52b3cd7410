#pragma once
// Contact of a spin-polarised metal and a superconductor after Mazin, Golubov and Nadgorny (ballistic).

#include "didv/models/btk.hpp"

namespace didv {

/// σ = (1−P) σ_BTK + P σ_HM: a share P of the current comes from channels of one spin alone (half-metallic). There the
/// reflected hole is evanescent and no Andreev current flows; with g as in Btk:
///   σ_HM(E) = (1+Z²)(1 − |g|⁴)/|1 + iZ(1 − g²)|².
/// The form holds at all E and for Γ > 0; for Γ = 0 it is 0 inside the gap and 4β(1+Z²)/[(1+β)² + 4Z²] outside,
/// β = |E|/√(E²−Δ²).
/// Dimensionless, G/G_N; E, Δ, Γ in meV. σ → 1 far above the gap. Even in E for Γ = 0; with Γ > 0 and Z > 0 σ_HM is
/// not: only electrons of one spin arrive, and nothing relates them at −E to those at E. Limits: P = 0 is Btk; P = 1, Γ
/// = 0 gives 0 inside the gap, and for Z = 0 rises as 4N/(1+N)² above it. Source: I. I. Mazin, A. A. Golubov, B.
/// Nadgorny, J. Appl. Phys. 89, 7576 (2001), ballistic case; Γ enters as in Btk.
template <class Real = double>
struct BtkMazin {
  Real Delta;
  Real Gamma;
  Real Z;
  Real P;

  static ModelCard card() {
    return {"btk_mazin", "Spin-polarised BTK contact after Mazin, Golubov and Nadgorny (ballistic)",
            "Mazin, Golubov, Nadgorny, J. Appl. Phys. 89, 7576 (2001)", "btk"};
  }
  static std::array<ParameterInfo, 4> parameters() {
    const auto [Delta, Gamma, Z] = Btk<>::parameters();
    return {{Delta, Gamma, Z, {"P", "P", "1", 0.3, 0, 1, "spin polarisation of the current"}}};
  }
  // With a barrier the half metal has a resonance just below Δ: the denominator vanishes at z = Δ(2Z−i)/2√(Z(Z−i)) on
  // the other sheet of the root, for positive energies only.
  std::array<SpectralEdge<Real>, 2> edges() const {
    constexpr double narrow = 2;  // of its distance from the edge at Δ + iΓ, which resolves what is wider
    const SpectralEdge<Real> gap{Delta, Gamma};
    if (Z == 0) return {gap, gap};
    const Complex<Real> z = Z, i = times_i(Complex<Real>(1.0)), at = 0.5 * Delta * (2 * z - i) / sqrt(z * (z - i));
    const Real energy = real(at), width = Gamma - imag(at), below = Delta - energy;
    if (width * width > narrow * narrow * (below * below + Gamma * Gamma)) return {gap, gap};
    return {gap, {energy, width}};
  }

  Real operator()(const Energy<Real>& E) const {
    if (Delta == 0) return 1.0;
    const Btk<Real> unpolarised{Delta, Gamma, Z};
    const Complex<Real> g = unpolarised.coherence(E), pair = 1 - g * g;
    const Real a = norm(g);
    const Real half_metal = (1 + Z * Z) * (1 - a) * (1 + a) / norm(1 + times_i(Z * pair));
    return (1 - P) * unpolarised.conductance(g) + P * half_metal;
  }
};

extern template class detail::KernelOf<BtkMazin>;  // compiled once, in the library

namespace models {
inline Model btk_mazin() { return make_model<BtkMazin>(); }
}  // namespace models

}  // namespace didv
