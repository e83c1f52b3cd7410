#pragma once

#include <cstdio>
#include <string>

namespace didv::fitting {

/// Three significant digits, for warnings.
inline std::string short_number(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3g", value);
  return buffer;
}

}  // namespace didv::fitting
