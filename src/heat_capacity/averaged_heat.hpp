#pragma once
// C/T as it is analysed: means over neighbours where there are more points than a fit gains anything from.

#include <cstddef>

#include "didv/heat_capacity.hpp"
#include "heat_capacity/normal_state.hpp"
#include "numerics/sorted_curve.hpp"

namespace didv::heat_capacity {

class AveragedHeat {
 public:
  explicit AveragedHeat(const HeatCapacityCurve& curve);

  const ReducedHeat& means() const { return means_; }
  /// Of neighbouring points as measured; 1e-9 is assumed of those that show none.
  double relative_noise() const { return relative_noise_; }
  bool noise_is_assumed() const { return noise_is_assumed_; }

  /// A mean over a sharp jump belongs to neither side and would draw Tc towards itself: those beside it are taken apart
  /// again. In the normal state, where nothing bends, more are put together. `normal` keeps its points.
  void resolve_jump(NormalState& normal);

 private:
  /// Adds the points [begin, end) as measured, averaged over `group` neighbours.
  void append(std::size_t begin, std::size_t end, std::size_t group);

  numerics::SortedCurve measured_;  // C/T
  std::size_t group_ = 1;           // points as measured to one mean
  double relative_noise_ = 0;
  bool noise_is_assumed_ = false;
  ReducedHeat means_;
};

}  // namespace didv::heat_capacity
