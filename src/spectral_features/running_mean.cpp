#include "spectral_features/running_mean.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "didv/units.hpp"
#include "numerics/point_to_point_noise.hpp"
#include "numerics/sorted_curve.hpp"
#include "prepare/checked.hpp"
#include "text/number.hpp"

namespace didv::features {

RunningMean running_mean(const Spectrum& spectrum, const std::optional<std::pair<double, double>>& window_mV) {
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
  RunningMean result;
  const auto from = static_cast<std::ptrdiff_t>(first), to = static_cast<std::ptrdiff_t>(first + count);
  result.bias_mV.assign(curve.x.begin() + from, curve.x.begin() + to);
  result.conductance.assign(curve.y.begin() + from, curve.y.begin() + to);
  result.noise = numerics::point_to_point_noise(result.bias_mV, result.conductance).value_or(0);

  const auto [lowest, highest] = std::ranges::minmax(result.conductance);
  const double wanted = 0.01 * (highest - lowest);
  const double points = wanted > 0 ? std::pow(result.noise / wanted, 2) : 1;
  result.half = static_cast<std::size_t>(std::min(points, static_cast<double>(count) / 20)) / 2;
  result.mean_noise = result.noise / std::sqrt(static_cast<double>(2 * result.half + 1));

  std::vector<double> sum(count + 1);
  for (std::size_t i = 0; i < count; ++i) sum[i + 1] = sum[i] + result.conductance[i];
  for (std::size_t i = 0; i < count; ++i) {
    // Symmetric at the ends too, so that a slope does not shift the mean.
    const std::size_t reach = std::min({result.half, i, count - 1 - i});
    result.mean.push_back((sum[i + reach + 1] - sum[i - reach]) / static_cast<double>(2 * reach + 1));
  }
  return result;
}

}  // namespace didv::features
