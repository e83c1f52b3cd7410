#pragma once
// An even curve needs to be known on one side of zero bias only.

#include <cstddef>
#include <span>
#include <vector>

#include "didv/model.hpp"

namespace didv::numerics {

/// The distinct |V| of a list of biases, ascending, and where each bias finds its own.
struct FoldedBias {
  std::vector<double> magnitude_mV;
  std::vector<std::size_t> place;
};

/// |V| that differ by less than the tolerance count as one.
FoldedBias fold(std::span<const double> bias_mV, double tolerance_mV);

/// The even curve at the biases from the one at folded.magnitude_mV.
Curve unfold(const Curve& half, const FoldedBias& folded, std::span<const double> bias_mV);

}  // namespace didv::numerics
