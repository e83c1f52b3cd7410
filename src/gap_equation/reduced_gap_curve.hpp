#pragma once
// A universal curve δ(t) = Δ(T)/Δ(0), and the scaling to meV and K that s- and d-wave share.

#include "didv/gap_equation.hpp"

namespace didv::gap_equation {

/// δ and dδ/dt of one symmetry; functions of t for 0 ≤ t < 1.
struct ReducedGapCurve {
  double (*reduced_gap)(double reduced_temperature);
  double (*slope)(double reduced_temperature);

  double gap(double temperature_K, const GapAndTc& superconductor) const;
  bcs::GapAndDerivatives gap_and_derivatives(double temperature_K, const GapAndTc& superconductor) const;
};

}  // namespace didv::gap_equation
