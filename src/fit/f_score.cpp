#include "fit/f_score.hpp"

#include <cmath>

namespace didv::fitting {

double f_score(double F, double n, double m) {
  const double a = 2 / (9 * n), b = 2 / (9 * m), root = std::cbrt(F);
  return ((1 - b) * root - (1 - a)) / std::sqrt(b * root * root + a);
}

}  // namespace didv::fitting
