#pragma once
// A solved problem, solved again for data drawn anew (didv/intervals.hpp, Bootstrap).

#include <functional>
#include <vector>

#include "didv/intervals.hpp"
#include "fit/problem.hpp"
#include "fit/solve.hpp"

namespace didv::fitting {

/// Throws InvalidArgument for numbers that cannot be.
void check(const Bootstrap& bootstrap);

/// Fills the replicas of an outcome that has converged; for one that has not, or that has no noise, it says why there
/// are none. `in_order`: of all values of the slots that give the same curves, the ones to report.
void bootstrap(const Problem& problem, const Bootstrap& how, Outcome& outcome,
               const std::function<std::vector<double>(const std::vector<double>&)>& in_order = {});

}  // namespace didv::fitting
