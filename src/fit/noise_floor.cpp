#include "fit/noise_floor.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace didv::fitting {

double noise_floor(std::span<const double> x, std::span<const double> y) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  std::vector<double> scatter;
  for (std::size_t i = 1; i + 1 < order.size(); ++i) {
    const std::size_t left = order[i - 1], here = order[i], right = order[i + 1];
    const double span = x[right] - x[left];
    if (!(span > 0)) continue;
    const double w = (x[here] - x[left]) / span;
    const double deviation = y[here] - (1 - w) * y[left] - w * y[right];
    scatter.push_back(std::abs(deviation) / std::sqrt(1 + (1 - w) * (1 - w) + w * w));
  }
  if (scatter.empty()) return 0;
  const auto middle = scatter.begin() + static_cast<std::ptrdiff_t>(scatter.size() / 2);
  std::nth_element(scatter.begin(), middle, scatter.end());
  constexpr double median_of_normal = 0.6744897501960817;  // of |x|, x standard normal
  return *middle / median_of_normal;
}

}  // namespace didv::fitting
