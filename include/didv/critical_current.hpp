#pragma once
// I–V → Ic: the current above which a measurable voltage appears.
//
//   V_c = the threshold given, or 5 × the noise of V at small currents; Ic = |I| that parts |V − V_0| best into those
//   below and those above V_c, V_0 = voltage at zero current. Both polarities, and their mean.
// Ic comes from rising |I|; where a curve was also taken with falling |I|, the current at which the voltage vanishes
// again (retrapping) stands beside it. Errors (1σ): scatter of V about the local line through V_c, that of V_0 (which
// leaves the mean of both polarities alone), and step/√12 where V jumps from one current to the next. Noise alone is
// to make hysteresis or a difference between the polarities in 1 of 1000 cases (measured: 0 to 7 of 1000 curves), an Ic
// of a resistor as seldom (0 to 4). Currents in
// mA, voltages in mV. Limits: an Ic above the largest current, or below the smallest, is told as such, and so is a
// curve without a zero-voltage state; docs/companion/critical_current.md.

#include <optional>
#include <string>
#include <vector>

#include "didv/quantity.hpp"
#include "didv/spectrum.hpp"

namespace didv {

struct CriticalCurrentOptions {
  std::optional<double> threshold_mV = {};  ///< in place of 5 × noise
};

/// The critical current of one curve.
struct CriticalCurrent {
  std::string name;
  std::optional<double> temperature_K;
  Quantity Ic_mA;           ///< mean of the polarities with rising |I|; without hysteresis of all there are
  Quantity positive_mA;     ///< for I > 0
  Quantity negative_mA;     ///< for I < 0, as a positive number
  Quantity retrapping_mA;   ///< mean of the polarities, from falling |I|, where it differs from Ic
  double threshold_mV = 0;  ///< V_c
  double noise_mV = 0;      ///< standard deviation of V at small currents
  double offset_mV = 0;     ///< V_0, subtracted
  std::vector<std::string> warnings;

  bool usable() const { return Ic_mA.value.has_value(); }
};

/// Throws InvalidArgument for data that are no curve (unequal lengths, fewer than 8 points, not finite, one current)
/// and for a threshold that is not positive. Everything else is in the result.
CriticalCurrent find_critical_current(const CurrentVoltage& curve, const CriticalCurrentOptions& options = {});

}  // namespace didv
