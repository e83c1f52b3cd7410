#pragma once
// What the zero-voltage state of a current–voltage curve tells: noise, offset, smallest digit.

#include <cstddef>

#include "didv/spectrum.hpp"

namespace didv {

/// Throws InvalidArgument for unequal lengths, fewer than 8 points, values that are not finite, or a single current.
void check_current_voltage(const CurrentVoltage& curve);

/// A quarter of the points, 12 at least where there are as many.
std::size_t small_current_points(const CurrentVoltage& curve);

/// Noise of V over so many points, those with the smallest |I|.
double small_current_noise_mV(const CurrentVoltage& curve);

struct ZeroCurrentVoltage {
  double mV;
  std::size_t points;  ///< it comes from
};

/// Median of V over |I| ≤ 5 % of the largest current, 5 points at least. Where all currents have one sign, over the 5
/// points with the smallest |I|.
ZeroCurrentVoltage zero_current_voltage(const CurrentVoltage& curve);

/// The smallest difference between two neighbouring voltages that differ, 0 if all are equal.
double voltage_digit_mV(const CurrentVoltage& curve);

}  // namespace didv
