#pragma once
// From tasks to the problem that the minimiser solves.

#include <optional>
#include <vector>

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
};
Alone solve_alone(const Plan& plan, const Task& task, const Starts& starts, Effort effort = {});

}  // namespace didv::fitting
