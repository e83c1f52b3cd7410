#pragma once
// The pairing integral with a cut-off, F(p, w) = ∫_0^w tanh(x/2)/x dy, x = √(y²+p²), in units of kT: p = Δ/kT, w =
// ω_D/kT. Everything is asked for as a difference that keeps its digits next to Tc.

namespace didv::gap_equation {

/// ω_D/k_BTc of a coupling from 0.005 to 20: F(0, w) = 1/coupling.
double cutoff_over_kTc(double coupling);

/// F(0, w/t) − F(0, w) for ln(1/t) = log_inverse_t ≥ 0: what cooling from Tc adds.
double cutoff_integral_growth(double w, double log_inverse_t);

/// What the gap takes away again, and its derivative with respect to ln p.
struct CutoffPairing {
  double pairing;  ///< F(0, w) − F(p, w)
  double slope;    ///< ∂pairing/∂ln p

  CutoffPairing operator+(const CutoffPairing& other) const { return {pairing + other.pairing, slope + other.slope}; }
  friend CutoffPairing operator*(double factor, const CutoffPairing& of) {
    return {factor * of.pairing, factor * of.slope};
  }
};
CutoffPairing cutoff_pairing(double p, double w);

}  // namespace didv::gap_equation
