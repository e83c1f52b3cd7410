#pragma once
// Where refits say that a value lies.

#include <optional>
#include <span>

#include "didv/result.hpp"

namespace didv::fitting {

/// The central interval that reaches z standard deviations to either side, were the refits normally distributed: see
/// didv/intervals.hpp.
std::optional<Interval> interval_at(std::span<const double> replicas, double found, double z);

}  // namespace didv::fitting
