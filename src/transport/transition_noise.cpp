#include "transport/transition_noise.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "numerics/point_to_point_noise.hpp"
#include "transport/transition_line.hpp"

namespace didv {

namespace {

double noise_below(const numerics::SortedCurve& curve, const ReducedResistance& reduced, double above) {
  const std::optional<double> foot = reduced.crossing_K(0.1);
  if (!foot) return above;
  const double edge = *foot - 2 * (reduced.crossing_K(0.5, *foot) - *foot);
  const Interval range{curve.x.front(), edge};
  return curve.range(range.first, range.second).second < 5 ? above : noise_around(curve, range);
}

/// The scatter inside the transition that is not the resistance's, as one of the temperature. Nothing for fewer points.
std::optional<double> excess_K(const numerics::SortedCurve& curve, const NormalState& normal, double resistance,
                               std::size_t fewest) {
  const Interval range = normal.reduced.steep_range_K();
  const auto [first, count] = curve.range(range.first, range.second);
  if (count < fewest || !(range.second > range.first)) return std::nullopt;
  // Of a step that is sharper than the thermometer a median knows nothing: most neighbours are alike.
  double variance = 0;
  for (const double scatter : numerics::scatter_about_neighbours(std::span(curve.x).subspan(first, count),
                                                                 std::span(curve.y).subspan(first, count))) {
    variance += scatter * scatter / static_cast<double>(count - 2);
  }
  const double fall = 0.8 * (1 - normal.reduced.lowest_share()) * normal.line(range.second);
  const double slope = fall / (range.second - range.first);
  return std::sqrt(std::max(variance - resistance * resistance, 0.0)) / slope;
}

}  // namespace

TransitionNoise find_transition_noise(const numerics::SortedCurve& curve, const NormalState& normal,
                                      const Thermometer& thermometer) {
  TransitionNoise noise{.above = noise_around(curve, normal.line.range_K), .temperature_K = thermometer.noise_K};
  noise.below = noise_below(curve, normal.reduced, noise.above);
  const std::size_t fewest = thermometer.sorted ? 5 : 10;
  if (const auto excess = excess_K(curve, normal, std::max(noise.above, noise.below), fewest)) {
    noise.temperature_K = thermometer.sorted ? *excess : std::min(thermometer.noise_K, *excess);
  }
  return noise;
}

}  // namespace didv
