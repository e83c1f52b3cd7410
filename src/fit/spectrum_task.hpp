#pragma once
// What is solved for one spectrum: what is held and why, where to begin, where else to look.

#include <vector>

#include "didv/spectrum.hpp"
#include "fit/data_set.hpp"
#include "fit/joint.hpp"
#include "fit/parameter_plan.hpp"
#include "fit/spectrum_curve.hpp"

namespace didv::fitting {

/// `data` are the points of the spectrum that are fitted, `planned` the parameters of the curve. Throws
/// InvalidArgument, naming the spectrum, where the temperature is missing or not one, and where a rule is for what is
/// held by itself.
Task task_of(const Spectrum& spectrum, const SpectrumCurve& curve, DataSet data,
             const std::vector<PlannedParameter>& planned);

}  // namespace didv::fitting
