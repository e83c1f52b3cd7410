#pragma once

#include <optional>
#include <vector>

#include "fit/data_set.hpp"
#include "fit/parameter_plan.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

/// Where to begin with a curve of which nothing is known but one start: every free parameter over four decades about
/// it, of the same sign and inside its range, quasi-random; the least misfits first. Leaves out what cannot be
/// evaluated.
std::vector<std::vector<double>> scattered_starts(const DataSet& data, const BlockCurve& curve,
                                                  const std::vector<PlannedParameter>& parameters,
                                                  const std::vector<std::optional<double>>& held,
                                                  const std::vector<double>& start);

}  // namespace didv::fitting
