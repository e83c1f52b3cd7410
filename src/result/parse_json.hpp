#pragma once
// Results back from JSON. What does not fit throws, and parse_json() says so in terms of the file.

#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "didv/result.hpp"
#include "result/estimate_json.hpp"

namespace didv::result {

inline double number(const Json& json, double where_null = NAN) {
  return json.is_null() ? where_null : json.get<double>();
}

/// Nothing where the key is missing, or null.
template <class Value>
std::optional<Value> maybe(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? std::nullopt : std::optional(found->get<Value>());
}

Estimate estimate_of(const std::string& name, const Json& json);
/// But for what made it.
FitResult fit_of(const Json& json);

/// `what` is "result of a fit". Throws DataError, under `name`, for text that is no JSON (by line and column) and
/// for what `take` does not find.
void parse_json(std::string_view text, const std::string& name, const std::string& what,
                const std::function<void(const Json&)>& take);

}  // namespace didv::result
