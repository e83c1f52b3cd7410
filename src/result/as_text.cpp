#include "result/as_text.hpp"

#include <algorithm>

namespace didv::result {
namespace {

std::string on_one_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

void append(std::string& text, const Json& json, std::size_t depth) {
  const bool plain = !json.is_structured() || json.empty() ||
                     (json.is_array() &&
                      std::none_of(json.begin(), json.end(), [](const Json& entry) { return entry.is_structured(); }));
  if (plain) {
    text += on_one_line(json);
    return;
  }
  const char* separator = "\n";
  text += json.is_object() ? '{' : '[';
  for (const auto& [key, value] : json.items()) {
    text += separator + std::string(depth + 1, ' ');
    if (json.is_object()) text += on_one_line(key) + ": ";
    append(text, value, depth + 1);
    separator = ",\n";
  }
  text += "\n" + std::string(depth, ' ') + (json.is_object() ? '}' : ']');
}

}  // namespace

std::string as_text(const Json& json) {
  std::string text;
  append(text, json, 0);
  return text;
}

}  // namespace didv::result
