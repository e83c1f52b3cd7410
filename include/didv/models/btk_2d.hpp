#pragma once
// Contact of a normal metal and an s-wave superconductor in two dimensions: BTK, averaged over the angle of incidence.

#include "didv/incidence.hpp"
#include "didv/models/btk.hpp"

namespace didv {

/// σ_T(E) = ∫cosθ σ_N σ_R dθ / ∫cosθ σ_N dθ over −π/2 … π/2 with σ_N = cos²θ/(cos²θ+Z²), Δ₊ = Δ₋ = Δ (incidence.hpp):
/// Btk under each angle, with the barrier Z/cosθ. Dimensionless, G/G_N; E, Δ, Γ in meV. Even in E; σ_T → 1 far above
/// the gap. To 1e-9 of max(1, peak). Limits: Δ = 0 gives exactly 1; Z = 0 is Btk; Z → ∞ is Dynes; σ_T(Δ) = 4/∫cosθ σ_N
/// for Γ = 0. Source: S. Kashiwaya, Y. Tanaka, Rep. Prog. Phys. 63, 1641 (2000); the angular average of G. E. Blonder,
/// M. Tinkham, T. M. Klapwijk, Phys. Rev. B 25, 4515 (1982).
template <class Real = double>
struct Btk2d {
  Real Delta;
  Real Gamma;
  Real Z;

  static ModelCard card() {
    return {"btk_2d", "BTK contact in two dimensions, s-wave, averaged over the angle of incidence",
            "Kashiwaya, Tanaka, Rep. Prog. Phys. 63, 1641 (2000)"};
  }
  static std::array<ParameterInfo, 3> parameters() { return Btk<>::parameters(); }
  static constexpr bool even = true;

  std::array<SpectralEdge<Real>, 1> edges() const { return {{{Delta, Gamma}}}; }

  struct Gap {
    static constexpr bool uniform = true;
    Real Delta;
    PairPotentials<Real> operator()(const Incidence&) const { return {Delta, Delta}; }
  };

  Real operator()(const Energy<Real>& E) const {
    if (Delta == 0) return 1.0;
    return averaged_over_incidence(E, Gamma, Z, Gap{Delta}, {});
  }
};

extern template class detail::KernelOf<Btk2d>;  // compiled once, in the library

namespace models {
inline Model btk_2d() { return make_model<Btk2d>(); }
}  // namespace models

}  // namespace didv
