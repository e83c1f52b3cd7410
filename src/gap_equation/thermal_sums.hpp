#pragma once
// The sums over Matsubara frequencies that every weak-coupling gap equation is made of, for one gap Δ at one
// temperature.

namespace didv::gap_equation {

/// With p = Δ/k_BT, q = (p/2π)², ν = n + ½, E = √(y² + p²):
///   pairing    = Σ_n [1/ν − 1/√(ν²+q)] = ln(p/πe^{−γ}) + 2∫_0^∞ f(E)/E dy
///   superfluid = Σ_n q (ν²+q)^{−3/2} = d pairing/d ln p    (London: n_s/n of a clean superconductor)
///   normal     = 1 − superfluid = 2∫_0^∞ (−f′(E)) dy        (Yosida function)
/// Each is accurate to a few ε of itself, also where it is tiny: pairing and superfluid for p → 0 (∝ p²), normal for p
/// → ∞ (∝ √p e^{−p}).
struct ThermalSums {
  double pairing;
  double superfluid;
  double normal;
};

ThermalSums thermal_sums(double gap_over_kT);

}  // namespace didv::gap_equation
