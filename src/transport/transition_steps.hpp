#pragma once
// Is a transition one step, or several?

#include <vector>

#include "didv/resistive_transition.hpp"
#include "numerics/sorted_curve.hpp"

namespace didv {

/// The steps of a transition between two temperatures, from high to low. Two steps are told apart by a plateau: dR/dT
/// falls below 40 % of its maxima on both sides, by more than four times its error, and on each side 5 % or more of the
/// normal resistance vanish. Empty where fewer than 6 points lie in the transition.
std::vector<TransitionStep> find_transition_steps(const numerics::SortedCurve& curve, const TransitionLine& normal,
                                                  Interval range_K, double noise);

}  // namespace didv
