#include "heat_capacity/electronic_heat.hpp"

#include <cmath>
#include <numbers>

namespace didv::heat_capacity {

namespace {

constexpr std::size_t terms = HeatOfRatio::terms;

double node_angle(std::size_t k, std::size_t size) {
  return std::numbers::pi * (static_cast<double>(k) + 0.5) / static_cast<double>(size);
}

double interpolation_weight(std::size_t j, std::size_t k, std::size_t size) {
  return (j == 0 ? 1.0 : 2.0) / static_cast<double>(size) * std::cos(static_cast<double>(j) * node_angle(k, size));
}

const double middle = std::log(ElectronicHeat::lowest_ratio * ElectronicHeat::highest_ratio) / 2;
const double half_width = std::log(ElectronicHeat::highest_ratio / ElectronicHeat::lowest_ratio) / 2;

}  // namespace

ElectronicHeat::ElectronicHeat(GapSymmetry symmetry) {
  for (std::size_t m = 0; m < ratios; ++m) {
    const AlphaModel model(std::exp(middle + half_width * std::cos(node_angle(m, ratios))), symmetry);
    std::array<double, terms> in_t{};
    for (std::size_t k = 0; k < terms; ++k) {
      const double t = (1 + std::cos(node_angle(k, terms))) / 2;
      const double heat = model.specific_heat(t) / t;
      for (std::size_t j = 0; j < terms; ++j) in_t[j] += interpolation_weight(j, k, terms) * heat;
    }
    for (std::size_t l = 0; l < ratios; ++l) {
      for (std::size_t j = 0; j < terms; ++j) coefficient_[l][j] += interpolation_weight(l, m, ratios) * in_t[j];
    }
  }
}

HeatOfRatio ElectronicHeat::of(double ratio) const {
  const double x = (std::log(ratio) - middle) / half_width;
  HeatOfRatio heat;
  // Chebyshev polynomials of the first and second kind: T_l and T_l' = l U_{l−1}.
  double T = 1, T_next = x, U = 0, U_next = 1;
  for (std::size_t l = 0; l < ratios; ++l) {
    const double slope = static_cast<double>(l) * U / (half_width * ratio);
    for (std::size_t j = 0; j < terms; ++j) {
      heat.value[j] += T * coefficient_[l][j];
      heat.per_ratio[j] += slope * coefficient_[l][j];
    }
    const double T_after = 2 * x * T_next - T, U_after = 2 * x * U_next - U;
    T = T_next;
    T_next = T_after;
    U = U_next;
    U_next = U_after;
  }
  return heat;
}

}  // namespace didv::heat_capacity
