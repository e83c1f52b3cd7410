#include "fit/whiteness.hpp"

#include <cmath>
#include <cstddef>

namespace didv::fitting {

bool looks_like_noise(std::span<const double> residual, double correlated_points) {
  constexpr double tolerated = 2.5;  // standard deviations of each sum; a false alarm costs further starts only
  constexpr std::size_t fewest_windows = 6;
  double square = 0;
  for (const double r : residual) square += r * r;
  if (!(square > 0)) return true;
  for (const double width : {4.0, 10.0, 25.0}) {
    const auto points = static_cast<std::size_t>(std::ceil(width * correlated_points));
    const std::size_t windows = residual.size() / points;
    if (windows < fewest_windows) continue;
    double sum = 0;
    for (std::size_t w = 0; w < windows; ++w) {
      double in_window = 0;
      for (std::size_t i = w * points; i < (w + 1) * points; ++i) in_window += residual[i];
      sum += in_window * in_window;
    }
    const double of_one =
        square / static_cast<double>(residual.size()) * static_cast<double>(points) * correlated_points;
    const double count = static_cast<double>(windows);
    if (sum / of_one > count + tolerated * std::sqrt(2 * count)) return false;
  }
  return true;
}

}  // namespace didv::fitting
