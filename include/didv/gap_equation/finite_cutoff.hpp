#pragma once
// The isotropic gap equation with its cut-off kept: what weak coupling neglects when k_BTc is not small against the
// Debye energy.

namespace didv {

/// 1/λ = ∫_0^{ω_D} tanh(E/2k_BT)/E dξ, E = √(ξ²+Δ²): pairing of constant strength λ = N(0)V for |ξ| < ω_D.
/// Tc: the same with Δ = 0 (1.134 ω_D e^{−1/λ} only for λ → 0). Δ(0) = ω_D/sinh(1/λ).
/// 2Δ(0)/k_BTc rises from 3.528 (λ → 0) towards 4 (λ → ∞).
/// Relative accuracy 1e-12. Throws InvalidArgument for λ outside [0.005, 20] or ω_D not positive.
/// Limits: the cut-off stands in ξ, not in E; no retardation, so λ is no electron–phonon coupling (eliashberg.hpp).
/// Source: J. Bardeen, L. N. Cooper, J. R. Schrieffer, Phys. Rev. 108, 1175 (1957).
class CutoffGap {
 public:
  CutoffGap(double coupling, double debye_meV);

  double coupling() const { return coupling_; }
  double debye_meV() const { return debye_meV_; }
  double Tc_K() const { return Tc_K_; }
  double Delta0_meV() const { return Delta0_meV_; }

  /// Δ(T) in meV; 0 for T ≥ Tc. Throws InvalidArgument for T < 0 or not finite.
  double gap(double temperature_K) const;

  /// The same from 1 − T/Tc, with full relative accuracy next to Tc. 0 for 1−t ≤ 0; throws for 1−t > 1 or NaN.
  double gap_below_tc(double one_minus_t) const;

 private:
  double coupling_;
  double debye_meV_;
  double debye_over_kTc_;
  double Tc_K_;
  double Delta0_meV_;
};

}  // namespace didv
