#pragma once
// Noise of a measured curve, from the curve itself.

#include <optional>
#include <span>

namespace didv {

/// Standard deviation of independent Gaussian noise on y: median of |y_i − straight line through its neighbours|, each
/// over the standard deviation that this difference has for unit noise, / 0.6745. A smooth curve drops out and so do
/// isolated jumps. x ascending. Nothing for fewer than 5 points.
std::optional<double> point_to_point_noise(std::span<const double> x, std::span<const double> y);

}  // namespace didv
