#pragma once
// How large a slot may be: raised until Σ residual² has risen by so much, all others refitted within their bounds.

#include <vector>

#include "fit/block_evaluator.hpp"
#include "fit/minimise.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

/// In slot units, to a per cent; infinity where Σ residual² does not rise by `rise` within a thousand typical sizes or
/// the slot's range. The evaluators stand anywhere afterwards.
double upper_limit(const Problem& problem, std::vector<BlockEvaluator>& evaluators, const Minimum& minimum,
                   std::size_t slot, double rise);

}  // namespace didv::fitting
