#include "didv/critical_current.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>

#include "didv/error.hpp"
#include "numerics/sorted_curve.hpp"
#include "text/number.hpp"
#include "transport/crossing.hpp"
#include "transport/current_voltage.hpp"
#include "transport/sweeps.hpp"

namespace didv {

namespace {

constexpr double noise_multiple = 5;

/// How often noise alone may be taken for hysteresis, or for a difference between the polarities.
constexpr double false_difference = 1e-3;
/// … and a resistor for a zero-voltage state. The point where it would end is the worst of many: each tenth as often.
constexpr double false_Ic = 1e-4;

/// Of a single value.
struct Noise {
  double deviation_mV;
  double freedom;          ///< degrees of freedom of this deviation
  double offset_error_mV;  ///< of V_0
};

/// What a value over its estimated error exceeds with this probability.
double student_t(double freedom, double probability) {
  return quantile(complement(boost::math::students_t(freedom), probability));
}

/// Where the voltage of one polarity passes the threshold in one direction of |I|, or why it does not.
struct Onset {
  std::optional<Crossing> at;
  double offset_shift_mA = 0;  ///< for V_0 higher by its error: the polarities move against each other
  std::string reason;
};

Quantity milliamperes(double value, double error) {
  if (!(error > 0))
    return {.value = value, .unit = "mA", .reason = "the curve has no noise that an error could come from"};
  return {.value = value, .standard_error = error, .unit = "mA"};
}

Quantity as_quantity(const Onset& onset) {
  if (!onset.at) return {.unit = "mA", .reason = onset.reason};
  return milliamperes(onset.at->x, std::hypot(onset.at->error(), onset.offset_shift_mA));
}

/// The index at which y passes `level`: the fewest points stand below it in spite of a y above the level, or the other
/// way round. Single points, and noise about the level, do not move it to one side.
std::size_t passage(const std::vector<double>& y, double level) {
  auto wrong = std::count_if(y.begin(), y.end(), [&](double value) { return value <= level; });
  auto fewest = wrong;
  std::size_t at = 0;
  for (std::size_t k = 0; k < y.size(); ++k) {
    wrong += y[k] > level ? 1 : -1;
    if (wrong < fewest) fewest = wrong, at = k + 1;
  }
  return at;
}

/// Mean of part of a curve.
struct Centre {
  double current_mA, voltage_mV;
  double points;
};

Centre centre_of(const numerics::SortedCurve& curve, std::size_t first, std::size_t last) {
  const auto mean = [&](const std::vector<double>& values) {
    return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(first),
                           values.begin() + static_cast<std::ptrdiff_t>(last), 0.0) /
           static_cast<double>(last - first);
  };
  return {mean(curve.x), mean(curve.y), static_cast<double>(last - first)};
}

/// Why the points `below` do not show a zero-voltage state that ends at `at_mA`; empty if they do. Across a resistor
/// the straight line through them goes on through the points `above`. Its offset is free: V_0 comes from the same
/// points.
std::string resistive(const numerics::SortedCurve& below, const Centre& above, double at_mA, double threshold_mV,
                      const Noise& noise) {
  const std::string few = "no zero-voltage state can be told from a resistance: too few points below " +
                          text::rounded(at_mA) + " mA for their noise";
  if (below.size() < 2) return few;
  const Centre centre = centre_of(below, 0, below.size());
  double ii = 0, iv = 0, vv = 0;
  for (std::size_t k = 0; k < below.size(); ++k) {
    const double i = below.x[k] - centre.current_mA, v = below.y[k] - centre.voltage_mV;
    ii += i * i;
    iv += i * v;
    vv += v * v;
  }
  if (!(ii > 0)) return few;
  const double ohm = iv / ii;
  // A voltage ∝ I² gets to 3/4 of the threshold.
  if (ohm * at_mA > 0.75 * threshold_mV) {
    return "no zero-voltage state: the voltage grows with the current from zero on, " +
           text::rounded(threshold_mV / at_mA) + " ohm";
  }
  const double distance = above.current_mA - centre.current_mA;
  const double rise_mV = above.voltage_mV - centre.voltage_mV - ohm * distance;
  const double freedom = centre.points - 2 + noise.freedom;
  const double variance =
      (std::max(vv - ohm * iv, 0.0) + noise.freedom * noise.deviation_mV * noise.deviation_mV) / freedom;
  const double error_mV = std::sqrt(variance * (1 / centre.points + 1 / above.points + distance * distance / ii));
  return rise_mV > student_t(freedom, false_Ic) * error_mV ? "" : few;
}

/// In one sweep; `all` are the points of the curve, of the other polarity too (its currents and voltages are negative).
Onset find_onset(const numerics::SortedCurve& branch, const numerics::SortedCurve& all, double threshold_mV,
                 const Noise& noise) {
  const auto reason = [&](std::string why) { return Onset{.at = {}, .reason = std::move(why)}; };
  const std::size_t n = branch.size(), first = passage(branch.y, threshold_mV);
  if (first == n && branch.y.back() < -threshold_mV)
    return reason("the voltage falls where the current rises: the polarity of one of them is reversed");
  if (first == n) {
    return reason(
        "above the largest current, " + text::rounded(branch.x.back()) + " mA: the voltage " +
        (threshold_mV > 0 ? "stays below " + text::rounded(threshold_mV) + " mV" : "is the same at every current"));
  }
  if (first == 0 || branch.x[first - 1] == 0) {
    return reason("below the smallest current, " + text::rounded(branch.x[first]) + " mA: the voltage is above " +
                  text::rounded(threshold_mV) + " mV there");
  }
  const std::size_t low = passage(branch.y, 0.5 * threshold_mV), high = passage(branch.y, 1.5 * threshold_mV);
  const std::size_t begin = low - std::min<std::size_t>(low, 3), end = std::min(high + 3, n);
  std::vector<double> above(end - begin);
  for (std::size_t k = begin; k < end; ++k) above[k - begin] = branch.y[k] - threshold_mV;
  const auto current = std::span(branch.x).subspan(begin, end - begin);
  // Few points near the threshold: a jump, to be looked for where it was seen. Many pass it to and fro.
  const bool resolved = high - low >= 4;
  const double from = branch.x[resolved ? low : first - 1], to = branch.x[resolved ? high - 1 : first];
  const auto at = (resolved ? fit_crossing : locate_crossing)(current, above, from, to, noise.deviation_mV,
                                                              /*noise_of_x=*/0);
  if (!at) return reason("the voltage passes " + text::rounded(threshold_mV) + " mV at no single current");

  // What rises already below the threshold would tilt the line: it goes through the points before half of it.
  numerics::SortedCurve below;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (std::abs(all.x[k]) >= branch.x[low] || std::abs(all.y[k]) > 0.5 * threshold_mV + 3 * noise.deviation_mV)
      continue;
    below.x.push_back(all.x[k]);
    below.y.push_back(all.y[k]);
  }
  constexpr std::size_t just_above = 4;
  const Centre next = centre_of(branch, first, std::min(std::max(high, first + just_above), n));
  if (std::string why = resistive(below, next, at->x, threshold_mV, noise); !why.empty()) return reason(std::move(why));
  return {.at = at, .offset_shift_mA = noise.offset_error_mV / std::abs(at->slope), .reason = {}};
}

/// By more than noise does, and by more than a step of the current, within which a jump lies anywhere (√3 of its σ).
bool differ(const Onset& a, const Onset& b, double freedom) {
  const double noise = std::hypot(a.at->noise_error, b.at->noise_error, a.offset_shift_mA - b.offset_shift_mA);
  const double step = 2 * (a.at->resolution_error + b.at->resolution_error);
  return std::abs(a.at->x - b.at->x) > step + student_t(freedom, false_difference / 2) * noise;
}

/// Mean of what both polarities say. Their current steps are the same, so errors from the steps do not average out.
Quantity mean_of(const std::vector<Onset>& onsets, std::vector<std::string>& warnings, const std::string& what,
                 double freedom) {
  std::vector<Onset> found;
  std::copy_if(onsets.begin(), onsets.end(), std::back_inserter(found),
               [](const Onset& onset) { return onset.at.has_value(); });
  if (found.empty())
    return onsets.empty() ? Quantity{.unit = "mA", .reason = "no such sweep"} : as_quantity(onsets.front());
  if (found.size() == 1) return as_quantity(found.front());
  const Crossing &a = *found[0].at, &b = *found[1].at;
  const double noise =
      std::hypot(a.noise_error, b.noise_error, found[0].offset_shift_mA + found[1].offset_shift_mA) / 2;
  const double error = std::hypot(noise, std::max(a.resolution_error, b.resolution_error));
  if (differ(found[0], found[1], freedom)) {
    warnings.push_back(what + " differs between the polarities, " + text::rounded(a.x) + " and " + text::rounded(b.x) +
                       " mA: the error of their mean is half the difference");
    return milliamperes((a.x + b.x) / 2, std::max(error, std::abs(a.x - b.x) / 2));
  }
  return milliamperes((a.x + b.x) / 2, error);
}

/// The first sweep of each direction of |I| that shows one, of the currents of one sign.
struct Polarity {
  std::optional<Onset> up, down;

  bool is_there() const { return up || down; }
  /// Retrapping is below the switching current by definition.
  bool is_hysteretic(double freedom) const {
    return up && down && up->at && down->at && down->at->x < up->at->x && differ(*up, *down, freedom);
  }
};

Polarity onsets_of(const CurrentVoltage& curve, double sign, const CriticalCurrent& found, const Noise& noise) {
  numerics::SortedCurve all;
  std::vector<double> current, voltage;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    all.x.push_back(sign * curve.current_mA[i]);
    all.y.push_back(sign * (curve.voltage_mV[i] - found.offset_mV));
    if (all.x.back() < 0) continue;
    current.push_back(all.x.back());
    voltage.push_back(all.y.back());
  }
  Polarity polarity;
  if (current.size() < 2 || *std::max_element(current.begin(), current.end()) == 0) return polarity;
  for (const Sweep& sweep : split_sweeps(current)) {
    const std::size_t count = sweep.last - sweep.first;
    std::optional<Onset>& onset = sweep.rising ? polarity.up : polarity.down;
    if (count < 2 || (onset && onset->at)) continue;
    onset = find_onset(numerics::sorted(std::span(current).subspan(sweep.first, count),
                                        std::span(voltage).subspan(sweep.first, count)),
                       all, found.threshold_mV, noise);
    onset->offset_shift_mA *= sign;
  }
  return polarity;
}

/// Does the voltage vanish at another current than it appears? Where no polarity was taken in both directions, as in a
/// single sweep through zero, the two polarities are compared.
bool is_hysteretic(const Polarity& a, const Polarity& b, double freedom) {
  if ((a.up && a.down) || (b.up && b.down)) return a.is_hysteretic(freedom) || b.is_hysteretic(freedom);
  return Polarity{a.up, b.down}.is_hysteretic(freedom) || Polarity{b.up, a.down}.is_hysteretic(freedom);
}

}  // namespace

CriticalCurrent find_critical_current(const CurrentVoltage& curve, const CriticalCurrentOptions& options) {
  check_current_voltage(curve);
  if (options.threshold_mV && !(*options.threshold_mV > 0)) {
    throw InvalidArgument("threshold is " + text::number(*options.threshold_mV) + " mV, expected more than 0");
  }
  CriticalCurrent result;
  result.name = curve.name;
  if (curve.temperature_K) result.temperature_K = curve.temperature_K->value;
  result.noise_mV = small_current_noise_mV(curve);
  const ZeroCurrentVoltage offset = zero_current_voltage(curve);
  result.offset_mV = offset.mV;
  // Noise that hides in the last digit of the voltmeter shows as 0: then one digit is what can be told from none.
  const double visible_mV = result.noise_mV > 0 ? noise_multiple * result.noise_mV : voltage_digit_mV(curve);
  result.threshold_mV = options.threshold_mV.value_or(visible_mV);

  // A median counts as so many means: of scatters about two neighbours a quarter, of values 2/π.
  const Noise noise{result.noise_mV, static_cast<double>(small_current_points(curve)) / 4,
                    result.noise_mV * std::sqrt(std::numbers::pi / 2 / static_cast<double>(offset.points))};
  const Polarity positive = onsets_of(curve, 1, result, noise), negative = onsets_of(curve, -1, result, noise);
  if (!positive.is_there() && !negative.is_there()) throw InvalidArgument(curve.name + ": no current differs from 0");
  const bool hysteretic = is_hysteretic(positive, negative, noise.freedom);
  std::vector<Onset> switching, retrapping;
  const auto take = [&](const Polarity& polarity) -> Quantity {
    if (!polarity.is_there()) return {.unit = "mA", .reason = "no currents of this sign"};
    if (hysteretic && polarity.down) retrapping.push_back(*polarity.down);
    if (hysteretic && !polarity.up) {
      result.warnings.push_back(
          "|I| rises at one polarity only: Ic is from that one, the other gives retrapping (or the contact is a "
          "diode)");
      return {.unit = "mA", .reason = "no sweep with rising |I|, and the falling one gives retrapping"};
    }
    switching.push_back(polarity.up ? *polarity.up : *polarity.down);
    return as_quantity(switching.back());
  };
  result.positive_mA = take(positive);
  result.negative_mA = take(negative);
  result.Ic_mA = mean_of(switching, result.warnings, "Ic", noise.freedom);
  result.retrapping_mA = hysteretic
                             ? mean_of(retrapping, result.warnings, "the retrapping current", noise.freedom)
                             : Quantity{.unit = "mA", .reason = "no difference between rising and falling current"};
  return result;
}

}  // namespace didv
