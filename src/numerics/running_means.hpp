#pragma once
// Running means of a noisy curve, and how far noise moves them.

#include <cstddef>
#include <span>
#include <vector>

namespace didv::numerics {

/// Means over 2·reach + 1 neighbouring values; the first is that around value `reach`.
std::vector<double> running_means(std::span<const double> values, std::size_t reach);

/// Noise as means see it.
struct NoiseOfMeans {
  double deviation = 0;  ///< √(points) times the standard deviation of a mean over that many; ∞ for too few values
  double freedom = 1;    ///< degrees of freedom of this estimate
};

/// Robust, from third differences, in which smooth curves drop out: of values of which so many carry the information of
/// one; and of means over this share of each piece, where those scatter by more than that allows. Neighbours then share
/// noise, whether or not it is said. A share of less than three values shows nothing of the kind.
NoiseOfMeans noise_of_means(std::span<const std::vector<double>> pieces, double share,
                            double points_per_independent_point);

/// Places of a curve at which its means over so many points are as good as independent: half a window apart.
double independent_places(std::size_t values, std::size_t points, double points_per_independent_point);

}  // namespace didv::numerics
