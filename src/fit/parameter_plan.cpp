#include "fit/parameter_plan.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

using text::number;

std::string with_unit(double value, const ParameterInfo& info) {
  return number(value) + (info.unit == "1" || info.unit.empty() ? "" : " " + info.unit);
}

std::string range(const ParameterInfo& info) {
  return "[" + number(info.lower) + ", " + with_unit(info.upper, info) + "]";
}

void check_in_range(const std::string& what, double value, const ParameterInfo& info) {
  if (!std::isfinite(value) || value < info.lower || value > info.upper)
    throw InvalidArgument(what + " of " + info.name + ": " + with_unit(value, info) + " is outside " + range(info));
}

void check(const ParameterRule& rule, ParameterInfo& info) {
  if (rule.bound) {
    const auto [lower, upper] = *rule.bound;
    // An infinite side keeps the physical range; a finite one outside it is a mistake that clipping would hide.
    const double narrowed_lower = lower == -infinity ? info.lower : lower,
                 narrowed_upper = upper == infinity ? info.upper : upper;
    if (!(narrowed_lower < narrowed_upper) || narrowed_lower < info.lower || narrowed_upper > info.upper)
      throw InvalidArgument("bound of " + info.name + ": expected lower < upper within " + range(info) + ", got " +
                            number(lower) + " to " + number(upper));
    info.lower = narrowed_lower;
    info.upper = narrowed_upper;
  }
  if (rule.fixed && (rule.free || rule.measured))
    throw InvalidArgument(info.name + " is fixed at " + with_unit(*rule.fixed, info) + " and also " +
                          (rule.free ? "freed" : "measured") + ": give one of the two");
  if (rule.fixed && rule.start && *rule.start != *rule.fixed)
    throw InvalidArgument(info.name + " is fixed at " + with_unit(*rule.fixed, info) + " and starts at " +
                          with_unit(*rule.start, info) + ": give one of the two");
  if (rule.fixed) check_in_range("fixed value", *rule.fixed, info);
  if (rule.start) check_in_range("start", *rule.start, info);
  if (rule.measured) {
    check_in_range("measured value", rule.measured->value, info);
    if (!std::isfinite(rule.measured->standard_error) || !(rule.measured->standard_error > 0))
      throw InvalidArgument("measured " + info.name + ": expected a standard error above 0, got " +
                            with_unit(rule.measured->standard_error, info));
  }
}

}  // namespace

std::vector<PlannedParameter> plan(const std::vector<ParameterInfo>& parameters, const ParameterRules& rules) {
  std::vector<PlannedParameter> planned;
  for (const ParameterInfo& info : parameters) planned.push_back({info, {}, false});
  for (const auto& entry : rules) {  // by name: clang 14 takes no structured binding into a lambda
    const std::string& name = entry.first;
    const ParameterRule& rule = entry.second;
    const auto found = std::find_if(planned.begin(), planned.end(), [&](const auto& p) { return p.info.name == name; });
    if (found == planned.end()) {
      std::string known;
      for (const ParameterInfo& info : parameters) known += (known.empty() ? "" : ", ") + info.name;
      throw InvalidArgument("unknown parameter '" + name + "': there are " + known);
    }
    found->rule = rule;
    check(rule, found->info);
  }
  return planned;
}

void check_window(const std::optional<Interval>& window, const std::string& unit) {
  if (window && !(window->first < window->second))
    throw InvalidArgument("window: expected lower < upper, got " + number(window->first) + " to " +
                          number(window->second) + unit);
}

void check_sigma(const std::optional<double>& sigma) {
  if (sigma && !(std::isfinite(*sigma) && *sigma > 0))
    throw InvalidArgument("sigma: expected a standard deviation above 0, got " + number(*sigma));
}

}  // namespace didv::fitting
