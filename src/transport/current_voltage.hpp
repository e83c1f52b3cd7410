#pragma once
// What the zero-voltage state of a current–voltage curve tells: noise, offset, smallest digit.

#include "didv/spectrum.hpp"

namespace didv {

/// Throws InvalidArgument for unequal lengths, fewer than 8 points, values that are not finite, or a single current.
void check_current_voltage(const CurrentVoltage& curve);

/// Noise of V over the quarter of the points with the smallest |I|, 12 points at least.
double small_current_noise_mV(const CurrentVoltage& curve);

/// Median of V over |I| ≤ 5 % of the largest current, 5 points at least. Where all currents have one sign, over the 5
/// points with the smallest |I|.
double zero_current_voltage_mV(const CurrentVoltage& curve);

/// The smallest difference between two neighbouring voltages that differ, 0 if all are equal.
double voltage_digit_mV(const CurrentVoltage& curve);

}  // namespace didv
