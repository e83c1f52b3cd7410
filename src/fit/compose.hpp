#pragma once
// From tasks to the problem that the minimiser solves.

#include <optional>
#include <vector>

#include "fit/asked_contours.hpp"
#include "fit/joint.hpp"
#include "fit/solve.hpp"

namespace didv::fitting {

Slot slot_of(const PlannedParameter& parameter, double start, double unit);

/// What one task begins with inside a problem.
struct Beginning {
  std::vector<double> values, unit;
  double expected_sigma = 0;
};

/// Where the parameters of a block come from when they are not its own: for each, what all blocks share.
struct Common {
  std::vector<Source> source;  ///< per parameter; without slot and tie: the block's own
  static Common nothing(std::size_t parameters) { return {std::vector<Source>(parameters)}; }
};

void add_block(Problem& problem, const Plan& plan, const Task& task, const Beginning& beginning, const Common& common);

/// One data set by itself, laws aside: tries the starts until one fits down to the noise.
struct Alone {
  Problem problem;
  Outcome outcome;
  std::vector<AskedContour> contours = {};
};
Alone solve_alone(const Plan& plan, const Task& task, const Starts& starts, Effort effort = {});
/// The same with the task's further starts, and a search among many parameters.
Alone search_alone(const Plan& plan, const Task& task, const Starts& starts, Effort effort = {});

/// Adds its replicas, if any are asked for.
void replicate_alone(const IntervalChoice& how, const Task& task, Alone& alone);

/// What is left to say of a data set that cannot be fitted.
Alone not_begun(const Plan& plan, const Task& task, const Starts& starts, const std::string& why);

/// The values of all parameters that it ended with.
std::vector<double> parameters_of(const Alone& alone);

/// The order in which start values walk.
std::vector<std::size_t> from_lowest_rank(const std::vector<Task>& tasks);

}  // namespace didv::fitting
