#pragma once
// Parameters of which a symmetry makes one value of many: of a crystal angle in −π … π only 0 … π/4 is all there is.

#include <utility>
#include <vector>

#include "didv/model.hpp"
#include "fit/parameter_plan.hpp"

namespace didv::fitting {

/// The part of its range to which the model leads every value of an angle back, the other values as given.
std::pair<double, double> distinct_range(const Model& model, std::vector<double> values, std::size_t index,
                                         const ParameterInfo& info);

/// Narrows the ranges of angles to that, and puts starts there. At its ends the curve depends on the square of the
/// distance, and what lies beyond is an image: they are bounds, and errors next to them one-sided. Angles that the
/// caller fixed, bounded or measured stay as they are.
void keep_to_distinct_ranges(const Model& model, std::vector<PlannedParameter>& planned);

}  // namespace didv::fitting
