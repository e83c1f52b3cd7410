#pragma once
// Gauss–Newton from where the evaluators stand, with some slots held: what the covariance already knows about the way
// down.

#include <vector>

#include "fit/block_evaluator.hpp"
#include "fit/covariance.hpp"
#include "fit/minimise.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

/// Takes the linear step of `covariance` from `from`, shortened until the misfit does not rise. False: no such step;
/// the evaluators then stand at `from` again. A slot goes at most this share of the way to its bound.
bool take_linear_step(const Problem& problem, std::vector<BlockEvaluator>& evaluators, const Covariance& covariance,
                      Minimum& from, double share_of_way_to_bound = 1);

}  // namespace didv::fitting
