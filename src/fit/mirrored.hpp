#pragma once

#include <span>

namespace didv::fitting {

/// Is every point there twice, once at V and once with the very same value at −V? No noise does that: the curve was
/// symmetrised, whether or not its file says so, and two points carry the information of one.
bool is_mirrored(std::span<const double> x, std::span<const double> y);

}  // namespace didv::fitting
