#include "transport/noise.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace didv {

std::optional<double> point_to_point_noise(std::span<const double> x, std::span<const double> y) {
  if (x.size() < 5) return std::nullopt;
  std::vector<double> difference;
  difference.reserve(x.size() - 2);
  for (std::size_t i = 1; i + 1 < x.size(); ++i) {
    const double gap = x[i + 1] - x[i - 1];
    const double after = gap > 0 ? (x[i] - x[i - 1]) / gap : 0.5;
    const double spread = std::sqrt(1 + after * after + (1 - after) * (1 - after));
    difference.push_back(std::abs(y[i] - (1 - after) * y[i - 1] - after * y[i + 1]) / spread);
  }
  const auto middle = difference.begin() + static_cast<std::ptrdiff_t>(difference.size() / 2);
  std::nth_element(difference.begin(), middle, difference.end());
  constexpr double normal_upper_quartile = 0.6744897501960817;
  return *middle / normal_upper_quartile;
}

}  // namespace didv
