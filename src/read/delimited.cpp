#include <algorithm>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "read/cells.hpp"
#include "read/dialect.hpp"
#include "text/parse.hpp"
#include "units_of_measure.hpp"

namespace didv::read {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_key(std::string_view text) { return !text.empty() && text.find_first_of(" \t") == std::string_view::npos; }

/// Lines before the first row of numbers: metadata, remarks, titles, the header row.
struct Preamble {
  std::vector<Metadatum> metadata;
  std::string_view header, remark;  // the last line of words, the last "#" line that is no metadatum
  std::size_t header_line = 0, remark_line = 0;
};

/// "# key: value" becomes a metadatum, any other "#" line is a remark; false: not a "#" line.
bool take_hash_line(std::string_view line, std::size_t number, Preamble& preamble, const std::string& file) {
  line = text::trimmed(line);
  if (!line.starts_with('#')) return false;
  line.remove_prefix(1);
  const std::size_t colon = line.find(':');
  const std::string_view key = text::trimmed(line.substr(0, colon));
  if (colon != std::string_view::npos && is_key(key)) {
    append(preamble.metadata, {std::string(key), std::string(text::trimmed(line.substr(colon + 1))), number}, file);
  } else {
    preamble.remark = text::trimmed(line);
    preamble.remark_line = number;
  }
  return true;
}

/// Half of the cells are enough: a first row with one bad cell is a row, not a header.
bool is_row_of_numbers(std::string_view line, std::vector<std::string_view>& cells) {
  split(line, separator_of(line), cells);
  const auto numbers =
      std::ranges::count_if(cells, [](std::string_view cell) { return decimal_number(cell).has_value(); });
  return 2 * static_cast<std::size_t>(numbers) >= cells.size();
}

void drop_empty_end(std::vector<std::string_view>& cells) {
  if (cells.size() > 1 && cells.back().empty()) cells.pop_back();
}

/// The names of the columns: the line of words above the numbers, or the remark above them, as numpy.savetxt writes it.
void name_columns(Table& table, Preamble& preamble, std::string_view first_row, Separator separator,
                  std::size_t first_row_line) {
  std::vector<std::string_view> row, names;
  split(first_row, separator, row);
  drop_empty_end(row);
  refuse_too_many_columns(row.size(), table.file, first_row_line);

  std::string_view header = preamble.header;
  std::size_t header_line = preamble.header_line;
  if (header.empty() && preamble.remark_line != 0) {
    split(preamble.remark, separator, names);
    if (names.size() == row.size() && names.size() > 1) header = preamble.remark, header_line = preamble.remark_line;
  }
  if (!header.empty()) {
    split(header, separator, names);
    drop_empty_end(names);
    if (names.size() == 1 && row.size() > 1) {  // one word above several columns is a title
      table.metadata.push_back({"title", std::string(header), header_line});
      header = {};
    } else if (names.size() != row.size()) {
      throw DataError(table.file, first_row_line, 0,
                      "found " + std::to_string(row.size()) + (row.size() == 1 ? " cell" : " cells") + ", expected " +
                          std::to_string(names.size()) + ": the header in line " + std::to_string(header_line) +
                          " names " + std::to_string(names.size()) + " columns");
    }
  }
  table.has_header = !header.empty();
  for (std::size_t k = 0; k < row.size(); ++k) {
    table.columns.push_back(table.has_header ? column_of(names[k]) : column_of(std::to_string(k + 1)));
  }
  refuse_duplicate_headers(table, header_line);
}

Table parse(const Source& source) {
  std::string_view text = source.text;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());

  Table table;
  table.file = source.name;
  table.format = "delimited text";
  Preamble preamble;
  Lines lines(text);
  std::vector<std::string_view> cells;
  std::optional<std::string_view> line;
  std::size_t lines_of_words = 0;
  while ((line = lines.next())) {
    if (text::trimmed(*line).empty() || take_hash_line(*line, lines.number(), preamble, source.name)) continue;
    if (is_row_of_numbers(*line, cells)) break;
    preamble.header = *line;
    preamble.header_line = lines.number();
    ++lines_of_words;
  }
  if (!line) {
    if (lines_of_words == 0) throw DataError(source.name, 0, 0, "has no row of numbers");
    if (lines_of_words == 1)
      throw DataError(
          source.name, 0, 0,
          "has a header (line " + std::to_string(preamble.header_line) + ") but no row of numbers below it");
    throw DataError(source.name, preamble.header_line, 0,
                    "found '" + presentable(preamble.header) +
                        "' and no row of numbers in any line, expected numbers " + "below a header");
  }
  table.metadata = std::move(preamble.metadata);
  const Separator separator = separator_of(*line);
  name_columns(table, preamble, *line, separator, lines.number());

  // a guess from the first row; exact would need a second pass over the file
  const std::size_t expected_rows = text.size() / (line->size() + 1) + 1;
  for (Column& column : table.columns) column.values.reserve(expected_rows);
  table.lines.reserve(expected_rows);

  RowReader rows(table, separator);
  Preamble below;  // "#" lines count wherever they stand
  for (; line; line = lines.next()) {
    if (line->empty() || text::trimmed(*line).empty()) continue;
    if (take_hash_line(*line, lines.number(), below, source.name)) continue;
    rows.append(*line, lines.number());
  }
  std::ranges::move(below.metadata, std::back_inserter(table.metadata));
  return table;
}

}  // namespace

const Dialect delimited{[](std::string_view) { return true; }, parse};

}  // namespace didv::read
