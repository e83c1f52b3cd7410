#include "fit/student_t.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "numerics/gauss_legendre.hpp"

namespace didv::fitting {
namespace {

/// ln Γ(x), x > 0. std::lgamma leaves the sign of Γ in a variable of the process: not for several threads.
double log_gamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

}  // namespace

double central_student_t(double probability, double degrees_of_freedom) {
  // With t = √ν tan θ the density is cos^{ν−1} θ / B on 0 … π/2. Beyond this ν it is the normal one to 1e-6, and the
  // difference of the logarithms begins to lose digits.
  const double nu = std::min(degrees_of_freedom, 1e6);
  const double B = 0.5 * std::sqrt(std::numbers::pi) * std::exp(log_gamma(nu / 2) - log_gamma((nu + 1) / 2));
  static const auto nodes = numerics::gauss_legendre<24>();
  const double end = std::numbers::pi / 2;
  double theta = std::min(probability * B, 0.9 * end);
  for (int newton = 0; newton < 60; ++newton) {
    double sum = 0;
    for (const auto& [position, weight] : nodes) sum += weight * std::pow(std::cos(position * theta), nu - 1);
    const double step = (probability * B - theta * sum) / std::pow(std::cos(theta), nu - 1);
    theta = std::clamp(theta + step, 0.5 * theta, 0.5 * (theta + end));
    if (std::abs(step) < 1e-13 * theta) break;
  }
  return std::sqrt(nu) * std::tan(theta);
}

}  // namespace didv::fitting
