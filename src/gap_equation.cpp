#include "didv/gap_equation.hpp"

#include <iterator>

#include "didv/units.hpp"
#include "gap_equation/argument_check.hpp"
#include "gap_equation/reduced_gap_curve.hpp"
#include "gap_equation/reduced_gap_tables.hpp"
#include "gap_equation/thermal_sums.hpp"

namespace didv::bcs {

using gap_equation::require;

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
  if (one_minus_t > std::end(gap_equation::s_wave_table)[-1].upper) return 1;  // 1 − δ < 5e-15
  return gap_equation::squared_gap_from<16>(gap_equation::s_wave_table, one_minus_t).gap();
}

double reduced_gap_slope(double reduced_temperature) {
  const double t = reduced_temperature;
  const double delta = reduced_gap(t);
  if (t == 0 || delta == 0) return 0;
  const auto sums = gap_equation::thermal_sums(zero_temperature_gap_ratio * delta / t);
  return sums.normal == 0 ? 0 : -delta / t * sums.normal / sums.superfluid;
}

double gap(double temperature_K, const GapAndTc& superconductor) { return curve.gap(temperature_K, superconductor); }

GapAndDerivatives gap_and_derivatives(double temperature_K, const GapAndTc& superconductor) {
  return curve.gap_and_derivatives(temperature_K, superconductor);
}

double zero_temperature_gap_meV(double Tc_K) {
  gap_equation::require_superconductor({0, Tc_K});
  return zero_temperature_gap_ratio * thermal_energy_meV(Tc_K);
}

double critical_temperature_K(double Delta0_meV) {
  require(Delta0_meV > 0, "gap at T = 0", Delta0_meV, "meV", "a number > 0");
  gap_equation::require_superconductor({Delta0_meV, 1});
  return Delta0_meV / (zero_temperature_gap_ratio * boltzmann_meV_per_K);
}

double gap_to_tc_ratio(const GapAndTc& superconductor) {
  gap_equation::require_superconductor(superconductor);
  return 2 * superconductor.Delta0_meV / thermal_energy_meV(superconductor.Tc_K);
}

GapAndTc from_ratio(double ratio_2Delta0_kTc, double Tc_K) {
  gap_equation::require_superconductor({0, Tc_K});
  const GapAndTc superconductor{ratio_2Delta0_kTc / 2 * thermal_energy_meV(Tc_K), Tc_K};
  require(ratio_2Delta0_kTc >= 0, "ratio 2 Delta(0)/kTc", ratio_2Delta0_kTc, "", "a finite number >= 0");
  gap_equation::require_superconductor(superconductor);
  return superconductor;
}

}  // namespace didv::bcs
