#pragma once
// Sums over terms of which many lie far above the biases and are smooth in them, so that a few biases stand for all.

#include <span>

#include "sis/sum_over_terms.hpp"

namespace didv::sis {

/// sum_over_terms, but for terms that are analytic far enough around |x| ≤ reach_mV at Chebyshev nodes, with an
/// interpolation that errs by some 1e-11 of them. |x| ≤ reach_mV. Terms go away from the axis, as on the path and at
/// the poles.
Columns shared_sum_over_terms(std::span<const Term> terms, double base, const Superconductor& other, Function function,
                              std::span<const double> x_mV, double reach_mV, bool with_derivatives);

}  // namespace didv::sis
