#pragma once
// Tunnelling between two superconductors: a superconducting tip, or a junction of two films.

#include "didv/model.hpp"

namespace didv::models {

/// I(V)·R_N = ∫N₁(E)N₂(E+V)[f(E) − f(E+V)]dE and G/G_N = dI/dV·R_N, with N_i the dynes density of states of (Delta_i,
/// Gamma_i) and f the Fermi function at T; 1 at high bias. Delta1, Gamma1, Delta2, Gamma2 in meV, T in K.
/// Error ≤ 1e-9 of max(1, peak), of derivatives 1e-6, wherever the quantity is bounded. With Gamma1 = Gamma2 = 0 the
/// current jumps by π√(Δ₁Δ₂)/2 at Δ₁ + Δ₂ (G = +infinity there, by definition) and at T > 0 diverges as a logarithm at
/// |Δ₁ − Δ₂| (I and G: +infinity, by definition); the error near such a place grows as 1e-16·Δ/distance. Behind an
/// instrument each Γ counts as 1e-7 of its width at least: an error of 1e-6 of the peak. G is negative just above |Δ₁ −
/// Δ₂| when warm. Limits: Delta1 = 0 or Delta2 = 0 is dynes of the other. Exchanging 1 and 2 is the same curve: a fit
/// reports the smaller gap first. Source: N. R. Werthamer, Phys. Rev. 147, 255 (1966) for the closed form at T = 0; J.
/// Nicol, S. Shapiro, P. H. Smith, Phys. Rev. Lett. 5, 461 (1960) for the experiment.
Model sis();

}  // namespace didv::models
