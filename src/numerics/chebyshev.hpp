#pragma once
// A smooth function as a Chebyshev series.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace didv::numerics {

/// Interpolates f at the `size` Chebyshev nodes of [0, 1]; the error falls geometrically with size where f is analytic.
class ChebyshevSeries {
 public:
  ChebyshevSeries() = default;

  template <class Function>
  ChebyshevSeries(std::size_t size, Function f) : coefficients_(size) {
    std::vector<double> values(size);
    for (std::size_t k = 0; k < size; ++k) values[k] = f((1 + std::cos(angle(k))) / 2);
    for (std::size_t j = 0; j < size; ++j) {
      for (std::size_t k = 0; k < size; ++k)
        coefficients_[j] += values[k] * std::cos(static_cast<double>(j) * angle(k));
      coefficients_[j] *= (j == 0 ? 1.0 : 2.0) / static_cast<double>(size);
    }
  }

  double operator()(double y) const { return value_and_slope(y).value; }

  struct ValueAndSlope {
    double value, slope;
  };

  /// Clenshaw's recurrence, and its derivative.
  ValueAndSlope value_and_slope(double y) const {
    const double x = 2 * y - 1;
    double high = 0, higher = 0, d_high = 0, d_higher = 0;
    for (std::size_t k = coefficients_.size() - 1; k > 0; --k) {
      const double d_next = 2 * high + 2 * x * d_high - d_higher;
      const double next = coefficients_[k] + 2 * x * high - higher;
      d_higher = d_high;
      d_high = d_next;
      higher = high;
      high = next;
    }
    return {coefficients_[0] + x * high - higher, 2 * (high + x * d_high - d_higher)};
  }

  /// f(y) of a weighted sum of series is the weighted sum of their values.
  ChebyshevSeries& add(double factor, const ChebyshevSeries& other) {
    coefficients_.resize(std::max(coefficients_.size(), other.coefficients_.size()));
    for (std::size_t k = 0; k < other.coefficients_.size(); ++k) coefficients_[k] += factor * other.coefficients_[k];
    return *this;
  }

 private:
  double angle(std::size_t k) const {
    return std::numbers::pi * (static_cast<double>(k) + 0.5) / static_cast<double>(coefficients_.size());
  }

  std::vector<double> coefficients_;
};

}  // namespace didv::numerics
