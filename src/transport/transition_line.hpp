#pragma once
// Straight lines through part of a resistance curve, and the noise there.

#include <optional>

#include "didv/resistive_transition.hpp"
#include "numerics/sorted_curve.hpp"

namespace didv {

/// The noise between neighbours in a temperature range; that of the whole curve where these are too few.
double noise_around(const numerics::SortedCurve& curve, Interval range_K);

/// A least-squares line through the points of a temperature range, its errors from the scatter about it and at least
/// from the noise, of the resistance and of the temperature. Nothing for fewer than `fewest` points.
std::optional<TransitionLine> line_through(const numerics::SortedCurve& curve, Interval range_K, std::size_t fewest,
                                           double noise_of_T = 0);

}  // namespace didv
