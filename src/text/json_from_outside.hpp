#pragma once
// JSON that may come from anywhere.

#include <nlohmann/json.hpp>
#include <string_view>

#include "didv/error.hpp"

namespace didv::text {

/// Throws nlohmann::ordered_json::exception for what is no JSON, and InvalidArgument for what is nested deeper than a
/// hundred levels: didv writes a dozen, and values are copied level by level, so that a file of brackets would end the
/// stack.
inline nlohmann::ordered_json json_from_outside(std::string_view text) {
  using Json = nlohmann::ordered_json;
  constexpr int deepest = 100;
  bool too_deep = false;
  Json json = Json::parse(text, [&](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > deepest;
    return !too_deep;
  });
  if (too_deep) throw InvalidArgument("nested deeper than 100 levels, expected what didv wrote");
  return json;
}

}  // namespace didv::text
