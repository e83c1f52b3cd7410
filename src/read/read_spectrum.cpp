#include <algorithm>
#include <cmath>
#include <string>

#include "didv/error.hpp"
#include "didv/read.hpp"
#include "read/meaning.hpp"
#include "read/rows.hpp"
#include "read/take_current_voltage.hpp"
#include "text/number.hpp"
#include "text/parse.hpp"

namespace didv {

namespace {

using namespace read;

/// Two columns without names are bias and conductance. Where no option states the unit of the bias, its reach does: a
/// superconducting spectrum of less than 0.03 mV does not exist, nor does one of more than 300 mV; in between nobody
/// knows.
void name_headerless_columns(Table& table, ColumnChoice& choice, std::vector<std::string>& warnings) {
  if (table.has_header) return;
  if (choice.bias.empty() != choice.data.empty() || (choice.bias.empty() && table.columns.size() != 2)) {
    throw DataError(table.file, 0, 0,
                    "has no header and " + std::to_string(table.columns.size()) +
                        (table.columns.size() == 1 ? " column" : " columns") +
                        ", expected names, or the bias and the data column chosen by number");
  }
  if (choice.bias.empty()) {
    choice.bias = table.columns[0].header;
    choice.data = table.columns[1].header;
    warnings.push_back("the columns have no names: the first is taken as bias, the second as conductance");
  }
  if (!choice.bias_unit.empty()) return;

  double reach = 0;
  for (const double value : table.column(choice.bias).values) reach = std::max(reach, std::abs(value));
  const bool millivolts = reach >= 0.3, volts = reach <= 0.03;
  if (!millivolts && !volts) {
    throw DataError(table.file, 0, 0,
                    "has no unit of bias, and a reach of " + text::number(reach) + " may be mV or V: state the unit");
  }
  std::ranges::find(table.columns, choice.bias, &Column::header)->unit = millivolts ? "mV" : "V";
  warnings.push_back(std::string("the unit of the bias is assumed to be ") + (millivolts ? "mV" : "V") +
                     ": the file does not state it, and its numbers reach " + text::number(reach));
}

/// The sigma column, in the unit of the conductance or in its own; empty where there is none.
std::vector<double> take_sigma(const Table& table, const Chosen& conductance_column, ConductanceUnit kind,
                               std::vector<std::string>& history) {
  if (!table.find_column("sigma")) return {};
  const Column& column = table.column("sigma");
  const std::size_t index = static_cast<std::size_t>(&column - table.columns.data());
  const std::string unit = column.unit.empty() ? conductance_column.unit : column.unit;
  const bool siemens = kind == ConductanceUnit::siemens;
  const std::optional<ConductanceUnit> found = conductance_unit(unit);
  if (!found || siemens != (*found == ConductanceUnit::siemens)) {
    throw DataError(
        table.file, 0, 0,
        "has its sigma column in '" + unit + "', expected the unit of the conductance, " + conductance_column.unit);
  }
  const Conversion conversion = siemens ? *to_siemens(unit) : Conversion{};
  std::vector<double> sigma = column.values;
  for (std::size_t row = 0; row < sigma.size(); ++row) {
    const double stated = sigma[row];
    sigma[row] = conversion(stated);
    if (!(sigma[row] > 0)) {
      throw DataError(table.file, table.lines[row], index + 1,
                      "found sigma " + text::number(stated) + ", expected a number > 0");
    }
  }
  history.push_back("sigma of each point: column '" + column.header + "' in " + unit);
  return sigma;
}

/// Errors and temperatures in columns of other names than theirs, beside those that were taken, would be passed over
/// without a word.
void tell_of_unused_columns(const Table& table, const std::vector<std::string>& taken, const ColumnChoice& choice,
                            std::vector<std::string>& warnings) {
  for (const Column& column : table.columns) {
    if (std::ranges::find(taken, column.header) != taken.end()) continue;
    const std::string name = text::lower_case(column.name);
    const auto holds = [&](const char* word) { return name.find(word) != std::string::npos; };
    if (name != "sigma" && !table.find_column("sigma") &&
        (name == "dg" || holds("std") || holds("err") || holds("sigma") || holds("uncert")))
      warnings.push_back("column '" + column.header +
                         "' is not used: errors of the conductance are read from a column named sigma");
    const bool chose_rows =
        std::ranges::any_of(choice.where, [&](const auto& where) { return table.find_column(where.first) == &column; });
    if (holds("temperature") && !chose_rows)
      warnings.push_back("column '" + column.header +
                         "' is not used: the temperature is read from a line '# temperature_K: …' of the file");
  }
}

void require_two_rows(const Table& table) {
  if (table.rows() < 2) throw DataError(table.file, 0, 0, "has 1 row of numbers, expected at least 2");
}

template <class Data>
std::vector<double> take_bias(Table& table, const ColumnChoice& choice, Data& data, std::string& header) {
  Chosen chosen = take(table, bias, choice.bias.empty() ? table.swept : choice.bias, choice.bias_unit);
  header = chosen.header;
  data.history.push_back(std::move(chosen.history));
  if (const double divider = bias_divider(table); divider != 1) {
    for (double& value : chosen.values) value /= divider;
    data.history.push_back("bias divided by " + text::number(divider) + " (bias_divider in the file)");
  }
  return std::move(chosen.values);
}

}  // namespace

Spectrum read_spectrum(const std::filesystem::path& file, const ColumnChoice& choice) {
  return to_spectrum(read_table(file), choice);
}

Spectrum to_spectrum(Table table, const ColumnChoice& given) {
  Spectrum spectrum;
  spectrum.history = keep_rows(table, given.where);
  require_two_rows(table);
  take_metadata(table, spectrum);
  ColumnChoice choice = given;
  name_headerless_columns(table, choice, spectrum.warnings);

  std::string bias_header;
  spectrum.bias_mV = take_bias(table, choice, spectrum, bias_header);
  Chosen data = take(table, conductance, choice.data, choice.data_unit);
  refuse_several_curves(table, bias_header, spectrum.bias_mV, data.header);
  spectrum.history.push_back(std::move(data.history));
  spectrum.conductance = std::move(data.values);
  spectrum.unit = *conductance_unit(data.unit);
  if (spectrum.unit == ConductanceUnit::arbitrary && !data.unit_stated) {
    spectrum.warnings.push_back("nothing says that conductance column '" + data.header +
                                "' is normalised: it is taken in arbitrary units, and a fit frees its scale");
  }
  spectrum.sigma = take_sigma(table, data, spectrum.unit, spectrum.history);
  tell_of_unused_columns(table, {bias_header, data.header}, given, spectrum.warnings);
  return spectrum;
}

CurrentVoltage read_current_voltage(const std::filesystem::path& file, const ColumnChoice& choice) {
  return to_current_voltage(read_table(file), choice);
}

CurrentVoltage to_current_voltage(Table table, const ColumnChoice& choice) {
  std::vector<std::string> rows = keep_rows(table, choice.where);
  auto [curve, voltage_header, current_header] = take_current_voltage(table, choice);
  refuse_several_curves(table, voltage_header, curve.voltage_mV, current_header);
  curve.history.insert(curve.history.begin(), rows.begin(), rows.end());
  return std::move(curve);
}

read::CurrentVoltageColumns read::take_current_voltage(Table& table, const ColumnChoice& choice) {
  require_two_rows(table);
  CurrentVoltageColumns columns;
  CurrentVoltage& curve = columns.all;
  take_metadata(table, curve);
  curve.voltage_mV = take_bias(table, choice, curve, columns.voltage_header);
  Chosen data = take(table, current, choice.data, choice.data_unit);
  columns.current_header = std::move(data.header);
  curve.history.push_back(std::move(data.history));
  curve.current_mA = std::move(data.values);
  return columns;
}

}  // namespace didv
