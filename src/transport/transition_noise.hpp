#pragma once
// Noise of a resistance curve, and of its thermometer, around a transition.

#include "numerics/sorted_curve.hpp"
#include "transport/normal_state.hpp"
#include "transport/thermometer.hpp"

namespace didv {

/// Standard deviations: of the resistance above and below the transition (in the unit of the data), of the temperature.
struct TransitionNoise {
  double above = 0, below = 0;
  double temperature_K = 0;
};

/// Noise of the temperature shows where the resistance is steep. What the points scatter there beyond their noise
/// elsewhere is an upper bound, for it holds what the points are too coarse for; with the thermometer's own noise the
/// smaller of the two is taken, of sorted temperatures the bound.
TransitionNoise find_transition_noise(const numerics::SortedCurve& curve, const NormalState& normal,
                                      const Thermometer& thermometer);

}  // namespace didv
