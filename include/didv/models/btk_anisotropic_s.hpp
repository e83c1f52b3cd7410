#pragma once
// Contact of a normal metal and a superconductor with an anisotropic s-wave gap, averaged over the angle of incidence.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/incidence.hpp"
#include "didv/models/btk.hpp"

namespace didv {

/// σ_T(E) = ∫cosθ σ_N σ_R dθ / ∫cosθ σ_N dθ over −π/2 … π/2 with σ_N = cos²θ/(cos²θ+Z²) and Δ(θ) = Δ[1 + a cos4(θ−α)],
/// Δ₊ = Δ(θ), Δ₋ = Δ(π−θ) (incidence.hpp); 0 ≤ a ≤ 1, so that the gap is Δ(1−a) … Δ(1+a) and changes no sign. (A
/// negative a is the same as α + π/4.) Dimensionless, G/G_N; E, Δ, Γ in meV, α in rad. Even in E; σ_T → 1 far above the
/// gap. To 1e-9 of max(1, peak). The same for −α and α + π/2. Limits: Δ = 0 gives exactly 1; a = 0 is Btk2d; Z → ∞, α =
/// 0: the density of states, weighted with cos³θ. Source: S. Kashiwaya, Y. Tanaka, Rep. Prog. Phys. 63, 1641 (2000),
/// for any pair potential.
template <class Real = double>
struct BtkAnisotropicS {
  Real Delta;
  Real Gamma;
  Real Z;
  Real a;
  Real alpha;

  static ModelCard card() {
    return {"btk_anisotropic_s",
            "BTK contact with an anisotropic s-wave superconductor, averaged over the angle of incidence",
            "Kashiwaya, Tanaka, Rep. Prog. Phys. 63, 1641 (2000)", "btk_2d"};
  }
  static std::array<ParameterInfo, 5> parameters() {
    const auto [Delta, Gamma, Z] = Btk<>::parameters();
    return {{Delta,
             Gamma,
             Z,
             {"a", "a", "1", 0.3, 0, 1, "anisotropy of the gap, Δ(1 + a cos4φ)"},
             {"alpha", "α", "rad", 0.2, -std::numbers::pi, std::numbers::pi,
              "angle of the largest gap to the interface's normal"}}};
  }
  static constexpr bool even = true;
  static std::array<double, 5> in_order(std::array<double, 5> p) {
    p[4] = fourfold_image(p[4]);
    return p;
  }

  /// The extreme gaps, and those where Δ₊ and Δ₋ meet.
  std::array<SpectralEdge<Real>, 4> edges() const {
    const Real meeting = a * abs(cos(4 * alpha));
    const Real width = edge_width(Gamma, Delta);
    return {{{Delta * (1 - a), width},
             {Delta * (1 - meeting), width},
             {Delta * (1 + meeting), width},
             {Delta * (1 + a), width}}};
  }

  struct Gap {
    Real least, swing;    // Δ(1−a) and 2Δa, so that 1 + a cos4φ = 1 − a + 2a cos²2φ is exact next to a node
    Real cosine2, sine2;  // of 2α
    PairPotentials<Real> operator()(const Incidence& in) const {
      const double c = (in.cosine - in.sine) * (in.cosine + in.sine), s = 2 * in.sine * in.cosine;
      const Real there = cosine2 * c + sine2 * s, back = cosine2 * c - sine2 * s;
      return {least + swing * (there * there), least + swing * (back * back)};
    }
  };

  Real operator()(const Energy<Real>& E) const {
    if (Delta == 0) return 1.0;
    const Real least = Delta * (1 - a), swing = 2 * a * Delta;
    // Δ±(θ) = |E| at cos²2φ = share; close to them the extreme gaps.
    const double share = (std::abs(value_of(Real(E))) - value_of(least)) / value_of(swing);
    const double phi =
        share > -0.1 && share < 1.1 ? 0.5 * std::acos(std::sqrt(std::clamp(share, 0.0, 1.0))) : std::nan("");
    return averaged_over_incidence(E, Gamma, Z, Gap{least, swing, cos(2 * alpha), sin(2 * alpha)},
                                   fourfold(value_of(alpha), phi));
  }
};

extern template class detail::KernelOf<BtkAnisotropicS>;  // compiled once, in the library

namespace models {
inline Model btk_anisotropic_s() { return make_model<BtkAnisotropicS>(); }
}  // namespace models

}  // namespace didv
