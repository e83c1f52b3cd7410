#pragma once
// Draws from the posterior of a solved problem (didv/intervals.hpp, PosteriorSampler).

#include <functional>
#include <vector>

#include "didv/intervals.hpp"
#include "fit/problem.hpp"
#include "fit/solve.hpp"

namespace didv::fitting {

/// Throws InvalidArgument for numbers that cannot be.
void check(const PosteriorSampler& sampler);

/// Fills the replicas of an outcome that has converged; where there can be none, or where they have not converged, it
/// says why. `in_order`: of all values of the slots that give the same curves, the ones to report.
void sample_posterior(const Problem& problem, const PosteriorSampler& how, Outcome& outcome,
                      const std::function<std::vector<double>(const std::vector<double>&)>& in_order = {});

}  // namespace didv::fitting
