#pragma once
// The thermal average of a kernel on the real energy axis, all biases from the same nodes.

#include <span>

#include "didv/kernel.hpp"

namespace didv::numerics {

/// G(V) = ∫σ(E)(−f′(E−V))dE at the biases, kT > 0. With derivatives also ∂/∂V and one column per parameter, then ∂/∂kT.
/// Error 1e-9 of max(1, peak), derivatives 1e-6 of max(1, |derivative| peak); AccuracyError where the kernel has
/// structure that its edges() do not tell.
Curve thermal_window(const detail::KernelFunction& kernel, std::span<const double> bias_mV,
                     std::span<const double> parameters, double kT, Derivatives derivatives);

}  // namespace didv::numerics
