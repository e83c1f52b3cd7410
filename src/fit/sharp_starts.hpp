#pragma once
// Where a curve that is sharper than its points are apart may have its minimum.

#include <vector>

#include "fit/starts_from_best.hpp"

namespace didv::fitting {

/// Where an energy of the model lies at one of the sharpest features of the data (with a free offset: midway between
/// two), or the sum and the difference of two at two of them, or one of these that keep the other, in steps that are
/// fine beside the distance of the points: where the curve is sharper than these are apart, a valley of the misfit is
/// narrower as well, and no start falls into it. Tried with the widths as they are and with widths of a quarter and of
/// a 25th of that distance (from the wider one a descent may go elsewhere to reach a single high point); the lowest
/// first. May be none.
std::vector<std::vector<double>> sharp_starts(const AroundBest& around);

}  // namespace didv::fitting
