#pragma once
// Many data sets under one set of rules: as many independent problems as nothing is shared or tied, one problem where
// something is.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "didv/intervals.hpp"
#include "didv/laws.hpp"
#include "didv/result.hpp"
#include "fit/data_set.hpp"
#include "fit/parameter_plan.hpp"
#include "fit/problem.hpp"
#include "fit/solve.hpp"

namespace didv::fitting {

/// A parameter of the curve that a law computes.
struct PlannedTie {
  std::size_t parameter;
  Law law;
  std::vector<std::size_t> arguments;  ///< where the law's parameters stand in Plan::law_parameters
};

/// What is to be found: the parameters of each data set, and of the laws behind them.
struct Plan {
  std::vector<PlannedParameter> parameters;
  std::vector<PlannedParameter> law_parameters = {};
  std::vector<PlannedTie> ties = {};
  std::size_t temperature = 0;  ///< which parameter the laws take for T
  IntervalChoice intervals = {};
  bool values_only =
      false;  ///< of data sets that share nothing: no errors that follow a bound, no intervals, no limits
  std::vector<std::pair<std::string, std::string>> contours = {};
};

/// Values of all parameters to begin with, the most promising first, and the typical sizes of the parameters.
struct Starts {
  std::vector<std::vector<double>> values;
  std::vector<double> unit;
};

/// One data set ready to be fitted. The vectors have one entry per parameter.
struct Task {
  DataSet data;
  BlockCurve curve;
  std::vector<std::optional<double>> held;
  std::vector<std::string> held_because;
  double rank = 0;                 ///< start values walk from the lowest (coldest) up
  std::function<Starts()> starts;  ///< read from the data themselves
  /// Values of all parameters to begin with where those do not settle it; may be empty.
  std::vector<StartSource> further;
  bool further_where_short_of_noise = false;                                  ///< see FurtherStarts
  StartsFromBest further_short_of_noise, further_always, further_where_idle;  ///< likewise
  Search search = Search::until_one_fits;                                     ///< see Effort
  /// The same with more held: what these find is a start as well, so that none of them ends lower.
  std::vector<Task> within;
  /// The values that a neighbour found, made fit for these data (their scale, their background).
  std::function<std::vector<double>(std::vector<double>)> adapted;
  /// Of all values that give the same curve, the ones to report.
  std::function<std::vector<double>(std::vector<double>)> in_order;
};

/// Told after each step of a long fit: how many are done, and out of how many.
using Progress = std::function<void(std::size_t done, std::size_t of)>;

/// Solves and fills everything of the result but the model's name and what only the model's side can judge.
FitResult solve_tasks(const Plan& plan, const std::vector<Task>& tasks, const Progress& progress = {});

}  // namespace didv::fitting
