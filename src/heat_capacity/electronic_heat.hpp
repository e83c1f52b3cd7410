#pragma once
// The electronic heat of the α-model as a polynomial in two variables, so that a fit evaluates it thousands of times at
// the price of a few multiplications.

#include <array>
#include <cstddef>
#include <vector>

#include "didv/thermodynamics.hpp"

namespace didv::heat_capacity {

/// C_es/γT over t = T/Tc ≤ 1 for one ratio, and its derivative by the ratio.
class HeatOfRatio {
 public:
  static constexpr std::size_t terms = 48;

  /// Coefficients of the Chebyshev polynomials in 2t − 1.
  std::array<double, terms> value{}, per_ratio{};

  /// C_es/γT and its derivatives by t and by the ratio at several t at once.
  template <std::size_t N>
  struct Values {
    std::array<double, N> value, per_t, per_ratio;
  };

  template <std::size_t N>
  Values<N> at(const std::array<double, N>& t) const {
    std::array<double, N> x, high{}, higher{}, d_high{}, d_higher{}, r_high{}, r_higher{};
    for (std::size_t i = 0; i < N; ++i) x[i] = 2 * t[i] - 1;
    for (std::size_t k = terms - 1; k > 0; --k) {  // Clenshaw, all t in step
      for (std::size_t i = 0; i < N; ++i) {
        const double d_next = 2 * high[i] + 2 * x[i] * d_high[i] - d_higher[i];
        const double next = value[k] + 2 * x[i] * high[i] - higher[i];
        const double r_next = per_ratio[k] + 2 * x[i] * r_high[i] - r_higher[i];
        d_higher[i] = d_high[i];
        d_high[i] = d_next;
        higher[i] = high[i];
        high[i] = next;
        r_higher[i] = r_high[i];
        r_high[i] = r_next;
      }
    }
    Values<N> result;
    for (std::size_t i = 0; i < N; ++i) {
      result.value[i] = value[0] + x[i] * high[i] - higher[i];
      result.per_t[i] = 2 * (high[i] + x[i] * d_high[i] - d_higher[i]);
      result.per_ratio[i] = per_ratio[0] + x[i] * r_high[i] - r_higher[i];
    }
    return result;
  }
};

/// All ratios from 0.6 to 25, tabulated when constructed (about 10 ms). Error below 1e-8 for ratios from 1 to 12, 1e-5
/// elsewhere.
class ElectronicHeat {
 public:
  static constexpr double lowest_ratio = 0.6, highest_ratio = 25;

  explicit ElectronicHeat(GapSymmetry symmetry);

  HeatOfRatio of(double ratio) const;

 private:
  static constexpr std::size_t ratios = 32;
  std::array<std::array<double, HeatOfRatio::terms>, ratios> coefficient_{};  // [in ln ratio][in t]
};

}  // namespace didv::heat_capacity
