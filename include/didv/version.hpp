#pragma once
// Which didv this is.

#include <string_view>

namespace didv {

/// "major.minor.patch" of the library linked, as its build stated it; every report and file carries it.
std::string_view version();

}  // namespace didv
