#pragma once
// Sweeps of one curve that do not agree.

#include <span>
#include <vector>

#include "didv/resistive_transition.hpp"

namespace didv {

/// Do their Tc, which all have, differ by more than three standard deviations of a difference? Not without errors.
bool differ(std::span<const ResistiveTransition> sweeps);

/// Means of the sweeps, half their spread as the error where that is larger than the statistical one, none where one of
/// them has none; the rest is that of the last sweep. `directions` has the Tc of each.
ResistiveTransition mean_of(std::span<const ResistiveTransition> sweeps, std::vector<TransitionSweep> directions);

}  // namespace didv
