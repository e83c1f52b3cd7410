#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "didv/error.hpp"
#include "read/cells.hpp"
#include "read/meaning.hpp"

namespace didv::read {

namespace {

bool is_sigma(const Column& column) { return column.name == "sigma"; }

std::optional<Conversion> to_conductance(std::string_view unit) {
  return is_dimensionless(unit) ? Conversion{} : to_siemens(unit);
}

bool names_a_conductance(std::string_view name) {
  const std::string lower = lower_case(name);
  return lower == "g" || lower.find("conductance") != std::string::npos || lower.find("didv") != std::string::npos ||
         lower.find("di/dv") != std::string::npos || lower.find("g/g") != std::string::npos;
}

const Column& only_candidate(const Table& table, const Quantity& quantity) {
  const Column* last = nullptr;
  std::vector<std::string_view> candidates;
  for (const Column& column : table.columns) {
    if (is_sigma(column) || !quantity.is_candidate(column)) continue;
    candidates.push_back(column.header);
    last = &column;
  }
  if (candidates.size() == 1) return *last;
  const std::string what = quantity.name;
  if (candidates.empty()) {
    std::string message =
        "has no " + what + " column, expected one in " + quantity.units + "; columns: " + list_of(headers_of(table));
    const bool has_current = std::ranges::any_of(table.columns, current.is_candidate);
    if (&quantity == &conductance && has_current) message += " (a current is differentiated only when asked)";
    throw DataError(table.file, 0, 0, message);
  }
  throw DataError(
      table.file, 0, 0,
      "has " + std::to_string(candidates.size()) + " " + what + " columns, choose one by name: " + list_of(candidates));
}

}  // namespace

bool is_dimensionless(std::string_view unit) {
  constexpr std::array words{"normalised", "normalized", "arbitrary", "a.u.", "arb. u.", "1"};
  return std::ranges::find(words, lower_case(unit)) != words.end();
}

const Quantity bias{"bias", "V, mV or uV", to_millivolts,
                    [](const Column& column) { return to_millivolts(column.unit).has_value(); }};
const Quantity current{"current", "A, mA, uA, nA or pA", to_milliamperes,
                       [](const Column& column) { return to_milliamperes(column.unit).has_value(); }};
const Quantity conductance{"conductance", "S, mS, uS, nS, G0 or normalised", to_conductance, [](const Column& column) {
                             if (column.unit.empty() || is_dimensionless(column.unit)) {
                               return names_a_conductance(column.name);
                             }
                             return to_siemens(column.unit).has_value();
                           }};

Chosen take(Table& table, const Quantity& quantity, const std::string& header_or_name, const std::string& unit) {
  const Column& found = header_or_name.empty() ? only_candidate(table, quantity) : table.column(header_or_name);
  table.column(found.header);  // throws for a cell that is no number
  const std::size_t index = static_cast<std::size_t>(&found - table.columns.data());
  Column& column = table.columns[index];

  const std::string what = quantity.name;
  Chosen chosen;
  chosen.header = column.header;
  chosen.unit = !unit.empty() ? unit : column.unit.empty() && &quantity == &conductance ? "normalised" : column.unit;
  const std::optional<Conversion> conversion = quantity.convert(chosen.unit);
  if (!conversion) {
    throw DataError(table.file, 0, 0,
                    "has its " + what + " column '" + column.header + "' " +
                        (chosen.unit.empty() ? "without a unit" : "in '" + chosen.unit + "'") + ", expected " +
                        quantity.units);
  }
  chosen.values = std::move(column.values);
  for (std::size_t row = 0; row < chosen.values.size(); ++row) {
    const double stated = chosen.values[row];
    chosen.values[row] = (*conversion)(stated);
    if (!std::isfinite(chosen.values[row])) {
      throw DataError(table.file, table.lines[row], index + 1,
                      "found " + shortest(stated) + " " + chosen.unit + ", expected a number that can be converted");
    }
  }
  chosen.history = what + ": column '" + column.header + "' in " + chosen.unit +
                   (unit.empty() ? column.unit.empty() ? " (the file states no unit)" : "" : " (given by option)");
  return chosen;
}

}  // namespace didv::read
