#pragma once

namespace didv::series {

/// Q(χ²|ndf): the chance of a χ² as large or larger. The finite sums for whole ndf ≥ 1, to rounding.
/// Source: M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.4.4 and 26.4.5.
double chance_of_larger(double chi_squared, int degrees_of_freedom);

}  // namespace didv::series
