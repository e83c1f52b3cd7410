#pragma once
// Where a fit of a spectrum begins, read from the curve itself. Knows no model by name: energies are tried over the
// range of bias, widths as fractions of them, pure numbers over their range; each trial is scored with the model
// itself, with scale and background by linear least squares.

#include <vector>

#include "fit/trials.hpp"

namespace didv::fitting {

/// Values of all parameters of the curve, the most promising first; at least one.
std::vector<std::vector<double>> start_values(const StartProblem& problem);

/// Places to begin at where those do not settle it: whatever the caller's starts, a free T tried as well, promising but
/// apart from each other. May be none.
std::vector<std::vector<double>> further_starts(const StartProblem& problem);

/// The same values with scale and background (where they are free) by linear least squares.
std::vector<double> with_linear_part(const StartProblem& problem, std::vector<double> values);

}  // namespace didv::fitting
