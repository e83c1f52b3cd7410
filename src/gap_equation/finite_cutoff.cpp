#include "didv/gap_equation/finite_cutoff.hpp"

#include <cmath>
#include <utility>

#include "didv/gap_equation.hpp"
#include "didv/units.hpp"
#include "gap_equation/argument_check.hpp"
#include "gap_equation/cutoff_integral.hpp"
#include "gap_equation/newton_on_logarithm.hpp"

namespace didv {

using gap_equation::require;

CutoffGap::CutoffGap(double coupling, double debye_meV) : coupling_(coupling), debye_meV_(debye_meV) {
  require(coupling >= 0.005 && coupling <= 20, "coupling lambda", coupling, "", "0.005 to 20");
  require(debye_meV > 0 && std::isfinite(debye_meV), "Debye energy", debye_meV, "meV", "a finite number > 0");
  debye_over_kTc_ = gap_equation::cutoff_over_kTc(coupling);
  Tc_K_ = debye_meV / (debye_over_kTc_ * boltzmann_meV_per_K);
  Delta0_meV_ = debye_meV / std::sinh(1 / coupling);
}

double CutoffGap::gap(double temperature_K) const {
  gap_equation::require_temperature(temperature_K);
  return gap_below_tc((Tc_K_ - temperature_K) / Tc_K_);
}

double CutoffGap::gap_below_tc(double one_minus_t) const {
  gap_equation::require_one_minus_t(one_minus_t);
  if (one_minus_t <= 0) return 0;
  const double temperature_meV = thermal_energy_meV(Tc_K_) * (1 - one_minus_t);
  if (temperature_meV * 700 < Delta0_meV_) return Delta0_meV_;
  const double growth = gap_equation::cutoff_integral_growth(debye_over_kTc_, -std::log1p(-one_minus_t));
  const double w = debye_over_kTc_ / (1 - one_minus_t);
  const auto residual = [growth, w](double p) {
    const auto [pairing, slope] = gap_equation::cutoff_pairing(p, w);
    return std::pair{pairing - growth, slope};
  };
  return temperature_meV * gap_equation::newton_on_logarithm(
                               residual, Delta0_meV_ * bcs::reduced_gap_below_tc(one_minus_t) / temperature_meV);
}

}  // namespace didv
