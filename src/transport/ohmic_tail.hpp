#pragma once
// The resistance that a finite sample has at small currents, below the power law of its vortices.

#include <optional>
#include <span>

namespace didv {

/// Numbers with their standard errors.
struct OhmicTail {
  double resistance_ohm = 0, resistance_error = 0;
  double eta = 0, eta_error = 0;  ///< of the power law beside it
};

/// V^m = (a|I|^η)^m + (R|I|)^m by least squares of ln V over x = ln(|I|/mA), y = ln(V/mV) with their standard
/// deviations, from `eta` on. m = 1 where the free vortices of current and warmth add up, m = 2 where their rates do
/// and pairs recombine; of those that the points do not tell apart (χ² 4 apart) the one that is farther from `eta`.
/// Nothing where R^m is within a standard error of 0, or RI is the larger part even at the largest current.
std::optional<OhmicTail> find_ohmic_tail(std::span<const double> x, std::span<const double> y,
                                         std::span<const double> sigma, double eta);

}  // namespace didv
