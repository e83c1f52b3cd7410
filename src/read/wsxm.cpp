#include <algorithm>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "read/cells.hpp"
#include "read/dialect.hpp"
#include "units_of_measure.hpp"

namespace didv::read {

namespace {

constexpr std::string_view header_end = "[Header end]";

bool is_wsxm(std::string_view text) {
  return text.starts_with("WSxM file copyright") && text.find(header_end) != std::string_view::npos;
}

/// "Bias [#x]" and "V" become "Bias (V)", or "Bias 2 (V)" for the second of several lines.
std::string header_of(const Table& table, const std::string& axis, std::size_t number) {
  const auto stated = [&](const std::string& key) {
    const auto datum = table.metadatum(axis + key);
    return datum ? datum->value : std::string();
  };
  const std::string text = stated(" axis text");
  std::string header(trimmed(text.substr(0, text.find('['))));
  if (header.empty()) header = axis;
  if (number != 0) header += " " + std::to_string(number);
  const std::string unit = stated(" axis unit");
  return unit.empty() ? header : header + " (" + unit + ")";
}

/// Each line of the plot has an x column of its own; where all are the same, one is enough and is the swept one.
void merge_equal_abscissae(Table& table) {
  const std::vector<double>& first = table.columns.front().values;
  for (std::size_t k = 2; k < table.columns.size(); k += 2) {
    if (table.columns[k].values != first) return;
  }
  for (std::size_t k = table.columns.size() - 2; k >= 2; k -= 2) {
    table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(k));
  }
  table.columns.front() = [&] {
    Column column = column_of(header_of(table, "X", 0));
    column.values = std::move(table.columns.front().values);
    column.fault = table.columns.front().fault;
    return column;
  }();
  table.swept = table.columns.front().header;
}

Table parse_wsxm(const Source& source) {
  Table table;
  table.file = source.name;
  table.format = "WSxM curve";
  Lines lines(source.text);
  auto line = lines.next();
  for (; line && trimmed(*line) != header_end; line = lines.next()) {
    const std::size_t colon = line->find(": ");
    if (colon == std::string_view::npos) continue;
    table.metadata.push_back(
        {std::string(trimmed(line->substr(0, colon))), std::string(trimmed(line->substr(colon + 1))), lines.number()});
  }

  const auto first_row = lines.peek();
  if (!first_row) throw DataError(source.name, 0, 0, "has no row of numbers behind [Header end]");
  std::vector<std::string_view> cells;
  split(*first_row, Separator::blanks, cells);
  if (cells.empty() || cells.size() % 2 != 0) {
    throw DataError(source.name, lines.number() + 1, 0,
                    "found " + std::to_string(cells.size()) + " cells, expected pairs of x and y");
  }
  const std::size_t curves = cells.size() / 2;
  for (std::size_t k = 1; k <= curves; ++k) {
    table.columns.push_back(column_of(header_of(table, "X", curves == 1 ? 0 : k)));
    table.columns.push_back(column_of(header_of(table, "Y", curves == 1 ? 0 : k)));
  }
  RowReader rows(table, Separator::blanks);
  while ((line = lines.next())) {
    if (!trimmed(*line).empty()) rows.append(*line, lines.number());
  }
  merge_equal_abscissae(table);
  return table;
}

}  // namespace

const Dialect wsxm{is_wsxm, parse_wsxm};

}  // namespace didv::read
