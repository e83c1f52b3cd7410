#pragma once
// What a solved problem might have been: refits to data drawn anew, or draws from its posterior; and the intervals that
// follow.

#include <functional>
#include <vector>

#include "didv/intervals.hpp"
#include "fit/problem.hpp"
#include "fit/solve.hpp"

namespace didv::fitting {

/// Fills the replicas of an outcome, if the choice is for a method that has any. `in_order`: of all values of the slots
/// that give the same curves, the ones to report.
void replicate(const IntervalChoice& how, const Problem& problem, Outcome& outcome,
               const std::function<std::vector<double>(const std::vector<double>&)>& in_order = {});

/// Sets both intervals of an estimate from its replicas, where there are any and it has a value to put them around.
/// `levels` are those of refits.
void give_intervals(Estimate& estimate, const Levels& levels, const std::string& from);

}  // namespace didv::fitting
