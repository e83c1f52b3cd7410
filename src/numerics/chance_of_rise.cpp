#include "numerics/chance_of_rise.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>

namespace didv::numerics {

double chance_of_rise(double rise, double places, double freedom) {
  const double pairs = places * (places - 1) / 2;
  const boost::math::chi_squared distribution(freedom);
  // Over the logarithm of estimated over true deviation, whose own deviation is 1/√(2 freedom). All pairs share it:
  // where it is far too small by chance all go wrong at once, and are one case.
  constexpr int steps = 80;
  const double reach = 8 / std::sqrt(2 * freedom), step = 2 * reach / steps;
  double chance = 0;
  for (int k = 0; k <= steps; ++k) {
    const double deviation = std::exp(-reach + k * step), squares = freedom * deviation * deviation;
    // The difference of two values has √2 times the deviation of one.
    const double one_pair = std::erfc(rise * deviation / 2) / 2;
    chance += step * 2 * squares * pdf(distribution, squares) * std::min(pairs * one_pair, 1.0);
  }
  return chance;
}

}  // namespace didv::numerics
