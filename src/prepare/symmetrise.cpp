#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "didv/quantity.hpp"
#include "prepare/checked.hpp"
#include "prepare/zero_of_bias.hpp"
#include "text/number.hpp"
#include "units_of_measure.hpp"

namespace didv {

namespace {

/// One point of a curve, and the square of its sigma (0 where unknown).
struct Point {
  double bias_mV, conductance, variance;
};

/// The points in ascending order of bias.
std::vector<Point> sorted(const Spectrum& spectrum) {
  std::vector<Point> points;
  for (std::size_t k = 0; k < spectrum.size(); ++k) {
    const double sigma = spectrum.sigma.empty() ? 0 : spectrum.sigma[k];
    points.push_back({spectrum.bias_mV[k], spectrum.conductance[k], sigma * sigma});
  }
  std::ranges::sort(points, {}, &Point::bias_mV);
  const auto twice = std::ranges::adjacent_find(points, {}, &Point::bias_mV);
  if (twice != points.end()) {
    throw InvalidArgument("spectrum has the bias " + text::number(twice->bias_mV) + " mV twice, expected it once");
  }
  return points;
}

/// Linear interpolation. A bias that misses a point by rounding alone is that point.
Point interpolate(const std::vector<Point>& points, double bias_mV) {
  auto upper = std::ranges::lower_bound(points, bias_mV, {}, &Point::bias_mV);
  upper = std::clamp(upper, points.begin() + 1, points.end() - 1);
  const Point &left = *(upper - 1), &right = *upper;
  double part = (bias_mV - left.bias_mV) / (right.bias_mV - left.bias_mV);
  constexpr double rounding = 1e-9;
  if (part < rounding) part = 0;
  if (part > 1 - rounding) part = 1;
  return {bias_mV, (1 - part) * left.conductance + part * right.conductance,
          (1 - part) * (1 - part) * left.variance + part * part * right.variance};
}

/// Both sides of an off-centre curve beside each other are a wider gap edge, or two gaps.
void warn_off_centre(Spectrum& even, const std::vector<Point>& points, double reach_mV) {
  constexpr double surprising = 5;         // standard errors
  constexpr double worth_telling = 0.003;  // of the largest bias, some five gaps
  std::vector<double> at_mV, right, left;
  for (const Point& point : points) {
    if (point.bias_mV <= 0 || point.bias_mV > reach_mV) continue;
    at_mV.push_back(point.bias_mV);
    right.push_back(point.conductance);
    left.push_back(interpolate(points, -point.bias_mV).conductance);
  }
  const std::optional<ZeroOfBias> found = zero_of_bias(at_mV, right, left);
  if (!found || std::abs(found->offset_mV) < std::max(surprising * found->error_mV, worth_telling * reach_mV)) return;
  // A slope over several points is some tenth too small next to a peak.
  const double error_mV = std::hypot(found->error_mV, 0.1 * found->offset_mV);
  even.warnings.push_back(
      "the curve was not centred at zero bias before it was symmetrised but near " +
      to_string({.value = found->offset_mV, .standard_error = error_mV, .unit = "mV"}) +
      ": its edges now stand beside each other as a larger broadening or a second gap; fit the offset in place of "
      "symmetrising, or shift the data first");
}

}  // namespace

Spectrum symmetrise(const Spectrum& spectrum) {
  require_consistent(spectrum);
  if (spectrum.symmetrised_about_mV.value_or(0) != 0) {
    throw InvalidArgument("spectrum was symmetrised about " + text::number(*spectrum.symmetrised_about_mV) +
                          " mV already, expected not, or about 0");
  }
  const std::vector<Point> points = sorted(spectrum);
  if (points.size() < 2 || !(points.front().bias_mV < 0) || !(points.back().bias_mV > 0)) {
    throw InvalidArgument("spectrum does not reach to both sides of zero bias, expected it to");
  }
  const double reach = std::min(-points.front().bias_mV, points.back().bias_mV) * (1 + 1e-12);

  Spectrum even = spectrum;
  even.bias_mV.clear();
  even.conductance.clear();
  even.sigma.clear();
  const auto append = [&](double bias_mV, const Point& mean) {
    even.bias_mV.push_back(bias_mV);
    even.conductance.push_back(mean.conductance);
    if (!spectrum.sigma.empty()) even.sigma.push_back(std::sqrt(mean.variance));
  };
  std::vector<Point> half;  // V >= 0, ascending
  for (const Point& point : points) {
    if (point.bias_mV < 0 || point.bias_mV > reach) continue;
    const Point mirror = interpolate(points, -point.bias_mV);
    const double variance = point.bias_mV == 0 ? point.variance : (point.variance + mirror.variance) / 4;
    half.push_back({point.bias_mV, (point.conductance + mirror.conductance) / 2, variance});
  }
  for (auto point = half.rbegin(); point != half.rend(); ++point) {
    if (point->bias_mV > 0) append(-point->bias_mV, *point);
  }
  for (const Point& point : half) append(point.bias_mV, point);
  even.points_per_independent_point *= 2;
  even.symmetrised_about_mV = 0;
  if (!std::ranges::is_sorted(spectrum.bias_mV) && !std::ranges::is_sorted(spectrum.bias_mV, std::greater{}))
    even.warnings.push_back(
        "the points are not of one sweep: whether several lie on each other (hysteresis, drift) can no longer be told "
        "after symmetrising");
  warn_off_centre(even, points, reach);
  even.history.push_back("symmetrised: mean of G(V) and G(-V)");
  return even;
}

}  // namespace didv
