#pragma once
// The tunnel conductance between two superconductors as a sum over complex energies that all biases share.

#include <span>
#include <vector>

#include "didv/dual.hpp"

namespace didv::sis {

using C = ComplexNumber<double>;

struct Superconductor {
  double Delta, Gamma;
};

/// One term: Re[weight·F′(base + offset ± V)], F(E) = z/√(z²−Δ²), z = E + iΓ, of the other superconductor. The weight
/// and the energy carry their derivatives with respect to Delta and Gamma of this one, and to kT.
struct Term {
  C offset;
  C weight;
  C weight_by_Delta, weight_by_Gamma, weight_by_kT;
  C energy_by_Delta, energy_by_Gamma, energy_by_kT;
};

/// Terms on the path that begins at the edge Delta + iGamma of `one` and leads away into the upper half-plane (base =
/// Delta): −½∫F₁(E) tanh(E/2kT) F₂′(E ± V) dE. The path is sampled on the scale of its distance from the edges of
/// `other` at the biases |V| given, at least 1e-13 of the gaps.
std::vector<Term> edge_terms(const Superconductor& one, const Superconductor& other, double kT,
                             std::span<const double> magnitude_mV, bool with_derivatives);

/// Terms at the poles of the Fermi function, E = iπkT(2n+1), in blocks (base = 0). They are the leakage through the
/// broadened gap of `one` and vanish with its Gamma.
std::vector<Term> matsubara_terms(const Superconductor& one, const Superconductor& other, double kT,
                                  std::span<const double> magnitude_mV);

}  // namespace didv::sis
