#pragma once
// The weak-coupling gap equation of a superconductor whose gap varies around a cylindrical Fermi surface as any
// function of φ.

#include <functional>
#include <vector>

#include "didv/gap_equation.hpp"

namespace didv {

/// Δ(φ, T) = Δ(T) ψ(φ) for a separable pairing interaction V ψ(φ) ψ(φ′):
///   ln(Tc/T) = ⟨ψ² Σ_n [1/(n+½) − 1/√((n+½)²+x²ψ²)]⟩_φ / ⟨ψ²⟩_φ,   x = Δ/(2πk_BT)
///   Δ(0)/k_BTc = π e^{−γ} exp(−⟨ψ² ln|ψ|⟩/⟨ψ²⟩)
/// ψ = 1 is bcs, ψ = cos 2φ is d_wave, 1 + a cos 4φ an anisotropic s-wave, a + cos 2φ has nodes that move with a.
/// Relative accuracy 1e-12. A gap costs about 0.1 ms where ψ has nodes, less where it is smooth.
/// Limits: weak coupling, clean, constant density of states around the Fermi line, ψ real.
class AnisotropicGap {
 public:
  /// ψ is called for angles in [0, 2π], and may have kinks but no poles. Its angular average is taken on panels halved
  /// until ψ² and ψ² ln ψ² are integrated to 1e-15. Throws InvalidArgument if ψ is not finite or vanishes everywhere,
  /// AccuracyError if it cannot be resolved.
  explicit AnisotropicGap(const std::function<double(double angle)>& shape);

  /// Δ(0)/k_BTc of the amplitude Δ that multiplies ψ.
  double zero_temperature_gap_ratio() const { return ratio_; }

  /// δ(t) = Δ(T)/Δ(0). 1 at t = 0, 0 for t ≥ 1. Throws InvalidArgument for t < 0 or NaN.
  double reduced_gap(double reduced_temperature) const;

  /// The same from 1 − t, with full relative accuracy next to Tc. 0 for 1−t ≤ 0; throws for 1−t > 1 or NaN.
  double reduced_gap_below_tc(double one_minus_t) const;

  /// dδ/dt = −(δ/t) ⟨ψ²Y⟩/⟨ψ²(1−Y)⟩. 0 at t = 0 and, from above, for t ≥ 1.
  double reduced_gap_slope(double reduced_temperature) const;

  /// Δ(T) = Δ(0) δ(T/Tc) in meV, amplitude in front of ψ. Throws as bcs::gap.
  double gap(double temperature_K, const GapAndTc& superconductor) const;

  /// A weighted mean over the Fermi line: Σ weight = 1.
  struct Direction {
    double magnitude;  ///< |ψ|
    double weight;
  };

  /// The directions that stand for the Fermi line, sorted by |ψ|; ⟨g(|ψ|)⟩ = Σ weight · g(magnitude).
  const std::vector<Direction>& directions() const { return directions_; }

 private:
  double gap_over_kT(double one_minus_t) const;

  std::vector<Direction> directions_;
  double mean_square_ = 0;
  double ratio_ = 0;
};

}  // namespace didv
