#include "didv/read_series.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "didv/error.hpp"
#include "read/meaning.hpp"
#include "read/rows.hpp"
#include "read/take_current_voltage.hpp"
#include "text/number.hpp"
#include "text/parse.hpp"

namespace didv {

namespace {

bool is_named(const Column& column, std::initializer_list<const char*> names) {
  const std::string lower = text::lower_case(column.name);
  return std::any_of(names.begin(), names.end(), [&](const char* name) { return lower == name; });
}

std::optional<Conversion> to_kelvin_by_default(std::string_view unit) {
  return unit.empty() ? Conversion{} : to_kelvin(unit);
}
std::optional<Conversion> to_tesla_by_default(std::string_view unit) {
  return unit.empty() ? Conversion{} : to_tesla(unit);
}

const read::ColumnKind temperature{
    "temperature", "K or mK", to_kelvin_by_default, [](const Column& column) {
      return column.unit.empty() ? is_named(column, {"temperature", "temp", "t"}) : to_kelvin(column.unit).has_value();
    }};
bool is_bare_field(const Column& column) {
  return is_named(column, {"field", "b", "h", "magnetic field", "magnetic_field"});
}

/// By its name whatever its unit: a field in a unit that nobody knows is refused and not passed over.
const read::ColumnKind field{"field", "T, mT, uT, Oe, kOe, G or kG", to_tesla_by_default, [](const Column& column) {
                               const std::string name = text::lower_case(column.name);
                               return name.starts_with("field") || name.starts_with("magnetic") ||
                                      (column.unit.empty() ? is_bare_field(column) : to_tesla(column.unit).has_value());
                             }};
/// Only ratios of resistances matter: any unit will do.
const read::ColumnKind resistance{
    "resistance", "ohm, or any unit of resistivity", [](std::string_view) { return std::optional(Conversion{}); },
    [](const Column& column) {
      const std::string lower = text::lower_case(column.header);
      return lower.find("ohm") != std::string::npos || lower.find("resist") != std::string::npos ||
             lower.find("rho") != std::string::npos || is_named(column, {"r", "rxx"});
    },
    "--column"};

bool has(const Table& table, const read::ColumnKind& quantity) {
  return std::any_of(table.columns.begin(), table.columns.end(), quantity.is_candidate);
}

/// Rows of each value, by ascending value.
std::map<double, std::vector<std::size_t>> rows_by(const std::vector<double>& values, const std::string& file,
                                                   const read::ColumnKind& quantity) {
  std::map<double, std::vector<std::size_t>> rows;
  for (std::size_t row = 0; row < values.size(); ++row) rows[values[row] + 0.0].push_back(row);  // −0 is 0
  if (values.size() < 2 * rows.size()) {
    throw DataError(file, 0, 0,
                    "has " + std::to_string(rows.size()) + " different values of the " + quantity.name + " in " +
                        std::to_string(values.size()) + " rows, expected one that repeats for each curve");
  }
  return rows;
}

/// How a column was found; the unit that stands for none is told.
std::string step_of(const read::Chosen& chosen, const read::ColumnKind& quantity, const std::string& default_unit) {
  if (chosen.unit_stated) return chosen.history;
  return std::string(quantity.name) + ": column '" + chosen.header + "' taken in " + default_unit +
         ": the file states no unit";
}

std::vector<double> at(const std::vector<double>& values, const std::vector<std::size_t>& rows) {
  std::vector<double> chosen(rows.size());
  std::transform(rows.begin(), rows.end(), chosen.begin(), [&](std::size_t row) { return values[row]; });
  return chosen;
}

/// For refuse_several_curves: of these rows the columns that nobody has taken yet.
Table part_of(const Table& table, const std::vector<std::size_t>& rows) {
  Table part;
  part.file = table.file;
  for (const Column& column : table.columns) {
    if (column.values.size() != table.rows()) continue;
    Column& copy = part.columns.emplace_back();
    copy.header = column.header;
    copy.fault = column.fault;
    copy.values = at(column.values, rows);
  }
  return part;
}

std::string unit_of(const Column& column) {
  if (!column.unit.empty()) return column.unit;
  const std::size_t underscore = column.header.find('_');  // "resistivity_mOhm_cm"
  return underscore == std::string::npos ? "" : column.header.substr(underscore + 1);
}

void require_rows(const Table& table) {
  if (table.rows() < 2) {
    throw DataError(table.file, 0, 0,
                    "has " + std::to_string(table.rows()) + (table.rows() == 1 ? " row" : " rows") +
                        " of numbers, expected 2 or more");
  }
}

}  // namespace

std::vector<ResistanceCurve> to_resistance_curves(Table table, const ColumnChoice& choice) {
  std::vector<std::string> history = read::keep_rows(table, choice.where);
  require_rows(table);
  std::optional<std::vector<double>> fields;
  if (has(table, field)) {
    read::Chosen tesla = read::take(table, field, "", "");
    if (!tesla.unit_stated && !is_bare_field(*table.find_column(tesla.header))) {  // "field_A_per_m"
      throw DataError(table.file, 0, 0,
                      "has its field column '" + tesla.header + "' in no known unit, expected " + field.units);
    }
    history.push_back(step_of(tesla, field, "T"));
    fields = std::move(tesla.values);
  }
  const read::Chosen kelvin = read::take(table, temperature, choice.bias, choice.bias_unit);
  history.push_back(step_of(kelvin, temperature, "K"));
  const read::Chosen ohms = read::take(table, resistance, choice.data, choice.data_unit);
  const std::string unit = !choice.data_unit.empty() ? choice.data_unit : unit_of(*table.find_column(ohms.header));
  history.push_back("resistance: column '" + ohms.header + "'");

  std::vector<ResistanceCurve> curves;
  if (!fields) {
    curves.push_back({.name = table.file,
                      .temperature_K = kelvin.values,
                      .resistance = ohms.values,
                      .unit = unit,
                      .sha256 = table.sha256,
                      .history = history});
    return curves;
  }
  for (const auto& [tesla, rows] : rows_by(*fields, table.file, field)) {
    curves.push_back({.name = table.file + " at " + text::number(tesla) + " T",
                      .temperature_K = at(kelvin.values, rows),
                      .resistance = at(ohms.values, rows),
                      .unit = unit,
                      .field_T = tesla,
                      .sha256 = table.sha256,
                      .history = history});
  }
  return curves;
}

std::vector<CurrentVoltage> to_current_voltage_series(Table table, const ColumnChoice& choice) {
  if (!has(table, temperature)) {
    std::vector<CurrentVoltage> one;
    one.push_back(to_current_voltage(std::move(table), choice));
    return one;
  }
  const std::vector<std::string> kept = read::keep_rows(table, choice.where);
  require_rows(table);
  const std::vector<double> kelvin = read::take(table, temperature, "", "").values;
  table.columns.erase(std::find_if(table.columns.begin(), table.columns.end(), temperature.is_candidate));
  auto [all, voltage_header, current_header] = read::take_current_voltage(table, choice);
  all.history.insert(all.history.begin(), kept.begin(), kept.end());
  const std::vector<double> voltage_mV = std::move(all.voltage_mV), current_mA = std::move(all.current_mA);

  std::vector<CurrentVoltage> curves;
  for (const auto& [t, rows] : rows_by(kelvin, table.file, temperature)) {
    CurrentVoltage curve = all;
    curve.name = all.name + " at " + text::number(t) + " K";
    curve.voltage_mV = at(voltage_mV, rows);
    curve.current_mA = at(current_mA, rows);
    curve.temperature_K = Sourced<double>{t, Origin::file};
    read::refuse_several_curves(part_of(table, rows), voltage_header, curve.voltage_mV, current_header);
    curves.push_back(std::move(curve));
  }
  return curves;
}

std::vector<ResistanceCurve> read_resistance_curves(const std::filesystem::path& file, const ColumnChoice& choice) {
  return to_resistance_curves(read_table(file), choice);
}

std::vector<CurrentVoltage> read_current_voltage_series(const std::filesystem::path& file, const ColumnChoice& choice) {
  return to_current_voltage_series(read_table(file), choice);
}

std::optional<double> cross_section_um2(const CurrentVoltage& curve) {
  const auto found = curve.metadata.find("cross_section_um2");
  if (found == curve.metadata.end()) return std::nullopt;
  const std::optional<double> area = text::parse_number(text::trimmed(found->second));
  if (!area || !(*area > 0) || !std::isfinite(*area)) {
    throw DataError(curve.name, 0, 0, "has cross_section_um2 '" + found->second + "', expected a number of um2 > 0");
  }
  return area;
}

}  // namespace didv
