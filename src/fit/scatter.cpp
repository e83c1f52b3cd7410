#include "fit/scatter.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "fit/mirrored.hpp"
#include "fit/short_number.hpp"
#include "fit/verdict.hpp"
#include "numerics/median.hpp"

namespace didv::fitting {
namespace {

/// Place of each value among all, from 0; those alike share the mean of theirs.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    for (std::size_t i = first; i < last; ++i) rank[order[i]] = 0.5 * static_cast<double>(first + last - 1);
  }
  return rank;
}

/// Spearman's correlation of ranks in standard deviations of what chance gives.
double rank_score(const std::vector<double>& one, const std::vector<double>& other) {
  const std::vector<double> a = ranks(one), b = ranks(other);
  const double mean = 0.5 * static_cast<double>(a.size() - 1);
  double product = 0, of_a = 0, of_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    product += (a[i] - mean) * (b[i] - mean);
    of_a += std::pow(a[i] - mean, 2);
    of_b += std::pow(b[i] - mean, 2);
  }
  return of_a > 0 && of_b > 0 ? product / std::sqrt(of_a * of_b) * std::sqrt(static_cast<double>(a.size() - 1)) : 0;
}

/// Middle size of the residuals where something is in its upper half, over that of the others.
double ratio_of_halves(const std::vector<double>& size, const std::vector<double>& along) {
  const double middle = numerics::median(along);
  std::vector<double> high, low;
  for (std::size_t i = 0; i < size.size(); ++i) (along[i] >= middle ? high : low).push_back(size[i]);
  return low.empty() ? 1 : numerics::median(high) / numerics::median(low);
}

/// Points far off what their neighbours scatter by, where they are few and decide the errors. `size` by rising x.
std::optional<std::string> spikes(const std::vector<double>& size) {
  constexpr double far = 6;                // standard deviations of the neighbours
  constexpr std::size_t reach = 5;         // neighbours on either side
  constexpr double few = 0.05;             // of the points
  constexpr double telling = 0.25;         // of Σ residual²: the errors would be less by a seventh without them
  constexpr double worth_counting = 0.01;  // of Σ residual²
  double count = 0, held = 0, all = 0;
  for (const double r : size) all += r * r;
  for (std::size_t i = 0; i < size.size(); ++i) {
    if (size[i] * size[i] < worth_counting * all) continue;
    std::vector<double> beside;
    for (std::size_t j = i - std::min(i, reach); j < std::min(size.size(), i + reach + 1); ++j)
      if (j != i) beside.push_back(size[j]);
    const bool is_far = size[i] > far * numerics::deviation(beside);
    count += is_far;
    held += is_far ? size[i] * size[i] : 0;
  }
  if (count == 0 || count > few * static_cast<double>(size.size()) || held < telling * all) return {};
  return short_number(count) + (count == 1 ? " point is" : " points are") + " off by more than " + short_number(far) +
         " times what the neighbours scatter by, and " + (count == 1 ? "holds " : "hold ") +
         short_number(100 * held / all) +
         " % of the sum of squares: spikes? They move the curve and widen its errors; leave them out, or take a robust "
         "loss";
}

/// "the scatter is 3 times larger where the curve is high": what equal weights do not know of.
std::optional<std::string> uneven(const std::vector<double>& size, const std::vector<double>& curve,
                                  const std::vector<double>& distance) {
  const double along_curve = rank_score(size, curve), along_bias = rank_score(size, distance);
  const bool by_curve = std::abs(along_curve) >= std::abs(along_bias);
  const double score = by_curve ? along_curve : along_bias;
  if (std::abs(score) < surprising) return {};
  const double ratio = ratio_of_halves(size, by_curve ? curve : distance);
  const char* where = by_curve ? (score > 0 ? "where the curve is high" : "where the curve is low")
                               : (score > 0 ? "at the ends" : "in the middle");
  return std::string("the scatter is larger ") + where + " (" + short_number(std::max(ratio, 1 / ratio)) +
         " times; rank correlation " + short_number(std::abs(score)) +
         " σ): the errors take it for the same everywhere; state the sigma of each point, or a relative noise";
}

}  // namespace

std::vector<std::string> what_is_wrong_with_scatter(const FittedData& data, bool sigma_unknown) {
  constexpr std::size_t enough = 20;  // points for a test to mean something
  std::vector<std::string> wrong;
  const std::vector<std::size_t> points = points_of_their_own(data.x, data.data);
  if (points.size() < enough) return wrong;
  std::vector<double> size, curve, distance;
  for (const std::size_t i : points) {
    size.push_back(std::abs(data.residual[i]));
    curve.push_back(data.fit[i]);
  }
  const auto [lowest, highest] = std::minmax_element(data.x.begin(), data.x.end());
  for (const std::size_t i : points) distance.push_back(std::abs(data.x[i] - 0.5 * (*lowest + *highest)));
  if (sigma_unknown && !data.noise) {
    if (const auto told = spikes(size)) {
      wrong.push_back(*told);
    } else if (const auto told_of_halves = uneven(size, curve, distance)) {
      wrong.push_back(*told_of_halves);
    }
  }
  // One sweep is in the order of its bias, up or down.
  const bool one_sweep = std::is_sorted(data.x.begin(), data.x.end()) || std::is_sorted(data.x.rbegin(), data.x.rend());
  if (one_sweep || points.size() < data.points()) return wrong;
  std::vector<double> time(data.points());
  std::iota(time.begin(), time.end(), 0);
  const ResidualStructure in_time = residual_structure(time, data.residual);
  if (in_time.is_surprising())
    wrong.push_back(
        "the residuals hang together in the order of the points, which is not that of their bias (runs test " +
        short_number(in_time.runs_score) + " σ, neighbours correlate by " + short_number(in_time.autocorrelation) +
        "): sweeps that do not lie on each other (hysteresis, drift)? Fit each by itself");
  return wrong;
}

}  // namespace didv::fitting
