#include "numerics/running_means.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "numerics/median.hpp"

namespace didv::numerics {

namespace {

/// From means over this share of each piece, one value at least; values are independent where they are `apart`.
NoiseOfMeans noise_from(std::span<const std::vector<double>> pieces, double share, double apart) {
  std::vector<double> sizes;
  double freedom = 0;
  for (const std::vector<double>& values : pieces) {
    const auto reach = static_cast<std::size_t>(share / 2 * static_cast<double>(values.size()));
    const std::size_t points = 2 * reach + 1;
    if (values.size() < points) continue;
    const std::size_t stride = std::max(points, static_cast<std::size_t>(std::ceil(apart)));
    const std::vector<double> y = running_means(values, reach);
    const double root = std::sqrt(std::max(static_cast<double>(points), apart) / 20);
    for (std::size_t k = 0; k + 3 * stride < y.size(); ++k)
      sizes.push_back(std::abs(y[k] - 3 * y[k + stride] + 3 * y[k + 2 * stride] - y[k + 3 * stride]) * root);
    // Counted: what the median of overlapping differences tells, and twice that where they begin in between, too.
    freedom += (stride > 1 ? 0.4 : 0.2) * static_cast<double>(y.size()) / static_cast<double>(stride);
  }
  if (sizes.empty()) return {std::numeric_limits<double>::infinity(), 1};
  return {deviation(std::move(sizes)), std::max(freedom, 1.0)};
}

}  // namespace

std::vector<double> running_means(std::span<const double> values, std::size_t reach) {
  std::vector<double> sum_below(values.size() + 1), means(values.size() - 2 * reach);
  std::partial_sum(values.begin(), values.end(), sum_below.begin() + 1);
  for (std::size_t k = 0; k < means.size(); ++k)
    means[k] = (sum_below[k + 2 * reach + 1] - sum_below[k]) / static_cast<double>(2 * reach + 1);
  return means;
}

NoiseOfMeans noise_of_means(std::span<const std::vector<double>> pieces, double share,
                            double points_per_independent_point) {
  const NoiseOfMeans points = noise_from(pieces, 0, points_per_independent_point);
  const NoiseOfMeans means = noise_from(pieces, share, points_per_independent_point);
  const bool shared = means.deviation > (1 + 2 / std::sqrt(2 * means.freedom)) * points.deviation;
  return shared ? means : points;
}

double independent_places(std::size_t values, std::size_t points, double points_per_independent_point) {
  return 2 * static_cast<double>(values) / (static_cast<double>(points) + points_per_independent_point);
}

}  // namespace didv::numerics
