#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "numerics/chance_of_rise.hpp"
#include "numerics/running_means.hpp"
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

/// Half of the points that are averaged at first: a twentieth of the side.
std::size_t least_reach(std::size_t points) { return points / 40; }

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
  constexpr std::size_t needed = 5;  // one more than coefficients; the scatter is known from the rest of the side
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

/// A peak, the variance that noise gives it, and the error of its cubic.
struct Located {
  double distance_mV, noise_variance, window_error_mV;
};

struct Found {
  std::optional<Located> peak;
  std::string reason;  ///< why there is none
};

constexpr double narrower = 2.0 / 3.0;

/// How often noise alone may be taken for a peak, on one side of a curve, …
constexpr double false_alarm = 1e-3;
/// … which is smoothed over a twentieth of its points, and where nothing stands out over twice and four times as many.
constexpr std::size_t smoothings = 3;

/// The highest of the running means, and the place of the half height of its inner flank.
struct Top {
  std::size_t highest, half;
};

struct Stands {
  std::optional<Top> top;
  std::string reason;  ///< why nothing does
};

/// What stands out of the noise at this smoothing.
Stands find_top(const Side& side, std::size_t reach, double points_per_independent_point,
                const numerics::NoiseOfMeans& noise) {
  const std::vector<double> means = numerics::running_means(side.conductance, reach);
  const auto top = std::ranges::max_element(means);
  const auto highest = static_cast<std::size_t>(top - means.begin()) + reach;
  if (top == means.begin()) return {{}, "the conductance is highest at zero"};
  if (top + 1 == means.end())
    return {{}, "the conductance is highest at its end, " + text::number(side.distance_mV.back()) + " mV"};
  const double inner = *std::min_element(means.begin(), top), outer = *std::min_element(top, means.end());
  const double points = static_cast<double>(2 * reach + 1);
  const double rise = (*top - std::max(inner, outer)) * std::sqrt(points) / noise.deviation;
  const double places =
      numerics::independent_places(side.conductance.size(), 2 * reach + 1, points_per_independent_point);
  if (noise.deviation > 0 && numerics::chance_of_rise(rise, places, noise.freedom) > false_alarm / smoothings) {
    return {
        {},
        "its highest point, at " + text::number(side.distance_mV[highest]) + " mV, does not stand out of the noise"};
  }
  auto half = top;
  while (half > means.begin() && *half > (*top + inner) / 2) --half;
  return {Top{highest, static_cast<std::size_t>(half - means.begin()) + reach}, {}};
}

Found locate_peak(const Side& side, double points_per_independent_point, const numerics::NoiseOfMeans& noise) {
  const auto none = [&](const std::string& why) {
    return Found{{}, "no conductance peak on the " + side.name + " side of zero bias: " + why};
  };
  const std::size_t n = side.distance_mV.size();
  if (n < 6) return none("it has " + std::to_string(n) + " points, expected at least 6");
  const std::size_t least = least_reach(n);
  const Stands finest = find_top(side, least, points_per_independent_point, noise);
  std::optional<Top> top = finest.top;
  for (std::size_t k = 1, reach = 2 * least + 1; !top && k < smoothings && 4 * reach < n; ++k, reach = 2 * reach + 1)
    top = find_top(side, reach, points_per_independent_point, noise).top;
  if (!top) return none(finest.reason);
  const double peak_mV = side.distance_mV[top->highest];
  double width = 0.75 * (peak_mV - side.distance_mV[top->half]);
  // A flank of two steps and more is no stray point: its window holds the points that the cubic needs.
  if (top->highest >= top->half + 2 && top->highest + 2 < n)
    width = std::max(width, 0.625 * (side.distance_mV[top->highest + 2] - side.distance_mV[top->highest - 2]));

  const std::optional<Position> rough = maximum_of_cubic(side, peak_mV, width);
  const std::optional<Position> fine = rough ? maximum_of_cubic(side, rough->distance_mV, width) : std::nullopt;
  if (!fine) {
    return none("around its highest point at " + text::number(peak_mV) +
                " mV the data are too few or do not bend down");
  }
  // The few points around the peak tell the noise badly; those of the whole side count as much as twenty of them.
  constexpr double weight_of_side = 20;
  const double scatter =
      numerics::noise_of_means(std::span(&side.conductance, 1), 0, points_per_independent_point).deviation;
  const auto variance = [&](const Position& found) {
    return found.unit_variance *
           (points_per_independent_point * found.chi_squared + weight_of_side * scatter * scatter) /
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
  const double m = spectrum.points_per_independent_point;
  const Side below = side_of(spectrum, -1), above = side_of(spectrum, +1);
  const std::vector<double> pieces[]{below.conductance, above.conductance};
  const numerics::NoiseOfMeans noise = numerics::noise_of_means(pieces, 0.05, m);
  const Found negative = locate_peak(below, m, noise), positive = locate_peak(above, m, noise);
  return {position(negative, -1), position(positive, +1), half_spacing(negative, positive)};
}

}  // namespace didv
