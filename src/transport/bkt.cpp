#include "didv/bkt.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "numerics/point_to_point_noise.hpp"
#include "numerics/polynomial.hpp"
#include "numerics/sorted_curve.hpp"
#include "text/number.hpp"
#include "transport/crossing.hpp"
#include "transport/current_voltage.hpp"
#include "transport/ohmic_tail.hpp"

namespace didv {

namespace {

constexpr double eta_of_bkt = 3;
constexpr double noise_multiple = 5;
constexpr double smallest_factor = 2;         // of the current, for a stretch to count …
constexpr double factor_above_another = 1.5;  // … and for one above another, where the voltage rises steeply
constexpr std::size_t fewest_points = 5;      // in a stretch
constexpr double tolerated_bend = 0.05;       // change of η along a stretch, over η
constexpr double tolerated_wave = 0.01;       // scatter of ln V about the line, over its rise

/// ln V against ln |I| with weights, above the noise.
struct Logarithmic {
  std::vector<double> x, y, weight;

  std::size_t size() const { return x.size(); }
  numerics::Polynomial fit(std::size_t first, std::size_t last, int degree) const {
    const std::size_t n = last - first;
    return numerics::fit_polynomial(std::span(x).subspan(first, n), std::span(y).subspan(first, n), degree,
                                    std::span(weight).subspan(first, n));
  }
  /// Below the power law that ends at `last`; where there is one, η grows with the current.
  std::optional<OhmicTail> tail_below(std::size_t last, double eta) const {
    const numerics::Polynomial bent = fit(0, last, 2);
    if (bent.coefficient[2] < std::sqrt(bent.variance[2])) return {};
    std::vector<double> sigma;
    for (std::size_t i = 0; i < last; ++i) sigma.push_back(1 / std::sqrt(weight[i]));
    return find_ohmic_tail(std::span(x).first(last), std::span(y).first(last), sigma, eta);
  }
};

/// |I| and V·sign(I), ascending; the offset is known only where both signs were measured.
numerics::SortedCurve folded(const CurrentVoltage& curve) {
  const auto [least, greatest] = std::minmax_element(curve.current_mA.begin(), curve.current_mA.end());
  const double offset_mV = *least < 0 && *greatest > 0 ? zero_current_voltage(curve).mV : 0;
  std::vector<double> current, voltage;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (curve.current_mA[i] == 0) continue;
    current.push_back(std::abs(curve.current_mA[i]));
    voltage.push_back(std::copysign(1.0, curve.current_mA[i]) * (curve.voltage_mV[i] - offset_mV));
  }
  return numerics::sorted(current, voltage);
}

/// Of the voltage itself, which shows at small currents.
double additive_noise(const numerics::SortedCurve& curve) {
  const std::size_t quarter = std::min(curve.size(), std::max<std::size_t>(curve.size() / 4, 12));
  return numerics::point_to_point_noise(std::span(curve.x).first(quarter), std::span(curve.y).first(quarter))
      .value_or(0);
}

Logarithmic above_noise(const numerics::SortedCurve& curve, double additive) {
  std::size_t first = curve.size();
  while (first > 0 && curve.y[first - 1] > noise_multiple * additive && curve.y[first - 1] > 0) --first;

  numerics::SortedCurve logs;
  for (std::size_t i = first; i < curve.size(); ++i) {
    logs.x.push_back(std::log(curve.x[i]));
    logs.y.push_back(std::log(curve.y[i]));
  }
  if (logs.size() == 0) return {};
  const double relative = std::max(numerics::point_to_point_noise(logs.x, logs.y).value_or(0), 1e-12);
  constexpr std::size_t most_means = 100;  // the search for the stretch is cubic in them
  const std::size_t group = (logs.size() + most_means - 1) / most_means;
  const numerics::SortedCurve means = numerics::averaged(logs, group);
  Logarithmic result{means.x, means.y, {}};
  for (const double y : means.y) {
    const double from_floor = additive / std::exp(y);
    result.weight.push_back(static_cast<double>(group) / (relative * relative + from_floor * from_floor));
  }
  return result;
}

/// Straight within the noise, or bent and wavy too little to matter? The bend alone would miss an S.
bool straight(const Logarithmic& logs, std::size_t first, std::size_t last) {
  const numerics::Polynomial line = logs.fit(first, last, 1), bent = logs.fit(first, last, 2);
  const double noise = 1 + 4 * std::sqrt(2 / line.degrees_of_freedom());
  const double wave = std::sqrt(line.scatter_squared() * line.variance[0] * static_cast<double>(line.points));
  if (line.scatter_squared() > noise && wave > tolerated_wave * (logs.y[last - 1] - logs.y[first])) return false;

  const double error = std::sqrt(bent.variance[2] * std::max(1.0, bent.scatter_squared()));
  const double change = 2 * std::abs(bent.coefficient[2]) * (logs.x[last - 1] - logs.x[first]);
  return std::abs(bent.coefficient[2]) < 2 * error || change < tolerated_bend * std::abs(bent.coefficient[1]);
}

using Stretch = std::pair<std::size_t, std::size_t>;

/// From `begin` on the straight stretch that covers most of ln V, of those over that factor in the current whose slope,
/// given its error, will do.
template <class WillDo>
std::optional<Stretch> widest_stretch(const Logarithmic& logs, std::size_t begin, double factor, WillDo will_do) {
  std::optional<Stretch> widest;
  double covered = 0;
  for (std::size_t first = begin; first + fewest_points <= logs.size(); ++first) {
    for (std::size_t last = logs.size(); last >= first + fewest_points; --last) {
      if (logs.x[last - 1] - logs.x[first] < std::log(factor)) break;
      const double rise = logs.y[last - 1] - logs.y[first];
      if (rise <= covered || !straight(logs, first, last)) continue;
      const numerics::Polynomial line = logs.fit(first, last, 1);
      if (!will_do(line.coefficient[1], std::sqrt(line.variance[1] * std::max(1.0, line.scatter_squared())))) continue;
      covered = rise;
      widest = {first, last};
    }
  }
  return widest;
}

/// The stretch of the power law. Nothing rises more slowly than a resistor, but an offset of the voltmeter does. A
/// resistance at small currents may cover more of ln V than the power law above it: the steeper one is taken.
std::optional<Stretch> stretch_of_power_law(const Logarithmic& logs) {
  constexpr double much_steeper = 0.5, errors = 3;
  const auto at_least_ohmic = [](double eta, double error) { return eta + errors * error >= 1; };
  std::optional<Stretch> stretch;
  std::optional<Stretch> next = widest_stretch(logs, 0, smallest_factor, at_least_ohmic);
  while (next) {
    stretch = next;
    const double so_far = logs.fit(stretch->first, stretch->second, 1).coefficient[1];
    const auto steeper = [so_far](double eta, double error) { return eta - errors * error > so_far + much_steeper; };
    next = widest_stretch(logs, stretch->second, factor_above_another, steeper);
  }
  return stretch;
}

Quantity exponent(const Logarithmic& logs, std::size_t first, std::size_t last, const numerics::Polynomial& line) {
  const numerics::Polynomial bent = logs.fit(first, last, 2);
  const double scatter = std::sqrt(std::max(1.0, line.scatter_squared()));
  double error = std::sqrt(line.variance[1]) * scatter;
  if (std::abs(bent.coefficient[2]) > 2 * std::sqrt(bent.variance[2]) * scatter) {
    error = std::hypot(error, 2 * bent.coefficient[2] * (logs.x[last - 1] - logs.x[first]) / std::sqrt(12.0));
  }
  return {.value = line.coefficient[1], .standard_error = error, .unit = "1"};
}

}  // namespace

PowerLaw power_law(const CurrentVoltage& curve, const BktOptions& options) {
  check_current_voltage(curve);
  PowerLaw result;
  result.name = curve.name;
  if (curve.temperature_K) result.temperature_K = curve.temperature_K->value;
  result.points_of_curve = curve.size();
  result.eta.unit = "1";
  result.resistance_ohm = {.unit = "ohm", .reason = "the points tell none from 0"};
  result.eta_beside_resistance = {.unit = "1", .reason = "no resistance at small currents"};

  numerics::SortedCurve points = folded(curve);
  const double noise_mV = additive_noise(points);
  if (const auto& range = options.current_range_mA) {
    if (!(range->first > 0 && range->first < range->second)) {
      throw InvalidArgument("range of the power law is " + text::number(range->first) + ":" +
                            text::number(range->second) + " mA, expected two positive currents, the smaller first");
    }
    const auto [first, count] = points.range(range->first, range->second);
    const auto begin = static_cast<std::ptrdiff_t>(first), end = begin + static_cast<std::ptrdiff_t>(count);
    points = {{points.x.begin() + begin, points.x.begin() + end}, {points.y.begin() + begin, points.y.begin() + end}};
    if (count < fewest_points) {
      throw InvalidArgument(curve.name + ": " + std::to_string(count) + " points from " + text::number(range->first) +
                            " to " + text::number(range->second) + " mA, expected " + std::to_string(fewest_points) +
                            " or more");
    }
  }
  const Logarithmic logs = above_noise(points, noise_mV);
  if (points.y.back() < -noise_multiple * noise_mV) {
    result.eta.reason = "the voltage falls where the current rises: the polarity of one of them is reversed";
    return result;
  }
  if (logs.size() < fewest_points) {
    result.eta.reason = "the voltage stays in its noise: fewer than " + std::to_string(fewest_points) +
                        " points from the largest current down are above " + text::rounded(noise_multiple) +
                        " times it";
    return result;
  }
  auto stretch = stretch_of_power_law(logs);
  if (options.current_range_mA) stretch = Stretch{0, logs.size()};
  if (!stretch) {
    result.eta.reason = "no power law: no stretch of " + std::to_string(fewest_points) + " points over a factor of " +
                        text::rounded(smallest_factor) + " in current is straight in ln V against ln I";
    return result;
  }
  const auto [first, last] = *stretch;
  const numerics::Polynomial line = logs.fit(first, last, 1);
  result.eta = exponent(logs, first, last, line);
  // Where the curve ends above the line, that is the tail of a steeper law.
  const bool steeper_above = logs.y.back() > line(logs.x.back());
  if (const auto tail = logs.tail_below(steeper_above ? logs.size() : last, line.coefficient[1])) {
    result.resistance_ohm = {.value = tail->resistance_ohm, .standard_error = tail->resistance_error, .unit = "ohm"};
    result.eta_beside_resistance = {.value = tail->eta, .standard_error = tail->eta_error, .unit = "1"};
    result.eta.standard_error = std::hypot(*result.eta.standard_error, tail->eta - *result.eta.value);
  }
  result.current_range_mA = Interval{std::exp(logs.x[first]), std::exp(logs.x[last - 1])};
  result.voltage_range_mV = Interval{std::exp(line(logs.x[first])), std::exp(line(logs.x[last - 1]))};
  const double margin = 1e-12;  // the logarithm and back
  result.points =
      points.range(result.current_range_mA->first * (1 - margin), result.current_range_mA->second * (1 + margin))
          .second;
  return result;
}

BktTransition find_bkt(std::span<const CurrentVoltage> curves, const BktOptions& options) {
  BktTransition result;
  for (const CurrentVoltage& curve : curves) {
    if (!curve.temperature_K) throw InvalidArgument(curve.name + ": a current-voltage curve without its temperature");
    result.curves.push_back(power_law(curve, options));
  }
  std::stable_sort(result.curves.begin(), result.curves.end(),
                   [](const auto& a, const auto& b) { return *a.temperature_K < *b.temperature_K; });

  std::vector<double> temperature, above, error;
  std::string lowered;
  for (const PowerLaw& curve : result.curves) {
    if (!curve.eta.value) {
      result.warnings.push_back("no η at " + text::rounded(*curve.temperature_K) + " K: " + curve.eta.reason);
      continue;
    }
    temperature.push_back(*curve.temperature_K);
    above.push_back(*curve.eta.value - eta_of_bkt);
    error.push_back(curve.eta.standard_error.value_or(0));
    const Quantity &R = curve.resistance_ohm, &beside = curve.eta_beside_resistance;
    constexpr double well_above = 5;  // standard errors
    if (R.value && *R.value > well_above * *R.standard_error && *beside.value - *curve.eta.value > error.back() / 2)
      lowered += (lowered.empty() ? "" : ", ") + text::rounded(*curve.temperature_K) + " K";
  }
  if (!lowered.empty())
    result.warnings.push_back("a resistance at small currents lowers η at " + lowered +
                              ": their errors, and that of T_BKT, hold how far");
  result.T_BKT_K.unit = "K";
  std::vector<std::size_t> crossings;
  for (std::size_t k = 0; k + 1 < above.size(); ++k) {
    if ((above[k] > 0) != (above[k + 1] > 0)) crossings.push_back(k);
  }
  if (crossings.empty()) {
    if (above.empty()) {
      result.T_BKT_K.reason = "no temperature with a power law";
    } else {
      const auto [least, greatest] = std::minmax_element(above.begin(), above.end());
      result.T_BKT_K.reason = "η does not pass 3: it is " + text::rounded(*least + eta_of_bkt) + " to " +
                              text::rounded(*greatest + eta_of_bkt) + " from " + text::rounded(temperature.front()) +
                              " to " + text::rounded(temperature.back()) + " K" +
                              (lowered.empty() ? "" : ", lowered by a resistance at small currents");
    }
    return result;
  }
  if (crossings.size() > 1) {
    result.warnings.push_back("η passes 3 at " + std::to_string(crossings.size()) +
                              " temperatures: T_BKT is the highest of them");
  }
  const std::size_t k = crossings.back();
  if (above[k] < above[k + 1]) {
    result.T_BKT_K.reason = "η grows with temperature through 3 between " + text::rounded(temperature[k]) + " and " +
                            text::rounded(temperature[k + 1]) +
                            " K: that is no Berezinskii-Kosterlitz-Thouless transition";
    return result;
  }
  const auto at =
      locate_crossing(temperature, above, temperature[k], temperature[k + 1], std::max(error[k], error[k + 1]));
  if (!at) {
    result.T_BKT_K.value = temperature[k];
    result.T_BKT_K.reason = "two curves at one temperature lie on either side of η = 3";
    return result;
  }
  result.T_BKT_K.value = at->x;
  result.T_BKT_K.standard_error = at->error();
  return result;
}

}  // namespace didv
