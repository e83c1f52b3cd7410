#include "transport/rounding.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace didv {

double rounding_step(std::span<const double> readings) {
  constexpr double fewest_repeats = 0.1;
  constexpr std::size_t fewest_values = 5;
  std::size_t repeats = 0;
  for (std::size_t i = 1; i < readings.size(); ++i) repeats += readings[i] == readings[i - 1];
  if (static_cast<double>(repeats) < fewest_repeats * static_cast<double>(readings.size())) return 0;

  std::vector<double> distinct(readings.begin(), readings.end());
  std::ranges::sort(distinct);
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  if (distinct.size() < fewest_values) return 0;
  double step = distinct.back() - distinct.front();
  for (std::size_t i = 1; i < distinct.size(); ++i) step = std::min(step, distinct[i] - distinct[i - 1]);
  constexpr double tolerance = 1e-3;  // of a step: far above the rounding of a double, far below chance
  const bool on_multiples = std::ranges::all_of(distinct, [&](double value) {
    const double steps = (value - distinct.front()) / step;
    return std::abs(steps - std::round(steps)) < tolerance;
  });
  return on_multiples ? step : 0;
}

}  // namespace didv
