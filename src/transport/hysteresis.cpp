#include "transport/hysteresis.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "didv/units.hpp"
#include "text/number.hpp"

namespace didv {

namespace {

/// Mean of what the sweeps found; half their spread is the error where it is larger than the statistical one.
Quantity mean_of(std::span<const ResistiveTransition> sweeps, Quantity ResistiveTransition::*quantity) {
  double sum = 0, least = infinity, greatest = -infinity, error = 0;
  std::string reason;
  for (const ResistiveTransition& sweep : sweeps) {
    const Quantity& q = sweep.*quantity;
    if (!q.value) return q;
    if (!q.standard_error) reason = q.reason;
    sum += *q.value;
    least = std::min(least, *q.value);
    greatest = std::max(greatest, *q.value);
    error = std::max(error, q.standard_error.value_or(0));
  }
  const double mean = sum / static_cast<double>(sweeps.size());
  if (!reason.empty()) return {.value = mean, .unit = "K", .reason = reason};
  return {.value = mean, .standard_error = std::max(error, (greatest - least) / 2), .unit = "K"};
}

}  // namespace

bool differ(std::span<const ResistiveTransition> sweeps) {
  double least = infinity, greatest = -infinity, error = 0;
  for (const ResistiveTransition& sweep : sweeps) {
    least = std::min(least, *sweep.Tc_K.value);
    greatest = std::max(greatest, *sweep.Tc_K.value);
    if (!sweep.Tc_K.standard_error) return false;
    error = std::max(error, *sweep.Tc_K.standard_error);
  }
  return greatest - least > 3 * std::sqrt(2.0) * error;
}

ResistiveTransition mean_of(std::span<const ResistiveTransition> sweeps, std::vector<TransitionSweep> directions) {
  ResistiveTransition result = sweeps.back();
  result.sweeps = std::move(directions);
  for (const auto quantity :
       {&ResistiveTransition::Tc_K, &ResistiveTransition::intersection_K, &ResistiveTransition::midpoint_K,
        &ResistiveTransition::onset_K, &ResistiveTransition::zero_K, &ResistiveTransition::foot_K,
        &ResistiveTransition::width_K}) {
    result.*quantity = mean_of(sweeps, quantity);
  }
  std::string warning = "the sweeps differ, Tc =";
  for (const TransitionSweep& sweep : result.sweeps) {
    warning += " " + text::rounded(*sweep.Tc_K.value) + " K " + (sweep.warming ? "warming," : "cooling,");
  }
  warning.back() = ':';
  result.warnings.push_back(warning +
                            " hysteresis or a thermometer that lags; numbers are means of the sweeps, errors "
                            "half their spread, lines those of the last sweep");
  return result;
}

}  // namespace didv
