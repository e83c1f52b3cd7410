#include "fit/distinct_range.hpp"

#include <algorithm>

namespace didv::fitting {

std::pair<double, double> distinct_range(const Model& model, std::vector<double> values, std::size_t index,
                                         const ParameterInfo& info) {
  constexpr int samples = 256;
  constexpr double rounding = 1e-12;
  double least = info.upper, greatest = info.lower;
  for (int k = 0; k <= samples; ++k) {
    values[index] = info.lower + (info.upper - info.lower) * k / samples;
    const double image = model.in_order(values)[index];
    least = std::min(least, image);
    greatest = std::max(greatest, image);
  }
  return {std::abs(least) < rounding ? 0 : least, greatest};
}

void keep_to_distinct_ranges(const Model& model, std::vector<PlannedParameter>& planned) {
  std::vector<double> values = model.arrange({});
  for (std::size_t j = 0; j < values.size(); ++j) {
    auto& [info, rule, may_vanish] = planned[j];
    if (info.unit != "rad" || rule.fixed || rule.bound || rule.measured) continue;
    const auto [least, greatest] = distinct_range(model, values, j, info);
    if (!(least < greatest)) continue;
    if (rule.start) {
      values[j] = *rule.start;
      rule.start = std::clamp(model.in_order(values)[j], least, greatest);
    }
    info.lower = least;
    info.upper = greatest;
  }
}

}  // namespace didv::fitting
