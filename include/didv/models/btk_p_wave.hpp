#pragma once
// Contact of a normal metal and a chiral p-wave superconductor, averaged over the angle of incidence.

#include <cmath>

#include "didv/incidence.hpp"
#include "didv/models/btk.hpp"

namespace didv {

/// σ_T(E) = ∫cosθ σ_N σ_R dθ / ∫cosθ σ_N dθ over −π/2 … π/2 with σ_N = cos²θ/(cos²θ+Z²) and p_x + ip_y pair potentials
/// Δ₊ = Δe^{iθ}, Δ₋ = −Δe^{−iθ} (incidence.hpp). For a strong barrier the bound state of each direction shows, E =
/// Δsinθ. Dimensionless, G/G_N; E, Δ, Γ in meV. Even in E; σ_T → 1 far above the gap. To 1e-9 of max(1, peak). Limits:
/// Δ = 0 gives exactly 1; Z = 0 is Btk: a transparent contact does not feel the phase. Source: S. Kashiwaya, Y. Tanaka,
/// Rep. Prog. Phys. 63, 1641 (2000).
template <class Real = double>
struct BtkPWave {
  Real Delta;
  Real Gamma;
  Real Z;

  static ModelCard card() {
    return {.name = "btk_p_wave",
            .title = "BTK contact with a p_x + ip_y superconductor, averaged over the angle of incidence",
            .reference = "Kashiwaya, Tanaka, Rep. Prog. Phys. 63, 1641 (2000)",
            .several_minima = true};  // two branches of Γ and Z
  }
  static std::array<ParameterInfo, 3> parameters() { return Btk<>::parameters(); }
  static constexpr bool even = true;

  std::array<SpectralEdge<Real>, 1> edges() const { return {{{Delta, Gamma}}}; }

  struct Gap {
    static constexpr bool uniform = true;  // in magnitude: |Δe^{iθ}| computed would be Δ but for rounding
    Real Delta;
    ChiralPairPotentials<Real> operator()(const Incidence& in) const {
      // e^{−2iθ}
      return {Delta, -Delta, {(in.cosine - in.sine) * (in.cosine + in.sine), -2 * in.sine * in.cosine}};
    }
  };

  Real operator()(const Energy<Real>& E) const {
    if (Delta == 0) return 1.0;
    const double bound_state[]{std::asin(std::abs(value_of(Real(E))) / value_of(Delta))};  // NaN above the gap
    return averaged_over_incidence(E, Gamma, Z, Gap{Delta}, bound_state);
  }
};

extern template class detail::KernelOf<BtkPWave>;  // compiled once, in the library

namespace models {
inline Model btk_p_wave() { return make_model<BtkPWave>(); }
}  // namespace models

}  // namespace didv
