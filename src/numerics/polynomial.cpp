#include "numerics/polynomial.hpp"

#include <cmath>
#include <limits>

namespace didv::numerics {

double Polynomial::operator()(double x) const {
  const double u = x - centre;
  return coefficient[0] + coefficient[1] * u + coefficient[2] * (u * u - a * u - b);
}

double Polynomial::slope(double x) const { return coefficient[1] + coefficient[2] * (2 * (x - centre) - a); }

double Polynomial::variance_at(double x) const {
  const double u = x - centre, p = u * u - a * u - b;
  return variance[0] + u * u * variance[1] + p * p * variance[2];
}

double Polynomial::scatter_squared() const { return degrees_of_freedom() > 0 ? chi_squared / degrees_of_freedom() : 0; }

Polynomial fit_polynomial(std::span<const double> x, std::span<const double> y, int degree,
                          std::span<const double> weight) {
  const auto w = [&](std::size_t i) { return weight.empty() ? 1.0 : weight[i]; };
  Polynomial fit;
  fit.points = x.size();
  double sum = 0, sum_x = 0, sum_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += w(i);
    sum_x += w(i) * x[i];
    sum_y += w(i) * y[i];
  }
  fit.centre = sum_x / sum;
  fit.coefficient[0] = sum_y / sum;
  fit.variance[0] = 1 / sum;

  double moment2 = 0, moment3 = 0, product1 = 0, widest = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double u = x[i] - fit.centre;
    widest = std::max(widest, std::abs(u));
    moment2 += w(i) * u * u;
    moment3 += w(i) * u * u * u;
    product1 += w(i) * u * (y[i] - fit.coefficient[0]);
  }
  // Below these bounds the x are one value, or two, up to rounding: there is nothing to determine.
  const double rounding = 64 * std::numeric_limits<double>::epsilon();
  if (degree >= 1 && x.size() >= 2 && widest > rounding * std::abs(fit.centre)) {
    fit.degree = 1;
    fit.coefficient[1] = product1 / moment2;
    fit.variance[1] = 1 / moment2;
  }
  if (degree >= 2 && fit.degree == 1 && x.size() >= 3) {
    fit.a = moment3 / moment2;
    fit.b = moment2 / sum;
    double norm = 0, product2 = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double u = x[i] - fit.centre, p = u * u - fit.a * u - fit.b;
      norm += w(i) * p * p;
      product2 += w(i) * p * (y[i] - fit.coefficient[0]);
    }
    if (norm > 1e-9 * sum * std::pow(widest, 4)) {
      fit.degree = 2;
      fit.coefficient[2] = product2 / norm;
      fit.variance[2] = 1 / norm;
    }
  }
  if (fit.degree < 2) fit.a = fit.b = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double residual = y[i] - fit(x[i]);
    fit.chi_squared += w(i) * residual * residual;
  }
  return fit;
}

}  // namespace didv::numerics
