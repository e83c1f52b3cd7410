#pragma once
// Files -> data, in two steps: bytes become a Table (whatever the file format), a Table becomes a Spectrum or a
// CurrentVoltage (whatever the columns are called). Knows no model. The CSV dialect stands in docs/conventions.md.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "didv/spectrum.hpp"

namespace didv {

/// One column of a file, numbers as the file states them.
struct Column {
  /// The first cell that is not a finite number: where it stands and what stands there.
  struct Fault {
    std::size_t line;
    std::string text;
  };

  std::string header;          ///< as it stands in the file: "bias_mV", "Current [bwd] (A)"
  std::string name;            ///< the header without its unit: "bias", "Current [bwd]"
  std::string unit;            ///< as the file states it: "mV", "nS", …; empty if none
  std::vector<double> values;  ///< one per row, unconverted; NaN where the cell is not a finite number
  std::optional<Fault> fault;  ///< set as soon as one of the values is NaN
};

/// A line "key: value" of the header.
struct Metadatum {
  std::string key, value;
  std::size_t line;
};

/// A table with its metadata, before anybody decided what it means.
struct Table {
  std::string file;
  std::string sha256 = {};          ///< of its bytes, as sha256sum prints it
  std::string format;               ///< "delimited text", …
  std::vector<Metadatum> metadata;  ///< in the order of the file
  std::vector<Column> columns;      ///< all of one length
  std::vector<std::size_t> lines;   ///< line of the file of each row
  bool has_header = true;           ///< false: nothing names the columns; they are called "1", "2", …
  std::string swept;                ///< header of the column that was swept, where the format itself says so

  std::size_t rows() const { return lines.size(); }
  /// The column of that header, or of that name if only one has it; nullptr if there is none.
  const Column* find_column(std::string_view header_or_name) const;
  /// The same, but throws DataError with the list of columns if there is none, and with file, line, column and the text
  /// found if one of its cells is not a finite number.
  const Column& column(std::string_view header_or_name) const;
  /// The value of that key, letters of either case; nothing if it is not there. Throws DataError if it is there twice.
  std::optional<Metadatum> metadatum(std::string_view key) const;
};

/// Which columns to take, and in which unit, where the file does not say or has several candidates. Empty: the file's.
struct ColumnChoice {
  std::string bias = {};       ///< header or name of the bias column
  std::string data = {};       ///< header or name of the conductance (or current) column
  std::string bias_unit = {};  ///< V, mV, uV; wins over the file
  std::string data_unit = {};  ///< S, mS, uS, nS, G0, normalised, arbitrary (or A, mA, uA, nA, pA); wins over the file
  /// Column and value: only the rows where the column is nearest to it, of a file with many curves (a field, a place).
  std::vector<std::pair<std::string, double>> where = {};
};

/// All bytes of a file, or of what comes through a pipe. Throws DataError.
std::string read_bytes(const std::filesystem::path& file);

/// SHA-256 of bytes, 64 hexadecimal digits, as sha256sum prints it.
std::string sha256(std::string_view bytes);

/// Reads a table; the format is recognised by content, never by the name of the file.
/// Throws DataError: file, line, column (number of the cell in its row, from 1), the text found, what was expected.
Table read_table(const std::filesystem::path& file);

/// The same from text that is already in memory; `name` stands for the file in messages.
Table parse_table(std::string_view text, const std::string& name);

/// A dI/dV curve, in the order of the file. bias → mV, divided by the metadatum bias_divider; S, mS, uS, nS, G0 → S;
/// normalised where the file says so (a column called just "conductance" does), else arbitrary, with a warning; sigma
/// like the conductance; temperature_K, modulation, bias_noise and points_per_independent_point from the metadata. A
/// column is a candidate for the bias if its unit is one of voltage, for the conductance if its unit is one of
/// conductance or if it has none and its name says so ("conductance", "dI/dV", "G"). A file without header is taken
/// only if it has two columns; the unit of its bias is then assumed where the numbers leave no doubt, with a warning.
/// Throws DataError: no or several candidates (with the list), several curves one behind the other, fewer than 2 rows,
/// a cell that is not a finite number, σ ≤ 0, metadata that cannot be understood.
Spectrum read_spectrum(const std::filesystem::path& file, const ColumnChoice& choice = {});
Spectrum to_spectrum(Table table, const ColumnChoice& choice = {});

/// A current–voltage curve (current → mA, voltage → mV), in the order taken. Candidates go by their units.
CurrentVoltage read_current_voltage(const std::filesystem::path& file, const ColumnChoice& choice = {});
CurrentVoltage to_current_voltage(Table table, const ColumnChoice& choice = {});

}  // namespace didv
