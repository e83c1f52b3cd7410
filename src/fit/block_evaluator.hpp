#pragma once
// Weighted residuals and Jacobian of one block at a point of slot space. Remembers the last point: a minimiser asks for
// the residuals of a trial step first, and for the Jacobian at the same point once the step is accepted.

#include <exception>
#include <span>
#include <string>
#include <vector>

#include "fit/loss.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

class BlockEvaluator {
 public:
  /// Weights are 1/(σ √m), m points per independent point. Where σ is unknown it begins with the size of the data.
  /// Rows are freed of what neighbours share, and bent by the loss, as the noise model of the block has it.
  BlockEvaluator(const Problem& problem, std::size_t block);

  /// The same, weights and all, as a block of another problem: with the same own and shared slots in the same order.
  BlockEvaluator in(const Problem& problem, std::size_t block) const {
    BlockEvaluator copy = *this;
    copy.problem_ = &problem;
    copy.block_ = &problem.blocks[block];
    return copy;
  }

  /// From here on only residuals: a third of the time. What adapts to the residuals needs the derivatives, and is to be
  /// done before.
  void drop_derivatives() {
    d_parameter_.clear();
    jacobian_.resize(static_cast<Eigen::Index>(rows()), 0);
  }

  /// Goes to the point own, shared (in slot units). False where the curve cannot be evaluated there: see failure().
  bool move_to(std::span<const double> own, std::span<const double> shared);
  const std::string& failure() const { return failure_; }
  int evaluations() const { return evaluations_; }

  /// Σ residual² at another point, from the values of the curve alone; infinity where it cannot be evaluated.
  double misfit_at(std::span<const double> own, std::span<const double> shared) const;

  std::size_t rows() const { return weight_.size(); }
  Eigen::Index own_columns() const { return static_cast<Eigen::Index>(block_->own.size()); }

  /// (curve − y)·weight, and its derivatives with respect to the own slots, then the shared ones, in slot units.
  const Eigen::VectorXd& residual() const { return residual_; }
  const RowMatrix& jacobian() const { return jacobian_; }
  const std::vector<double>& curve() const { return value_; }
  double weighted_data_norm() const;

  /// Σ (curve − y)² / m, in the unit of the data; with correlated noise or a loss Σ residual() ², in that unit.
  double sum_of_squares() const;
  bool sigma_known() const { return !sigma_.empty(); }
  /// The standard deviation in use where it is unknown.
  double assumed_sigma() const { return assumed_sigma_; }
  void assume_sigma(double sigma);
  /// What it ought to be by the scatter here: Problem::variance_per_square.
  double sigma_by_scatter(double variance_per_square) const;

  /// Do weights depend on where the fit has come to?
  bool adapts() const;
  /// Takes σ from the curve here, and the correlation from the residuals here, where the noise model says so. Returns
  /// how much either has changed, relative to its size.
  double adapt();
  double neighbour_correlation() const { return rho_; }
  /// residual() before the loss bends it, over its standard deviation.
  Eigen::VectorXd standard_residual() const;
  /// Minus twice the log-likelihood, but for a constant: the σ in use counts, and where it is unknown and the loss is
  /// r², the one that fits best.
  double deviance() const;
  const LossSums& loss_sums() const { return loss_sums_; }
  const std::vector<double>& weights() const { return weight_; }

 private:
  /// How a slot moves a parameter of the curve: ∂parameter/∂slot, in slot units.
  struct Lever {
    Eigen::Index column;  // of jacobian_
    double length;
  };
  void weigh();
  void arrange_rows();
  LossSums bend(Eigen::VectorXd& residual, RowMatrix& jacobian) const;
  bool make_rows();
  bool plain() const { return !block_->noise.correlated && block_->noise.loss == Loss::squares; }
  Eigen::Index column_of(std::size_t slot) const;
  /// The parameters of the curve at a point of slot space, and how the slots move them.
  struct Arranged {
    std::vector<double> parameters;
    std::vector<std::vector<Lever>> levers;
    std::string complaint;
  };
  Arranged arranged_at(std::span<const double> point) const;

  const Problem* problem_;
  const Block* block_;
  std::vector<double> weight_;
  std::vector<double> sigma_;  // empty: unknown
  double rho_ = 0;
  LossSums loss_sums_;
  double assumed_sigma_ = 0;
  std::vector<std::vector<Lever>> levers_;  // of each parameter of the curve; none: held
  std::vector<double> point_;
  std::vector<double> trial_;
  std::vector<double> parameters_;
  std::vector<double> value_;
  std::vector<double> d_parameter_;
  Eigen::VectorXd residual_;
  RowMatrix jacobian_;
  std::string failure_;
  bool good_ = false;
  int evaluations_ = 0;
};

/// Moves every evaluator to a position of all slots (slot units). False where a curve cannot be evaluated.
bool stand_at(const Problem& problem, std::vector<BlockEvaluator>& evaluators, std::span<const double> position);

/// Σ ((slot − measured value)/standard error)².
double pull_of_measured(const Problem& problem, std::span<const double> position);

/// Σ residual² of all blocks and measured values at another position, without going there; infinity where a curve
/// cannot be evaluated.
double misfit_at(const Problem& problem, const std::vector<BlockEvaluator>& evaluators,
                 std::span<const double> position);

/// The values of some slots out of all.
std::vector<double> gather(const std::vector<std::size_t>& slots, std::span<const double> all);

}  // namespace didv::fitting
