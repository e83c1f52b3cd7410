#include "gap_equation/reduced_gap_curve.hpp"

#include "gap_equation/argument_check.hpp"

namespace didv::gap_equation {

double ReducedGapCurve::gap(double temperature_K, const GapAndTc& superconductor) const {
  require_temperature(temperature_K);
  require_superconductor(superconductor);
  return superconductor.Delta0_meV * reduced_gap(temperature_K / superconductor.Tc_K);
}

bcs::GapAndDerivatives ReducedGapCurve::gap_and_derivatives(double temperature_K,
                                                            const GapAndTc& superconductor) const {
  require_temperature(temperature_K);
  require_superconductor(superconductor);
  const double t = temperature_K / superconductor.Tc_K;
  const double delta = reduced_gap(t);
  const double per_kelvin = superconductor.Delta0_meV * slope(t) / superconductor.Tc_K;
  return {superconductor.Delta0_meV * delta, per_kelvin, delta, -t * per_kelvin};
}

}  // namespace didv::gap_equation
