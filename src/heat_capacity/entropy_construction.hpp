#pragma once
// The ideal sharp jump that holds the same entropy as a rounded one.

#include <string>

#include "heat_capacity/normal_state.hpp"

namespace didv::heat_capacity {

/// `jump` is the excess of C/T over the normal-state line at Tc. Where `reason` is not empty it says why there is none.
struct EntropyConstruction {
  double Tc_K = 0, Tc_error_K = 0, jump = 0, jump_error = 0;
  std::string reason = {};
};

/// With e(T) = C/T − normal line: a parabola P through e from 0.7 Tc to where the rounding begins at T₁ (4 spreads
/// below the midpoint), and Tc from ∫_{T₁}^{Tc} P dT = ∫ e dT over the rounded part.
EntropyConstruction conserve_entropy(const ReducedHeat& heat, const NormalState& normal, double spread_K);

}  // namespace didv::heat_capacity
