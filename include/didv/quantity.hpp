#pragma once
// A number that an analysis found, with its error, or the reason why there is none.

#include <optional>
#include <string>

namespace didv {

/// Where value or standard_error is empty, `reason` says why. Neither is ever a 0 or NaN that stands for "unknown".
struct Quantity {
  std::optional<double> value = {};
  std::optional<double> standard_error = {};  ///< 1σ
  std::string unit = {};
  std::string reason = {};
};

/// "98.01(2) K", "98 K (why there is no error)", or "none: why there is no value".
std::string to_string(const Quantity& quantity);

}  // namespace didv
