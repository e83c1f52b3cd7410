#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "didv/spectral_features.hpp"
#include "numerics/polynomial.hpp"
#include "spectral_features/smoothed_curve.hpp"

namespace didv {

namespace {

using features::SmoothedCurve;

/// Where the curve crosses the level that `target` gives, going from index `from` towards `to`.
Quantity edge(const SmoothedCurve& curve, std::size_t from, std::size_t to, const auto& target) {
  Quantity result{.unit = "mV"};
  const bool up = to > from;
  std::size_t i = from;
  while (i != to && curve.mean[i] < target(curve.bias_mV[i])) i = up ? i + 1 : i - 1;
  if (i == from || i == to) {
    result.reason = "the conductance does not rise half-way to the shoulder";
    return result;
  }
  // A straight line through the part of the flank between a quarter and three quarters of the rise, at least 5 points.
  const double depth_here = target(curve.bias_mV[from]) - curve.mean[from];
  std::size_t first = i, last = i;
  const auto on_flank = [&](std::size_t k) {
    return std::abs(curve.mean[k] - target(curve.bias_mV[k])) < 0.5 * depth_here;
  };
  while (first > 0 && on_flank(first - 1)) --first;
  while (last + 1 < curve.size() && on_flank(last + 1)) ++last;
  while (last - first < 4 && (first > 0 || last + 1 < curve.size())) {
    first -= first > 0 ? 1 : 0;
    last += last + 1 < curve.size() ? 1 : 0;
  }
  std::vector<double> x, distance;
  for (std::size_t k = first; k <= last; ++k) {
    x.push_back(curve.bias_mV[k]);
    distance.push_back(curve.conductance[k] - target(curve.bias_mV[k]));
  }
  const numerics::Polynomial line = numerics::fit_polynomial(x, distance, 1);
  const double slope = line.slope(line.centre), crossing = line.centre - line(line.centre) / slope;
  if (!std::isfinite(crossing) || crossing < x.front() || crossing > x.back() || (slope > 0) != up) {
    result.reason = "the flank is lost in the noise";
    return result;
  }
  const double scatter = std::max(curve.noise, std::sqrt(line.scatter_squared()));
  result.value = crossing;
  result.standard_error = scatter * std::sqrt(line.variance_at(crossing)) / std::abs(slope);
  return result;
}

}  // namespace

QuasiGap find_quasi_gap(const Spectrum& spectrum, std::optional<std::pair<double, double>> window_mV) {
  const SmoothedCurve curve = features::smoothed_curve(spectrum, window_mV);
  const auto zero = static_cast<std::size_t>(std::ranges::lower_bound(curve.bias_mV, 0.0) - curve.bias_mV.begin());
  if (zero < 3 || zero + 3 > curve.size())
    throw InvalidArgument("quasi-gap: the window has no points on both sides of zero bias");

  const auto highest = [&](std::size_t from, std::size_t to) {
    return static_cast<std::size_t>(std::max_element(curve.mean.begin() + static_cast<std::ptrdiff_t>(from),
                                                     curve.mean.begin() + static_cast<std::ptrdiff_t>(to)) -
                                    curve.mean.begin());
  };
  const std::size_t left = highest(0, zero), right = highest(zero, curve.size());
  const auto baseline = [&](double bias) {
    const double fraction = (bias - curve.bias_mV[left]) / (curve.bias_mV[right] - curve.bias_mV[left]);
    return curve.mean[left] + fraction * (curve.mean[right] - curve.mean[left]);
  };
  std::size_t lowest = left;
  for (std::size_t i = left; i <= right; ++i) {
    if (curve.mean[i] - baseline(curve.bias_mV[i]) < curve.mean[lowest] - baseline(curve.bias_mV[lowest])) lowest = i;
  }
  const double line = baseline(curve.bias_mV[lowest]), missing = line - curve.mean[lowest];

  QuasiGap gap{.minimum_mV = curve.bias_mV[lowest],
               .left_mV = curve.bias_mV[left],
               .right_mV = curve.bias_mV[right],
               .depth = line > 0 ? missing / line : 0,
               .lower_edge_mV = {.unit = "mV"},
               .upper_edge_mV = {.unit = "mV"},
               .width_mV = {.unit = "mV"}};
  if (!(missing > 0) || curve.by_chance(missing) || lowest == left || lowest == right) {
    gap.lower_edge_mV.reason = gap.upper_edge_mV.reason = gap.width_mV.reason =
        "no suppression between the shoulders that stands out of the noise";
    return gap;
  }
  const auto halfway = [&](double bias) { return baseline(bias) - missing / 2; };
  gap.lower_edge_mV = edge(curve, lowest, left, halfway);
  gap.upper_edge_mV = edge(curve, lowest, right, halfway);
  if (gap.lower_edge_mV.value && gap.upper_edge_mV.value) {
    gap.width_mV.value = *gap.upper_edge_mV.value - *gap.lower_edge_mV.value;
    gap.width_mV.standard_error = std::hypot(*gap.lower_edge_mV.standard_error, *gap.upper_edge_mV.standard_error);
  } else {
    gap.width_mV.reason = gap.lower_edge_mV.value ? gap.upper_edge_mV.reason : gap.lower_edge_mV.reason;
  }
  return gap;
}

}  // namespace didv
