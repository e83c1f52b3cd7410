#include "transport/transition_line.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "numerics/point_to_point_noise.hpp"
#include "numerics/polynomial.hpp"

namespace didv {

double TransitionLine::error(double temperature_K) const {
  return std::hypot(value_error, slope_error * (temperature_K - centre_K));
}

double noise_around(const numerics::SortedCurve& curve, Interval range_K) {
  const auto [first, count] = curve.range(range_K.first, range_K.second);
  const auto local = numerics::point_to_point_noise(std::span(curve.x).subspan(first, count),
                                                    std::span(curve.y).subspan(first, count));
  return local.value_or(numerics::point_to_point_noise(curve.x, curve.y).value_or(0));
}

std::optional<TransitionLine> line_through(const numerics::SortedCurve& curve, Interval range_K, std::size_t fewest,
                                           double noise_of_T) {
  const auto [first, count] = curve.range(range_K.first, range_K.second);
  if (count < fewest) return std::nullopt;
  const numerics::Polynomial fit =
      numerics::fit_polynomial(std::span(curve.x).subspan(first, count), std::span(curve.y).subspan(first, count), 1);
  if (fit.degree < 1) return std::nullopt;
  // The scatter about few points may be small by chance.
  const double noise = std::max(noise_around(curve, range_K), std::abs(fit.coefficient[1]) * noise_of_T);
  const double deviation = std::sqrt(std::max(fit.scatter_squared(), count < 20 ? noise * noise : 0.0));
  return TransitionLine{.range_K = {curve.x[first], curve.x[first + count - 1]},
                        .points = count,
                        .centre_K = fit.centre,
                        .value = fit.coefficient[0],
                        .value_error = deviation * std::sqrt(fit.variance[0]),
                        .slope = fit.coefficient[1],
                        .slope_error = deviation * std::sqrt(fit.variance[1])};
}

}  // namespace didv
