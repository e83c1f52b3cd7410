#pragma once
// C/T of a superconductor whose Tc is spread a little over the sample.

#include "didv/curve.hpp"
#include "didv/thermodynamics.hpp"

namespace didv::heat_capacity {

/// C/T = gamma_0 + gamma_s·⟨C_es/γT⟩ + beta·T², C_es the α-model's of 2Δ(0)/k_BTc = ratio, averaged over a normal
/// distribution of Tc with standard deviation `width`; accuracy of ElectronicHeat, exact derivatives of itself.
/// Parameters in this order: gamma_0, gamma_s, beta, ratio, Tc, width.
CurveFunction broadened_alpha_model(GapSymmetry symmetry);

}  // namespace didv::heat_capacity
