// Conductance, derivatives and current against the tables of tests/reference that carry a model's name (see
// conductance.py there). Their header row says what stands where: the model's parameters, bias, G, dG_d…, current.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "didv/models.hpp"

namespace {

using namespace didv;

/// What the row says, by the header's names without units.
using Row = std::map<std::string, std::optional<double>>;

std::filesystem::path table_of(const Model& model) {
  return std::filesystem::path(DIDV_SOURCE_DIR) / "tests/reference" / (model.name() + ".csv");
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out;
  std::stringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) out.push_back(cell);
  return out;
}

std::string without_unit(const std::string& name) {
  for (const char* unit : {"_meV", "_mV", "_K", "_rad"})
    if (!name.starts_with("dG_") && name.ends_with(unit)) return name.substr(0, name.rfind('_'));
  return name;
}

std::vector<Row> rows_of(const Model& model) {
  std::ifstream file(table_of(model));
  std::vector<Row> rows;
  std::vector<std::string> names;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> values = cells(line);
    if (names.empty()) {
      for (const std::string& name : values) names.push_back(without_unit(name));
      continue;
    }
    Row row;
    for (std::size_t k = 0; k < names.size(); ++k)
      row[names[k]] = k < values.size() && !values[k].empty() ? std::optional(std::stod(values[k])) : std::nullopt;
    rows.push_back(std::move(row));
  }
  return rows;
}

class Reference : public testing::TestWithParam<Model> {};

TEST_P(Reference, agrees_with_its_table) {
  const Model& model = GetParam();
  const std::vector<Row> rows = rows_of(model);
  ASSERT_GE(rows.size(), 10u);
  for (const Row& row : rows) {
    ParameterValues values;
    for (const ParameterInfo& info : model.parameters()) values[info.name] = row.at(info.name).value();
    const std::vector<double> p = model.arrange(values), bias{row.at("bias").value()};
    // The stated contract, 1e-9 or 1e-6 of max(1, peak). Peaks are at least 1, so that 1 is the strict reading; where
    // the point itself is higher, so is its peak. Two sharp gaps have a step whose rounding reaches the whole curve:
    // there the peak is looked for at the edges.
    const bool has_a_step = model.name() == "sis";
    std::vector<double> everywhere = bias;
    if (has_a_step)
      for (const Edge& edge : model.edges(p)) everywhere.push_back(edge.energy_meV);
    const auto peak = [](const std::vector<double>& column) {
      double largest = 1;
      for (const double x : column) largest = std::max(largest, std::abs(x));
      return largest;
    };
    const auto expect_close = [&](const std::vector<double>& mine, const std::string& column, double contract) {
      const std::optional<double> theirs = row.at(column);
      if (!theirs) return;
      std::string where;
      for (const auto& [name, value] : values) where += " " + name + " = " + std::to_string(value);
      EXPECT_NEAR(mine[0], *theirs, contract * std::max(has_a_step ? peak(mine) : 1, std::abs(*theirs)))
          << column << " at " << bias[0] << " mV," << where;
    };
    const Curve G = model.conductance(everywhere, p, {}, Derivatives::yes);
    expect_close(G.value, "G", 1e-9);
    expect_close(G.d_bias, "dG_dbias", 1e-6);
    for (std::size_t k = 0; k < p.size(); ++k)
      expect_close(G.d_parameter[k], "dG_d" + model.parameters()[k].name, 1e-6);
    if (row.at("current")) expect_close(model.current(bias, p).value, "current", 1e-9);
  }
}

std::vector<Model> with_a_table() {
  std::vector<Model> out;
  for (const Model& model : catalogue())
    if (std::filesystem::exists(table_of(model))) out.push_back(model);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Tables, Reference, testing::ValuesIn(with_a_table()),
                         [](const auto& instance) { return instance.param.name(); });

}  // namespace
