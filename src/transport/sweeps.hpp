#pragma once
// A measurement in the order taken → its sweeps in one direction.

#include <cstddef>
#include <span>
#include <vector>

namespace didv {

/// Points first … last−1 (in the order taken) of a sweep in one direction.
struct Sweep {
  std::size_t first = 0, last = 0;
  bool rising = true;
};

/// Cuts where x turns round by more than a tenth of its whole range. Points in no order (runs of fewer than 8 on the
/// average) are one sweep.
std::vector<Sweep> split_sweeps(std::span<const double> x);

}  // namespace didv
