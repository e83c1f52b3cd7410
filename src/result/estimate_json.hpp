#pragma once
// How the numbers of a result are written in JSON.

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "didv/result.hpp"

namespace didv::result {

using Json = nlohmann::ordered_json;

template <class Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// Degrees of freedom are whole for independent points, and then written as an integer.
Json whole_or_not(double number);

Json interval_json(const Interval& range);
Json parameters_json(const std::vector<Estimate>& parameters);
Json correlation_json(const std::vector<Correlation>& correlation);
/// "correlation_because_of", where there is anything to say.
void add_causes(Json& out, const std::vector<Correlation>& correlation);

}  // namespace didv::result
