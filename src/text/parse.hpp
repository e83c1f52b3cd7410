#pragma once
// Words and numbers as people write them in files and on command lines, independent of the locale.

#include <optional>
#include <string>
#include <string_view>

namespace didv::text {

/// The text without blanks and tabs at its ends.
std::string_view trimmed(std::string_view text);

/// ASCII letters in lower case, everything else as it is.
std::string lower_case(std::string_view text);

/// The whole text as one decimal number ("-1.5e-3", "+2", "nan", "inf"); nothing if it is anything else.
std::optional<double> parse_number(std::string_view text);

/// Takes the number at the front of the text off it, nothing if there is none.
std::optional<double> take_number(std::string_view& text);

}  // namespace didv::text
