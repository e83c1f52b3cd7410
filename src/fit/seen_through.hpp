#pragma once
// How much of the biases an instrument may smear over before it leaves nothing to fit.

#include <algorithm>
#include <vector>

namespace didv::fitting {

/// As shares of the range of the biases: the peak amplitude of a modulation, and σ of a bias noise.
constexpr double blinding_peak = 0.5, blinding_noise = 0.25;

inline double range_of(const std::vector<double>& bias_mV) {
  const auto [lowest, highest] = std::ranges::minmax(bias_mV);
  return highest - lowest;
}

}  // namespace didv::fitting
