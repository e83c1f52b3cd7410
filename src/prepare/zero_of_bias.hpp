#pragma once
// Where zero bias of a measured curve is, from the curve itself.

#include <optional>
#include <span>

namespace didv {

struct ZeroOfBias {
  double offset_mV, error_mV;
};

/// By how much a curve is shifted that is even but for a slope: half of G(V) − G(−V) is −offset·dG/dV of the even part
/// beside multiples of V and of V·G, by least squares; the error from what is left. `at_mV` ascends from above 0 in
/// steps that are even or nearly so; `right` and `left` are G there and at −V. Nothing for fewer than ten points, or
/// where the curve is too flat to tell.
std::optional<ZeroOfBias> zero_of_bias(std::span<const double> at_mV, std::span<const double> right,
                                       std::span<const double> left);

}  // namespace didv
