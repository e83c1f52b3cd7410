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
  double signal = 0;                                  ///< −2 ln L that is won by what is tied not vanishing
  std::string complaint;                              ///< why it cannot be fitted alone; empty where it can
  int evaluations = 0;
};

/// One per task, in their order.
std::vector<Witness> walk(const Plan& plan, const std::vector<Task>& tasks, const Progress& progress);

/// Values of the laws' parameters to begin with: the caller's, else what fits the witnesses best. Throws
/// InvalidArgument where a law gives no finite number at a temperature of the tasks, and where its bounds close a gap
/// that a single spectrum shows.
std::vector<double> law_starts(const Plan& plan, const std::vector<Task>& tasks, const std::vector<Witness>& witnesses);
/// The highest temperature at which a spectrum alone shows the gap beyond doubt; 0: at none.
double open_until_K(const PlannedTie& tie, const Plan& plan, const std::vector<Witness>& witnesses);
/// The same with the gap closing between any two of the spectra that do not show one, where those values lead nowhere.
std::vector<std::vector<double>> further_law_starts(const Plan& plan, const std::vector<Task>& tasks,
                                                    const std::vector<Witness>& witnesses,
                                                    const std::vector<double>& values);

}  // namespace didv::fitting
