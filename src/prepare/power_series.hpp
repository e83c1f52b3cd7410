#pragma once

#include <Eigen/Dense>
#include <cmath>
#include <cstddef>
#include <span>

namespace didv {

/// Least-squares polynomial Σ c_k x^k and the covariance of its coefficients for unit weight.
struct PowerSeries {
  Eigen::VectorXd coefficients;
  Eigen::MatrixXd covariance;  ///< (XᵀWX)⁻¹; times the variance of a point of weight 1
  double chi_squared = 0;      ///< Σ w (y − p(x))²
  bool full_rank = false;
};

/// x of order 1, please: the normal matrix is not rescaled. Empty weights: all 1.
inline PowerSeries fit_power_series(std::span<const double> x, std::span<const double> y,
                                    std::span<const double> weights, int degree) {
  const auto rows = static_cast<Eigen::Index>(x.size());
  Eigen::MatrixXd design(rows, degree + 1);
  Eigen::VectorXd value(rows);
  for (Eigen::Index i = 0; i < rows; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const double root = weights.empty() ? 1.0 : std::sqrt(weights[k]);
    double power = root;
    for (int d = 0; d <= degree; ++d, power *= x[k]) design(i, d) = power;
    value(i) = root * y[k];
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(design);
  PowerSeries fit;
  fit.full_rank = qr.rank() == degree + 1;
  fit.coefficients = qr.solve(value);
  fit.chi_squared = (value - design * fit.coefficients).squaredNorm();
  if (fit.full_rank) {
    const auto r = qr.matrixQR().topLeftCorner(degree + 1, degree + 1);
    const Eigen::MatrixXd inverse =
        r.triangularView<Eigen::Upper>().solve(Eigen::MatrixXd::Identity(degree + 1, degree + 1));
    const auto permutation = qr.colsPermutation();
    fit.covariance = permutation * (inverse * inverse.transpose()) * permutation.transpose();
  }
  return fit;
}

}  // namespace didv
