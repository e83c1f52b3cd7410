#pragma once

#include <charconv>
#include <string>

namespace didv::fitting {

/// Three significant digits, for warnings.
inline std::string short_number(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 3).ptr;
  return {buffer, end};
}

}  // namespace didv::fitting
