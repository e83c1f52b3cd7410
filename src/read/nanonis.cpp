#include <set>
#include <string>
#include <utility>
#include <vector>

#include "didv/error.hpp"
#include "read/cells.hpp"
#include "read/dialect.hpp"
#include "text/parse.hpp"
#include "units_of_measure.hpp"

namespace didv::read {

namespace {

constexpr std::string_view data_mark = "[DATA]";

/// "key<tab>value<tab>" lines and then a line [DATA]; all releases of the program write it so.
bool is_nanonis(std::string_view text) {
  Lines lines(text);
  while (const auto line = lines.next()) {
    if (text::trimmed(*line) == data_mark) return lines.number() > 1;
    if (!text::trimmed(*line).empty() && line->find('\t') == std::string_view::npos) return false;
  }
  return false;
}

Table parse_nanonis(const Source& source) {
  Table table;
  table.file = source.name;
  table.format = "Nanonis spectroscopy";
  Lines lines(source.text);
  std::vector<std::string_view> cells;
  std::set<std::pair<std::string, std::string>> seen;  // some files repeat lines of their header
  auto line = lines.next();
  for (; line && text::trimmed(*line) != data_mark; line = lines.next()) {
    if (text::trimmed(*line).empty()) continue;
    split(*line, Separator::tab, cells);
    Metadatum datum{std::string(cells[0]), std::string(cells.size() > 1 ? cells[1] : std::string_view()),
                    lines.number()};
    if (seen.emplace(datum.key, datum.value).second) append(table.metadata, std::move(datum), source.name);
  }

  const auto header = lines.next();
  if (!header) throw DataError(source.name, lines.number(), 0, "found nothing behind [DATA], expected the columns");
  const std::size_t header_line = lines.number();
  split(*header, Separator::tab, cells);
  if (cells.size() > 1 && cells.back().empty()) cells.pop_back();
  refuse_too_many_columns(cells.size(), source.name, header_line);
  for (const std::string_view name : cells) table.columns.push_back(column_of(name));
  refuse_duplicate_headers(table, header_line);
  table.swept = table.columns.front().header;  // "Bias calc (V)": the bias that was asked for, beside those recorded

  RowReader rows(table, Separator::tab);
  while ((line = lines.next())) {
    if (!text::trimmed(*line).empty()) rows.append(*line, lines.number());
  }
  if (table.rows() == 0) throw DataError(source.name, 0, 0, "has no row of numbers behind [DATA]");
  return table;
}

}  // namespace

const Dialect nanonis{is_nanonis, parse_nanonis};

}  // namespace didv::read
