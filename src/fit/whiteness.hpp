#pragma once

#include <span>

namespace didv::fitting {

/// Are residuals, in the order of their abscissa, what noise leaves? Sums over neighbours grow like the square root of
/// their number unless a curve has been missed; windows of a few widths see features of as many. What hides from this
/// lies some 3 √(2n/w) of χ² at most above the minimum, w points wide. `correlated_points` (1 or more) is how many
/// neighbours share their noise.
bool looks_like_noise(std::span<const double> residual, double correlated_points);

}  // namespace didv::fitting
