#pragma once

#include <span>

namespace didv::fitting {

/// Scatter of y about the straight line between its neighbours in x: what is left when no smooth curve is to blame. A
/// robust standard deviation (median of absolute deviations); 0 for fewer than three points. x in any order, may
/// repeat.
double noise_floor(std::span<const double> x, std::span<const double> y);

}  // namespace didv::fitting
