#pragma once

#include <optional>
#include <span>
#include <vector>

#include "didv/spectrum.hpp"
#include "fit/data_set.hpp"

namespace didv::fitting {

/// Is every point there twice, once at V and once with the very same value at −V? No noise does that: the curve was
/// symmetrised, whether or not its file says so, and two points carry the information of one.
bool is_mirrored(std::span<const double> x, std::span<const double> y);

/// The points that stand for themselves, in the order of x: all of them, of mirrored ones those at 0 and above.
std::vector<std::size_t> points_of_their_own(std::span<const double> x, std::span<const double> y);

/// The bias about which the points were symmetrised: what the spectrum says of itself, or 0 where the whole of it or
/// the points chosen for a fit repeat themselves; empty: nothing tells that they were.
std::optional<double> centre_of_mirror(const Spectrum& spectrum, const DataSet& chosen);

}  // namespace didv::fitting
