#pragma once
// Two gaps on one contact, each with its own BTK curve.

#include "didv/combine.hpp"
#include "didv/models/btk.hpp"

namespace didv::models {

/// G = w·G_btk(1) + (1−w)·G_btk(2): weighted_sum (combine.hpp) of two btk models. Limits: w = 1, or both parts alike,
/// is btk. Source: two conductors in parallel; the two bands of H. Suhl, B. T. Matthias, L. R. Walker, Phys. Rev. Lett.
/// 3, 552 (1959).
inline Model two_gap_btk() {
  return weighted_sum({btk(), btk()},
                      {"two_gap_btk", "Two gaps in parallel, BTK contacts",
                       "Suhl, Matthias, Walker, Phys. Rev. Lett. 3, 552 (1959): two bands; Blonder, Tinkham, Klapwijk "
                       "(1982): each part",
                       "btk"});
}

}  // namespace didv::models
