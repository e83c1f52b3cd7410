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

constexpr std::string_view header_end = "[Header end]";

bool is_wsxm(std::string_view text) {
  return text.starts_with("WSxM file copyright") && text.find(header_end) != std::string_view::npos;
}

/// What the header calls an axis: "Bias [#x]" and "V".
struct Axis {
  std::string name, unit;

  Axis(const Table& table, const std::string& axis) {
    const auto stated = [&](const std::string& key) {
      const auto datum = table.metadatum(axis + key);
      return datum ? datum->value : std::string();
    };
    const std::string text = stated(" axis text");
    name = text::trimmed(std::string_view(text).substr(0, text.find('[')));
    if (name.empty()) name = axis;
    unit = stated(" axis unit");
  }

  /// "Bias (V)", or "Bias 2 (V)" for the second of several lines; 0: the only one.
  std::string header(std::size_t number) const {
    return name + (number == 0 ? "" : " " + std::to_string(number)) + (unit.empty() ? "" : " (" + unit + ")");
  }
};

/// Each line of the plot has an x column of its own; where all are the same, one is enough and is the swept one.
void merge_equal_abscissae(Table& table, const Axis& abscissa) {
  const std::vector<double>& first = table.columns.front().values;
  for (std::size_t k = 2; k < table.columns.size(); k += 2) {
    if (table.columns[k].values != first) return;
  }
  std::size_t kept = 1;
  for (std::size_t k = 1; k < table.columns.size(); k += 2, ++kept) {
    if (kept != k) table.columns[kept] = std::move(table.columns[k]);
  }
  table.columns.resize(kept);
  table.columns.front() = [&] {
    Column column = column_of(abscissa.header(0));
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
  for (; line && text::trimmed(*line) != header_end; line = lines.next()) {
    const std::size_t colon = line->find(": ");
    if (colon == std::string_view::npos) continue;
    append(table.metadata,
           {std::string(text::trimmed(line->substr(0, colon))), std::string(text::trimmed(line->substr(colon + 1))),
            lines.number()},
           source.name);
  }

  const auto first_row = lines.peek();
  if (!first_row) throw DataError(source.name, 0, 0, "has no row of numbers behind [Header end]");
  std::vector<std::string_view> cells;
  split(*first_row, Separator::blanks, cells);
  if (cells.empty() || cells.size() % 2 != 0) {
    throw DataError(source.name, lines.number() + 1, 0,
                    "found " + std::to_string(cells.size()) + " cells, expected pairs of x and y");
  }
  refuse_too_many_columns(cells.size(), source.name, lines.number() + 1);
  const Axis abscissa(table, "X"), ordinate(table, "Y");
  const std::size_t curves = cells.size() / 2;
  for (std::size_t k = 1; k <= curves; ++k) {
    table.columns.push_back(column_of(abscissa.header(curves == 1 ? 0 : k)));
    table.columns.push_back(column_of(ordinate.header(curves == 1 ? 0 : k)));
  }
  RowReader rows(table, Separator::blanks);
  while ((line = lines.next())) {
    if (!text::trimmed(*line).empty()) rows.append(*line, lines.number());
  }
  merge_equal_abscissae(table, abscissa);
  return table;
}

}  // namespace

const Dialect wsxm{is_wsxm, parse_wsxm};

}  // namespace didv::read
