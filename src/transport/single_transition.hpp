#pragma once
// The transition of one sweep, or of all points taken as one.

#include "didv/resistive_transition.hpp"
#include "numerics/sorted_curve.hpp"

namespace didv {

/// All that find_transition finds but what sweeps have to say. Name, field and unit are left to the caller.
ResistiveTransition find_single_transition(numerics::SortedCurve curve, const TransitionOptions& options);

}  // namespace didv
