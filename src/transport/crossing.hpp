#pragma once
// Where a noisy curve passes through zero.

#include <optional>
#include <span>

namespace didv {

struct Crossing {
  double x = 0;
  double noise_error = 0;       ///< 1σ from the scatter of y
  double resolution_error = 0;  ///< 1σ because y is known at the points only
  double slope = 0;             ///< dy/dx there
  double curvature = 0;         ///< d²y/dx²

  double error() const;
};

/// The crossing in the window lower ≤ x ≤ upper of at least four points, x ascending, noise = standard deviation of y,
/// noise_of_x = the same as one of x, where more is known of it than noise over the slope that is found: root of the
/// least-squares line through them; of the parabola from six points, or where they bend by more than the noise.
/// Nothing if it lies outside or there are fewer points.
std::optional<Crossing> fit_crossing(std::span<const double> x, std::span<const double> y, double lower, double upper,
                                     double noise, double noise_of_x = 0);

/// The same, and where that gives nothing the crossing nearest to the middle of the window: linear interpolation
/// between the two points around it, its error from the noise and from the bend of the curve there. Where the curve
/// jumps between these two points nothing tells where it crosses: middle of the step ± step/√12. Nothing if y does not
/// change sign.
std::optional<Crossing> locate_crossing(std::span<const double> x, std::span<const double> y, double lower,
                                        double upper, double noise, double noise_of_x = 0);

}  // namespace didv
