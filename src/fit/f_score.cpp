#include "fit/f_score.hpp"

#include <cmath>

namespace didv::fitting {

double f_score(double F, double n, double m) {
  const double a = 2 / (9 * n), b = 2 / (9 * m), root = std::cbrt(F);
  return ((1 - b) * root - (1 - a)) / std::sqrt(b * root * root + a);
}

bool is_chance_among(double places, double score) {
  const auto tail = [](double x) { return 0.5 * std::erfc(x / std::sqrt(2.0)); };
  return places * tail(score) >= tail(required_of_a_search);
}

}  // namespace didv::fitting
