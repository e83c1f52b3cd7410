#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "didv/result.hpp"
#include "text/number.hpp"

namespace didv {
namespace {

// std::to_chars: a report does not follow the locale of the process.
std::string decimal(double value, int digits_behind_point) {
  std::array<char, 400> text;
  const auto end = std::to_chars(text.begin(), text.end(), value, std::chars_format::fixed, digits_behind_point).ptr;
  return {text.begin(), end};
}

int exponent_of(double positive) { return static_cast<int>(std::floor(std::log10(positive))); }

/// "21.04(5)": the error in units of the last digit shown; two digits where the first is 1, where one digit would be
/// rounded by up to a third, or where the value would be rounded to 0: "3(30)".
std::string with_error(double value, double error) {
  if (!(error > 0) || !std::isfinite(value + error)) return text::rounded(value) + "(" + text::rounded(error) + ")";
  int place = exponent_of(error);
  if (error / std::pow(10.0, place) < 1.95 || (value != 0 && std::abs(value) < 0.5 * std::pow(10.0, place))) --place;
  const double largest = std::max(std::abs(value), error);
  const int magnitude = exponent_of(largest);
  // More digits than a double has are none.
  if (magnitude - place > std::numeric_limits<double>::max_digits10)
    return text::number(value) + "(" + text::rounded(error) + ")";
  if (magnitude < -4 || magnitude > 6) {
    const double unit = std::pow(10.0, magnitude);
    return with_error(value / unit, error / unit) + "e" + std::to_string(magnitude);
  }
  if (place >= 0) {
    const double unit = std::pow(10.0, place);
    return decimal(std::round(value / unit) * unit, 0) + "(" + decimal(std::round(error / unit) * unit, 0) + ")";
  }
  const std::string bracket =
      error >= 1 ? decimal(error, -place) : decimal(std::round(error * std::pow(10.0, -place)), 0);
  return decimal(value, -place) + "(" + bracket + ")";
}

}  // namespace

std::string to_string(ParameterState state) {
  switch (state) {
    case ParameterState::free:
      return "free";
    case ParameterState::fixed:
      return "fixed";
    case ParameterState::measured:
      return "measured";
    case ParameterState::shared:
      return "shared";
    case ParameterState::tied:
      return "tied";
    case ParameterState::at_bound:
      return "at_bound";
    case ParameterState::not_determined:
      return "not_determined";
  }
  return {};
}

std::string to_string(FitStatus status) {
  switch (status) {
    case FitStatus::converged:
      return "converged";
    case FitStatus::not_converged:
      return "not_converged";
    case FitStatus::failed:
      return "failed";
  }
  return {};
}

std::string to_string(const Estimate& estimate) {
  const std::string unit = estimate.unit.empty() || estimate.unit == "1" ? "" : " " + estimate.unit;
  if (estimate.standard_error) return with_error(estimate.value, *estimate.standard_error) + unit;
  // Where the minimiser ended is no number of the data.
  if (estimate.state == ParameterState::not_determined) return "not determined";
  std::string state = to_string(estimate.state);
  for (char& c : state) {
    if (c == '_') c = ' ';
  }
  return text::rounded(estimate.value) + unit + " (" + state + ")";
}

}  // namespace didv
