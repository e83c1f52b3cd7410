#include "numerics/sorted_curve.hpp"

#include <algorithm>
#include <numeric>

namespace didv::numerics {

std::pair<std::size_t, std::size_t> SortedCurve::range(double lower, double upper) const {
  const auto first = std::lower_bound(x.begin(), x.end(), lower);
  const auto last = std::upper_bound(first, x.end(), upper);
  return {static_cast<std::size_t>(first - x.begin()), static_cast<std::size_t>(last - first)};
}

SortedCurve sorted(std::span<const double> x, std::span<const double> y) {
  SortedCurve curve{{x.begin(), x.end()}, {y.begin(), y.end()}};
  if (std::is_sorted(x.begin(), x.end())) return curve;
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return x[i] < x[j]; });
  for (std::size_t i = 0; i < order.size(); ++i) {
    curve.x[i] = x[order[i]];
    curve.y[i] = y[order[i]];
  }
  return curve;
}

SortedCurve averaged(const SortedCurve& curve, std::size_t group) {
  const std::size_t count = std::max<std::size_t>(curve.size() / group, 1);
  SortedCurve mean;
  mean.x.reserve(count);
  mean.y.reserve(count);
  for (std::size_t k = 0; k < count; ++k) {
    const auto first = static_cast<std::ptrdiff_t>(k * group);
    const auto last = static_cast<std::ptrdiff_t>(k + 1 == count ? curve.size() : (k + 1) * group);
    const double number = static_cast<double>(last - first);
    mean.x.push_back(std::accumulate(curve.x.begin() + first, curve.x.begin() + last, 0.0) / number);
    mean.y.push_back(std::accumulate(curve.y.begin() + first, curve.y.begin() + last, 0.0) / number);
  }
  return mean;
}

}  // namespace didv::numerics
