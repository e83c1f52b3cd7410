#include "read/cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "didv/error.hpp"
#include "text/parse.hpp"
#include "units_of_measure.hpp"

namespace didv::read {

std::optional<std::string_view> Lines::next() {
  if (rest_.empty()) return std::nullopt;
  const std::size_t end = rest_.find('\n');
  std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  ++number_;
  return line;
}

Separator separator_of(std::string_view line) {
  line = text::trimmed(line);
  std::vector<std::string_view> cells;
  std::optional<Separator> first_that_splits;
  for (const Separator separator : {Separator::semicolon, Separator::tab, Separator::comma, Separator::blanks}) {
    split(line, separator, cells);
    if (cells.size() < 2) continue;
    if (std::ranges::all_of(cells, [](std::string_view cell) { return cell.empty() || decimal_number(cell); })) {
      return separator;
    }
    if (!first_that_splits) first_that_splits = separator;
  }
  return first_that_splits.value_or(Separator::blanks);
}

void split(std::string_view line, Separator separator, std::vector<std::string_view>& cells) {
  cells.clear();
  if (separator == Separator::blanks) {
    for (std::string_view rest = text::trimmed(line); !rest.empty(); rest = text::trimmed(rest)) {
      const bool last = cells.size() > most_columns;
      const std::size_t end = last ? rest.size() : std::min(rest.find_first_of(" \t"), rest.size());
      cells.push_back(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    return;
  }
  const char mark = separator == Separator::comma ? ',' : separator == Separator::semicolon ? ';' : '\t';
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = cells.size() > most_columns ? line.size() : std::min(line.find(mark, begin), line.size());
    cells.push_back(text::trimmed(line.substr(begin, end - begin)));
    begin = end + 1;
  }
}

std::optional<double> decimal_number(std::string_view cell) {
  const std::size_t comma = cell.find(',');
  if (comma == std::string_view::npos) return text::parse_number(cell);
  if (cell.back() == ',' || cell.find('.') != std::string_view::npos) return std::nullopt;
  std::string with_point(cell);
  with_point[comma] = '.';
  return text::parse_number(with_point);
}

std::string presentable(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string shown(text.substr(0, longest));
  for (char& letter : shown) {
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F) letter = '?';
  }
  if (text.size() > longest) shown += "...";
  return shown;
}

std::vector<std::string_view> headers_of(const Table& table) {
  std::vector<std::string_view> headers;
  for (const Column& column : table.columns) headers.push_back(column.header);
  return headers;
}

std::string list_of(const std::vector<std::string_view>& headers) {
  constexpr std::size_t longest = 30;
  std::string list;
  for (std::size_t k = 0; k < std::min(headers.size(), longest); ++k) {
    list += (k == 0 ? "" : ", ") + presentable(headers[k]);
  }
  if (headers.size() > longest) list += " and " + std::to_string(headers.size() - longest) + " more";
  return list;
}

namespace {

bool is_unit(std::string_view text) {
  return to_millivolts(text) || to_milliamperes(text) || to_siemens(text) || to_kelvin(text) || to_tesla(text) ||
         text == "ohm" || text == "normalised" || text == "normalized" || text == "arb" || text == "arbitrary";
}

/// Name and unit of "name (unit) more"; nothing if there are no such brackets with a unit in them.
std::optional<Column> with_unit_between(std::string_view header, char opening, char closing, bool any_unit) {
  const std::size_t open = header.find(opening), close = header.find(closing, open);
  if (open == std::string_view::npos || close == std::string_view::npos) return std::nullopt;
  Column column;
  column.unit = text::trimmed(header.substr(open + 1, close - open - 1));
  if (!any_unit && !is_unit(column.unit)) return std::nullopt;
  column.name = text::trimmed(header.substr(0, open));
  if (const auto behind = text::trimmed(header.substr(close + 1)); !behind.empty())
    column.name += " " + std::string(behind);
  return column;
}

/// The place of the mark before a unit at the end, "bias_mV" or "V/mV". Behind a slash what curves are divided by is no
/// unit, G/G0 or C/T, and neither is what is below 1.
std::size_t mark_before_unit(std::string_view header) {
  for (const char mark : {'_', '/'}) {
    const std::size_t at = header.rfind(mark);
    if (at == std::string_view::npos || at == 0) continue;
    const std::string_view suffix = header.substr(at + 1);
    const bool divisor = suffix == "G0" || suffix == "T" || suffix == "G";
    const bool quotient = mark == '/' && (divisor || header.substr(0, at) == "1");
    if (is_unit(suffix) && !quotient) return at;
  }
  return std::string_view::npos;
}

}  // namespace

Column column_of(std::string_view header) {
  if (header.size() > 1 && header.front() == '"' && header.back() == '"') header = header.substr(1, header.size() - 2);
  std::optional<Column> column = with_unit_between(header, '(', ')', true);
  if (!column) column = with_unit_between(header, '[', ']', false);  // "Current [bwd]" has a direction there
  if (!column) {
    const std::size_t mark = mark_before_unit(header);
    column.emplace();
    column->name = header.substr(0, mark);
    if (mark != std::string_view::npos) column->unit = header.substr(mark + 1);
  }
  column->header = header;
  return *column;
}

void refuse_too_many_columns(std::size_t columns, const std::string& file, std::size_t line) {
  if (columns <= most_columns) return;
  throw DataError(file, line, 0, "has more than " + std::to_string(most_columns) + " columns");
}

void append(std::vector<Metadatum>& metadata, Metadatum datum, const std::string& file) {
  if (metadata.size() == most_metadata) {
    throw DataError(file, datum.line, 0, "has more than " + std::to_string(most_metadata) + " lines of metadata");
  }
  metadata.push_back(std::move(datum));
}

void refuse_duplicate_headers(const Table& table, std::size_t header_line) {
  std::map<std::string_view, std::size_t> seen;
  for (std::size_t k = 0; k < table.columns.size(); ++k) {
    const auto [first, added] = seen.emplace(table.columns[k].header, k + 1);
    if (!added) {
      throw DataError(table.file, header_line, k + 1,
                      "found '" + presentable(table.columns[k].header) +
                          "' again, expected a name of its own (column " + std::to_string(first->second) +
                          " has it already)");
    }
  }
}

void RowReader::append(std::string_view line, std::size_t number_of_line) {
  split(line, separator_, cells_);
  if (cells_.size() == table_.columns.size() + 1 && cells_.back().empty()) cells_.pop_back();  // a separator at the end
  if (cells_.size() != table_.columns.size()) {
    throw DataError(table_.file, number_of_line, 0,
                    "found " + std::to_string(cells_.size()) + (cells_.size() == 1 ? " cell" : " cells") +
                        ", expected " + std::to_string(table_.columns.size()) + " as in the first row");
  }
  for (std::size_t k = 0; k < cells_.size(); ++k) {
    Column& column = table_.columns[k];
    const double value = number(cells_[k], number_of_line, k + 1);
    column.values.push_back(value);
    if (!std::isfinite(value) && !column.fault) column.fault = Column::Fault{number_of_line, presentable(cells_[k])};
  }
  table_.lines.push_back(number_of_line);
}

double RowReader::number(std::string_view cell, std::size_t line, std::size_t column) {
  const std::optional<double> value = decimal_number(cell);
  if (!value || !std::isfinite(*value)) return std::numeric_limits<double>::quiet_NaN();
  const std::size_t mark = cell.find_first_of(".,");
  if (mark != std::string_view::npos && cell[mark] != decimal_mark_) {
    if (decimal_mark_ != 0) {  // "1,234" may be 1234 in such a file
      throw DataError(table_.file, line, column,
                      "found '" + presentable(cell) + "', expected a decimal " +
                          (decimal_mark_ == '.' ? "point" : "comma") + " as in line " +
                          std::to_string(decimal_mark_line_));
    }
    decimal_mark_ = cell[mark];
    decimal_mark_line_ = line;
  }
  return *value;
}

}  // namespace didv::read
