#include "didv/resistive_transition.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "didv/error.hpp"
#include "text/number.hpp"
#include "transport/hysteresis.hpp"
#include "transport/single_transition.hpp"
#include "transport/sweeps.hpp"
#include "transport/thermometer.hpp"

namespace didv {

namespace {

constexpr std::size_t fewest_points = 8;

void check(const ResistanceCurve& curve, const TransitionOptions& options) {
  const auto refuse = [&](const std::string& message) {
    throw InvalidArgument((curve.name.empty() ? "" : curve.name + ": ") + message);
  };
  const std::size_t n = curve.temperature_K.size();
  if (curve.resistance.size() != n) {
    refuse(std::to_string(n) + " temperatures and " + std::to_string(curve.resistance.size()) +
           " resistances, expected as many of both");
  }
  if (n < fewest_points) {
    refuse("a resistance curve of " + std::to_string(n) + " points, expected " + std::to_string(fewest_points) +
           " or more");
  }
  for (std::size_t i = 0; i < n; ++i) {
    const double t = curve.temperature_K[i];
    if (!std::isfinite(t) || t <= 0) {
      refuse("temperature of point " + std::to_string(i + 1) + " is " + text::number(t) + " K, expected more than 0 K");
    }
    if (!std::isfinite(curve.resistance[i])) {
      refuse("resistance of point " + std::to_string(i + 1) + " is " + text::number(curve.resistance[i]) +
             ", expected a finite number");
    }
  }
  const auto [lowest, highest] = std::minmax_element(curve.temperature_K.begin(), curve.temperature_K.end());
  if (*lowest == *highest)
    refuse("every point is at " + text::number(*lowest) + " K, expected a range of temperatures");
  for (const auto& range : {options.normal_range_K, options.transition_range_K}) {
    if (range && !(range->first < range->second)) {
      refuse("temperature range " + text::number(range->first) + ":" + text::number(range->second) +
             " K, expected the lower end first");
    }
  }
  if (options.zero_resistance && !(*options.zero_resistance > 0)) {
    refuse("threshold of zero resistance is " + text::number(*options.zero_resistance) + ", expected more than 0");
  }
  const TransitionCriterion& criterion = options.criterion;
  if (criterion.kind == TransitionCriterion::Kind::fraction && !(criterion.fraction > 0 && criterion.fraction < 1)) {
    refuse("criterion is the fraction " + text::number(criterion.fraction) + ", expected one between 0 and 1");
  }
}

ResistiveTransition analyse(const ResistanceCurve& curve, std::size_t first, std::size_t last,
                            const Thermometer& thermometer, const TransitionOptions& options) {
  ResistiveTransition result =
      find_single_transition(numerics::sorted(std::span(curve.temperature_K).subspan(first, last - first),
                                              std::span(curve.resistance).subspan(first, last - first)),
                             thermometer, options);
  result.name = curve.name;
  result.field_T = curve.field_T;
  result.unit = curve.unit;
  return result;
}

}  // namespace

ResistiveTransition find_transition(const ResistanceCurve& curve, const TransitionOptions& options) {
  check(curve, options);
  const Thermometer thermometer = find_thermometer(curve.temperature_K);
  ResistiveTransition whole = analyse(curve, 0, curve.temperature_K.size(), thermometer, options);

  const std::vector<Sweep> directions = split_sweeps(curve.temperature_K);
  if (directions.size() < 2) return whole;
  std::vector<ResistiveTransition> found;
  std::vector<TransitionSweep> sweeps;
  for (const Sweep& sweep : directions) {
    if (sweep.last - sweep.first < fewest_points) continue;
    try {
      ResistiveTransition one = analyse(curve, sweep.first, sweep.last, thermometer, options);
      if (!one.usable()) continue;
      sweeps.push_back({sweep.rising, one.Tc_K});
      found.push_back(std::move(one));
    } catch (const InvalidArgument&) {
      // The whole curve passed: this sweep ends before a range that was given, and has no lines of its own.
    }
  }
  if (found.size() < 2 || !differ(found)) return whole;
  ResistiveTransition mean = mean_of(found, std::move(sweeps));
  mean.points = whole.points;
  return mean;
}

}  // namespace didv
