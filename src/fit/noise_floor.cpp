#include "fit/noise_floor.hpp"

#include "numerics/median.hpp"
#include "numerics/point_to_point_noise.hpp"
#include "numerics/sorted_curve.hpp"

namespace didv::fitting {

double noise_floor(std::span<const double> x, std::span<const double> y) {
  const numerics::SortedCurve curve = numerics::sorted(x, y);
  const std::vector<double> scatter = numerics::scatter_about_neighbours(curve.x, curve.y);
  return scatter.empty() ? 0 : numerics::deviation(scatter);
}

}  // namespace didv::fitting
