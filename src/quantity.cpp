#include "didv/quantity.hpp"

#include "didv/result.hpp"
#include "text/number.hpp"

namespace didv {

std::string to_string(const Quantity& quantity) {
  if (!quantity.value) return "none: " + quantity.reason;
  if (quantity.standard_error) {
    return to_string(
        Estimate{.unit = quantity.unit, .value = *quantity.value, .standard_error = quantity.standard_error});
  }
  return text::rounded(*quantity.value) + " " + quantity.unit +
         (quantity.reason.empty() ? "" : " (" + quantity.reason + ")");
}

}  // namespace didv
