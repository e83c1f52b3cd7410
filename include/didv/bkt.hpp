#pragma once
// The Berezinskii–Kosterlitz–Thouless transition of a thin superconductor, from its current–voltage curves.
//
//   V ∝ I^η(T);  η = 1 is ohmic, η = 3 marks T_BKT (universal jump of the superfluid stiffness), η > 3 below it.
//   power_law        η of one curve: slope of the straight line in ln V against ln |I|
//   find_bkt         η(T) and where it passes 3
// Range of the power law: of all stretches of |I| that span a factor of 2 or more, start where V stays above 5 × its
// noise, and are straight within the noise (or bend η by 5 % and scatter by 1 % of their rise at most), the one that
// covers most decades of V.
// Errors: 1σ from the scatter about the line, plus the bend that is left, plus what a resistance at small currents (a
// finite sample, a contact in series) takes from η; of T_BKT from both neighbouring η and the temperature step. Limits:
// heating is not told from the power law.
// Source: B. I. Halperin, D. R. Nelson, J. Low Temp. Phys. 36, 599 (1979); text not re-read.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "didv/quantity.hpp"
#include "didv/result.hpp"
#include "didv/spectrum.hpp"

namespace didv {

struct BktOptions {
  std::optional<Interval> current_range_mA = {};  ///< in place of the range that is found; |I|
};

/// V ∝ |I|^η of one curve, and the range it was taken from.
struct PowerLaw {
  std::string name;
  std::optional<double> temperature_K;
  Quantity eta;
  Quantity resistance_ohm;                   ///< R of V = RI at small currents, below the power law
  Quantity eta_beside_resistance;            ///< with that taken out; eta's error holds the difference
  std::optional<Interval> current_range_mA;  ///< of |I|
  std::optional<Interval> voltage_range_mV;  ///< of the line at its ends
  std::size_t points = 0;                    ///< in the range
  std::size_t points_of_curve = 0;
};

/// Throws InvalidArgument for data that are no curve (see find_critical_current) and for a range without points.
PowerLaw power_law(const CurrentVoltage& curve, const BktOptions& options = {});

struct BktTransition {
  std::vector<PowerLaw> curves;  ///< by ascending temperature
  Quantity T_BKT_K;
  std::vector<std::string> warnings;

  bool usable() const { return T_BKT_K.value.has_value(); }
};

/// T_BKT by linear interpolation of η(T) between the two temperatures around η = 3. Throws what power_law throws, and
/// InvalidArgument for a curve without temperature.
BktTransition find_bkt(std::span<const CurrentVoltage> curves, const BktOptions& options = {});

}  // namespace didv
