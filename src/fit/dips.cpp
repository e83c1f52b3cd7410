#include "fit/dips.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "numerics/median.hpp"

namespace didv::fitting {
namespace {

constexpr double least_depth = 0.03;  // backgrounds and gains are rarely better known
constexpr double least_score = 5;     // of a mean over the width: it is looked for at every bias
constexpr double beyond = 1.2, alike = 0.2;
constexpr double sharp = 0.5;  // full width at half depth, of |V| there: what is wider is a background

struct Dip {
  double bias_mV = 0, depth = 0;
};

/// The deepest mean over `width_mV` on one side; |V| in rising order.
std::optional<Dip> deepest(const std::vector<double>& V, const std::vector<double>& deviation, double from_mV,
                           double width_mV, double scatter) {
  std::vector<double> sum{0};
  for (const double d : deviation) sum.push_back(sum.back() + d);
  const auto mean_about = [&](std::size_t i, std::size_t& count) {
    const auto first = std::lower_bound(V.begin(), V.end(), V[i] - width_mV / 2) - V.begin(),
               last = std::upper_bound(V.begin(), V.end(), V[i] + width_mV / 2) - V.begin();
    count = static_cast<std::size_t>(last - first);
    return (sum[static_cast<std::size_t>(last)] - sum[static_cast<std::size_t>(first)]) / static_cast<double>(count);
  };
  Dip best;
  std::size_t at = 0;
  for (std::size_t i = 0; i < V.size(); ++i) {
    if (V[i] - width_mV / 2 < from_mV) continue;
    std::size_t count = 0;
    const double depth = -mean_about(i, count);
    if (count < 3 || depth < least_depth || depth < least_score * scatter / std::sqrt(static_cast<double>(count)))
      continue;
    if (depth > best.depth) {
      best = {V[i], depth};
      at = i;
    }
  }
  if (best.depth == 0) return {};
  const auto shallow = [&](std::size_t i) {
    std::size_t count = 0;
    return -mean_about(i, count) < 0.5 * best.depth;
  };
  std::size_t inner = at, outer = at;
  while (inner > 0 && !shallow(inner)) --inner;
  while (outer + 1 < V.size() && !shallow(outer)) ++outer;
  const bool recovers = shallow(outer) && V[outer] + width_mV / 2 <= V.back();
  if (!recovers || V[outer] - V[inner] > sharp * best.bias_mV) return {};
  return best;
}

}  // namespace

std::optional<Dips> dips_outside(std::span<const double> bias_mV, std::span<const double> deviation, double edge_mV,
                                 double width_mV) {
  std::vector<std::size_t> order(bias_mV.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return bias_mV[a] < bias_mV[b]; });
  // From point to point, so that the dips themselves are not in it.
  std::vector<double> steps;
  for (std::size_t i = 1; i < order.size(); ++i)
    steps.push_back(std::abs(deviation[order[i]] - deviation[order[i - 1]]));
  if (steps.size() < 10) return {};
  const double scatter = numerics::deviation(std::move(steps)) / std::numbers::sqrt2;

  std::optional<Dip> dips[2];
  for (const int side : {0, 1}) {
    std::vector<double> V, d;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t at = order[side == 0 ? order.size() - 1 - i : i];
      const double here = side == 0 ? -bias_mV[at] : bias_mV[at];
      if (here < 0) continue;
      V.push_back(here);
      d.push_back(deviation[at]);
    }
    dips[side] = deepest(V, d, beyond * edge_mV, width_mV, scatter);
  }
  if (!dips[0] || !dips[1]) return {};
  if (std::abs(dips[0]->bias_mV - dips[1]->bias_mV) > alike * std::max(dips[0]->bias_mV, dips[1]->bias_mV)) return {};
  return Dips{-dips[0]->bias_mV, dips[1]->bias_mV, std::min(dips[0]->depth, dips[1]->depth)};
}

}  // namespace didv::fitting
