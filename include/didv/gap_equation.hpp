#pragma once
// The weak-coupling BCS gap Δ(T) of an isotropic s-wave superconductor, and its scaling by a free ratio 2Δ(0)/k_BTc
// (α-model). Other gap equations: gap_equation/d_wave.hpp, anisotropic.hpp, finite_cutoff.hpp, two_band.hpp,
// interpolations.hpp.

namespace didv {

/// Gap at T = 0 (meV) and critical temperature (K), independent of each other (α-model).
struct GapAndTc {
  double Delta0_meV;
  double Tc_K;
};

}  // namespace didv

namespace didv::bcs {

using didv::GapAndTc;

/// Δ(0)/k_BTc = π e^{−γ}, γ = Euler's constant.
/// Source: J. Bardeen, L. N. Cooper, J. R. Schrieffer, Phys. Rev. 108, 1175 (1957).
inline constexpr double zero_temperature_gap_ratio = 1.7638769888620456;

/// δ(t) = Δ(T)/Δ(0) for t = T/Tc ≥ 0: the solution of
///   ln(1/t) = Σ_n [1/(n+½) − 1/√((n+½)²+x²)], x = Δ/(2πk_BT).
/// 1 at t = 0, 0 for t ≥ 1; δ → 1.7367 √(1−t) next to Tc.
/// Relative accuracy 1e-13 for the t given (next to Tc use reduced_gap_below_tc).
/// Throws InvalidArgument for t < 0 or NaN.
/// Limits: weak coupling (k_BTc ≪ Debye energy), isotropic, clean or with non-magnetic impurities.
/// Source: B. Mühlschlegel, Z. Phys. 155, 313 (1959).
double reduced_gap(double reduced_temperature);

/// The same from 1 − t, to the same relative accuracy down to 1 − t = 1e-300. 0 for 1 − t ≤ 0. Throws for 1 − t > 1 or
/// NaN.
double reduced_gap_below_tc(double one_minus_t);

/// dδ/dt = −(δ/t) Y/(1−Y), Y = Yosida function at Δ/k_BT: the exact derivative. 0 at t = 0 and, from above, for t ≥ 1;
/// it diverges as −0.868/√(1−t) for t → 1⁻. Relative accuracy 1e-11. Throws InvalidArgument for t < 0 or NaN.
double reduced_gap_slope(double reduced_temperature);

/// Δ(T) = Δ(0) δ(T/Tc) in meV. Δ(T ≥ Tc) = 0 is a value. Throws InvalidArgument for T < 0, Δ(0) < 0, Tc ≤ 0, or not
/// finite.
double gap(double temperature_K, const GapAndTc& superconductor);

/// Δ(T) with its derivatives, for fits.
struct GapAndDerivatives {
  double Delta_meV;
  double d_temperature;  ///< ∂Δ/∂T, meV/K
  double d_Delta0;       ///< ∂Δ/∂Δ(0)
  double d_Tc;           ///< ∂Δ/∂Tc, meV/K
};

/// Δ(T) as gap() and its exact derivatives; all 0 for T ≥ Tc.
GapAndDerivatives gap_and_derivatives(double temperature_K, const GapAndTc& superconductor);

/// Weak coupling, both ways: Δ(0) = 1.7639 k_BTc (meV, K), Tc = Δ(0)/(1.7639 k_B). These and the two below throw
/// InvalidArgument for what is not finite or not above 0 (the ratio may be 0).
double zero_temperature_gap_meV(double Tc_K);
double critical_temperature_K(double Delta0_meV);

/// 2Δ(0)/k_BTc; 3.5278 in weak coupling.
double gap_to_tc_ratio(const GapAndTc& superconductor);

/// Δ(0) and Tc from a ratio 2Δ(0)/k_BTc and Tc.
GapAndTc from_ratio(double ratio_2Delta0_kTc, double Tc_K);

}  // namespace didv::bcs
