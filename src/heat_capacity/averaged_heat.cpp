#include "heat_capacity/averaged_heat.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "numerics/point_to_point_noise.hpp"

namespace didv::heat_capacity {
namespace {

constexpr std::size_t most_means = 1500;
constexpr std::size_t means_beside_jump = 3, most_at_jump = 500;  // on either side; points they are taken apart into
constexpr std::size_t means_in_normal_state = 8;                  // that are put together

}  // namespace

AveragedHeat::AveragedHeat(const HeatCapacityCurve& curve) {
  std::vector<double> over_T, logarithm;
  for (std::size_t i = 0; i < curve.temperature_K.size(); ++i)
    over_T.push_back(curve.heat_capacity[i] / curve.temperature_K[i]);
  measured_ = numerics::sorted(curve.temperature_K, over_T);
  for (const double y : measured_.y) logarithm.push_back(std::log(y));
  constexpr double of_computed_curves = 1e-9;  // far below every instrument, and still a weight
  relative_noise_ = numerics::point_to_point_noise(measured_.x, logarithm).value_or(0);
  noise_is_assumed_ = relative_noise_ < of_computed_curves;
  relative_noise_ = std::max(relative_noise_, of_computed_curves);
  group_ = (measured_.size() + most_means - 1) / most_means;
  append(0, measured_.size(), group_);
}

void AveragedHeat::append(std::size_t begin, std::size_t end, std::size_t group) {
  for (std::size_t first = begin; first < end; first += group) {
    const std::size_t count = std::min(group, end - first);
    const auto mean = [&](const std::vector<double>& values) {
      const auto from = values.begin() + static_cast<std::ptrdiff_t>(first);
      return std::accumulate(from, from + static_cast<std::ptrdiff_t>(count), 0.0) / static_cast<double>(count);
    };
    means_.temperature_K.push_back(mean(measured_.x));
    means_.heat_over_T.push_back(mean(measured_.y));
    means_.sigma.push_back(relative_noise_ * means_.heat_over_T.back() / std::sqrt(static_cast<double>(count)));
  }
}

void AveragedHeat::resolve_jump(NormalState& normal) {
  if (group_ == 1) return;
  const auto index_of = [&](double T) {
    return static_cast<std::size_t>(std::ranges::lower_bound(means_.temperature_K, T) - means_.temperature_K.begin());
  };
  const auto measured = [&](std::size_t mean) { return std::min(mean * group_, measured_.size()); };
  const std::size_t jump = index_of(normal.midpoint_K), normal_begin = measured(normal.first),
                    normal_end = measured(normal.last);
  const std::size_t begin = measured(jump - std::min(jump, means_beside_jump)),
                    end = measured(jump + means_beside_jump);
  means_ = {};
  append(0, begin, group_);
  append(begin, end, (end - begin + most_at_jump - 1) / most_at_jump);
  append(end, std::max(end, normal_begin), group_);
  append(std::max(end, normal_begin), measured_.size(), group_ * means_in_normal_state);
  normal.first = index_of(measured_.x[normal_begin]);
  normal.last = normal_end < measured_.size() ? index_of(measured_.x[normal_end]) : means_.size();
}

}  // namespace didv::heat_capacity
