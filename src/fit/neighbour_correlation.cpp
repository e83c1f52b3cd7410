#include "fit/neighbour_correlation.hpp"

#include <algorithm>
#include <cmath>

namespace didv::fitting {
namespace {

using Matrix = Eigen::MatrixXd;

/// [J | r]ᵀ C⁻¹ [J | r] for any ρ, from three sums over the rows: C⁻¹ has three diagonals.
struct Products {
  Matrix all, inner, lagged;
  double rows = 0;

  Matrix weighted(double rho) const { return (all + rho * rho * inner - rho * lagged) / (1 - rho * rho); }
};

Products products_of(const Eigen::VectorXd& residual, const RowMatrix& jacobian) {
  const Eigen::Index n = residual.size();
  Matrix columns(n, jacobian.cols() + 1);
  columns << jacobian, residual;
  for (Eigen::Index j = 0; j < jacobian.cols(); ++j)
    if (const double length = columns.col(j).norm(); length > 0) columns.col(j) /= length;
  const Matrix one_on = columns.topRows(n - 1).transpose() * columns.bottomRows(n - 1);
  return {columns.transpose() * columns, columns.middleRows(1, n - 2).transpose() * columns.middleRows(1, n - 2),
          one_on + one_on.transpose(), static_cast<double>(n)};
}

/// Minus twice the restricted log-likelihood, but for a constant.
double deviance(const Products& products, double rho, bool sigma_known) {
  constexpr double rank_threshold = 1e-10;  // of columns of unit length, squared
  const Matrix weighted = products.weighted(rho);
  const Eigen::Index width = weighted.cols() - 1;
  const Eigen::SelfAdjointEigenSolver<Matrix> normal(weighted.topLeftCorner(width, width));
  double square = weighted(width, width), log_determinant = 0, used = 0;
  for (Eigen::Index j = 0; j < width; ++j) {
    const double value = normal.eigenvalues()[j];
    if (!(value > rank_threshold * normal.eigenvalues()[width - 1])) continue;
    square -= std::pow(normal.eigenvectors().col(j).dot(weighted.col(width).head(width)), 2) / value;
    log_determinant += std::log(value);
    ++used;
  }
  const double misfit = sigma_known ? square : (products.rows - used) * std::log(std::max(square, 1e-300));
  return misfit + log_determinant + (products.rows - 1) * std::log1p(-rho * rho);
}

}  // namespace

void whiten(double rho, Eigen::VectorXd& residual, RowMatrix& jacobian) {
  const double share = 1 / std::sqrt((1 - rho) * (1 + rho));
  for (Eigen::Index i = residual.size() - 1; i > 0; --i) {
    residual[i] = (residual[i] - rho * residual[i - 1]) * share;
    jacobian.row(i) = (jacobian.row(i) - rho * jacobian.row(i - 1)) * share;
  }
}

double estimate_neighbour_correlation(const Eigen::VectorXd& residual, const RowMatrix& jacobian, bool sigma_known) {
  if (residual.size() < 4 || residual.size() <= jacobian.cols() || !(residual.squaredNorm() > 0)) return 0;
  const Products products = products_of(residual, jacobian);
  // ρ = tanh z: even steps are as many on the long correlations as on the short ones.
  constexpr int steps = 48;
  const double last = std::atanh(most_correlated), width = last / steps;
  const auto at = [&](double z) { return deviance(products, std::tanh(z), sigma_known); };
  double best = 0, lowest = at(0);
  for (int k = 1; k <= steps; ++k)
    if (const double here = at(k * width); here < lowest) {
      lowest = here;
      best = k * width;
    }
  double left = std::max(best - width, 0.0), right = std::min(best + width, last);
  const double golden = (std::sqrt(5.0) - 1) / 2;
  for (int k = 0; k < 45; ++k) {
    const double a = right - golden * (right - left), b = left + golden * (right - left);
    (at(a) < at(b) ? right : left) = at(a) < at(b) ? b : a;
  }
  const double z = 0.5 * (left + right);
  return at(z) < at(0) ? std::tanh(z) : 0;
}

}  // namespace didv::fitting
