#pragma once
// The weak-coupling BCS gap Δ(T) and its scaling by a free ratio 2Δ(0)/k_BTc (α-model).

namespace didv::bcs {

/// Δ(0)/k_BTc = π e^{−γ} = 1.763876988862045… (Bardeen, Cooper, Schrieffer 1957; γ = Euler's constant).
inline constexpr double zero_temperature_gap_ratio = 1.7638769888620456;

/// δ(t) = Δ(T)/Δ(0) for t = T/Tc; 1 at t = 0, 0 for t ≥ 1. Relative accuracy 1e-12 where t is given exactly.
/// Solves ln(1/t) = Σ_n [1/(n+½) − 1/√((n+½)²+x²)], x = Δ/(2πk_BT). Throws InvalidArgument for t < 0 or NaN.
double reduced_gap(double reduced_temperature);

/// The same from 1 − t, exact next to Tc where 1 − t cannot be formed without loss. Argument in [0, 1] (or below 0: gap 0).
double reduced_gap_below_tc(double one_minus_t);

/// dδ/dt. −∞ at t = 1⁻; 0 for t > 1.
double reduced_gap_slope(double reduced_temperature);

/// A superconductor for the α-model: gap at T = 0 (meV) and critical temperature (K), independent of each other.
struct GapAndTc {
  double Delta0_meV;
  double Tc_K;
};

/// Δ(T) = Δ(0) δ(T/Tc) in meV. Δ(T ≥ Tc) = 0 is a value. Throws InvalidArgument for T < 0, Δ(0) < 0 or Tc ≤ 0.
double gap(double temperature_K, const GapAndTc& superconductor);

/// Weak coupling, both ways: Δ(0) = 1.7639 k_BTc (meV, K), Tc = Δ(0)/(1.7639 k_B).
double zero_temperature_gap_meV(double Tc_K);
double critical_temperature_K(double Delta0_meV);

/// 2Δ(0)/k_BTc.
double gap_to_tc_ratio(const GapAndTc& superconductor);

/// Δ(0) and Tc from a ratio 2Δ(0)/k_BTc and Tc.
GapAndTc from_ratio(double ratio_2Delta0_kTc, double Tc_K);

}  // namespace didv::bcs
