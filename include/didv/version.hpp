#pragma once
// Which didv this is.

#include <string_view>

namespace didv {

/// "major.minor.patch" of the library linked, as its build stated it; every report and file carries it.
std::string_view version();

/// The git commit that the library was configured from, 40 hexadecimal digits, followed by "-modified" where files of
/// it had been changed by then; "unknown" where the sources were no git repository of their own.
std::string_view revision();

}  // namespace didv
