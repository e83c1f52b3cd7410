#include "fit/neighbour_correlation.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

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
  columns.leftCols(jacobian.cols()) = jacobian;
  columns.rightCols(1) = residual;
  for (Eigen::Index j = 0; j < jacobian.cols(); ++j)
    if (const double length = columns.col(j).norm(); length > 0) columns.col(j) /= length;
  const Matrix one_on = columns.topRows(n - 1).transpose() * columns.bottomRows(n - 1);
  return {columns.transpose() * columns, columns.middleRows(1, n - 2).transpose() * columns.middleRows(1, n - 2),
          one_on + one_on.transpose(), static_cast<double>(n)};
}

/// What is left of the residuals at some ρ, the parameters refitted to first order.
struct Left {
  double square = 0, log_determinant = 0, used = 0;
};

Left left_at(const Products& products, double rho) {
  constexpr double rank_threshold = 1e-10;  // of columns of unit length, squared
  const Matrix weighted = products.weighted(rho);
  const Eigen::Index width = weighted.cols() - 1;
  Left left{weighted(width, width)};
  if (width == 0) return left;
  const Eigen::SelfAdjointEigenSolver<Matrix> normal(weighted.topLeftCorner(width, width));
  for (Eigen::Index j = 0; j < width; ++j) {
    const double value = normal.eigenvalues()[j];
    if (!(value > rank_threshold * normal.eigenvalues()[width - 1])) continue;
    left.square -= std::pow(normal.eigenvectors().col(j).dot(weighted.col(width).head(width)), 2) / value;
    left.log_determinant += std::log(value);
    ++left.used;
  }
  return left;
}

/// Minus twice the restricted log-likelihood, but for a constant.
double deviance(const Products& products, double rho, bool sigma_known) {
  const Left left = left_at(products, rho);
  const double misfit =
      sigma_known ? left.square : (products.rows - left.used) * std::log(std::max(left.square, 1e-300));
  return misfit + left.log_determinant + (products.rows - 1) * std::log1p(-rho * rho);
}

bool can_tell(const Eigen::VectorXd& residual, const RowMatrix& jacobian) {
  return residual.size() >= 4 && residual.size() > jacobian.cols() && residual.squaredNorm() > 0;
}

/// ρ from 0 to most_correlated where a deviance is lowest.
double lowest_of(const std::function<double(double rho)>& deviance) {
  // ρ = tanh z: even steps are as many on the long correlations as on the short ones.
  constexpr int steps = 48;
  const double last = std::atanh(most_correlated), width = last / steps;
  const auto at = [&](double z) { return deviance(std::tanh(z)); };
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

}  // namespace

void whiten(double rho, Eigen::VectorXd& residual, RowMatrix& jacobian) {
  const double share = 1 / std::sqrt((1 - rho) * (1 + rho));
  for (Eigen::Index i = residual.size() - 1; i > 0; --i) {
    residual[i] = (residual[i] - rho * residual[i - 1]) * share;
    jacobian.row(i) = (jacobian.row(i) - rho * jacobian.row(i - 1)) * share;
  }
}

double estimate_neighbour_correlation(const Eigen::VectorXd& residual, const RowMatrix& jacobian, bool sigma_known) {
  if (!can_tell(residual, jacobian)) return 0;
  const Products products = products_of(residual, jacobian);
  return lowest_of([&](double rho) { return deviance(products, rho, sigma_known); });
}

std::optional<double> deviance_of_shared_noise(const Eigen::VectorXd& residual, const RowMatrix& jacobian) {
  if (!can_tell(residual, jacobian)) return {};
  const Products products = products_of(residual, jacobian);
  const auto at = [&](double rho) {
    return products.rows * std::log(std::max(left_at(products, rho).square, 1e-300)) +
           (products.rows - 1) * std::log1p(-rho * rho);
  };
  return at(lowest_of(at));
}

}  // namespace didv::fitting
