#pragma once
// The weak-coupling gap of a d-wave superconductor on a cylindrical Fermi surface: Δ(φ, T) = Δ(T) cos 2φ.

#include "didv/gap_equation.hpp"

namespace didv::d_wave {

/// Maximum gap over temperature, Δ(0)/k_BTc = 2π e^{−γ−1/2}: 2Δ(0)/k_BTc = 4.279.
inline constexpr double zero_temperature_gap_ratio = 2.1396909474128599;

/// δ(t) = Δ(T)/Δ(0) of the gap maximum: the solution of
///   ln(1/t) = ⟨2 cos²2φ Σ_n [1/(n+½) − 1/√((n+½)²+x²cos²2φ)]⟩_φ, x = Δ/(2πk_BT).
/// 1 at t = 0, 0 for t ≥ 1; 1 − δ ∝ t³ at low temperature, from the nodes.
/// Relative accuracy 2e-13 for the t given. Throws InvalidArgument for t < 0 or NaN.
/// Limits: weak coupling, separable interaction, clean (impurities break d-wave pairs).
/// Source: H. Won, K. Maki, Phys. Rev. B 49, 1397 (1994).
double reduced_gap(double reduced_temperature);

/// The same from 1 − t, to the same relative accuracy down to 1 − t = 1e-300. 0 for 1 − t ≤ 0. Throws for 1 − t > 1 or
/// NaN.
double reduced_gap_below_tc(double one_minus_t);

/// dδ/dt. 0 at t = 0 and, from above, for t ≥ 1; −∞ for t → 1⁻. Error ≤ 1e-11 of max(1, |dδ/dt|).
double reduced_gap_slope(double reduced_temperature);

/// Maximum gap Δ(T) = Δ(0) δ(T/Tc) in meV. Throws as bcs::gap.
double gap(double temperature_K, const GapAndTc& superconductor);

/// The same with its derivatives.
bcs::GapAndDerivatives gap_and_derivatives(double temperature_K, const GapAndTc& superconductor);

/// Weak coupling, both ways: Δ(0) = 2.1397 k_BTc (meV, K).
double zero_temperature_gap_meV(double Tc_K);
double critical_temperature_K(double Delta0_meV);

}  // namespace didv::d_wave
