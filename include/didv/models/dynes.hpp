#pragma once
// Tunnelling from a normal metal into a broadened BCS superconductor (Dynes).

#include "didv/kernel.hpp"
#include "didv/units.hpp"

namespace didv {

/// N(E) = Re[ z/√(z²−Δ²) ], z = E + iΓ: the BCS density of states with lifetime broadening Γ; σ = G/G_N = N.
/// Dimensionless; E, Δ, Γ in meV. Even in E, 1 far above the gap, Γ/√(Γ²+Δ²) at E = 0.
/// Limits: Δ = 0 gives exactly 1. Γ = 0 is BCS: 0 inside the gap; at T = 0 and |E| = Δ the value is +infinity by
/// definition. Source: R. C. Dynes, V. Narayanamurti, J. P. Garno, Phys. Rev. Lett. 41, 1509 (1978). (There z = E − iΓ
/// and the modulus of the real part; the same function on the lower lip.)
template <class Real = double>
struct Dynes {
  Real Delta;
  Real Gamma;

  static ModelCard card() {
    return {"dynes", "Tunnelling into a Dynes-broadened BCS superconductor",
            "Dynes, Narayanamurti, Garno, Phys. Rev. Lett. 41, 1509 (1978)"};
  }
  static std::array<ParameterInfo, 2> parameters() {
    return {{{"Delta", "Δ", "meV", 1, 0, infinity, "superconducting gap"},
             {"Gamma", "Γ", "meV", 0.05, 0, infinity, "lifetime broadening, E → E + iΓ"}}};
  }
  static constexpr bool even = true;

  std::array<SpectralEdge<Real>, 1> edges() const { return {{{Delta, Gamma}}}; }

  /// F(E) = z/√(z²−Δ²), analytic for Im E > −Γ.
  Complex<Real> amplitude(const Energy<Complex<Real>>& E) const {
    const auto z = broadened(E, Gamma);
    return Complex<Real>(z) * inverse_gap_root(z, Delta);
  }
  /// F′ = −Δ²/s³.
  Complex<Real> slope(const Energy<Complex<Real>>& E) const {
    const Complex<Real> inverse = inverse_gap_root(broadened(E, Gamma), Delta);
    return -(Delta * Delta) * (inverse * inverse * inverse);
  }
  /// ∫F dE = s.
  Complex<Real> primitive(const Energy<Complex<Real>>& E) const { return gap_root(broadened(E, Gamma), Delta); }

  Real operator()(const Energy<Real>& E) const {
    if (Delta == 0) return 1.0;
    if (Gamma == 0 && ((E - Delta) == 0 || (E + Delta) == 0)) return infinity;
    return real(amplitude(Energy<Complex<Real>>(Complex<Real>(E.base), Complex<Real>(E.offset))));
  }
};

extern template class detail::KernelOf<Dynes>;  // compiled once, in the library

namespace models {
inline Model dynes() { return make_model<Dynes>(); }
}  // namespace models

}  // namespace didv
