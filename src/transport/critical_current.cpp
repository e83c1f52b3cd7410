#include "didv/critical_current.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "didv/error.hpp"
#include "text/number.hpp"
#include "transport/crossing.hpp"
#include "transport/current_voltage.hpp"
#include "transport/sorted_curve.hpp"
#include "transport/sweeps.hpp"

namespace didv {

namespace {

constexpr double noise_multiple = 5;

/// Where the voltage of one polarity passes the threshold in one direction of |I|, or why it does not.
struct Onset {
  bool rising = true;
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
/// then reach the threshold together with the data; a voltage ∝ I² gets to 3/4 of it.
bool ohmic(const SortedCurve& branch, std::size_t below, double threshold_mV, double noise_mV, double at_mA) {
  double iv = 0, ii = 0;
  std::size_t count = 0;
  for (std::size_t k = 0; k < below; ++k) {
    iv += branch.x[k] * branch.y[k];
    ii += branch.x[k] * branch.x[k];
    if (branch.x[k] > 0) ++count;
  }
  if (count < 3) return false;
  const double reached = iv / ii * at_mA;
  return reached > 0.75 * threshold_mV && reached > 3 * noise_mV / std::sqrt(ii) * at_mA;
}

Onset find_onset(const SortedCurve& branch, bool rising, double threshold_mV, double noise_mV) {
  const auto reason = [&](std::string why) { return Onset{.rising = rising, .at = {}, .reason = std::move(why)}; };
  const std::size_t n = branch.size();
  std::size_t first = 0;
  while (first < n && !(branch.y[first] > threshold_mV && (first + 1 == n || branch.y[first + 1] > threshold_mV)))
    ++first;
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
  return {.rising = rising, .at = at, .reason = {}};
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

/// Onsets of one polarity: one for each sweep of |I|.
std::vector<Onset> onsets_of(const CurrentVoltage& curve, double sign, const CriticalCurrent& found) {
  std::vector<double> current, voltage;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (sign * curve.current_mA[i] < 0) continue;
    current.push_back(std::abs(curve.current_mA[i]));
    voltage.push_back(sign * (curve.voltage_mV[i] - found.offset_mV));
  }
  if (current.size() < 2 || *std::max_element(current.begin(), current.end()) == 0) return {};
  std::vector<Onset> onsets;
  for (const Sweep& sweep : split_sweeps(current)) {
    const std::size_t count = sweep.last - sweep.first;
    if (count < 2) continue;
    onsets.push_back(find_onset(
        sorted(std::span(current).subspan(sweep.first, count), std::span(voltage).subspan(sweep.first, count)),
        sweep.rising, found.threshold_mV, found.noise_mV));
  }
  return onsets;
}

const Onset* first_of(const std::vector<Onset>& onsets, bool rising) {
  const auto found =
      std::find_if(onsets.begin(), onsets.end(), [&](const Onset& onset) { return onset.rising == rising; });
  return found == onsets.end() ? nullptr : &*found;
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

  std::vector<Onset> chosen, back;
  Quantity* const by_polarity[] = {&result.positive_mA, &result.negative_mA};
  for (int polarity = 0; polarity < 2; ++polarity) {
    const std::vector<Onset> onsets = onsets_of(curve, polarity == 0 ? 1 : -1, result);
    const Onset *up = first_of(onsets, true), *down = first_of(onsets, false);
    if (!up && !down) {
      *by_polarity[polarity] = {.unit = "mA", .reason = "no currents of this sign"};
      continue;
    }
    chosen.push_back(up ? *up : *down);
    if (up && down) back.push_back(*down);
    *by_polarity[polarity] = as_quantity(chosen.back());
  }
  if (chosen.empty()) throw InvalidArgument(curve.name + ": no current differs from 0");

  result.retrapping_mA = {.unit = "mA", .reason = "no difference between rising and falling current"};
  bool hysteretic = false;
  for (std::size_t k = 0; k < back.size() && k < chosen.size(); ++k)
    hysteretic = hysteretic || differ(chosen[k], back[k]);
  if (hysteretic) result.retrapping_mA = mean_of(back, result.warnings, "the retrapping current");
  // A single sweep through zero has one polarity on falling |I|: where that one differs, it is the retrapping current.
  if (chosen.size() == 2 && back.empty() && chosen[0].rising != chosen[1].rising && differ(chosen[0], chosen[1])) {
    const bool first_rises = chosen[0].rising;
    const Onset &up = chosen[first_rises ? 0 : 1], &down = chosen[first_rises ? 1 : 0];
    result.retrapping_mA = as_quantity(down);
    result.warnings.push_back(
        "one sweep through zero: Ic is from the polarity with rising |I| only, the other gives retrapping");
    chosen = {up};
  }
  result.Ic_mA = mean_of(chosen, result.warnings, "Ic");
  return result;
}

}  // namespace didv
