#include "didv/gap_equation/d_wave.hpp"

#include "didv/units.hpp"
#include "gap_equation/argument_check.hpp"
#include "gap_equation/reduced_gap_curve.hpp"
#include "gap_equation/reduced_gap_tables.hpp"

namespace didv::d_wave {

namespace {

constexpr gap_equation::ReducedGapCurve curve{reduced_gap, reduced_gap_slope};

}  // namespace

double reduced_gap(double reduced_temperature) {
  gap_equation::require_reduced_temperature(reduced_temperature);
  return reduced_gap_below_tc(1 - reduced_temperature);
}

double reduced_gap_below_tc(double one_minus_t) {
  gap_equation::require_one_minus_t(one_minus_t);
  if (one_minus_t <= 0) return 0;
  return gap_equation::squared_gap_from<16>(gap_equation::d_wave_table, one_minus_t).gap();
}

double reduced_gap_slope(double reduced_temperature) {
  gap_equation::require_reduced_temperature(reduced_temperature);
  if (reduced_temperature == 0 || reduced_temperature >= 1) return 0;
  return gap_equation::squared_gap_from<16>(gap_equation::d_wave_table, 1 - reduced_temperature).slope();
}

double gap(double temperature_K, const GapAndTc& superconductor) { return curve.gap(temperature_K, superconductor); }

bcs::GapAndDerivatives gap_and_derivatives(double temperature_K, const GapAndTc& superconductor) {
  return curve.gap_and_derivatives(temperature_K, superconductor);
}

double zero_temperature_gap_meV(double Tc_K) {
  gap_equation::require_superconductor({0, Tc_K});
  return zero_temperature_gap_ratio * thermal_energy_meV(Tc_K);
}

double critical_temperature_K(double Delta0_meV) {
  gap_equation::require(Delta0_meV > 0, "gap at T = 0", Delta0_meV, "meV", "a number > 0");
  gap_equation::require_superconductor({Delta0_meV, 1});
  return Delta0_meV / (zero_temperature_gap_ratio * boltzmann_meV_per_K);
}

}  // namespace didv::d_wave
