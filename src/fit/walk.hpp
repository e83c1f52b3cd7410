#pragma once
// What the data sets of a joint fit say one by one: where it begins, and who fails alone. Goes from the lowest rank
// (the coldest) up, each beginning where its neighbour ended.

#include <string>
#include <vector>

#include "fit/compose.hpp"

namespace didv::fitting {

struct Witness {
  Beginning beginning;                                ///< for the joint fit
  std::vector<std::optional<double>> standard_error;  ///< of each of its values, where it was found alone
  std::string complaint;                              ///< why it cannot be fitted alone; empty where it can
  int evaluations = 0;
};

/// One per task, in their order.
std::vector<Witness> walk(const Plan& plan, const std::vector<Task>& tasks, const Progress& progress);

/// Values of the laws' parameters to begin with: the caller's, else what fits the witnesses best. Throws
/// InvalidArgument where a law gives no finite number at a temperature of the tasks, and where its bounds close a gap
/// that a single spectrum shows.
std::vector<double> law_starts(const Plan& plan, const std::vector<Task>& tasks, const std::vector<Witness>& witnesses);

}  // namespace didv::fitting
