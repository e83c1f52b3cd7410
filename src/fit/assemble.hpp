#pragma once
// From solved problems to the FitResult.

#include "didv/result.hpp"
#include "fit/data_set.hpp"
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

FittedData assemble(const Assembly& parts, const std::vector<PlannedParameter>& parameters);

/// Adds status, message, statistics and notes of one solved problem to a result. `prefix` names the data set, where
/// there are several problems.
void add_outcome(FitResult& result, const Outcome& outcome, const std::string& prefix);

}  // namespace didv::fitting
