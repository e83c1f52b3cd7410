#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "prepare/checked.hpp"
#include "prepare/polynomial.hpp"
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

/// Centred moving average over a twentieth of the side (at least 1 point); shorter towards the ends.
std::vector<double> smoothed(const std::vector<double>& values) {
  const std::size_t reach = values.size() / 40;
  std::vector<double> means(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    const std::size_t half = std::min({reach, k, values.size() - 1 - k});
    for (std::size_t j = k - half; j <= k + half; ++j) means[k] += values[j] / static_cast<double>(2 * half + 1);
  }
  return means;
}

struct Position {
  double distance_mV, error_mV;
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
  const PolynomialFit fit = fit_polynomial(x, y, {}, 3);
  if (!fit.full_rank) return std::nullopt;

  const double slope = fit.coefficients(1), curvature = 2 * fit.coefficients(2), cubic = 3 * fit.coefficients(3);
  const double discriminant = curvature * curvature - 4 * cubic * slope;
  if (!(curvature < 0) || !(discriminant > 0)) return std::nullopt;
  // of the roots of slope + curvature·x + cubic·x² the maximum, in the form without cancellation for curvature < 0
  const double maximum = 2 * slope / (-curvature + std::sqrt(discriminant));
  if (!(std::abs(maximum) < 1)) return std::nullopt;

  const double bend = curvature + 2 * cubic * maximum;
  const Eigen::Vector4d along{0, 1, 2 * maximum, 3 * maximum * maximum};  // d(slope at the maximum)/d(coefficients)
  const double variance = fit.chi_squared / static_cast<double>(x.size() - 4) * along.dot(fit.covariance * along);
  return Position{centre_mV + width_mV * maximum, width_mV * std::sqrt(variance) / std::abs(bend)};
}

struct Located {
  double distance_mV;
  double noise_error_mV;   // independent on both sides
  double window_error_mV;  // alike on both sides, because the peaks have the same shape
};

Located locate_peak(const Side& side, double points_per_independent_point) {
  const auto refuse = [&](const std::string& why) {
    return InvalidArgument("no conductance peak on the " + side.name + " side of zero bias: " + why);
  };
  if (side.distance_mV.size() < 6) {
    throw refuse("it has " + std::to_string(side.distance_mV.size()) + " points, expected at least 6");
  }
  const std::vector<double> smooth = smoothed(side.conductance);
  const auto highest = static_cast<std::size_t>(std::ranges::max_element(smooth) - smooth.begin());
  if (highest == 0) throw refuse("the conductance is highest at zero");
  if (highest + 1 == smooth.size()) {
    throw refuse("the conductance is highest at its end, " + shortest(side.distance_mV.back()) + " mV");
  }
  const double floor = *std::min_element(smooth.begin(), smooth.begin() + static_cast<std::ptrdiff_t>(highest));
  std::size_t half = highest;
  while (half > 0 && smooth[half] > (smooth[highest] + floor) / 2) --half;
  const double width = 0.75 * (side.distance_mV[highest] - side.distance_mV[half]);

  const std::optional<Position> rough = maximum_of_cubic(side, side.distance_mV[highest], width);
  const std::optional<Position> fine = rough ? maximum_of_cubic(side, rough->distance_mV, width) : std::nullopt;
  if (!fine) {
    throw refuse("around its highest point at " + shortest(side.distance_mV[highest]) +
                 " mV the data are too few or do not bend down");
  }
  constexpr double narrower = 2.0 / 3.0;
  const std::optional<Position> narrow = maximum_of_cubic(side, rough->distance_mV, narrower * width);
  // where the noise leaves the narrower window without a maximum, no more is known than the window
  const double window_error_mV =
      narrow ? std::abs(narrow->distance_mV - fine->distance_mV) / (1 - narrower * narrower * narrower)
             : narrower * width;
  return {fine->distance_mV, fine->error_mV * std::sqrt(points_per_independent_point), window_error_mV};
}

}  // namespace

Peaks find_peaks(const Spectrum& spectrum) {
  require_consistent(spectrum);
  const Located negative = locate_peak(side_of(spectrum, -1), spectrum.points_per_independent_point);
  const Located positive = locate_peak(side_of(spectrum, +1), spectrum.points_per_independent_point);
  return {-negative.distance_mV,
          positive.distance_mV,
          std::hypot(negative.noise_error_mV, negative.window_error_mV),
          std::hypot(positive.noise_error_mV, positive.window_error_mV),
          (positive.distance_mV + negative.distance_mV) / 2,
          std::hypot(negative.noise_error_mV, positive.noise_error_mV,
                     negative.window_error_mV + positive.window_error_mV) /
              2};
}

}  // namespace didv
