#pragma once
// The thermal average of Re F(E), F analytic and bounded in the upper half-plane, as a sum over a few fixed complex
// energies.

#include <span>

#include "didv/kernel.hpp"

namespace didv::numerics {

using detail::Average;

/// ∫Re F(E)(−f′(E−V))dE, or the current, at the biases. Error 3e-13 of max(1, peak) for every kT ≥ 0: kT = 0 is the
/// limit. With derivatives also ∂/∂V and one column per parameter of the kernel, then ∂/∂kT.
Curve pole_rule(const detail::KernelFunction& kernel, std::span<const double> bias_mV,
                std::span<const double> parameters, double kT, Average average, Derivatives derivatives);

}  // namespace didv::numerics
