#pragma once
// Contact of a normal metal and a d-wave superconductor, averaged over the angle of incidence.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/incidence.hpp"
#include "didv/models/btk.hpp"

namespace didv {

/// σ_T(E) = ∫cosθ σ_N σ_R dθ / ∫cosθ σ_N dθ over −π/2 … π/2 with σ_N = cos²θ/(cos²θ+Z²) and d_{x²−y²} pair potentials
/// Δ± = Δcos(2θ∓2α) (incidence.hpp); α is the angle between the interface's normal and a lobe.
/// Dimensionless, G/G_N; E, Δ, Γ in meV, α in rad. Even in E; σ_T → 1 far above the gap. To 1e-9 of max(1, peak). The
/// same for −α, α + π/2 and π/2 − α. Limits: Δ = 0 gives exactly 1; α = π/4, Γ = 0: σ_T(0) = 4/∫cosθ σ_N, the zero-bias
/// peak of the Andreev bound states, which are absent at α = 0; Z → ∞, α = 0: the d-wave density of states, weighted
/// with cos³θ. Source: Y. Tanaka, S. Kashiwaya, Phys. Rev. Lett. 74, 3451 (1995); S. Kashiwaya, Y. Tanaka, Rep. Prog.
/// Phys. 63, 1641 (2000), where Z is twice this one.
template <class Real = double>
struct BtkDWave {
  Real Delta;
  Real Gamma;
  Real Z;
  Real alpha;

  static ModelCard card() {
    return {"btk_d_wave", "BTK contact with a d-wave superconductor, averaged over the angle of incidence",
            "Tanaka, Kashiwaya, Phys. Rev. Lett. 74, 3451 (1995)"};
  }
  static std::array<ParameterInfo, 4> parameters() {
    const auto [Delta, Gamma, Z] = Btk<>::parameters();
    return {
        {Delta,
         Gamma,
         Z,
         {"alpha", "α", "rad", 0.4, -std::numbers::pi, std::numbers::pi, "angle of a lobe to the interface's normal"}}};
  }
  static constexpr bool even = true;
  static std::array<double, 4> in_order(std::array<double, 4> p) {
    p[3] = fourfold_image(p[3]);
    return p;
  }

  /// Nodes; where Δ₊ and Δ₋ are alike, at normal and grazing incidence, or opposite, at 45°; lobes.
  std::array<SpectralEdge<Real>, 4> edges() const {
    const Real width = edge_width(Gamma, Delta);
    return {{{Real(0.0), width},
             {abs(Delta * cos(2 * alpha)), width},
             {abs(Delta * sin(2 * alpha)), width},
             {Delta, width}}};
  }

  struct Gap {
    Real along, across;  // Δcos2α, Δsin2α
    PairPotentials<Real> operator()(const Incidence& in) const {
      const double cosine = (in.cosine - in.sine) * (in.cosine + in.sine), sine = 2 * in.sine * in.cosine;
      return {along * cosine + across * sine, along * cosine - across * sine};
    }
  };

  Real operator()(const Energy<Real>& E) const {
    if (Delta == 0) return 1.0;
    // |Δ±(θ)| = |E|; just above Δ the lobes.
    const double ratio = std::abs(value_of(Real(E))) / value_of(Delta);
    const double phi = ratio < 1.2 ? 0.5 * std::acos(std::min(ratio, 1.0)) : std::nan("");
    return averaged_over_incidence(E, Gamma, Z, Gap{Delta * cos(2 * alpha), Delta * sin(2 * alpha)},
                                   fourfold(value_of(alpha), phi));
  }
};

extern template class detail::KernelOf<BtkDWave>;  // compiled once, in the library

namespace models {
inline Model btk_d_wave() { return make_model<BtkDWave>(); }
}  // namespace models

}  // namespace didv
