#pragma once

#include <string>

#include "result/estimate_json.hpp"

namespace didv::result {

/// Indented by one, a list of plain values in one line. A file name may hold any bytes: what is not UTF-8 is replaced
/// rather than refused.
std::string as_text(const Json& json);

}  // namespace didv::result
