#pragma once
// JSON that may come from anywhere.

#include <nlohmann/json.hpp>
#include <string_view>

namespace didv::text {

/// What is nested deeper than a hundred levels is left out: didv writes a dozen, and values are copied and let go level
/// by level, so that a file of brackets would end the stack. Throws nlohmann::ordered_json::parse_error.
inline nlohmann::ordered_json json_from_outside(std::string_view text) {
  using Json = nlohmann::ordered_json;
  constexpr int deepest = 100;
  return Json::parse(text, [](int depth, Json::parse_event_t, Json&) { return depth <= deepest; });
}

}  // namespace didv::text
