#pragma once
// Dynes as some scripts have it: the modulus of the energy above the root. For reproducing published numbers.

#include "didv/models/dynes.hpp"

namespace didv {

/// N(E) = Re[ |z|/√(z²−Δ²) ], z = E + iΓ, with the principal root: the modulus, meant to keep N positive at E < 0,
/// taken of the whole numerator. Dimensionless; E, Δ, Γ in meV. Even in E, 1 far above the gap. N(0) = 0 for every Γ,
/// where Dynes has Γ/√(Γ²+Δ²): the gap looks harder than it is. No physics stands behind it: use Dynes. Limits: Γ = 0
/// is Dynes, Δ = 0 gives exactly 1. Source: scripts in public repositories.
template <class Real = double>
struct LegacyDynesModulus {
  Real Delta;
  Real Gamma;

  static ModelCard card() {
    return {"legacy_dynes_modulus",
            "Dynes with the modulus of the energy above the root, for reproducing published numbers only",
            "scripts after Dynes, Narayanamurti, Garno, Phys. Rev. Lett. 41, 1509 (1978)"};
  }
  static std::array<ParameterInfo, 2> parameters() { return Dynes<>::parameters(); }
  static constexpr bool even = true;

  /// The edge of the gap, and the kink at E = 0.
  std::array<SpectralEdge<Real>, 2> edges() const { return {{{Delta, Gamma}, {Real(0.0), Real(0.0)}}}; }

  Real operator()(const Energy<Real>& E) const {
    if (Delta == 0) return 1.0;
    const auto z = broadened(E, Gamma);
    // The principal root is the physical one or its negative.
    const Real root = real(inverse_gap_root(z, Delta));
    return sqrt(norm(Complex<Real>(z))) * (root < 0 ? -root : root);
  }
};

extern template class detail::KernelOf<LegacyDynesModulus>;  // compiled once, in the library

namespace models {
inline Model legacy_dynes_modulus() { return make_model<LegacyDynesModulus>(); }
}  // namespace models

}  // namespace didv
