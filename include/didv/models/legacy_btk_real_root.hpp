#pragma once
// BTK as widespread scripts have it: only the real part of the root is broadened. For reproducing published numbers.

#include "didv/models/btk.hpp"

namespace didv {

/// The coefficients of BTK with a broadening that enters the two sides of the gap in two ways, z = E + iΓ:
///   |z| ≤ Δ: A = Re{Δ²/[z² + (Δ²−z²)(1+2Z²)²]}, B = 1 − A;
///   |z| > Δ: w = Re√(1−Δ²/z²), u² = (1+w)/2, v² = (1−w)/2, γ = u² + Z²w, A = u²v²/γ², B = w²Z²(1+Z²)/γ²;
///   σ = (1+Z²)(1 + A − B).
/// Dimensionless, G/G_N; E, Δ, Γ in meV. Even in E; σ → 1 far above the gap. For 0 < Γ < Δ it jumps at
/// |E| = √(Δ²−Γ²), where it is given as the mean of both sides. No physics stands behind it: use Btk, from which it
/// differs for every Γ > 0 (how far: docs/models/legacy_btk_real_root.md). Limits: Γ = 0 is Btk, Δ = 0 gives exactly 1.
/// Source: scripts in public repositories, which cite Blonder, Tinkham, Klapwijk, Phys. Rev. B 25, 4515 (1982), Table
/// II, for the coefficients and none for the broadening.
template <class Real = double>
struct LegacyBtkRealRoot {
  Real Delta;
  Real Gamma;
  Real Z;

  static ModelCard card() {
    return {"legacy_btk_real_root",
            "BTK with the real part of a broadened root, for reproducing published numbers only",
            "scripts after Blonder, Tinkham, Klapwijk, Phys. Rev. B 25, 4515 (1982), Table II"};
  }
  static std::array<ParameterInfo, 3> parameters() { return Btk<>::parameters(); }
  static constexpr bool even = true;

  /// The edge of the gap, and the jump; without one, for Γ ≥ Δ, what happens at E = 0.
  std::array<SpectralEdge<Real>, 2> edges() const {
    return {{{Delta, Gamma}, {border(), Gamma < Delta ? Real(0.0) : Gamma}}};
  }

  Real operator()(const Energy<Real>& E) const {
    if (Delta == 0) return 1.0;
    const Real jump = border();
    // Not |z| ≤ Δ but the same in E, where the distance to the jump is exact.
    const Real from_jump = Real(E) >= 0 ? E - jump : -(E + jump);
    if (Gamma >= Delta || from_jump > 0) return outside(E);
    return from_jump < 0 ? inside(E) : 0.5 * (inside(E) + outside(E));
  }

 private:
  Real border() const { return Gamma < Delta ? sqrt((Delta - Gamma) * (Delta + Gamma)) : Real(0.0); }

  Real inside(const Energy<Real>& E) const {
    const auto z = broadened(E, Gamma);
    const Complex<Real> whole(z);
    const Real strength = 1 + 2 * Z * Z;
    return (1 + Z * Z) * 2 * Delta * Delta *
           real(1 / (whole * whole - strength * strength * ((z - Delta) * (z + Delta))));
  }

  Real outside(const Energy<Real>& E) const {
    const auto z = broadened(E, Gamma);
    const Complex<Real> whole(z);
    const Real w = real(sqrt((z - Delta) * (z + Delta) / (whole * whole)));
    const Real gamma = 0.5 * (1 + w) + Z * Z * w;
    return (1 + Z * Z) * (1 + (0.25 * (1 - w) * (1 + w) - w * w * Z * Z * (1 + Z * Z)) / (gamma * gamma));
  }
};

extern template class detail::KernelOf<LegacyBtkRealRoot>;  // compiled once, in the library

namespace models {
inline Model legacy_btk_real_root() { return make_model<LegacyBtkRealRoot>(); }
}  // namespace models

}  // namespace didv
