#pragma once
// The small languages of the options: numbers, lists, NAME=VALUE, NAME=LOWER:UPPER, FROM:TO:COUNT. Independent of the
// locale; the whole text has to fit. Each throws InvalidArgument: "--set: 'Delta=abc': expected a number".

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "didv/parameter.hpp"

namespace didv::cli {

/// A finite number.
double number(std::string_view option, std::string_view text);

/// A whole number ≥ lowest.
int whole_number(std::string_view option, std::string_view text, int lowest);

/// What stands between commas, without blanks around it; repeated options alike.
std::vector<std::string> items(const std::vector<std::string>& given);

/// "Z,T" and repeated options alike.
std::vector<std::string> names(std::string_view option, const std::vector<std::string>& given);

/// "Delta=1.5,Gamma=0.1" and repeated options alike; a name given twice is refused.
ParameterValues assignments(std::string_view option, const std::vector<std::string>& given);

/// "Delta=bcs,Gamma=linear" and repeated options alike; a name given twice is refused.
std::vector<std::pair<std::string, std::string>> named_words(std::string_view option,
                                                             const std::vector<std::string>& given);

/// "LOWER:UPPER"; either may be inf or -inf.
std::pair<double, double> range(std::string_view option, std::string_view text);

/// "Gamma=0:5,Z=0:2".
std::vector<std::pair<std::string, std::pair<double, double>>> named_ranges(std::string_view option,
                                                                            const std::vector<std::string>& given);

/// "FROM:TO:COUNT" (both ends included), a number, or a list of these. A grid of decimals hits its decimals exactly and
/// a symmetric one is exactly symmetric.
std::vector<double> grid(std::string_view option, std::string_view text);

}  // namespace didv::cli
