#pragma once
// From a few truncations of the Matsubara sums to infinitely many frequencies.

#include <Eigen/Dense>
#include <array>
#include <cmath>

namespace didv::eliashberg {

/// The numbers of frequencies that are solved, as fractions of the largest.
inline constexpr std::array<double, 4> truncation_fractions{0.4, 0.55, 0.75, 1};

inline std::array<int, 4> truncations(int largest) {
  std::array<int, 4> counts{};
  for (std::size_t k = 0; k < counts.size(); ++k)
    counts[k] = static_cast<int>(std::lround(truncation_fractions[k] * largest));
  return counts;
}

/// Weights w_k with Σ w_k value(count_k) = value(∞) for value(N) = value(∞) + a N^{−4} + b N^{−5} + c N^{−6}.
inline Eigen::Vector4d extrapolation_weights(const std::array<int, 4>& counts) {
  Eigen::Matrix4d powers;
  for (int k = 0; k < 4; ++k) {
    const double x = static_cast<double>(counts.back()) / counts[k];
    powers.col(k) << 1, std::pow(x, 4), std::pow(x, 5), std::pow(x, 6);
  }
  return powers.fullPivLu().solve(Eigen::Vector4d(1, 0, 0, 0));
}

}  // namespace didv::eliashberg
