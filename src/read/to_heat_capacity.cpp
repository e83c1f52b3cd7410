#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/heat_capacity.hpp"
#include "read/cells.hpp"
#include "units_of_measure.hpp"

namespace didv {

namespace {

/// Letters and the solidus only, "per" as a solidus: "mJ_per_molK", "mJ/(mol K)" and "[mJ/mol-K]" are one.
std::string plain_unit(std::string_view text) {
  std::string spelled(text);
  if (const auto per = spelled.find("per"); per != std::string::npos) spelled.replace(per, 3, "/");
  std::erase_if(spelled, [](char c) { return !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '/'); });
  return lower_case(spelled);
}

bool is_temperature(const Column& column) {
  const std::string name = lower_case(column.name);
  return (column.unit == "K" || column.unit == "mK") &&
         (name.starts_with("t") || name.find("temp") != std::string::npos);
}

constexpr std::array heat_capacity_names{"heat_capacity", "heat capacity", "specific_heat", "samp hc", "cp", "c_p"};

/// What follows the name in the header of a heat capacity; nothing if it is none.
std::optional<std::string> heat_capacity_unit(const Column& column) {
  const std::string header = lower_case(column.header);
  for (const std::string_view name : heat_capacity_names) {
    if (header.starts_with(name)) return plain_unit(std::string_view(column.header).substr(name.size()));
  }
  return std::nullopt;
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
                                   [](const Column& column) { return heat_capacity_unit(column).has_value(); });
  HeatCapacityCurve curve{
      .name = table.file, .temperature_K = temperature.values, .heat_capacity = heat.values, .sha256 = table.sha256};
  if (temperature.unit == "mK") {
    for (double& T : curve.temperature_K) T *= 1e-3;
  }
  const std::string unit = heat_capacity_unit(heat).value_or(plain_unit(heat.unit));
  double factor = 1;
  if (unit == "j/molk")
    factor = 1e3;
  else if (unit == "uj/molk")
    factor = 1e-3;
  else if (unit != "mj/molk")
    curve.unit = heat.unit.empty() ? "arbitrary" : heat.unit;
  for (std::size_t row = 0; row < curve.heat_capacity.size(); ++row) {
    double& C = curve.heat_capacity[row];
    C *= factor;
    if (!std::isfinite(C)) {
      throw DataError(table.file, table.lines[row], static_cast<std::size_t>(&heat - table.columns.data()) + 1,
                      "found " + shortest(heat.values[row]) + ", expected a number that can be converted");
    }
  }
  return curve;
}

}  // namespace didv
