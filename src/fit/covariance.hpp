#pragma once
// Covariance of the slots at a minimum, from singular values of the column-scaled Jacobian. Directions that the data do
// not fix are named instead of inverted. Blocks are eliminated one by one, so cost and memory grow linearly with their
// number: with J_k = [A_k | B_k] (own | shared) and A_k = U S Vᵀ, the shared slots see (1 − U Uᵀ) B_k.

#include <optional>
#include <vector>

#include "fit/block_evaluator.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

/// Covariance among the slots that shape one block: its own, then the shared ones, held ones left out.
struct BlockCovariance {
  std::vector<std::size_t> slots;
  Eigen::MatrixXd matrix;  ///< in slot units squared; meaningless for a slot that is not determined
  /// What the block says of the shared slots (held ones left out), its own refitted: rows of [∂residual | residual].
  Eigen::MatrixXd shared_rows;
};

/// What a slot outside a covariance has added to the variance of every slot.
struct Widening {
  std::size_t slot;
  std::vector<double> variance;
};

struct Covariance {
  std::vector<BlockCovariance> blocks;
  std::vector<double> variance;       ///< per slot, in slot units squared; 0 for a slot that is held
  std::vector<char> determined;       ///< per slot; true for a slot that is held
  std::vector<double> slope_squared;  ///< per slot, held or not: Σ (∂residual/∂slot)², all others held
  std::vector<std::vector<std::size_t>> flat_directions;  ///< the slots that move together without moving the curve
  std::vector<double> step;  ///< per slot, in slot units: the linear step to the minimum; 0 if held
  double reachable = 0;      ///< the part of Σ residual² that this step would remove

  std::vector<Widening> widenings;

  /// Adds the uncertainty of `slot`, outside this covariance: one standard error of it, at weights of which `noise` is
  /// the error scale squared, takes all slots from `minimum` to `moved` (slot units).
  void widen(std::size_t slot, const std::vector<double>& minimum, const std::vector<double>& moved, double noise);
  /// The slot outside that more than half of the variances of both comes from.
  std::optional<std::size_t> widener_of(std::size_t first, std::size_t second) const;
};

/// The upper triangle with the same sum of squares as both sets of rows.
Eigen::MatrixXd folded(const Eigen::MatrixXd& rows, const Eigen::MatrixXd& more);

/// At the point where the evaluators stand, with unit weights taken as absolute. `held` slots do not vary.
Covariance covariance(const Problem& problem, const std::vector<BlockEvaluator>& evaluators,
                      const std::vector<double>& position, const std::vector<char>& held);

}  // namespace didv::fitting
