#pragma once
// C_es/γT of the α-model from a table over ratio and temperature: what a fit can afford at every point.

#include <vector>

#include "didv/thermodynamics.hpp"

namespace didv::heat_capacity {

/// C_es/γT over t = T/Tc ≤ 1 for one ratio 2Δ(0)/k_BTc from lowest_ratio to highest_ratio. Error 1e-8 for ratios of 2
/// to 8, 1e-5 of the jump up to the ends. The table is made when the first one of its symmetry is asked for (some 10
/// ms).
class ElectronicHeat {
 public:
  static constexpr double lowest_ratio = 0.6, highest_ratio = 25;

  ElectronicHeat(GapSymmetry symmetry, double ratio);

  /// With the exact derivatives of the table's own interpolation.
  struct Point {
    double value, per_t, per_ratio;
  };
  Point at(double t) const;
  double operator()(double t) const { return at(t).value; }

 private:
  std::vector<double> value_, per_ratio_;  // at each knot: the number, and its slope by the knot's index
};

}  // namespace didv::heat_capacity
