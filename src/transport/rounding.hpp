#pragma once
// Readings that were rounded before they were written.

#include <span>

namespace didv {

/// The step: all readings lie on multiples of it from the lowest, on five of them or more, and one reading in ten or
/// more is that of the reading before. 0 where there is none; a step finer than the readings follow each other, or than
/// they scatter, is not seen.
double rounding_step(std::span<const double> readings);

}  // namespace didv
