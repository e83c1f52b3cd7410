#pragma once
// A loss that grows more slowly than r², as a residual whose square it is: then least squares, with all its steps,
// limits and profiles, minimises the loss.

#include <Eigen/Dense>
#include <span>

#include "didv/noise.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

/// Sums over residuals that the errors of a fit with that loss need.
struct LossSums {
  double psi_squared = 0;    ///< of ψ², ψ half the derivative of the loss
  double slope = 0;          ///< of ψ′
  double normal_matrix = 0;  ///< of the factor by which J Jᵀ of a point enters the normal matrix
};

/// Replaces residual r by sign(r)·√loss and scales its derivatives. `sigma` is the standard deviation of r.
LossSums apply(Loss loss, double sigma, Eigen::VectorXd& residual, RowMatrix& jacobian);

/// About which the loss of these residuals, in standard deviations, is least: their mean for squares.
double location(std::span<const double> residuals, Loss loss);

}  // namespace didv::fitting
