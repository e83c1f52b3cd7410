#pragma once
// A result of a fit, back from the JSON that FitResult::json() wrote.

#include <filesystem>
#include <string>
#include <string_view>

#include "didv/result.hpp"

namespace didv {

/// Every field as it was, to the last bit: json() of what comes back gives the same bytes. Numbers that are not finite
/// stand as null in JSON and come back as NaN, at the end of an interval as the infinity of that side.
/// Throws DataError, under that name, for text that is no JSON (by line and column) and for JSON that is no result of a
/// fit (by the key that is missing or means something else).
FitResult parse_result(std::string_view json, const std::string& name = "result");

/// The same from a file. Throws DataError.
FitResult read_result(const std::filesystem::path& file);

}  // namespace didv
