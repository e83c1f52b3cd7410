#pragma once
// Noise of a measured curve, from the curve itself.

#include <optional>
#include <span>
#include <vector>

namespace didv::numerics {

/// |y_i − straight line through its neighbours|, each over the standard deviation that this difference has for unit
/// noise. A smooth curve drops out and isolated jumps are few. x ascending; two values less than there are points.
std::vector<double> scatter_about_neighbours(std::span<const double> x, std::span<const double> y);

/// Standard deviation of independent Gaussian noise on y: deviation() of that scatter. Nothing for fewer than 5 points.
std::optional<double> point_to_point_noise(std::span<const double> x, std::span<const double> y);

}  // namespace didv::numerics
