#include "fit/scattered_starts.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "fit/evenly_spread.hpp"

namespace didv::fitting {
namespace {

constexpr std::size_t trials_per_parameter = 50, kept = 12;
constexpr double decades = 2;  // to either side

/// Σ (residual/σ)², infinite where the curve cannot be evaluated.
double misfit(const DataSet& data, const BlockCurve& curve, const std::vector<double>& values) {
  std::vector<double> y(data.y.size());
  try {
    curve(values, y, {});
  } catch (const Error&) {
    return infinity;
  }
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i)
    sum += std::pow((y[i] - data.y[i]) / (data.sigma.empty() ? 1 : data.sigma[i]), 2);
  return std::isfinite(sum) ? sum : infinity;
}

}  // namespace

std::vector<std::vector<double>> scattered_starts(const DataSet& data, const BlockCurve& curve,
                                                  const std::vector<PlannedParameter>& parameters,
                                                  const std::vector<std::optional<double>>& held,
                                                  const std::vector<double>& start) {
  std::vector<std::size_t> free;
  for (std::size_t j = 0; j < parameters.size(); ++j)
    if (!held[j] && !parameters[j].rule.measured) free.push_back(j);
  if (free.empty()) return {};
  struct Scored {
    double misfit;
    std::vector<double> values;
  };
  std::vector<Scored> scored;
  const EvenlySpread spread(free.size());
  for (std::size_t point = 0; point < trials_per_parameter * free.size(); ++point) {
    std::vector<double> values = start;
    for (std::size_t f = 0; f < free.size(); ++f) {
      double& value = values[free[f]];
      const double away = 2 * spread(point, f) - 1;
      const ParameterInfo& info = parameters[free[f]].info;
      value = std::clamp(value != 0 ? value * std::pow(10, decades * away) : away, info.lower, info.upper);
    }
    const double there = misfit(data, curve, values);
    if (std::isfinite(there)) scored.push_back({there, std::move(values)});
  }
  std::stable_sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) { return a.misfit < b.misfit; });
  std::vector<std::vector<double>> starts;
  for (Scored& one : scored) {
    starts.push_back(std::move(one.values));
    if (starts.size() == kept) break;
  }
  return starts;
}

}  // namespace didv::fitting
