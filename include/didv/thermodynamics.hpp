#pragma once
// Thermodynamics of the superconducting state in the α-model: independent quasiparticles of the gap Δ(T) = α k_BTc
// δ(T/Tc), where δ is the weak-coupling gap equation's and α = Δ(0)/k_BTc is free. With the weak-coupling α it is BCS
// theory.
//
//   AlphaModel lead(4.5);                                   // 2Δ(0)/k_BTc
//   double c = lead.specific_heat(0.8);                     // C/(γTc) at T = 0.8 Tc
//   double h = CriticalField(lead).reduced(0.8);            // Hc/Hc(0)
//
// Everything depends on t = T/Tc ≥ 0 alone. Above Tc it is the normal state; at t = 1 itself the limit from below.
// Each throws InvalidArgument for t < 0 or NaN. Absolute accuracy 1e-11 (critical field: 1e-11 for ratios 2 to 12, 1e-8
// from 0.5 to 30); entropy and specific heat keep it relative where they freeze out. Theory and checks:
// docs/theory/thermodynamics.md. Source: H. Padamsee, J. E. Neighbor, C. A. Shiffman, J. Low Temp. Phys. 12, 387
// (1973).

#include <memory>

namespace didv {

namespace numerics {
class ChebyshevSeries;
}

/// How the gap varies on the Fermi surface: not at all, or as cos 2φ on a cylinder. Δ is the largest gap.
enum class GapSymmetry { s_wave, d_wave };

/// Δ(0)/k_BTc in weak coupling: π e^{−γ} = 1.7639 (s-wave), 2π e^{−γ−1/2} = 2.1397 (d-wave, cos 2φ).
double weak_coupling_gap_ratio(GapSymmetry symmetry);

/// One superconductor of the α-model.
class AlphaModel {
 public:
  /// Throws InvalidArgument for a ratio that is not positive and finite.
  explicit AlphaModel(double ratio_2Delta0_kTc, GapSymmetry symmetry = GapSymmetry::s_wave);
  static AlphaModel weak_coupling(GapSymmetry symmetry = GapSymmetry::s_wave);

  double ratio_2Delta0_kTc() const { return 2 * alpha_; }
  GapSymmetry symmetry() const { return symmetry_; }

  /// Δ(T)/k_BTc.
  double gap(double reduced_temperature) const;

  /// S/(γTc) = (6t/π²)⟨∫₀^∞ [x f + ln(1 + e^{−x})] du⟩, x² = u² + (Δ/kT)², f = 1/(e^x + 1); t above Tc.
  double entropy(double reduced_temperature) const;

  /// C/(γTc) = t d(S/γTc)/dt, with the exact dΔ²/dt; t above Tc.
  double specific_heat(double reduced_temperature) const;

  /// ΔC/(γTc) at Tc: 12/(7ζ(3)) (α/α_BCS)² = 1.4261 (α/1.7639)², two thirds of 12/(7ζ(3)) (α/2.1397)² for d-wave.
  double specific_heat_jump() const;

  /// λ(0)²/λ(T)², local limit, clean: 1 − 2⟨∫₀^∞ f(1−f) du⟩; 0 above Tc.
  double superfluid_density(double reduced_temperature) const;

  /// The same for a mean free path far below the coherence length: [Δ(T)/Δ(0)] tanh(Δ/2kT). s-wave only: throws
  /// InvalidArgument for d-wave, where such scattering breaks the pairs and leaves no superconductor.
  double dirty_superfluid_density(double reduced_temperature) const;

 private:
  double reduced_gap(double reduced_temperature) const;

  double alpha_;
  GapSymmetry symmetry_;
};

/// The thermodynamic critical field of an α-model, from its entropy: Hc²/8π = F_n − F_s = ∫_T^Tc (S_n − S_s) dT.
/// Tabulated when constructed (below a millisecond), then about a microsecond a point.
///
/// For α ≠ α_BCS the α-model's gap does not minimise a free energy; the condensation energy that its entropy implies is
/// not 3γΔ(0)²/(4π²k_B²), and only the entropy's makes Hc/Hc(0) = 1 at T = 0.
class CriticalField {
 public:
  /// Throws InvalidArgument for a ratio outside 0.5 … 30, where the table would lose accuracy.
  explicit CriticalField(const AlphaModel& superconductor);

  /// (F_n − F_s)/(γTc²); 0 above Tc. BCS at t = 0: 3 α²/(4π²) = 0.23643.
  double free_energy_difference(double reduced_temperature) const;

  /// Hc(T)/Hc(0); 0 above Tc.
  double reduced(double reduced_temperature) const;

  /// Hc(T)/Hc(0) − (1 − t²), 0 ≤ t ≤ 1; 0 above.
  double deviation(double reduced_temperature) const;

 private:
  std::shared_ptr<const numerics::ChebyshevSeries> energy_over_tau_squared_;  // (F_n − F_s)/(γTc²(1−t)²) over 1 − t
};

}  // namespace didv
