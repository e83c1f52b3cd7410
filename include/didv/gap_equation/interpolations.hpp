#pragma once
// Closed forms that papers use in place of the BCS gap equation, by name and with their measured error, so that a
// published analysis can be repeated as it was done. For anything new use bcs::reduced_gap: it is exact and as fast.

#include <span>
#include <string_view>

namespace didv::bcs {

/// δ(t) ≈ Δ(T)/Δ(0), t = T/Tc.
struct GapInterpolation {
  std::string_view name;     ///< "tanh_1.74"
  std::string_view formula;  ///< "tanh(1.74 sqrt(1/t-1))"
  std::string_view source;
  double worst_error;  ///< signed δ_approximate − δ_exact where its size is largest, for 0.02 ≤ t ≤ 0.9999
  double worst_at;     ///< the t of it
  double error_at_tc;  ///< limit of δ_approximate/δ_exact − 1 for t → 1⁻ (−1: wrong power of 1−t)

  /// Value for t ≥ 0; 1 at t = 0 (1.74 for "sqrt_1.74"), 0 for t ≥ 1. Throws InvalidArgument for t < 0 or NaN.
  double operator()(double reduced_temperature) const;

  double (*below_tc)(double reduced_temperature);  ///< the formula, for 0 < t < 1
};

/// All of them, in the order of docs/theory/gap_equation.md.
std::span<const GapInterpolation> gap_interpolations();

/// The one of that name. Throws InvalidArgument with the list of those there are.
const GapInterpolation& find_gap_interpolation(std::string_view name);

}  // namespace didv::bcs
