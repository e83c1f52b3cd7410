#include "heat_capacity/entropy_construction.hpp"

#include <algorithm>
#include <cmath>

namespace didv::heat_capacity {

EntropyConstruction conserve_entropy(const ReducedHeat& heat, const NormalState& normal, double spread_K) {
  const auto& T = heat.temperature_K;
  const auto excess = [&](std::size_t i) { return heat.heat_over_T[i] - normal(T[i]); };
  const auto index_of = [&](double temperature) {
    return static_cast<std::size_t>(std::ranges::lower_bound(T, temperature) - T.begin());
  };

  const double rounding = std::max(4 * spread_K, 0.002 * normal.midpoint_K);
  const std::size_t end = std::min(index_of(normal.midpoint_K - rounding), normal.first);
  std::size_t begin = index_of(0.7 * normal.midpoint_K);
  if (end < begin + 6) begin = index_of(0.5 * normal.midpoint_K);
  if (end < begin + 6) return {.reason = "fewer than 6 points between half of Tc and the rounded part of the jump"};

  std::vector<double> x, y, weight;
  for (std::size_t i = begin; i < end; ++i) {
    x.push_back(T[i]);
    y.push_back(excess(i));
    weight.push_back(1 / (heat.sigma[i] * heat.sigma[i]));
  }
  const numerics::Polynomial parabola = numerics::fit_polynomial(x, y, 2, weight);
  const double wider = std::max(1.0, parabola.scatter_squared());

  // Trapezoids over the rounded part; beyond the first normal point the excess is noise about zero.
  const std::size_t first = end - 1,
                    last = std::min(std::max(index_of(normal.midpoint_K + rounding), normal.first), heat.size() - 1);
  double area = 0, area_variance = 0;
  for (std::size_t i = first; i <= last; ++i) {
    const double width = (T[std::min(i + 1, last)] - T[i > first ? i - 1 : first]) / 2;
    area += width * excess(i);
    area_variance += std::pow(width * heat.sigma[i], 2);
  }

  const double from = T[first];
  const auto integral = [&](double to) {  // Simpson's rule is exact for a parabola
    return (to - from) / 6 * (parabola(from) + 4 * parabola((from + to) / 2) + parabola(to));
  };
  double low = from, high = T[last];
  if (!(integral(high) > area) || !(area > 0)) return {.reason = "no sharp jump holds the entropy of the rounded one"};
  for (int bisection = 0; bisection < 60; ++bisection) {
    const double middle = (low + high) / 2;
    (integral(middle) < area ? low : high) = middle;
  }
  const double Tc = (low + high) / 2, jump = parabola(Tc);

  // Where the jump falls between two points, it may stand anywhere there: uniform, width²/12.
  const std::size_t above = std::clamp<std::size_t>(index_of(Tc), 1, heat.size() - 1);
  const double step = T[above] - T[above - 1];
  const double unresolved = step > 2 * spread_K ? step * step / 12 : 0;
  const double integral_variance = std::pow(Tc - from, 2) * parabola.variance_at((from + Tc) / 2) * wider;
  const double Tc_variance = (area_variance + integral_variance) / (jump * jump) + unresolved;
  const double jump_variance = parabola.variance_at(Tc) * wider +
                               normal.line.variance_at(Tc * Tc) * std::max(1.0, normal.line.scatter_squared()) +
                               std::pow(parabola.slope(Tc), 2) * Tc_variance;
  return {Tc, std::sqrt(Tc_variance), jump, std::sqrt(jump_variance)};
}

}  // namespace didv::heat_capacity
