#include "transport/crossing.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "numerics/polynomial.hpp"
#include "numerics/sorted_curve.hpp"

namespace didv {

namespace {

/// Points at one x as their mean: between them is nothing to cross.
numerics::SortedCurve distinct(std::span<const double> x, std::span<const double> y) {
  numerics::SortedCurve means;
  for (std::size_t first = 0, last; first < x.size(); first = last) {
    last = first;
    double sum = 0;
    while (last < x.size() && x[last] == x[first]) sum += y[last++];
    means.x.push_back(x[first]);
    means.y.push_back(sum / static_cast<double>(last - first));
  }
  return means;
}

std::optional<Crossing> between_two_points(const numerics::SortedCurve& points, double middle, double noise,
                                           double noise_of_x) {
  const std::vector<double>&x = points.x, &y = points.y;
  std::optional<std::size_t> nearest;
  const auto distance = [&](std::size_t k) { return std::abs(0.5 * (x[k] + x[k + 1]) - middle); };
  for (std::size_t k = 0; k + 1 < x.size(); ++k) {
    if ((y[k] > 0) != (y[k + 1] > 0) && (!nearest || distance(k) < distance(*nearest))) nearest = k;
  }
  if (!nearest) return std::nullopt;
  const std::size_t k = *nearest;
  const double step = x[k + 1] - x[k], jump = y[k + 1] - y[k], slope = jump / step;
  // y″·step² by the neighbours on either side; linear interpolation errs by an eighth of it at most.
  double bend = 0;
  const auto bend_at = [&](std::size_t i) {
    const double before = x[i] - x[i - 1], after = x[i + 1] - x[i];
    const double second = 2 * ((y[i + 1] - y[i]) / after - (y[i] - y[i - 1]) / before) / (before + after);
    bend = std::max(bend, std::abs(second) * step * step);
  };
  if (k >= 1) bend_at(k);
  if (k + 2 < x.size()) bend_at(k + 1);
  const bool jumps = bend > 0.4 * std::abs(jump);
  const double share = jumps ? 0.5 : -y[k] / jump;
  const double part_of_noise = jumps ? 1 : std::hypot(share, 1 - share);  // in a jump it may be at either end
  // Two points that noise of x has brought together make a steep slope, but know x no better than that.
  return Crossing{.x = x[k] + share * step,
                  .noise_error = std::max(noise / std::abs(slope), noise_of_x) * part_of_noise,
                  .resolution_error = jumps ? step / std::sqrt(12.0) : bend / 8 / std::abs(slope),
                  .slope = slope};
}

}  // namespace

double Crossing::error() const { return std::hypot(noise_error, resolution_error); }

std::optional<Crossing> fit_crossing(std::span<const double> x, std::span<const double> y, double lower, double upper,
                                     double noise, double noise_of_x) {
  const std::size_t first = std::lower_bound(x.begin(), x.end(), lower) - x.begin();
  const std::size_t count = std::upper_bound(x.begin(), x.end(), upper) - x.begin() - first;
  if (count < 4) return std::nullopt;
  numerics::Polynomial fit = numerics::fit_polynomial(x.subspan(first, count), y.subspan(first, count), 2);
  const bool bent = std::abs(fit.coefficient[2]) > 2 * noise * std::sqrt(fit.variance[2]);
  if (count < 6 && !bent) fit = numerics::fit_polynomial(x.subspan(first, count), y.subspan(first, count), 1);
  double root = 0.5 * (lower + upper);
  for (int step = 0; step < 50; ++step) {
    const double slope = fit.slope(root);
    if (slope == 0) return std::nullopt;
    const double change = fit(root) / slope;
    root -= change;
    if (std::abs(change) <= 1e-14 * std::abs(root)) break;
  }
  const double slope = fit.slope(root);
  const bool inside = root >= lower && root <= upper;
  if (!inside || slope == 0 || (slope > 0) != (fit(upper) > fit(lower))) return std::nullopt;
  // The scatter about few points may be small by chance: the noise of the whole curve bounds it from below.
  const double least = std::max(noise, count < 8 ? noise_of_x * std::abs(slope) : 0.0);
  const double variance = std::max(fit.scatter_squared(), least * least) * fit.variance_at(root);
  return Crossing{.x = root,
                  .noise_error = std::sqrt(variance) / std::abs(slope),
                  .slope = slope,
                  .curvature = 2 * fit.coefficient[2]};
}

std::optional<Crossing> locate_crossing(std::span<const double> x, std::span<const double> y, double lower,
                                        double upper, double noise, double noise_of_x) {
  const std::optional<Crossing> fitted = fit_crossing(x, y, lower, upper, noise, noise_of_x);
  return fitted ? fitted : between_two_points(distinct(x, y), 0.5 * (lower + upper), noise, noise_of_x);
}

}  // namespace didv
