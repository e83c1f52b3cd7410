#pragma once
// Numbers in messages.

#include <charconv>
#include <string>

namespace didv::text {

/// The shortest decimal that reads back as the same double: "0.1", "1e-06", "nan".
inline std::string number(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

/// A number for people, of so many significant digits: "98.0123".
inline std::string rounded(double value, int digits = 6) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value + 0.0, std::chars_format::general, digits).ptr;
  return {buffer, end};
}

}  // namespace didv::text
