#include "read/rows.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "didv/error.hpp"
#include "read/cells.hpp"
#include "text/number.hpp"
#include "units_of_measure.hpp"

namespace didv::read {
namespace {

template <class Value>
void keep(std::vector<Value>& values, const std::vector<char>& kept) {
  std::size_t to = 0;
  for (std::size_t row = 0; row < values.size(); ++row)
    if (kept[row]) values[to++] = std::move(values[row]);
  values.resize(to);
}

/// How many values a column takes, if each stands in one block of rows over which the bias runs from end to end; else
/// 0.
std::size_t curves_along(const std::vector<double>& values, const std::vector<double>& bias) {
  constexpr double from_end_to_end = 0.9;
  const auto span = [&](std::size_t begin, std::size_t end) {
    const auto [low, high] = std::minmax_element(bias.begin() + static_cast<std::ptrdiff_t>(begin),
                                                 bias.begin() + static_cast<std::ptrdiff_t>(end));
    return *high - *low;
  };
  const double whole = span(0, bias.size());
  std::set<double> seen;
  for (std::size_t begin = 0, end; begin < values.size(); begin = end) {
    end = begin;
    while (end < values.size() && values[end] == values[begin]) ++end;
    if (end - begin < 3 || !seen.insert(values[begin]).second || span(begin, end) < from_end_to_end * whole) return 0;
  }
  return seen.size();
}

}  // namespace

std::vector<std::string> keep_rows(Table& table, const std::vector<std::pair<std::string, double>>& where) {
  std::vector<std::string> told;
  for (const auto& [name, value] : where) {
    const Column& column = table.column(name);
    if (column.values.empty()) break;
    const double nearest =
        *std::ranges::min_element(column.values, {}, [wanted = value](double v) { return std::abs(v - wanted); });
    std::vector<char> kept;
    for (const double v : column.values) kept.push_back(v == nearest);
    const std::size_t all = table.rows();
    const std::string header = column.header;
    for (Column& each : table.columns) keep(each.values, kept);
    keep(table.lines, kept);
    told.push_back("rows: the " + std::to_string(table.rows()) + " of " + std::to_string(all) + " with " + header +
                   " = " + text::number(nearest) + (nearest == value ? "" : ", the nearest to " + text::number(value)) +
                   " (option)");
  }
  return told;
}

void refuse_several_curves(const Table& table, const std::string& bias_header, const std::vector<double>& bias,
                           const std::string& data_header) {
  for (const Column& column : table.columns) {
    if (column.header == bias_header || column.header == data_header || column.fault ||
        column.values.size() != bias.size())
      continue;
    const std::size_t curves = curves_along(column.values, bias);
    if (curves < 2) continue;
    throw DataError(table.file, 0, 0,
                    "has " + std::to_string(curves) + " curves one behind the other, column '" + column.header +
                        "' from " + text::number(*std::ranges::min_element(column.values)) + " to " +
                        text::number(*std::ranges::max_element(column.values)) + ": choose one (--where " +
                        column.header + "=VALUE)");
  }
}

}  // namespace didv::read
