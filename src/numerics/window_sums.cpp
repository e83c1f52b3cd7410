#include "numerics/window_sums.hpp"

#include "didv/multiversion.hpp"

namespace didv::numerics {

DIDV_MULTIVERSION
void thermal_weights(const double* growth, double scale, std::size_t count, double* plain) {
#pragma omp simd
  for (std::size_t j = 0; j < count; ++j) {
    const double q = growth[j] * scale, below = 1 + q;
    plain[j] = q / (below * below);
  }
}

DIDV_MULTIVERSION
void thermal_weights(const double* growth, double scale, std::size_t count, double* plain, double* tilted) {
#pragma omp simd
  for (std::size_t j = 0; j < count; ++j) {
    const double q = growth[j] * scale, inverse = 1 / (1 + q);
    plain[j] = q * inverse * inverse;
    tilted[j] = plain[j] * (1 - q) * inverse;
  }
}

DIDV_MULTIVERSION
double dot(const double* a, const double* b, std::size_t count) {
  double sum = 0;
#pragma omp simd reduction(+ : sum)
  for (std::size_t j = 0; j < count; ++j) sum += a[j] * b[j];
  return sum;
}

}  // namespace didv::numerics
