#pragma once
// Exponential and logarithm without branches, tables or calls: a loop over them vectorises, one over the library's does
// not.

#include <bit>
#include <cstdint>
#include <initializer_list>

namespace didv::numerics {

inline constexpr double log2_e = 1.44269504088896340736;
inline constexpr double ln2_high = 0x1.62e42fefa3800p-1, ln2_low = 0x1.ef35793c76730p-45;  // their sum is ln 2
inline constexpr double unit_last_place = 0x1.8p52;  // x + this has x, rounded to an integer, in its last bits

/// e^x to 4e-16 of itself; x is held to ±700.
inline double fast_exp(double x) {
  x = x > 700 ? 700 : x < -700 ? -700 : x;
  const double shifted = x * log2_e + unit_last_place, k = shifted - unit_last_place;
  const double r = (x - k * ln2_high) - k * ln2_low;  // |r| ≤ ln 2/2
  double sum = 1. / 6227020800;
  for (const double factorial :
       {479001600., 39916800., 3628800., 362880., 40320., 5040., 720., 120., 24., 6., 2., 1.}) {
    sum = sum * r + 1 / factorial;
  }
  const std::uint64_t power = (std::bit_cast<std::uint64_t>(shifted) << 52) + std::bit_cast<std::uint64_t>(1.0);
  return (sum * r + 1) * std::bit_cast<double>(power);
}

/// ln x for finite x ≥ 1, to 3e-16 of max(1, ln x).
inline double fast_log(double x) {
  constexpr std::uint64_t root_half = std::bit_cast<std::uint64_t>(0x1.6a09e667f3bcdp-1);
  constexpr std::uint64_t two_52 = std::bit_cast<std::uint64_t>(0x1p52);
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t exponent = (bits - root_half) >> 52;
  const double k = std::bit_cast<double>(exponent | two_52) - 0x1p52;
  const double m = std::bit_cast<double>(bits - (exponent << 52));  // x = m·2^k, m in [√½, √2)
  const double f = (m - 1) / (m + 1), f2 = f * f;                   // ln m = 2 artanh f
  double sum = 1. / 23;
  for (const double odd : {21., 19., 17., 15., 13., 11., 9., 7., 5., 3.}) sum = sum * f2 + 1 / odd;
  return k * ln2_high + (2 * f + (2 * f * f2 * sum + k * ln2_low));
}

}  // namespace didv::numerics
