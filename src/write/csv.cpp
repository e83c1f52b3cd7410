#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/write.hpp"
#include "text/number.hpp"
#include "units_of_measure.hpp"

namespace didv {

namespace {

using Metadata = std::vector<std::pair<std::string, std::string>>;

/// What Spectrum and CurrentVoltage share.
template <class Data>
Metadata metadata_of(const Data& data) {
  Metadata metadata(data.metadata.begin(), data.metadata.end());
  if (data.temperature_K) metadata.emplace_back("temperature_K", text::number(data.temperature_K->value));
  if (data.modulation) metadata.emplace_back("modulation", data.modulation->value.text());
  if (data.bias_noise) {
    metadata.emplace_back("bias_noise", text::number(data.bias_noise->value.standard_deviation_mV) + " mV");
  }
  if constexpr (requires { data.points_per_independent_point; }) {
    if (data.points_per_independent_point != 1) {
      metadata.emplace_back("points_per_independent_point", text::number(data.points_per_independent_point));
    }
    if (data.smoothing_mV != 0) metadata.emplace_back("smoothing_mV", text::number(data.smoothing_mV));
    if (data.symmetrised_about_mV)
      metadata.emplace_back("symmetrised_about_mV", text::number(*data.symmetrised_about_mV));
  }
  for (const std::string& step : data.history) metadata.emplace_back("history", step);
  for (const std::string& warning : data.warnings) metadata.emplace_back("warning", warning);
  // What is read back has the file for its origin.
  const auto assumed = [&](const auto& value, const char* what) {
    if (value && value->origin == Origin::assumed)
      metadata.emplace_back("warning", std::string("the ") + what + " is assumed, not measured");
  };
  assumed(data.temperature_K, "temperature");
  assumed(data.modulation, "modulation");
  assumed(data.bias_noise, "bias noise");
  return metadata;
}

void append_line_of(std::string& csv, std::string_view text) {
  for (const char letter : text) csv += letter == '\n' || letter == '\r' ? ' ' : letter;
}

}  // namespace

std::string to_csv(std::span<const std::pair<std::string, std::string>> metadata, std::span<const CsvColumn> columns) {
  const std::size_t rows = columns.empty() ? 0 : columns.front().values.size();
  std::string csv;
  for (const auto& [key, value] : metadata) {
    csv += "# ";
    append_line_of(csv, key);
    csv += ": ";
    append_line_of(csv, value);
    csv += '\n';
  }
  for (const CsvColumn& column : columns) {
    if (column.values.size() != rows) {
      throw InvalidArgument("column '" + column.header + "' has " + std::to_string(column.values.size()) +
                            " values, expected " + std::to_string(rows) + " like the first");
    }
    csv += (&column == &columns.front() ? "" : ",") + column.header;
  }
  csv += '\n';
  for (std::size_t row = 0; row < rows; ++row) {
    for (const CsvColumn& column : columns) {
      if (&column != &columns.front()) csv += ',';
      if (!std::isnan(column.values[row])) csv += text::number(column.values[row]);
    }
    csv += '\n';
  }
  return csv;
}

std::string to_csv(const Spectrum& spectrum) {
  const char* header = spectrum.unit == ConductanceUnit::siemens     ? "conductance_S"
                       : spectrum.unit == ConductanceUnit::arbitrary ? "conductance_arbitrary"
                                                                     : "conductance";
  std::vector<CsvColumn> columns{{"bias_mV", spectrum.bias_mV}, {header, spectrum.conductance}};
  if (!spectrum.sigma.empty()) columns.push_back({"sigma", spectrum.sigma});
  return to_csv(metadata_of(spectrum), columns);
}

std::string to_csv(const CurrentVoltage& curve) {
  const std::vector<CsvColumn> columns{{"voltage_mV", curve.voltage_mV}, {"current_mA", curve.current_mA}};
  return to_csv(metadata_of(curve), columns);
}

}  // namespace didv
