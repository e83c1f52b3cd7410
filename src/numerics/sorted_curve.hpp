#pragma once
// Points by ascending x, and the same averaged over neighbours.

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace didv::numerics {

struct SortedCurve {
  std::vector<double> x, y;

  std::size_t size() const { return x.size(); }
  /// First index and number of the points with lower ≤ x ≤ upper.
  std::pair<std::size_t, std::size_t> range(double lower, double upper) const;
};

SortedCurve sorted(std::span<const double> x, std::span<const double> y);

/// Means over `group` neighbouring points; the last one may hold more.
SortedCurve averaged(const SortedCurve& curve, std::size_t group);

}  // namespace didv::numerics
