#pragma once
// The transition of one sweep, or of all points taken as one.

#include "didv/resistive_transition.hpp"
#include "numerics/sorted_curve.hpp"
#include "transport/thermometer.hpp"

namespace didv {

/// All that find_transition finds but what sweeps have to say, of temperatures known that well. Name, field and unit
/// are left to the caller.
ResistiveTransition find_single_transition(numerics::SortedCurve curve, const Thermometer& thermometer,
                                           const TransitionOptions& options);

}  // namespace didv
