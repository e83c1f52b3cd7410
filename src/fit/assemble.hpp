#pragma once
// From solved problems to the FitResult.

#include "didv/result.hpp"
#include "fit/data_set.hpp"
#include "fit/joint.hpp"
#include "fit/parameter_plan.hpp"
#include "fit/solve.hpp"

namespace didv::fitting {

/// A data set inside a problem: what the estimates need to know beside the outcome.
struct Assembly {
  const DataSet* data;
  const Problem* problem;
  const Outcome* outcome;
  std::size_t block;                      ///< its place in the problem
  std::vector<std::string> held_because;  ///< per parameter: why it is held, where it is
};

/// One data set: its points, its curve, its estimates.
FittedData assemble(const Assembly& parts, const std::vector<PlannedParameter>& parameters);

/// Adds what has one value for all data sets: shared parameters, then those of laws (`law_numbers` says where they
/// stand).
void add_shared(FitResult& result, const Problem& problem, const Outcome& outcome, const Plan& plan,
                const std::vector<char>& is_shared, const std::vector<Number>& law_numbers);

/// Adds status, message, statistics and notes of one solved problem to a result. `prefix` names the data set, where
/// there are several problems.
void add_outcome(FitResult& result, const Outcome& outcome, const std::string& prefix);

}  // namespace didv::fitting
