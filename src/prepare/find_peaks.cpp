#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "numerics/median.hpp"
#include "prepare/checked.hpp"
#include "prepare/power_series.hpp"
#include "text/number.hpp"
#include "units_of_measure.hpp"

namespace didv {

namespace {

/// One side of the spectrum, outwards from zero; distance = |V|.
struct Side {
  std::string name;
  std::vector<double> distance_mV, conductance;
};

Side side_of(const Spectrum& spectrum, int sign) {
  std::vector<std::pair<double, double>> points;
  for (std::size_t k = 0; k < spectrum.size(); ++k) {
    const double distance = sign * spectrum.bias_mV[k];
    if (distance >= 0) points.emplace_back(distance, spectrum.conductance[k]);
  }
  std::ranges::sort(points, {}, &std::pair<double, double>::first);
  Side side{sign < 0 ? "negative" : "positive", {}, {}};
  for (const auto& [distance, conductance] : points) {
    side.distance_mV.push_back(distance);
    side.conductance.push_back(conductance);
  }
  return side;
}

/// Half of the points that are averaged: a twentieth of the side.
std::size_t reach_of_mean(std::size_t points) { return points / 40; }

/// Centred moving average over a twentieth of the side (at least 1 point); shorter towards the ends.
std::vector<double> smoothed(const std::vector<double>& values) {
  const std::size_t reach = reach_of_mean(values.size());
  std::vector<double> sum_below(values.size() + 1), means(values.size());
  std::partial_sum(values.begin(), values.end(), sum_below.begin() + 1);
  for (std::size_t k = 0; k < values.size(); ++k) {
    const std::size_t half = std::min({reach, k, values.size() - 1 - k});
    means[k] = (sum_below[k + half + 1] - sum_below[k - half]) / static_cast<double>(2 * half + 1);
  }
  return means;
}

/// The maximum of a cubic, and its variance for points of unit variance; the scatter of the points about it.
struct Position {
  double distance_mV, unit_variance;
  double chi_squared, freedom;
};

/// The maximum of the cubic through the raw points within `width` of `centre`; nothing if they show none.
std::optional<Position> maximum_of_cubic(const Side& side, double centre_mV, double width_mV) {
  std::vector<double> x, y;  // x = (|V| − centre)/width
  for (std::size_t k = 0; k < side.distance_mV.size(); ++k) {
    const double scaled = (side.distance_mV[k] - centre_mV) / width_mV;
    if (std::abs(scaled) > 1) continue;
    x.push_back(scaled);
    y.push_back(side.conductance[k]);
  }
  constexpr std::size_t needed = 6;  // four coefficients, and two points to show the scatter
  if (x.size() < needed) return std::nullopt;
  const PowerSeries fit = fit_power_series(x, y, {}, 3);
  if (!fit.full_rank) return std::nullopt;

  const double slope = fit.coefficients(1), curvature = 2 * fit.coefficients(2), cubic = 3 * fit.coefficients(3);
  const double discriminant = curvature * curvature - 4 * cubic * slope;
  if (!(curvature < 0) || !(discriminant > 0)) return std::nullopt;
  // of the roots of slope + curvature·x + cubic·x² the maximum, in the form without cancellation for curvature < 0
  const double maximum = 2 * slope / (-curvature + std::sqrt(discriminant));
  if (!(std::abs(maximum) < 1)) return std::nullopt;

  const double bend = curvature + 2 * cubic * maximum;
  const Eigen::Vector4d along{0, 1, 2 * maximum, 3 * maximum * maximum};  // d(slope at the maximum)/d(coefficients)
  return Position{centre_mV + width_mV * maximum,
                  width_mV * width_mV * along.dot(fit.covariance * along) / (bend * bend), fit.chi_squared,
                  static_cast<double>(x.size() - 4)};
}

/// Scatter of neighbouring points, robust: third differences of points that are independent of each other.
double scatter_of(const Side& side, std::size_t stride) {
  std::vector<double> thirds;
  const std::vector<double>& y = side.conductance;
  for (std::size_t k = 0; k + 3 * stride < y.size(); ++k) {
    thirds.push_back(std::abs(y[k] - 3 * y[k + stride] + 3 * y[k + 2 * stride] - y[k + 3 * stride]));
  }
  if (thirds.empty()) return 0;
  return numerics::deviation(std::move(thirds)) / std::sqrt(20.0);
}

/// A peak, the variance that noise gives it, and the error of its cubic.
struct Located {
  double distance_mV, noise_variance, window_error_mV;
};

struct Found {
  std::optional<Located> peak;
  std::string reason;  ///< why there is none
};

constexpr double narrower = 2.0 / 3.0;

Found locate_peak(const Side& side, double points_per_independent_point) {
  const auto none = [&](const std::string& why) {
    return Found{{}, "no conductance peak on the " + side.name + " side of zero bias: " + why};
  };
  if (side.distance_mV.size() < 6) {
    return none("it has " + std::to_string(side.distance_mV.size()) + " points, expected at least 6");
  }
  const std::vector<double> smooth = smoothed(side.conductance);
  const auto highest = static_cast<std::size_t>(std::ranges::max_element(smooth) - smooth.begin());
  if (highest == 0) return none("the conductance is highest at zero");
  if (highest + 1 == smooth.size()) {
    return none("the conductance is highest at its end, " + text::number(side.distance_mV.back()) + " mV");
  }
  const auto top = smooth.begin() + static_cast<std::ptrdiff_t>(highest);
  const double floor = *std::min_element(smooth.begin(), top);
  // The highest of some twenty independent means stands above the lowest by four of their standard deviations.
  constexpr double standing_out = 6;
  const double m = points_per_independent_point;
  const double scatter = scatter_of(side, static_cast<std::size_t>(std::ceil(m)));
  const double noise = scatter * std::sqrt(m / static_cast<double>(2 * reach_of_mean(smooth.size()) + 1));
  if (*top - std::max(floor, *std::min_element(top, smooth.end())) < standing_out * noise)
    return none("its highest point, at " + text::number(side.distance_mV[highest]) +
                " mV, does not stand out of the noise");
  std::size_t half = highest;
  while (half > 0 && smooth[half] > (smooth[highest] + floor) / 2) --half;
  const double width = 0.75 * (side.distance_mV[highest] - side.distance_mV[half]);

  const std::optional<Position> rough = maximum_of_cubic(side, side.distance_mV[highest], width);
  const std::optional<Position> fine = rough ? maximum_of_cubic(side, rough->distance_mV, width) : std::nullopt;
  if (!fine) {
    return none("around its highest point at " + text::number(side.distance_mV[highest]) +
                " mV the data are too few or do not bend down");
  }
  // The few points around the peak tell the noise badly; those of the whole side count as much as twenty of them.
  constexpr double weight_of_side = 20;
  const auto variance = [&](const Position& found) {
    return m * found.unit_variance * (found.chi_squared + weight_of_side * scatter * scatter) /
           (found.freedom + weight_of_side);
  };
  const std::optional<Position> narrow = maximum_of_cubic(side, rough->distance_mV, narrower * width);
  // Where the noise leaves the narrower window without a maximum, no more is known than the window.
  if (!narrow) return {Located{fine->distance_mV, variance(*fine), narrower * width}, {}};
  // The error of a cubic grows with the third power of its window.
  constexpr double part = narrower * narrower * narrower;
  return {
      Located{narrow->distance_mV, variance(*narrow), part / (1 - part) * (narrow->distance_mV - fine->distance_mV)},
      {}};
}

Quantity position(const Found& side, int sign) {
  if (!side.peak) return {.unit = "mV", .reason = side.reason};
  const Located& peak = *side.peak;
  return {.value = sign * peak.distance_mV,
          .standard_error = std::hypot(std::sqrt(peak.noise_variance), peak.window_error_mV),
          .unit = "mV"};
}

/// Peaks of the same shape are shifted alike by the window: on the mean of both the shifts count before the squares.
Quantity half_spacing(const Found& negative, const Found& positive) {
  if (!negative.peak || !positive.peak) {
    return {.unit = "mV", .reason = !negative.peak ? negative.reason : positive.reason};
  }
  const Located &a = *negative.peak, &b = *positive.peak;
  const double noise_variance = (a.noise_variance + b.noise_variance) / 4;
  const double window_error_mV = (a.window_error_mV + b.window_error_mV) / 2;
  return {.value = (a.distance_mV + b.distance_mV) / 2,
          .standard_error = std::hypot(std::sqrt(noise_variance), window_error_mV),
          .unit = "mV"};
}

}  // namespace

Peaks find_peaks(const Spectrum& spectrum) {
  require_consistent(spectrum);
  const Found negative = locate_peak(side_of(spectrum, -1), spectrum.points_per_independent_point);
  const Found positive = locate_peak(side_of(spectrum, +1), spectrum.points_per_independent_point);
  return {position(negative, -1), position(positive, +1), half_spacing(negative, positive)};
}

}  // namespace didv
