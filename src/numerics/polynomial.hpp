#pragma once
// Least-squares straight line or parabola through points, in polynomials orthogonal over those points:
// y = c0 + c1 u + c2 (u² − a u − b), u = x − centre. Their coefficients are uncorrelated, so the error of the curve at
// any x is a plain sum.

#include <cstddef>
#include <span>

namespace didv::numerics {

struct Polynomial {
  double centre = 0, a = 0, b = 0;
  double coefficient[3] = {};
  double variance[3] = {};  ///< of the coefficients, for points of variance 1/weight
  int degree = 0;
  std::size_t points = 0;
  double chi_squared = 0;

  double operator()(double x) const;
  double slope(double x) const;
  /// Variance of the curve at x, for points of variance 1/weight.
  double variance_at(double x) const;
  double degrees_of_freedom() const { return static_cast<double>(points) - degree - 1; }
  /// χ²/ndf, 0 without degrees of freedom.
  double scatter_squared() const;
};

/// weight is empty (all 1) or has one per point. The degree is lowered to what distinct x can carry; x and y are not
/// empty and have the same length.
Polynomial fit_polynomial(std::span<const double> x, std::span<const double> y, int degree,
                          std::span<const double> weight = {});

}  // namespace didv::numerics
