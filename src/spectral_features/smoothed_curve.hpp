#pragma once
// A spectrum by ascending bias with the running mean that features are looked for in.

#include <optional>
#include <utility>
#include <vector>

#include "didv/spectrum.hpp"

namespace didv::features {

struct SmoothedCurve {
  std::vector<double> bias_mV, conductance;  ///< points of the window, ascending
  std::vector<double> mean;                  ///< over 2·half + 1 points; next to the ends that of the last such window
  std::size_t half = 0;
  double noise = 0;       ///< √(points) times that of a mean over many
  double mean_noise = 0;  ///< of the running mean
  double freedom = 0;     ///< degrees of freedom of these
  double places = 0;      ///< at which the running mean is as good as independent

  std::size_t size() const { return bias_mV.size(); }
  /// Does noise alone lift one place above another by so much, in more than 1 of 1000 curves like this?
  bool by_chance(double rise) const;
};

/// Throws InvalidArgument for fewer than 12 points in the window.
SmoothedCurve smoothed_curve(const Spectrum& spectrum, const std::optional<std::pair<double, double>>& window_mV);

}  // namespace didv::features
