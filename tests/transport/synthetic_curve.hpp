#pragma once
// Curves of known truth, and what repeated measurements of them say about error bars.

#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "didv/resistive_transition.hpp"

namespace didv::synthetic {

inline double softplus(double x) { return x > 30 ? x : std::log1p(std::exp(x)); }

/// 0 below foot_K, 1 above top_K, a straight ramp between, corners rounded over rounding_K.
inline double ramp(double t_K, double foot_K, double top_K, double rounding_K) {
  return rounding_K * (softplus((t_K - foot_K) / rounding_K) - softplus((t_K - top_K) / rounding_K)) / (top_K - foot_K);
}

struct Grid {
  double from, to, step;

  std::vector<double> values() const {
    std::vector<double> grid(static_cast<std::size_t>(std::lround((to - from) / step)) + 1);
    for (std::size_t i = 0; i < grid.size(); ++i) grid[i] = from + static_cast<double>(i) * step;
    return grid;
  }
};

inline std::vector<double> noisy(std::vector<double> y, double noise, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> gauss;
  for (double& value : y) value += noise * gauss(random);
  return y;
}

inline ResistanceCurve curve(const Grid& grid, const std::function<double(double)>& resistance, double noise = 0,
                             unsigned seed = 1) {
  ResistanceCurve curve{.name = "synthetic", .temperature_K = grid.values(), .resistance = {}};
  for (const double t : curve.temperature_K) curve.resistance.push_back(resistance(t));
  curve.resistance = noisy(curve.resistance, noise, seed);
  return curve;
}

/// Mean and standard deviation of (found − truth)/error over many repetitions.
struct Pulls {
  double mean = 0, deviation = 0;

  explicit Pulls(const std::vector<double>& pulls) {
    const double number = static_cast<double>(pulls.size());
    for (const double p : pulls) mean += p / number;
    for (const double p : pulls) deviation += (p - mean) * (p - mean) / (number - 1);
    deviation = std::sqrt(deviation);
  }
};

}  // namespace didv::synthetic
