#include "fit/scatter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "fit/mirrored.hpp"
#include "fit/verdict.hpp"
#include "numerics/median.hpp"
#include "text/number.hpp"

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

/// How sizes of residuals go with something, in standard deviations of what chance gives: its correlation with what
/// sizes of their ranks would be, √(−ln(1 − u)) at the share u (Rayleigh's distribution, whose tail is that of normal
/// residuals). Chance exceeds 3.5 in 0.4 to 0.9 of 1000 normal curves.
double rank_score(const std::vector<double>& size, const std::vector<double>& along) {
  std::vector<double> expected = ranks(size);
  const auto n = static_cast<double>(size.size());
  for (double& rank : expected) rank = std::sqrt(-std::log1p(-(rank + 0.5) / n));
  const auto mean = [n](const std::vector<double>& of) { return std::accumulate(of.begin(), of.end(), 0.0) / n; };
  const double of_expected = mean(expected), of_along = mean(along);
  double product = 0, squares = 0, squares_along = 0;
  for (std::size_t i = 0; i < size.size(); ++i) {
    product += (expected[i] - of_expected) * (along[i] - of_along);
    squares += std::pow(expected[i] - of_expected, 2);
    squares_along += std::pow(along[i] - of_along, 2);
  }
  return squares > 0 && squares_along > 0 ? product / std::sqrt(squares * squares_along) * std::sqrt(n - 1) : 0;
}

/// Middle size of the residuals where something is in its upper half, over that of the others.
double ratio_of_halves(const std::vector<double>& size, const std::vector<double>& along) {
  const double middle = numerics::median(along);
  std::vector<double> high, low;
  for (std::size_t i = 0; i < size.size(); ++i) (along[i] >= middle ? high : low).push_back(size[i]);
  return low.empty() ? 1 : numerics::median(high) / numerics::median(low);
}

constexpr std::size_t enough = 20;  // points for a test to mean something

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
  return text::rounded(count, 3) + (count == 1 ? " point is" : " points are") + " off by more than " +
         text::rounded(far, 3) + " times what the neighbours scatter by, and " + (count == 1 ? "holds " : "hold ") +
         text::rounded(100 * held / all, 3) +
         " % of the sum of squares: spikes? They move the curve and widen its errors; leave them out, or take a robust "
         "loss";
}

/// |dy/dx| of a curve between the neighbours of each point, at the ends between it and its neighbour. By rising x.
std::vector<double> steepness(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<double> steep;
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::size_t before = i, after = i;  // points may repeat
    while (before > 0 && x[before] == x[i]) --before;
    while (after + 1 < x.size() && x[after] == x[i]) ++after;
    steep.push_back(x[after] > x[before] ? std::abs((y[after] - y[before]) / (x[after] - x[before])) : 0);
  }
  return steep;
}

/// How many times larger the error of a shift of the curve along x is than equal weights make it: the residuals' mean
/// square weighted by steepness², over the plain one, under the root.
double factor_of_shift(const std::vector<double>& size, const std::vector<double>& steep) {
  double weighted = 0, weight = 0, plain = 0;
  for (std::size_t i = 0; i < size.size(); ++i) {
    weighted += std::pow(steep[i] * size[i], 2);
    weight += steep[i] * steep[i];
    plain += size[i] * size[i];
  }
  return std::sqrt(weighted / weight * static_cast<double>(size.size()) / plain);
}

/// "the scatter is larger where the curve is high (3 times; …)": what equal weights do not know of.
std::optional<std::string> uneven(const std::vector<double>& size, const std::vector<double>& curve,
                                  const std::vector<double>& distance, const std::vector<double>& steep) {
  struct Along {
    const std::vector<double>& what;
    const char *where_more, *where_less;
    double score;
  };
  const auto along = [&](const std::vector<double>& what, const char* where_more, const char* where_less) {
    return Along{what, where_more, where_less, rank_score(size, what)};
  };
  const std::array all{along(curve, "where the curve is high", "where the curve is low"),
                       along(distance, "at the ends", "in the middle"),
                       along(steep, "where the curve is steep", "where the curve is flat")};
  const Along& most = *std::ranges::max_element(all, {}, [](const Along& a) { return std::abs(a.score); });
  if (std::abs(most.score) < surprising) return {};
  const std::string where =
                        std::string("the scatter is larger ") + (most.score > 0 ? most.where_more : most.where_less),
                    score = "rank correlation " + text::rounded(std::abs(most.score), 3) + " σ",
                    taken = "the errors take it for the same everywhere";
  if (&most.what == &steep && most.score > 0)
    return where + " (" + score + "), as jitter of the abscissa (the bias) makes it: " + taken +
           ", and that of what shifts the curve along it, as a gap does its edges, is too small, by some " +
           text::rounded(factor_of_shift(size, steep), 3) +
           " times or more; state the sigma of each point, the root of noise² + (jitter·slope)²";
  const double ratio = ratio_of_halves(size, most.what);
  return where + " (" + text::rounded(std::max(ratio, 1 / ratio), 3) + " times; " + score + "): " + taken +
         "; state the sigma of each point, or a relative noise";
}

}  // namespace

std::optional<std::string> what_looks_like_spikes(const FittedData& data) {
  std::vector<double> size;
  for (const std::size_t i : points_of_their_own(data.x, data.data)) size.push_back(std::abs(data.residual[i]));
  return size.size() < enough ? std::nullopt : spikes(size);
}

std::vector<std::string> what_is_wrong_with_scatter(const FittedData& data, bool sigma_unknown) {
  const std::vector<std::size_t> points = points_of_their_own(data.x, data.data);
  if (points.size() < enough) return {};
  // One sweep is in the order of its bias, up or down.
  const bool one_sweep = std::is_sorted(data.x.begin(), data.x.end()) || std::is_sorted(data.x.rbegin(), data.x.rend());
  if (!one_sweep && points.size() == data.points()) {
    std::vector<double> time(data.points());
    std::iota(time.begin(), time.end(), 0);
    const ResidualStructure in_time = residual_structure(time, alike_residuals(data));
    // Where sweeps lie beside each other the scatter is larger where the curve is steep: nothing to tell besides.
    if (in_time.is_surprising())
      return {"the residuals hang together in the order of the points, which is not that of their bias (runs test " +
              text::rounded(in_time.runs_score, 3) + " σ, neighbours correlate by " +
              text::rounded(in_time.autocorrelation, 3) +
              "): sweeps that do not lie on each other (hysteresis, drift)? Fit each by itself"};
  }
  if (!sigma_unknown || data.noise) return {};
  if (const auto told = what_looks_like_spikes(data)) return {*told};
  std::vector<double> x, size, curve, distance;
  for (const std::size_t i : points) {
    x.push_back(data.x[i]);
    size.push_back(std::abs(data.residual[i]));
    curve.push_back(data.fit[i]);
  }
  const auto [lowest, highest] = std::minmax_element(data.x.begin(), data.x.end());
  for (const std::size_t i : points) distance.push_back(std::abs(data.x[i] - 0.5 * (*lowest + *highest)));
  const auto told = uneven(size, curve, distance, steepness(x, curve));
  return told ? std::vector{*told} : std::vector<std::string>{};
}

}  // namespace didv::fitting
