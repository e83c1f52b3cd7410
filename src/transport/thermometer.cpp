#include "transport/thermometer.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

#include "numerics/point_to_point_noise.hpp"
#include "transport/rounding.hpp"

namespace didv {

namespace {

double noise_of(std::span<const double> temperature_K) {
  std::vector<double> order(temperature_K.size());
  std::iota(order.begin(), order.end(), 0.0);
  return numerics::point_to_point_noise(order, temperature_K).value_or(0);
}

}  // namespace

Thermometer find_thermometer(std::span<const double> temperature_K) {
  const auto [lowest, highest] = std::ranges::minmax(temperature_K);
  std::vector<double> course(temperature_K.begin(), temperature_K.end());
  constexpr double no_course = 0.05;  // of the range: in rows without order it is 0.3
  if (noise_of(course) > no_course * (highest - lowest)) std::ranges::sort(course);

  Thermometer found{.noise_K = noise_of(course), .rounding_K = rounding_step(course)};
  const bool monotonic = std::ranges::is_sorted(course) || std::ranges::is_sorted(course, std::greater{});
  constexpr double even = 0.1;  // of a step: noise that was sorted away leaves steps of any size
  found.sorted = monotonic && found.noise_K > even * (highest - lowest) / static_cast<double>(course.size());
  return found;
}

}  // namespace didv
