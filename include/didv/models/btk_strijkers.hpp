#pragma once
// Contact of a spin-polarised metal and a superconductor after Strijkers and co-workers.

#include "didv/models/btk.hpp"

namespace didv {

/// σ = (1+Z²)[(1−P)(1 + A − B) + P(1 − B_p)]: a share P of the current is fully polarised, without Andreev reflection,
/// and its normal reflection B_p = B/(1−A) makes up for that. A, B as in Btk, at all E and for Γ > 0.
/// With C + D = 1 − A − B, formed without the cancellation: 1 − B_p = (C+D)/(C+D+B).
/// Dimensionless, G/G_N; E, Δ, Γ in meV. Even in E; σ → 1 far above the gap.
/// Limits: P = 0 is Btk; P = 1, Γ = 0 gives 0 inside the gap. At Z = 0 the polarised part jumps from 0 to 1 at Δ, and
/// for any Γ > 0 it is 1 at all energies: the model is not continuous there. Btk_mazin is. Source: G. J. Strijkers, Y.
/// Ji, F. Y. Yang, C. L. Chien, J. M. Byers, Phys. Rev. B 63, 104510 (2001), without the proximity layer; for Γ > 0 B_p
/// = B/(1−A) is this library's choice.
template <class Real = double>
struct BtkStrijkers {
  Real Delta;
  Real Gamma;
  Real Z;
  Real P;

  static ModelCard card() {
    return {"btk_strijkers", "Spin-polarised BTK contact after Strijkers and co-workers",
            "Strijkers, Ji, Yang, Chien, Byers, Phys. Rev. B 63, 104510 (2001)", "btk"};
  }
  static std::array<ParameterInfo, 4> parameters() {
    const auto [Delta, Gamma, Z] = Btk<>::parameters();
    return {{Delta, Gamma, Z, {"P", "P", "1", 0.3, 0, 1, "spin polarisation of the current"}}};
  }
  static constexpr bool even = true;

  std::array<SpectralEdge<Real>, 1> edges() const { return {{{Delta, Gamma}}}; }

  Real operator()(const Energy<Real>& E) const {
    if (Delta == 0) return 1.0;
    const Btk<Real> unpolarised{Delta, Gamma, Z};
    const Complex<Real> g = unpolarised.coherence(E);
    const Real a = norm(g), t = 1 / (1 + Z * Z), r = Z * Z * t;
    const Real passed = t * (1 - a) * (1 + r * a), reflected = r * norm(1 - g * g);
    // Without broadening nothing passes inside the gap; there 0/0 is left at Z = 0, and rounding. So it is on the edge.
    const bool closed = (Gamma == 0 && (E - Delta) <= 0 && (E + Delta) >= 0) || passed + reflected == 0;
    const Real polarised = closed ? Real(0.0) : (1 + Z * Z) * passed / (passed + reflected);
    return (1 - P) * unpolarised.conductance(g) + P * polarised;
  }
};

extern template class detail::KernelOf<BtkStrijkers>;  // compiled once, in the library

namespace models {
inline Model btk_strijkers() { return make_model<BtkStrijkers>(); }
}  // namespace models

}  // namespace didv
