#include "transport/transition_steps.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace didv {

namespace {

constexpr double plateau_slope = 0.4;
constexpr double smallest_share = 0.05;

/// dρ/dT between neighbouring means, and the error of each.
struct Slopes {
  numerics::SortedCurve means;  // y = ρ
  std::vector<double> value, error;

  double share(std::size_t first, std::size_t last) const { return means.y[last] - means.y[first]; }
  std::size_t steepest(std::size_t first, std::size_t last) const {
    return static_cast<std::size_t>(std::max_element(value.begin() + static_cast<std::ptrdiff_t>(first),
                                                     value.begin() + static_cast<std::ptrdiff_t>(last)) -
                                    value.begin());
  }
};

/// Appends the steps among the slopes first … last−1, from low temperature to high.
void split(const Slopes& slopes, std::size_t first, std::size_t last, std::vector<TransitionStep>& steps) {
  std::size_t plateau = last;
  double deepest = 0;
  for (std::size_t k = first + 1; k + 1 < last; ++k) {
    if (slopes.share(first, k) < smallest_share || slopes.share(k + 1, last) < smallest_share) continue;
    const std::size_t below = slopes.steepest(first, k), above = slopes.steepest(k + 1, last);
    const std::size_t lesser = slopes.value[below] < slopes.value[above] ? below : above;
    const double drop = slopes.value[lesser] - slopes.value[k];
    const bool significant = drop > 4 * std::hypot(slopes.error[lesser], slopes.error[k]);
    if (slopes.value[k] < plateau_slope * slopes.value[lesser] && significant && drop > deepest) {
      deepest = drop;
      plateau = k;
    }
  }
  if (plateau == last) {
    const std::size_t k = slopes.steepest(first, last);
    steps.push_back({0.5 * (slopes.means.x[k] + slopes.means.x[k + 1]), slopes.share(first, last)});
    return;
  }
  split(slopes, first, plateau, steps);
  split(slopes, plateau, last, steps);
}

}  // namespace

std::vector<TransitionStep> find_transition_steps(const numerics::SortedCurve& curve, const TransitionLine& normal,
                                                  Interval range_K, double noise) {
  const auto [first, count] = curve.range(range_K.first, range_K.second);
  if (count < 6) return {};
  const auto begin = static_cast<std::ptrdiff_t>(first), end = begin + static_cast<std::ptrdiff_t>(count);
  const numerics::SortedCurve inside{{curve.x.begin() + begin, curve.x.begin() + end},
                                     {curve.y.begin() + begin, curve.y.begin() + end}};
  // A slope over K-th part of the transition is known to 10 % of the mean slope: √2 noise/√(n/K) · K ≤ 0.1 R_n.
  const double relative = noise / std::abs(normal(0.5 * (range_K.first + range_K.second)));
  double parts = std::min<double>(40, static_cast<double>(count));
  while (parts > 6 && 1.5 * relative * std::pow(parts, 1.5) > 0.1 * std::sqrt(static_cast<double>(count))) parts -= 1;

  Slopes slopes;
  const auto group = static_cast<std::size_t>(static_cast<double>(count) / parts);
  slopes.means = numerics::averaged(inside, group);
  for (std::size_t k = 0; k < slopes.means.size(); ++k) slopes.means.y[k] /= normal(slopes.means.x[k]);
  for (std::size_t k = 0; k + 1 < slopes.means.size(); ++k) {
    const double step = slopes.means.x[k + 1] - slopes.means.x[k];
    if (step <= 0) return {};
    slopes.value.push_back((slopes.means.y[k + 1] - slopes.means.y[k]) / step);
    slopes.error.push_back(relative * std::sqrt(2.0 / static_cast<double>(group)) / step);
  }
  if (slopes.value.size() < 5) return {};
  std::vector<TransitionStep> steps;
  split(slopes, 0, slopes.value.size(), steps);
  std::reverse(steps.begin(), steps.end());
  return steps;
}

}  // namespace didv
