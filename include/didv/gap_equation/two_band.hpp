#pragma once
// Two bands, two gaps, one Tc: the 2 × 2 weak-coupling gap equation, with and without its cut-off.

namespace didv {

/// λ_ij = V_ij N_j: band i's gap is made by pairs of band j. λ_12 and λ_21 share their sign (V is symmetric, N
/// positive): positive s++, negative s±.
struct TwoBandCoupling {
  double lambda11, lambda12, lambda21, lambda22;
};

/// Δ1 ≥ 0; Δ2 carries the sign of λ_12.
struct TwoGaps {
  double Delta1_meV;
  double Delta2_meV;
};

/// Both gaps and their exact derivatives with respect to all they depend on.
struct TwoGapsAndDerivatives {
  TwoGaps value;
  TwoGaps d_temperature;                                   ///< per K
  TwoGaps d_Tc;                                            ///< per K, couplings fixed
  TwoGaps d_lambda11, d_lambda12, d_lambda21, d_lambda22;  ///< Tc fixed
};

/// Δ_i = Σ_j λ_ij Δ_j F_j, F_j = ∫_0^{ω_D} tanh(E_j/2k_BT)/E_j dξ; F(Δ=0, Tc) = 1/λ_max (largest eigenvalue of λ).
/// Without a cut-off, k_BTc ≪ ω_D and Tc given:
///   F_j = 1/λ_max + ln(Tc/T) − Σ_n [1/(n+½) − 1/√((n+½)²+x_j²)], x = Δ_j/(2πk_BT).
/// Relative accuracy of both gaps 1e-11, next to Tc too. A temperature costs 2 µs without, 8 µs with cut-off.
/// Limits: isotropic within each band; no interband impurity scattering; couplings ≪ 1 without a cut-off.
/// Source: H. Suhl, B. T. Matthias, L. R. Walker, Phys. Rev. Lett. 3, 552 (1959).
class TwoBandGap {
 public:
  /// Without a cut-off, Tc given. Throws InvalidArgument if couplings are not finite, λ_12 and λ_21 differ in sign (or
  /// one of them alone is 0), no eigenvalue is positive, or Tc ≤ 0; AccuracyError where the couplings are too strong
  /// for this form (F_j ≤ 0).
  TwoBandGap(const TwoBandCoupling& coupling, double Tc_K);

  /// With a cut-off common to all pairings; Tc follows. Largest eigenvalue from 0.005 to 20.
  static TwoBandGap with_cutoff(const TwoBandCoupling& coupling, double debye_meV);

  const TwoBandCoupling& coupling() const { return coupling_; }
  double Tc_K() const { return Tc_K_; }

  /// N_1/(N_1+N_2) = λ_21/(λ_12+λ_21): the weight of band 1 in the density of states. Throws InvalidArgument for
  /// decoupled bands.
  double density_of_states_share() const;

  /// Both gaps at T; 0 for T ≥ Tc. Throws InvalidArgument for T < 0 or not finite.
  TwoGaps gaps(double temperature_K) const;

  /// The same from 1 − T/Tc, with full relative accuracy next to Tc. 0 for 1−t ≤ 0; throws for 1−t > 1 or NaN.
  TwoGaps gaps_below_tc(double one_minus_t) const;

  /// Gaps with exact derivatives, for fits; all 0 for T ≥ Tc. Throws InvalidArgument with a cut-off or for decoupled
  /// bands.
  TwoGapsAndDerivatives gaps_and_derivatives(double temperature_K) const;

 private:
  struct Temperature;
  struct Pairing;
  struct Solution;
  struct Equations;

  explicit TwoBandGap(const TwoBandCoupling& coupling);
  Temperature temperature(double one_minus_t) const;
  Pairing pairing(double log_gap_over_kT, const Temperature& at) const;
  Solution start(const Temperature& at) const;
  Solution solve(const Temperature& at) const;
  Equations equations_of(const Solution& at) const;
  TwoGaps in_order(double strong, double weak) const;

  TwoBandCoupling coupling_;
  double Tc_K_ = 0;
  double debye_over_kTc_ = 0;  // 0: no cut-off

  // Band a is the stronger one by itself, b the other; interband couplings by size.
  bool first_is_stronger_ = true;
  double aa_ = 0, bb_ = 0, ab_ = 0, ba_ = 0;
  double largest_ = 0;          // λ_max
  double largest_less_bb_ = 0;  // λ_max − λ_bb, formed without cancellation
};

}  // namespace didv
