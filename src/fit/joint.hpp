#pragma once
// Many data sets under one set of rules: as many independent problems as nothing is shared, one problem where something
// is.

#include <optional>
#include <string>
#include <vector>

#include "didv/result.hpp"
#include "fit/data_set.hpp"
#include "fit/parameter_plan.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

/// One data set ready to be fitted. The vectors have one entry per parameter.
struct Task {
  DataSet data;
  BlockCurve curve;
  std::vector<std::optional<double>> held;
  std::vector<std::string> held_because;
  std::vector<double> unit;                 ///< typical sizes
  std::vector<std::vector<double>> starts;  ///< values of all parameters, the most promising first; at least one
};

/// Solves and fills everything of the result but the model's name and what only the model's side can judge.
FitResult solve_tasks(const std::vector<PlannedParameter>& parameters, const std::vector<Task>& tasks);

}  // namespace didv::fitting
