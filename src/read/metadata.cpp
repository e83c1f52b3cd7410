#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "didv/error.hpp"
#include "read/meaning.hpp"
#include "text/parse.hpp"

namespace didv::read {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

DataError refusal(const Table& table, const Metadatum& datum, const std::string& expected) {
  return DataError(table.file, datum.line, 0, datum.key + " is '" + datum.value + "', expected " + expected);
}

std::optional<double> number(const Table& table, const char* key, double lower, const char* expected) {
  const std::optional<Metadatum> datum = table.metadatum(key);
  if (!datum) return std::nullopt;
  const std::optional<double> value = text::parse_number(datum->value);
  if (!value || !std::isfinite(*value) || *value < lower) throw refusal(table, *datum, expected);
  return value;
}

/// Reads what the instrument states about itself; an InvalidArgument of its parser gets the line of the file.
template <class Value>
std::optional<Sourced<Value>> stated(const Table& table, const char* key) {
  const std::optional<Metadatum> datum = table.metadatum(key);
  if (!datum) return std::nullopt;
  try {
    return Sourced<Value>{Value::parse(datum->value), Origin::file};
  } catch (const InvalidArgument& error) {
    throw DataError(table.file, datum->line, 0, error.what());
  }
}

constexpr std::array understood{"smoothing_mv", "temperature_k",        "modulation",
                                "bias_noise",   "bias_divider",         "history",
                                "warning",      "symmetrised_about_mv", "points_per_independent_point"};

}  // namespace

template <class Data>
void take_metadata(const Table& table, Data& data) {
  data.name = table.file;
  data.sha256 = table.sha256;
  if (const auto kelvin = number(table, "temperature_K", 0, "a number of kelvin >= 0")) {
    data.temperature_K = Sourced<double>{*kelvin, Origin::file};
  }
  data.modulation = stated<Modulation>(table, "modulation");
  data.bias_noise = stated<GaussianNoise>(table, "bias_noise");
  if constexpr (requires { data.points_per_independent_point; }) {
    data.points_per_independent_point = number(table, "points_per_independent_point", 1, "a number >= 1").value_or(1.0);
    data.smoothing_mV = number(table, "smoothing_mV", 0, "a standard deviation in mV >= 0").value_or(0.0);
    data.symmetrised_about_mV = number(table, "symmetrised_about_mV", -infinity, "a bias in mV");
  }
  for (const Metadatum& datum : table.metadata) {
    const std::string key = text::lower_case(datum.key);
    if (key == "history") data.history.push_back(datum.value);
    if (key == "warning") data.warnings.push_back(datum.value);
    if (std::ranges::find(understood, key) != understood.end()) continue;
    std::string& entry = data.metadata[datum.key];
    entry += (entry.empty() ? "" : "; ") + datum.value;
  }
}

template void take_metadata(const Table&, Spectrum&);
template void take_metadata(const Table&, CurrentVoltage&);

double bias_divider(const Table& table) {
  return number(table, "bias_divider", 1, "a number >= 1 by which the bias is divided").value_or(1.0);
}

}  // namespace didv::read
