#pragma once
// How well the temperatures of a sweep are known, from these themselves.

#include <span>

namespace didv {

struct Thermometer {
  /// Standard deviation (K) about the smooth course of the sweep: point-to-point noise in the order taken.
  double noise_K = 0;
  /// The noise is only what sorting has left of it, or nothing but uneven steps: temperatures that only rise or only
  /// fall, or rows in no order.
  bool sorted = false;
  /// The step to which they were rounded, 0 where there is none.
  double rounding_K = 0;
};

Thermometer find_thermometer(std::span<const double> temperature_K);

}  // namespace didv
