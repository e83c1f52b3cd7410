#include "series/chi_squared.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace didv::series {

double chance_of_larger(double chi_squared, int degrees_of_freedom) {
  // Q(χ²|ν) = Q(χ²|ν−2) + (χ²/2)^{ν/2−1} e^{−χ²/2}/Γ(ν/2), from Q(χ²|1) = erfc √(χ²/2) or Q(χ²|2) = e^{−χ²/2}.
  const double half = 0.5 * chi_squared;
  const bool odd = degrees_of_freedom % 2 != 0;
  double chance = odd ? std::erfc(std::sqrt(half)) : std::exp(-half);
  double term = odd ? std::exp(-half) * std::sqrt(half) * 2 / std::sqrt(std::numbers::pi) : half * std::exp(-half);
  for (int n = odd ? 3 : 4; n <= degrees_of_freedom; n += 2) {
    chance += term;
    term *= half / (0.5 * n);
  }
  return std::min(chance, 1.0);
}

}  // namespace didv::series
