#pragma once
// Noise that neighbours share: correlation ρ^|i−k| along the rows.

#include <optional>

#include "fit/problem.hpp"

namespace didv::fitting {

constexpr double most_correlated = 0.9995;

/// Makes rows with that correlation independent, their variance kept: row i − ρ·row (i−1), over √(1 − ρ²).
void whiten(double rho, Eigen::VectorXd& residual, RowMatrix& jacobian);

/// ρ by restricted maximum likelihood for a curve that is linear near its minimum: residual (of rows not whitened, over
/// σ) and its derivatives there. `sigma_known`: the variance of a row is 1, else it is whatever fits best.
double estimate_neighbour_correlation(const Eigen::VectorXd& residual, const RowMatrix& jacobian, bool sigma_known);

/// −2 ln L, but for a constant of the points, of rows with unknown variance at the most likely ρ, a curve with these
/// columns refitted. Empty where there are too few rows to tell.
std::optional<double> deviance_of_shared_noise(const Eigen::VectorXd& residual, const RowMatrix& columns);

}  // namespace didv::fitting
