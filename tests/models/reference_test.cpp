// Conductance, derivatives and current against the 30-digit tables of tests/reference (see conductance.py there).

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>

#include "didv/models.hpp"

namespace {

using namespace didv;

struct Row {
  double Delta, Gamma, Z, T, bias;
  std::vector<std::optional<double>> answer;  // G, then ∂/∂ bias, Delta, Gamma, Z, T, then the current
};

std::vector<Row> table(const std::string& model) {
  std::ifstream file(std::string(DIDV_SOURCE_DIR) + "/tests/reference/" + model + ".csv");
  std::vector<Row> rows;
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#' || line[0] == 'D') continue;
    std::stringstream cells(line);
    std::string cell;
    std::vector<std::optional<double>> values;
    while (std::getline(cells, cell, ',')) {
      values.push_back(cell.empty() ? std::nullopt : std::optional(std::stod(cell)));
    }
    values.resize(12);
    rows.push_back({*values[0], *values[1], *values[2], *values[3], *values[4], {values.begin() + 5, values.end()}});
  }
  return rows;
}

// The stated contract. Peaks are at least 1, so that 1 is the strict reading of "max(1, peak)"; where the point itself
// is higher, so is its peak.
void expect_close(double mine, const std::optional<double>& theirs, double contract, const Row& row, const char* what) {
  if (!theirs) return;
  EXPECT_NEAR(mine, *theirs, contract * std::max(1.0, std::abs(*theirs)))
      << what << " at Gamma = " << row.Gamma << ", Z = " << row.Z << ", T = " << row.T << ", V = " << row.bias;
}

void agrees_with_its_table(const Model& model) {
  const auto rows = table(model.name());
  ASSERT_GE(rows.size(), 100u);
  const bool barrier = model.has("Z");
  for (const Row& row : rows) {
    std::vector<double> p{row.Delta, row.Gamma};
    if (barrier) p.push_back(row.Z);
    p.push_back(row.T);
    const std::vector<double> bias{row.bias};
    const Curve G = model.conductance(bias, p, {}, Derivatives::yes);
    expect_close(G.value[0], row.answer[0], 1e-9, row, "G");
    expect_close(G.d_bias[0], row.answer[1], 1e-6, row, "dG/dV");
    expect_close(G.d_parameter[0][0], row.answer[2], 1e-6, row, "dG/dDelta");
    expect_close(G.d_parameter[1][0], row.answer[3], 1e-6, row, "dG/dGamma");
    if (barrier) expect_close(G.d_parameter[2][0], row.answer[4], 1e-6, row, "dG/dZ");
    expect_close(G.d_parameter.back()[0], row.answer[5], 1e-6, row, "dG/dT");
    expect_close(model.current(bias, p).value[0], row.answer[6], 1e-9, row, "I");
  }
}

TEST(Reference, dynes_agrees_with_its_table_of_30_digits) { agrees_with_its_table(models::dynes()); }
TEST(Reference, btk_agrees_with_its_table_of_30_digits) { agrees_with_its_table(models::btk()); }

}  // namespace
