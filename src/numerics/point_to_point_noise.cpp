#include "numerics/point_to_point_noise.hpp"

#include <cmath>

#include "numerics/median.hpp"

namespace didv::numerics {

std::vector<double> scatter_about_neighbours(std::span<const double> x, std::span<const double> y) {
  std::vector<double> scatter;
  for (std::size_t i = 1; i + 1 < x.size(); ++i) {
    const double gap = x[i + 1] - x[i - 1];
    const double after = gap > 0 ? (x[i] - x[i - 1]) / gap : 0.5;
    const double spread = std::sqrt(1 + after * after + (1 - after) * (1 - after));
    scatter.push_back(std::abs(y[i] - (1 - after) * y[i - 1] - after * y[i + 1]) / spread);
  }
  return scatter;
}

std::optional<double> point_to_point_noise(std::span<const double> x, std::span<const double> y) {
  if (x.size() < 5) return std::nullopt;
  return deviation(scatter_about_neighbours(x, y));
}

}  // namespace didv::numerics
