#pragma once
// The root of a gap equation in the logarithm of the gap, where it is increasing and convex: Newton cannot leave the
// basin.

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"

namespace didv::gap_equation {

/// Solves residual(p) = 0 for p > 0. `residual` returns {value, d value/d ln p} with value increasing in p; a start
/// within a factor of a few is enough. Throws AccuracyError if the steps do not end.
template <class Residual>
double newton_on_logarithm(const Residual& residual, double start) {
  double p = start;
  for (int iteration = 0; iteration < 60; ++iteration) {
    const auto [value, slope] = residual(p);
    const double step = std::clamp(-value / slope, -1.0, 1.0);
    p *= std::exp(step);
    if (std::abs(step) < 1e-8) return p;  // quadratic: the step after this one would be below 1e-16
  }
  throw AccuracyError("gap equation: Newton's method did not converge in 60 steps");
}

}  // namespace didv::gap_equation
