#pragma once
// Numbers with errors or reasons, as the commands for companion measurements print them.

#include <string>
#include <vector>

#include "didv/quantity.hpp"
#include "output.hpp"

namespace didv::cli {

/// {"value":…|null,"standard_error":…|null,"unit":…,"reason":…|null}
Json as_json(const Quantity& quantity);

/// Six significant digits.
std::string readable(double value);

/// A number without the reason: for the cells of a table. "-" where there is none.
std::string cell(const Quantity& quantity);

/// Columns of equal width, two blanks apart, indented by two.
std::string as_table(const std::vector<std::vector<std::string>>& rows);

/// "  title   98.000(3) K"
std::string as_line(const std::string& title, const Quantity& quantity);

/// How a file was read: a line for each step.
std::string as_steps(const std::vector<std::string>& history);

/// "  note: …" for each.
std::string as_notes(const std::vector<std::string>& notes);

}  // namespace didv::cli
