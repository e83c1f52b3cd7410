#pragma once
// What the readers of text tables share: lines, cells, column headers, and columns that grow row by row.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "didv/read.hpp"

namespace didv::read {

/// Walks through the lines of a text; LF, CRLF and a last line without end.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  /// The next line without its end; nothing after the last.
  std::optional<std::string_view> next();
  /// The line that next() would give.
  std::optional<std::string_view> peek() const { return Lines(*this).next(); }
  std::size_t number() const { return number_; }  ///< of the line that next() gave last, from 1

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

/// What separates cells; `blanks` is any run of blanks and tabs.
enum class Separator { comma, semicolon, tab, blanks };

/// The separator that turns a row of numbers into numbers: "1,5 2,5" has blanks and decimal commas, "1,5,2.5" commas.
Separator separator_of(std::string_view line);

/// What a table may have of either: more are no measurement, and would cost many times the memory of the file.
constexpr std::size_t most_columns = 100'000, most_metadata = 100'000;

/// Splits a line into trimmed cells; behind most_columns + 1 of them the rest of the line is one cell.
void split(std::string_view line, Separator separator, std::vector<std::string_view>& cells);

/// The whole cell as a number, with decimal point or decimal comma; nothing if it is anything else.
std::optional<double> decimal_number(std::string_view cell);

/// The text as a message may show it: at most 40 bytes of it, control characters as '?'.
std::string presentable(std::string_view text);

/// The headers of a table's columns.
std::vector<std::string_view> headers_of(const Table& table);

/// The first 30 headers of a list, separated by commas, for a message.
std::string list_of(const std::vector<std::string_view>& headers);

/// A column with header, name and unit: "bias_mV", "Bias [mV]", "V/mV", "Current [bwd] (A)", "Current (A) [filt]".
Column column_of(std::string_view header);

/// Throws DataError for more than most_columns.
void refuse_too_many_columns(std::size_t columns, const std::string& file, std::size_t line);

/// Appends a line of the header. Throws DataError if there are most_metadata already.
void append(std::vector<Metadatum>& metadata, Metadatum datum, const std::string& file);

/// Throws DataError if two columns have the same header.
void refuse_duplicate_headers(const Table& table, std::size_t header_line);

/// Appends a row of cells, as many as there are columns. A cell that is not a finite number becomes NaN and a fault.
class RowReader {
 public:
  RowReader(Table& table, Separator separator) : table_(table), separator_(separator) {}
  /// Throws DataError if the row has another number of cells than there are columns, or mixes decimal point and comma.
  void append(std::string_view line, std::size_t number);

 private:
  double number(std::string_view cell, std::size_t line, std::size_t column);

  Table& table_;
  Separator separator_;
  char decimal_mark_ = 0;  // '.' or ',' as soon as one was seen
  std::size_t decimal_mark_line_ = 0;
  std::vector<std::string_view> cells_;
};

}  // namespace didv::read
