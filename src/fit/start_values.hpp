#pragma once
// Where a fit of a spectrum begins, read from the curve itself. Knows no model by name: energies are tried over the
// range of bias, widths as fractions of them, pure numbers over their range; each trial is scored with the model
// itself, with scale and background by linear least squares.

#include <optional>
#include <vector>

#include "fit/data_set.hpp"
#include "fit/parameter_plan.hpp"
#include "fit/spectrum_curve.hpp"

namespace didv::fitting {

/// Values of all parameters of the curve, the most promising first; at least one. `held` has what is not to be fitted.
std::vector<std::vector<double>> start_values(const SpectrumCurve& curve, const DataSet& data,
                                              const std::vector<PlannedParameter>& parameters,
                                              const std::vector<std::optional<double>>& held);

/// Places to begin at where those do not settle it: whatever the caller's starts, a free T tried as well, promising but
/// apart from each other. May be none.
std::vector<std::vector<double>> further_starts(const SpectrumCurve& curve, const DataSet& data,
                                                std::vector<PlannedParameter> parameters,
                                                const std::vector<std::optional<double>>& held);

/// The same values with scale and background (where they are free) by linear least squares.
std::vector<double> with_linear_part(const SpectrumCurve& curve, const DataSet& data,
                                     const std::vector<PlannedParameter>& parameters,
                                     const std::vector<std::optional<double>>& held, std::vector<double> values);

}  // namespace didv::fitting
