#pragma once
// A spectrum by ascending bias with the running mean that features are looked for in.

#include <optional>
#include <utility>
#include <vector>

#include "didv/spectrum.hpp"

namespace didv::features {

struct RunningMean {
  std::vector<double> bias_mV, conductance;  ///< points of the window, ascending
  std::vector<double> mean;                  ///< over 2·half + 1 points, fewer at the ends
  std::size_t half = 0;
  double noise = 0;       ///< of one point
  double mean_noise = 0;  ///< of the running mean

  std::size_t size() const { return bias_mV.size(); }
};

/// Throws InvalidArgument for fewer than 12 points in the window.
RunningMean running_mean(const Spectrum& spectrum, const std::optional<std::pair<double, double>>& window_mV);

}  // namespace didv::features
