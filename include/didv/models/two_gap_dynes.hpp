#pragma once
// Two gaps on one contact, each with its own Dynes curve.

#include "didv/combine.hpp"
#include "didv/models/dynes.hpp"

namespace didv::models {

/// G = w·G_dynes(1) + (1−w)·G_dynes(2): weighted_sum (combine.hpp) of two dynes models. Limits: w = 1, or both parts
/// alike, is dynes. Source: two conductors in parallel; the two bands of H. Suhl, B. T. Matthias, L. R. Walker, Phys.
/// Rev. Lett. 3, 552 (1959).
inline Model two_gap_dynes() {
  return weighted_sum(
      {dynes(), dynes()},
      {"two_gap_dynes", "Two gaps in parallel, Dynes-broadened tunnelling",
       "Suhl, Matthias, Walker, Phys. Rev. Lett. 3, 552 (1959): two bands; Dynes et al. (1978): each part", "dynes"});
}

}  // namespace didv::models
