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
  bool exhausted = false;        ///< true: stopped on the way, by what Patience says
};

/// ½ Σ weighted residual² where the evaluators stand, which has to be `position`.
double cost_at(const Problem& problem, const std::vector<BlockEvaluator>& evaluators, std::span<const double> position);

/// When to stop before the minimum.
struct Patience {
  int iterations = most_iterations;
  double to_beat = infinity;  ///< a descent is stopped that at its pace would not come down to this cost …
  double near = 1;            ///< … unless it is as close as so many times that
};

/// Runs from `start` (slot units) to the next minimum. The evaluators stand at the minimum afterwards. `held`: the
/// slots that stay where they are; empty: none.
Minimum minimise(const Problem& problem, std::vector<BlockEvaluator>& evaluators, std::span<const double> start,
                 Patience patience = {}, const std::vector<char>& held = {});

}  // namespace didv::fitting
