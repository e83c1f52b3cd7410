#pragma once
// Contact of a normal metal and an s-wave superconductor behind a barrier of any strength (Blonder, Tinkham, Klapwijk).

#include "didv/kernel.hpp"
#include "didv/units.hpp"

namespace didv {

/// σ(E) = (1+Z²)(1 + A − B), A Andreev and B normal reflection, with broadening through z = E + iΓ in u and v:
///   g = v/u = Δ/(z + √(z²−Δ²)),  σ_N = 1/(1+Z²),  r = Z²/(1+Z²):
///   σ = (1+|g|²)(1−r|g|²)/|1−r g²|².
/// Dimensionless, G/G_N; E, Δ, Γ in meV. Even in E; σ → 1 far above the gap.
/// Limits: Δ = 0 gives exactly 1; Z = 0, Γ = 0 gives 2 inside the gap; σ(Δ) = 2(1+Z²) for Γ = 0; Z → ∞ is Dynes.
/// Source: G. E. Blonder, M. Tinkham, T. M. Klapwijk, Phys. Rev. B 25, 4515 (1982), Table II; broadening: A. Plecenik,
/// M. Grajcar, Š. Beňačka, P. Seidel, A. Pfuch, Phys. Rev. B 49, 10016 (1994).
template <class Real = double>
struct Btk {
  Real Delta;
  Real Gamma;
  Real Z;

  static ModelCard card() {
    return {"btk", "BTK contact of a normal metal and an s-wave superconductor",
            "Blonder, Tinkham, Klapwijk, Phys. Rev. B 25, 4515 (1982); Plecenik et al., Phys. Rev. B 49, 10016 (1994)"};
  }
  static std::array<ParameterInfo, 3> parameters() {
    return {{{"Delta", "Δ", "meV", 1, 0, infinity, "superconducting gap"},
             {"Gamma", "Γ", "meV", 0.05, 0, infinity, "quasiparticle broadening, E → E + iΓ"},
             {"Z", "Z", "1", 0.5, 0, 20, "dimensionless barrier strength"}}};
  }
  static constexpr bool even = true;

  std::array<SpectralEdge<Real>, 1> edges() const { return {{{Delta, Gamma}}}; }

  /// g = v/u, the amplitude of Andreev reflection at a transparent interface; |g| ≤ 1.
  Complex<Real> coherence(const Energy<Real>& E) const {
    const auto z = broadened(E, Gamma);
    return Delta / (Complex<Real>(z) + gap_root(z, Delta));
  }

  /// σ of that amplitude.
  Real conductance(const Complex<Real>& g) const {
    const Real r = Z * Z / (1 + Z * Z);
    return (1 + norm(g)) * (1 - r * norm(g)) / norm(1 - r * g * g);
  }

  Real operator()(const Energy<Real>& E) const {
    if (Delta == 0) return 1.0;
    return conductance(coherence(E));
  }

  /// What happens to an electron that arrives at the interface: probabilities, A + B + C + D = 1.
  struct Probabilities {
    Real A;  ///< Andreev reflection
    Real B;  ///< normal reflection
    Real C;  ///< transmission without branch crossing
    Real D;  ///< transmission with branch crossing
  };
  /// With Γ > 0, C and D are the currents just behind the barrier, before the broadening absorbs them.
  Probabilities probabilities(const Energy<Real>& E) const {
    const Real t = 1 / (1 + Z * Z), r = Z * Z * t;
    const Complex<Real> g = Delta == 0 ? Complex<Real>(0.0) : coherence(E);
    const Real resonance = norm(1 - r * g * g), loss = t * (1 - norm(g)) / resonance;
    return {t * t * norm(g) / resonance, r * norm(1 - g * g) / resonance, loss, r * norm(g) * loss};
  }
};

extern template class detail::KernelOf<Btk>;  // compiled once, in the library

namespace models {
inline Model btk() { return make_model<Btk>(); }
}  // namespace models

/// I(V)R_N − V at high bias for T = 0 and Γ = 0, in mV: 4Δ/3 at Z = 0, 0 for Z → ∞. With r = Z²/(1+Z²), t = 1 − r:
/// Δ·t/(2r)·{1 − t²/[2√r(1+r)]·ln[(1+√r)/(1−√r)]}. For Γ > 0 use excess_current (model.hpp).
/// The integral ∫₀^∞(σ−1)dE in closed form; limit 4/3: Blonder, Tinkham, Klapwijk (1982).
inline double btk_excess_current(double Delta_meV, double Z) {
  if (std::isinf(Z * Z)) return 0;
  const double t = 1 / (1 + Z * Z), r = Z * Z * t;
  // Below, the difference of nearly equal terms is replaced by its power series in r.
  if (r < 2e-3) {
    return Delta_meV * (4. / 3 + r * (-44. / 15 + r * (332. / 105 + r * (-988. / 315 + r * 1556. / 495))));
  }
  const double root = std::sqrt(r);
  // ½ ln[(1+√r)/(1−√r)] = asinh|Z|, which has a value where √r rounds to 1
  return Delta_meV * t / (2 * r) * (1 - t * t / (root * (1 + r)) * std::asinh(std::abs(Z)));
}

}  // namespace didv
