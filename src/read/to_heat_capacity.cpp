#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/heat_capacity.hpp"
#include "read/cells.hpp"
#include "text/number.hpp"
#include "text/parse.hpp"
#include "units_of_measure.hpp"

namespace didv {

namespace {

/// Letters, digits and the solidus only, "per" as a solidus, superscripts as digits: "mJ_per_molK", "mJ/(mol K)" and
/// "[mJ/mole-K]" are one.
std::string plain_unit(std::string_view text) {
  std::string spelled = with_plain_micro(text);
  const auto respell = [&](std::string_view from, std::string_view to) {
    for (std::size_t at; (at = spelled.find(from)) != std::string::npos;) spelled.replace(at, from.size(), to);
  };
  respell("per", "/");
  respell("mole", "mol");
  respell("\xC2\xB9", "1");
  respell("\xC2\xB2", "2");
  std::erase_if(spelled, [](char c) {
    return !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/');
  });
  return text::lower_case(spelled);
}

/// What makes mJ/(mol K) of a molar heat capacity; nothing for any other unit.
std::optional<double> to_millijoules_per_mole(std::string_view plain) {
  constexpr std::array<std::pair<std::string_view, double>, 3> joules{{{"j", 1e3}, {"mj", 1}, {"uj", 1e-3}}};
  for (const auto& [joule, factor] : joules)
    for (const std::string_view per : {"/molk", "/kmol", "/mol/k", "/k/mol", "mol1k1", "k1mol1"})
      if (plain == std::string(joule).append(per)) return factor;
  return std::nullopt;
}

/// "/T (mJ/mol K^2)" or "_over_T" behind the name of a heat capacity, "C/T", or a unit per kelvin squared.
bool is_over_temperature(const Column& column, std::string_view plain) {
  const std::string name = text::lower_case(column.name);
  return plain.starts_with("/t") || plain.starts_with("overt") || name.ends_with("/t") || name.ends_with("over_t") ||
         plain.find("k2") != std::string_view::npos;
}

bool is_temperature(const Column& column) {
  const std::string name = text::lower_case(column.name);
  return (column.unit == "K" || column.unit == "mK") &&
         (name.starts_with("t") || name.find("temp") != std::string::npos);
}

constexpr std::array heat_capacity_names{"heat_capacity", "heat capacity", "specific_heat", "samp hc", "cp", "c_p"};

/// What follows the name in the header of a heat capacity; nothing if it is none.
std::optional<std::string_view> behind_name(const Column& column) {
  const std::string header = text::lower_case(column.header);
  for (const std::string_view name : heat_capacity_names) {
    if (header.starts_with(name)) return std::string_view(column.header).substr(name.size());
  }
  return std::nullopt;
}

/// "mJ_per_K", "uJ/K"; a name with an underscore has its unit split at the last of them.
std::string unit_as_stated(const Column& column) {
  std::string unit = column.unit;
  if (const auto behind = behind_name(column); behind && behind->find("per") != std::string_view::npos)
    unit = std::string(behind->substr(behind->find_first_not_of("_ ([")));
  for (const char end : {')', ']'})
    if (unit.ends_with(end) && unit.find(end == ')' ? '(' : '[') == std::string::npos) unit.pop_back();
  return unit.empty() ? "arbitrary" : unit;
}

template <class Condition>
const Column& only_column(const Table& table, const std::string& chosen, const char* what, const char* option,
                          Condition fits) {
  if (!chosen.empty()) return table.column(chosen);
  std::vector<const Column*> candidates;
  for (const Column& column : table.columns) {
    if (fits(column)) candidates.push_back(&column);
  }
  if (candidates.size() == 1) return table.column(candidates.front()->header);
  std::vector<std::string_view> headers = read::headers_of(table);
  if (!candidates.empty()) {
    headers.clear();
    for (const Column* candidate : candidates) headers.push_back(candidate->header);
  }
  const std::string count = candidates.empty() ? "no" : std::to_string(candidates.size());
  throw DataError(table.file, 0, 0,
                  "has " + count + " " + what + (candidates.empty() ? " column" : " columns") +
                      ", choose one by name (" + option + "): " + read::list_of(headers));
}

}  // namespace

HeatCapacityCurve to_heat_capacity(const Table& table, const std::string& temperature_column,
                                   const std::string& heat_capacity_column) {
  const Column& temperature =
      only_column(table, temperature_column, "temperature", "--temperature-column", is_temperature);
  const Column& heat = only_column(table, heat_capacity_column, "heat capacity", "--column",
                                   [](const Column& column) { return behind_name(column).has_value(); });
  HeatCapacityCurve curve{
      .name = table.file, .temperature_K = temperature.values, .heat_capacity = heat.values, .sha256 = table.sha256};
  if (temperature.unit == "mK") {
    for (double& T : curve.temperature_K) T *= 1e-3;
  }
  const std::string unit = plain_unit(behind_name(heat).value_or(heat.unit));
  if (is_over_temperature(heat, unit))
    throw DataError(table.file, 0, 0, "column '" + heat.header + "' is C/T, expected the heat capacity C");
  const std::optional<double> molar = to_millijoules_per_mole(unit);
  if (!molar) curve.unit = unit_as_stated(heat);
  const double factor = molar.value_or(1);
  for (std::size_t row = 0; row < curve.heat_capacity.size(); ++row) {
    double& C = curve.heat_capacity[row];
    C *= factor;
    if (!std::isfinite(C)) {
      throw DataError(table.file, table.lines[row], static_cast<std::size_t>(&heat - table.columns.data()) + 1,
                      "found " + text::number(heat.values[row]) + ", expected a number that can be converted");
    }
  }
  return curve;
}

}  // namespace didv
