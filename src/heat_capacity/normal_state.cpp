#include "heat_capacity/normal_state.hpp"

#include <algorithm>
#include <cmath>

#include "text/number.hpp"

namespace didv::heat_capacity {

namespace {

constexpr std::size_t fewest_normal = 5;

/// The line through points first … last−1 of C/T over T².
numerics::Polynomial line_through(const ReducedHeat& heat, std::size_t first, std::size_t last) {
  std::vector<double> x, y, weight;
  for (std::size_t i = first; i < last; ++i) {
    x.push_back(heat.temperature_K[i] * heat.temperature_K[i]);
    y.push_back(heat.heat_over_T[i]);
    weight.push_back(1 / (heat.sigma[i] * heat.sigma[i]));
  }
  return numerics::fit_polynomial(x, y, 1, weight);
}

/// Weighted sums of all points from an index to `last`, so that the line above every temperature costs a few
/// operations.
class LinesAbove {
 public:
  LinesAbove(const ReducedHeat& heat, std::size_t last) : sums_(last + 1) {
    scale_ = heat.temperature_K[last - 1] * heat.temperature_K[last - 1];
    for (std::size_t i = last; i-- > 0;) {
      const double x = heat.temperature_K[i] * heat.temperature_K[i] / scale_, y = heat.heat_over_T[i];
      const double w = 1 / (heat.sigma[i] * heat.sigma[i]);
      const Sums& s = sums_[i + 1];
      sums_[i] = {s.w + w, s.x + w * x, s.xx + w * x * x, s.y + w * y, s.xy + w * x * y, s.yy + w * y * y};
    }
  }

  /// Deviation of point i from the line through the points from k on, and χ²/ndf of that line.
  struct Comparison {
    double excess, scatter_squared;
  };
  Comparison compare(const ReducedHeat& heat, std::size_t i, std::size_t k) const {
    const Sums& s = sums_[k];
    const double mx = s.x / s.w, my = s.y / s.w;
    const double vxx = s.xx - s.x * mx, vxy = s.xy - s.x * my, vyy = s.yy - s.y * my;
    const double slope = vxy / vxx;
    const double x = heat.temperature_K[i] * heat.temperature_K[i] / scale_;
    const double ndf = static_cast<double>(sums_.size() - 1 - k) - 2;
    return {heat.heat_over_T[i] - my - slope * (x - mx), std::max(vyy - slope * vxy, 0.0) / ndf};
  }

 private:
  struct Sums {
    double w = 0, x = 0, xx = 0, y = 0, xy = 0, yy = 0;
  };
  std::vector<Sums> sums_;
  double scale_ = 1;
};

/// Mean excess of a few points below index k over the line through the points from k on, in units of its scatter. At
/// the foot of a jump both are at their best: below it the jump itself spoils the line, above it nothing exceeds it.
std::size_t steepest(const ReducedHeat& heat, std::size_t last) {
  const LinesAbove lines(heat, last);
  std::size_t best = 0;
  double best_significance = 0;
  const std::size_t few = std::clamp<std::size_t>(last / 40, 3, 20);
  for (std::size_t k = few; k + fewest_normal <= last; ++k) {
    double sum = 0, variance = 0, scatter_squared = 0;
    for (std::size_t i = k - few; i < k; ++i) {
      const auto [excess, scatter] = lines.compare(heat, i, k);
      sum += excess;
      variance += heat.sigma[i] * heat.sigma[i];
      scatter_squared = scatter;
    }
    const double significance = sum / std::sqrt(variance * std::max(scatter_squared, 1.0));
    if (significance > best_significance) {
      best_significance = significance;
      best = k;
    }
  }
  return best_significance > 6 ? best : 0;
}

/// The lowest start from `first` on whose leading points lie on the line through all points above: leaves the rounded
/// part out.
std::size_t leave_rounding_out(const ReducedHeat& heat, std::size_t first, std::size_t last) {
  const LinesAbove lines(heat, last);
  constexpr std::size_t leading = 3;
  for (; first + fewest_normal + leading < last; ++first) {
    double sum = 0, scatter = 1;
    for (std::size_t i = first; i < first + leading; ++i) {
      const auto [excess, scatter_squared] = lines.compare(heat, i, first + leading);
      sum += excess / heat.sigma[i];
      scatter = std::sqrt(std::max(scatter_squared, 1.0));
    }
    if (std::abs(sum) < 2.5 * scatter * std::sqrt(static_cast<double>(leading))) break;
  }
  return first;
}

/// Where, going down from the normal state, the excess over its line rises through half of its largest value.
double half_loss_K(const ReducedHeat& heat, const NormalState& normal) {
  const auto excess = [&](std::size_t i) { return heat.heat_over_T[i] - normal(heat.temperature_K[i]); };
  // Only the first rise counts: an upturn at the lowest temperatures (nuclear levels) may be larger.
  std::size_t peak = normal.first;
  for (std::size_t i = normal.first; i-- > 0;) {
    if (excess(i) > excess(peak)) peak = i;
    if (heat.temperature_K[i] < 0.7 * heat.temperature_K[normal.first]) break;
  }
  std::size_t i = peak;
  while (i + 1 < normal.first && excess(i + 1) > excess(peak) / 2) ++i;
  const double above = excess(i), below = excess(i + 1), target = excess(peak) / 2;
  const double fraction = above > below ? std::clamp((above - target) / (above - below), 0.0, 1.0) : 0.5;
  return heat.temperature_K[i] + fraction * (heat.temperature_K[i + 1] - heat.temperature_K[i]);
}

}  // namespace

std::variant<NormalState, std::string> find_normal_state(const ReducedHeat& heat, const HeatCapacityOptions& options) {
  NormalState normal;
  const auto& T = heat.temperature_K;
  normal.last = options.normal_below_K
                    ? static_cast<std::size_t>(std::ranges::upper_bound(T, *options.normal_below_K) - T.begin())
                    : heat.size();
  if (options.normal_above_K) {
    normal.first = static_cast<std::size_t>(std::ranges::lower_bound(T, *options.normal_above_K) - T.begin());
    if (normal.first + fewest_normal > normal.last) {
      return "fewer than " + std::to_string(fewest_normal) + " points in the normal state, above " +
             text::number(*options.normal_above_K) + " K";
    }
  } else {
    const std::size_t foot = normal.last < fewest_normal ? 0 : steepest(heat, normal.last);
    if (foot == 0)
      return "no jump: nowhere does C/T exceed the line in T^2 through the points above by more than the noise";
    normal.first = leave_rounding_out(heat, foot, normal.last);
  }
  normal.line = line_through(heat, normal.first, normal.last);
  if (normal.first < 3)
    return "fewer than 3 points below the normal state, which begins at " + text::number(T[normal.first]) + " K";
  double sum = 0, variance = 0;
  for (std::size_t i = normal.first - 3; i < normal.first; ++i) variance += heat.sigma[i] * heat.sigma[i];
  for (std::size_t i = 0; i < normal.first; ++i) sum = std::max(sum, heat.heat_over_T[i] - normal(T[i]));
  if (sum < 3 * std::sqrt(variance / 3)) return "no jump: C/T nowhere exceeds the normal-state line below it";
  normal.midpoint_K = half_loss_K(heat, normal);
  return normal;
}

}  // namespace didv::heat_capacity
