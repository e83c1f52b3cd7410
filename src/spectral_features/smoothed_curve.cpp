#include "spectral_features/smoothed_curve.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "didv/units.hpp"
#include "numerics/chance_of_rise.hpp"
#include "numerics/running_means.hpp"
#include "numerics/sorted_curve.hpp"
#include "prepare/checked.hpp"
#include "text/number.hpp"

namespace didv::features {

SmoothedCurve smoothed_curve(const Spectrum& spectrum, const std::optional<std::pair<double, double>>& window_mV) {
  require_consistent(spectrum);
  const auto [lower, upper] = window_mV.value_or(std::pair(-infinity, infinity));
  if (!(lower < upper)) {
    throw InvalidArgument("window " + text::number(lower) + ":" + text::number(upper) +
                          " mV: expected the lower end first");
  }
  const numerics::SortedCurve curve = numerics::sorted(spectrum.bias_mV, spectrum.conductance);
  const auto [first, count] = curve.range(lower, upper);
  if (count < 12) {
    throw InvalidArgument(std::to_string(count) + " points in the window: expected at least 12");
  }
  SmoothedCurve result;
  const auto from = static_cast<std::ptrdiff_t>(first), to = static_cast<std::ptrdiff_t>(first + count);
  result.bias_mV.assign(curve.x.begin() + from, curve.x.begin() + to);
  result.conductance.assign(curve.y.begin() + from, curve.y.begin() + to);
  const double m = spectrum.points_per_independent_point;
  const std::span<const std::vector<double>> whole(&result.conductance, 1);
  const auto [lowest, highest] = std::ranges::minmax(result.conductance);
  const double wanted = 0.01 * (highest - lowest);
  const double points = wanted > 0 ? std::pow(numerics::noise_of_means(whole, 0, m).deviation / wanted, 2) : 1;
  result.half = static_cast<std::size_t>(std::min(points, static_cast<double>(count) / 20)) / 2;
  const std::size_t width = 2 * result.half + 1;
  // Means over more than a fortieth would follow the features, not the noise.
  const double share = std::min(static_cast<double>(width) / static_cast<double>(count), 0.025);
  const numerics::NoiseOfMeans noise = numerics::noise_of_means(whole, share, m);
  result.noise = noise.deviation;
  result.freedom = noise.freedom;
  result.mean_noise = result.noise / std::sqrt(std::max(static_cast<double>(width), m));
  result.places = numerics::independent_places(count, width, m);

  // Next to the ends the last whole window: a shorter one would be noisier, one-sided it would follow the slope.
  const std::vector<double> means = numerics::running_means(result.conductance, result.half);
  for (std::size_t i = 0; i < count; ++i)
    result.mean.push_back(means[std::min(i - std::min(i, result.half), means.size() - 1)]);
  return result;
}

bool SmoothedCurve::by_chance(double rise) const {
  constexpr double false_alarm = 1e-3;
  return mean_noise > 0 && numerics::chance_of_rise(rise / mean_noise, places, freedom) > false_alarm;
}

}  // namespace didv::features
