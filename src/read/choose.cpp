#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "didv/error.hpp"
#include "read/cells.hpp"
#include "read/meaning.hpp"
#include "text/number.hpp"
#include "text/parse.hpp"

namespace didv::read {

namespace {

bool is_sigma(const Column& column) { return column.name == "sigma"; }

std::optional<Conversion> to_conductance(std::string_view unit) {
  const std::optional<ConductanceUnit> kind = conductance_unit(unit);
  if (!kind) return std::nullopt;
  return *kind == ConductanceUnit::siemens ? to_siemens(unit) : Conversion{};
}

bool names_a_conductance(std::string_view name) {
  const std::string lower = text::lower_case(name);
  return lower == "g" || std::ranges::any_of(std::array{"conductance", "didv", "di/dv", "didu", "di/du", "g/g"},
                                             [&](const char* word) { return lower.find(word) != std::string::npos; });
}

/// What stands for the unit of a conductance that has none: "conductance" alone is G/G_N by the CSV dialect, and so is
/// what calls itself normalised. Of anything else nobody knows the factor to G/G_N.
const char* unstated_unit(std::string_view name) {
  const std::string lower = text::lower_case(name);
  const bool normalised =
      lower == "conductance" || lower.find("g/g") != std::string::npos || lower.find("normali") != std::string::npos;
  return normalised ? "normalised" : "arbitrary";
}

const Column& only_candidate(const Table& table, const ColumnKind& quantity) {
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
  throw DataError(table.file, 0, 0,
                  "has " + std::to_string(candidates.size()) + " " + what + " columns, choose one by name" +
                      (*quantity.option != '\0' ? " (" + std::string(quantity.option) + ")" : "") + ": " +
                      list_of(candidates));
}

}  // namespace

std::optional<ConductanceUnit> conductance_unit(std::string_view unit) {
  constexpr std::array normalised{"normalised", "normalized", "1"};
  constexpr std::array arbitrary{"arbitrary", "arb", "arb.", "arb.u.", "arb. u.", "arb. units", "a.u.", "a. u.", "au"};
  const std::string word = text::lower_case(unit);
  if (std::ranges::find(normalised, word) != normalised.end()) return ConductanceUnit::normalised;
  if (std::ranges::find(arbitrary, word) != arbitrary.end()) return ConductanceUnit::arbitrary;
  if (to_siemens(unit)) return ConductanceUnit::siemens;
  return std::nullopt;
}

const ColumnKind bias{"bias", "V, mV or uV", to_millivolts,
                      [](const Column& column) { return to_millivolts(column.unit).has_value(); }, "--bias-column"};
const ColumnKind current{"current", "A, mA, uA, nA or pA", to_milliamperes,
                         [](const Column& column) { return to_milliamperes(column.unit).has_value(); }, "--column"};
const ColumnKind conductance{"conductance", "S, mS, uS, nS, G0, normalised or arbitrary", to_conductance,
                             [](const Column& column) {
                               if (to_siemens(column.unit)) return true;
                               return (column.unit.empty() || conductance_unit(column.unit)) &&
                                      names_a_conductance(column.name);
                             },
                             "--column"};

Chosen take(Table& table, const ColumnKind& quantity, const std::string& header_or_name, const std::string& unit) {
  const Column& found = header_or_name.empty() ? only_candidate(table, quantity) : table.column(header_or_name);
  table.column(found.header);  // throws for a cell that is no number
  const std::size_t index = static_cast<std::size_t>(&found - table.columns.data());
  Column& column = table.columns[index];

  const std::string what = quantity.name;
  if (column.values.size() != table.rows()) {  // it was taken already
    throw DataError(table.file, 0, 0,
                    "has its column '" + column.header + "' chosen twice, expected one for the " + what);
  }
  Chosen chosen;
  chosen.header = column.header;
  chosen.unit_stated = !unit.empty() || !column.unit.empty();
  const bool unstated_conductance = unit.empty() && column.unit.empty() && &quantity == &conductance;
  chosen.unit = !unit.empty() ? unit : unstated_conductance ? unstated_unit(column.name) : column.unit;
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
      throw DataError(
          table.file, table.lines[row], index + 1,
          "found " + text::number(stated) + " " + chosen.unit + ", expected a number that can be converted");
    }
  }
  chosen.history = what + ": column '" + column.header + "' in " + chosen.unit +
                   (unit.empty() ? column.unit.empty() ? " (the file states no unit)" : "" : " (given by option)");
  return chosen;
}

}  // namespace didv::read
