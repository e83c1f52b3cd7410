#pragma once
// The caller's rules, checked against the parameters there are.

#include <optional>
#include <string>
#include <vector>

#include "didv/parameter.hpp"
#include "didv/parameter_rules.hpp"

namespace didv::fitting {

/// One parameter of a fit: what it means and what is to be done with it.
struct PlannedParameter {
  ParameterInfo info;  ///< its range narrowed by the caller's bound
  ParameterRule rule;
  bool may_vanish = false;  ///< see Slot
};

/// Throws InvalidArgument: unknown names (with the list of those there are), values that are not finite or out of
/// range, rules that contradict each other.
std::vector<PlannedParameter> plan(const std::vector<ParameterInfo>& parameters, const ParameterRules& rules);

/// The widths of a window and a σ for all points, as both fits take them. Throw InvalidArgument.
void check_window(const std::optional<Interval>& window, const std::string& unit);
void check_sigma(const std::optional<double>& sigma);

}  // namespace didv::fitting
