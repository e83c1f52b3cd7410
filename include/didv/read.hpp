#pragma once
// Files -> data. Knows no model. The CSV dialect is described in docs/conventions.md.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "didv/spectrum.hpp"

namespace didv {

/// One column of a file, values already converted to the library's unit (mV, mA, K, S, or as in `unit`).
struct Column {
  std::string name;             ///< header name without its unit: "bias"
  std::string unit;             ///< as the file states it: "mV", "nS", …; empty if none
  std::vector<double> values;   ///< as the file states them, unconverted
};

/// A table with its metadata, before anybody decided what it means.
struct Table {
  std::string file;
  std::vector<std::pair<std::string, std::string>> metadata;  ///< "# key: value" lines in order
  std::vector<Column> columns;

  std::size_t rows() const { return columns.empty() ? 0 : columns.front().values.size(); }
  /// The column of that name (with or without its unit suffix). Throws DataError with the list of columns.
  const Column& column(std::string_view name) const;
  const Column* find_column(std::string_view name) const;
  std::optional<std::string> metadatum(std::string_view key) const;
};

/// Which columns to take where a file has several candidates.
struct ColumnChoice {
  std::string bias;    ///< empty: the only bias column
  std::string data;    ///< empty: the only conductance (or current) column
};

/// Reads a table: "# key: value" metadata, one header row `name_unit,…`, rows; comma, semicolon, tab or blanks as separator;
/// LF or CRLF; byte-order mark; decimal comma where the separator is not a comma. Locale-independent.
/// Throws DataError: file, line, column, the text found, what was expected.
Table read_table(const std::filesystem::path& file);

/// A dI/dV curve. Units converted (bias → mV; S, mS, uS, nS, G0 → S); temperature and modulation from the metadata.
/// Throws DataError, also for fewer than 2 points, non-finite cells, or several candidate columns and no choice (with the list).
Spectrum read_spectrum(const std::filesystem::path& file, const ColumnChoice& choice = {});

/// A current–voltage curve (current → mA, voltage → mV), in the order taken.
CurrentVoltage read_current_voltage(const std::filesystem::path& file, const ColumnChoice& choice = {});

}  // namespace didv
