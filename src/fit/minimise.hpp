#pragma once
// Levenberg–Marquardt with bounds, by Ceres. The only file that knows Ceres is its .cpp.

#include <span>
#include <string>
#include <vector>

#include "didv/units.hpp"
#include "fit/block_evaluator.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

constexpr int most_iterations = 500;

struct Minimum {
  std::vector<double> position;  ///< of every slot, in slot units
  double cost = 0;               ///< ½ Σ weighted residual², measured values included
  bool evaluated = false;        ///< false: the curve cannot be evaluated at the start
  bool exhausted = false;        ///< true: stopped after the iterations allowed
};

/// ½ Σ weighted residual² where the evaluators stand, which has to be `position`.
double cost_at(const Problem& problem, const std::vector<BlockEvaluator>& evaluators, std::span<const double> position);

/// When to stop before the minimum.
struct Patience {
  int iterations = most_iterations;
  double hopeless_cost = infinity;  ///< a descent that no more than creeps above this cost has arrived
};

/// Runs from `start` (slot units) to the next minimum. The evaluators stand at the minimum afterwards. `held`: the
/// slots that stay where they are; empty: none.
Minimum minimise(const Problem& problem, std::vector<BlockEvaluator>& evaluators, std::span<const double> start,
                 Patience patience = {}, const std::vector<char>& held = {});

}  // namespace didv::fitting
