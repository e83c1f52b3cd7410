#include "didv/critical_current.hpp"

#include <algorithm>
#include <cmath>
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

/// Where the voltage of one polarity passes the threshold in one direction of |I|, or why it does not.
struct Onset {
  std::optional<Crossing> at;
  std::string reason;
};

Quantity milliamperes(double value, double error) {
  if (!(error > 0))
    return {.value = value, .unit = "mA", .reason = "the curve has no noise that an error could come from"};
  return {.value = value, .standard_error = error, .unit = "mA"};
}

Quantity as_quantity(const Onset& onset) {
  if (!onset.at) return {.unit = "mA", .reason = onset.reason};
  return milliamperes(onset.at->x, onset.at->error());
}

/// Does the voltage below the threshold grow with the current, as across a resistor? The line through the origin would
/// then reach the threshold together with the data; a voltage ∝ I² gets to 3/4 of it. Where few points lie below, their
/// noise hides that line: they are then compared with the one that the points just above the threshold make.
bool ohmic(const numerics::SortedCurve& branch, std::size_t below, double threshold_mV, double noise_mV, double at_mA) {
  const auto products = [&](std::size_t first, std::size_t last) {
    double iv = 0, ii = 0;
    for (std::size_t k = first; k < last; ++k) {
      iv += branch.x[k] * branch.y[k];
      ii += branch.x[k] * branch.x[k];
    }
    return std::pair(iv, ii);
  };
  const auto [iv, ii] = products(0, below);
  const double reached = iv / ii * at_mA, error = noise_mV / std::sqrt(ii) * at_mA;
  if (error < 0.1 * threshold_mV) return reached > 0.75 * threshold_mV;
  constexpr std::size_t just_above = 4;
  const auto [iv_above, ii_above] = products(below, std::min(below + just_above, branch.size()));
  const double ohm = iv_above / ii_above;
  // Below the threshold Σ(V − R I)² has to be above ΣV² by three standard deviations.
  return ohm * ohm * ii - 2 * ohm * iv < 9 * noise_mV * noise_mV;
}

Onset find_onset(const numerics::SortedCurve& branch, double threshold_mV, double noise_mV) {
  const auto reason = [&](std::string why) { return Onset{.at = {}, .reason = std::move(why)}; };
  const std::size_t n = branch.size();
  std::size_t first = 0;
  while (first < n && !(branch.y[first] > threshold_mV && (first + 1 == n || branch.y[first + 1] > threshold_mV)))
    ++first;
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
  std::size_t low = first, high = first;
  while (low > 0 && branch.y[low - 1] > 0.5 * threshold_mV) --low;
  while (high + 1 < n && branch.y[high + 1] < 1.5 * threshold_mV) ++high;
  const std::size_t begin = low - std::min<std::size_t>(low, 3), end = std::min(high + 4, n);
  std::vector<double> above(end - begin);
  for (std::size_t k = begin; k < end; ++k) above[k - begin] = branch.y[k] - threshold_mV;
  const auto current = std::span(branch.x).subspan(begin, end - begin);
  // Few points near the threshold: a jump, to be looked for where it was seen.
  const bool resolved = high - low >= 3;
  const double from = resolved ? branch.x[low] : branch.x[first - 1], to = resolved ? branch.x[high] : branch.x[first];
  const auto at = locate_crossing(current, above, from, to, noise_mV);
  if (!at) return reason("the voltage passes " + text::rounded(threshold_mV) + " mV at no single current");
  if (ohmic(branch, first, threshold_mV, noise_mV, at->x)) {
    return reason("no zero-voltage state: the voltage grows with the current from zero on, " +
                  text::rounded(threshold_mV / at->x) + " ohm");
  }
  return {.at = at, .reason = {}};
}

/// Mean of what both polarities say. Their current steps are the same, so errors from the steps do not average out.
Quantity mean_of(const std::vector<Onset>& onsets, std::vector<std::string>& warnings, const std::string& what) {
  std::vector<Onset> found;
  std::copy_if(onsets.begin(), onsets.end(), std::back_inserter(found),
               [](const Onset& onset) { return onset.at.has_value(); });
  if (found.empty())
    return onsets.empty() ? Quantity{.unit = "mA", .reason = "no such sweep"} : as_quantity(onsets.front());
  if (found.size() == 1) return as_quantity(found.front());
  const Crossing &a = *found[0].at, &b = *found[1].at;
  const double noise = std::hypot(a.noise_error, b.noise_error) / 2;
  const double error = std::hypot(noise, std::max(a.resolution_error, b.resolution_error));
  const double half_difference = std::abs(a.x - b.x) / 2;
  if (half_difference > 1.5 * std::hypot(a.error(), b.error())) {
    warnings.push_back(what + " differs between the polarities, " + text::rounded(a.x) + " and " + text::rounded(b.x) +
                       " mA: the error of their mean is half the difference");
    return milliamperes((a.x + b.x) / 2, std::max(error, half_difference));
  }
  return milliamperes((a.x + b.x) / 2, error);
}

bool differ(const Onset& a, const Onset& b) {
  return a.at && b.at && std::abs(a.at->x - b.at->x) > 3 * std::hypot(a.at->error(), b.at->error());
}

/// The first sweep of each direction of |I| that shows one, of the currents of one sign.
struct Polarity {
  std::optional<Onset> up, down;

  bool is_there() const { return up || down; }
  /// Retrapping is below the switching current by definition.
  bool is_hysteretic() const { return up && down && differ(*up, *down) && down->at->x < up->at->x; }
};

Polarity onsets_of(const CurrentVoltage& curve, double sign, const CriticalCurrent& found) {
  std::vector<double> current, voltage;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (sign * curve.current_mA[i] < 0) continue;
    current.push_back(std::abs(curve.current_mA[i]));
    voltage.push_back(sign * (curve.voltage_mV[i] - found.offset_mV));
  }
  Polarity polarity;
  if (current.size() < 2 || *std::max_element(current.begin(), current.end()) == 0) return polarity;
  for (const Sweep& sweep : split_sweeps(current)) {
    const std::size_t count = sweep.last - sweep.first;
    std::optional<Onset>& onset = sweep.rising ? polarity.up : polarity.down;
    if (count < 2 || (onset && onset->at)) continue;
    onset = find_onset(numerics::sorted(std::span(current).subspan(sweep.first, count),
                                        std::span(voltage).subspan(sweep.first, count)),
                       found.threshold_mV, found.noise_mV);
  }
  return polarity;
}

/// Does the voltage vanish at another current than it appears? Where no polarity was taken in both directions, as in a
/// single sweep through zero, the two polarities are compared.
bool is_hysteretic(const Polarity& a, const Polarity& b) {
  if ((a.up && a.down) || (b.up && b.down)) return a.is_hysteretic() || b.is_hysteretic();
  return Polarity{a.up, b.down}.is_hysteretic() || Polarity{b.up, a.down}.is_hysteretic();
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
  result.offset_mV = zero_current_voltage_mV(curve);
  // Noise that hides in the last digit of the voltmeter shows as 0: then one digit is what can be told from none.
  const double visible_mV = result.noise_mV > 0 ? noise_multiple * result.noise_mV : voltage_digit_mV(curve);
  result.threshold_mV = options.threshold_mV.value_or(visible_mV);

  const Polarity positive = onsets_of(curve, 1, result), negative = onsets_of(curve, -1, result);
  if (!positive.is_there() && !negative.is_there()) throw InvalidArgument(curve.name + ": no current differs from 0");
  const bool hysteretic = is_hysteretic(positive, negative);
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
  result.Ic_mA = mean_of(switching, result.warnings, "Ic");
  result.retrapping_mA = hysteretic
                             ? mean_of(retrapping, result.warnings, "the retrapping current")
                             : Quantity{.unit = "mA", .reason = "no difference between rising and falling current"};
  return result;
}

}  // namespace didv
