// Conventions of published scripts: each is what its formula says, in the plainest arithmetic, and lies as far from the
// right one as its page says.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "didv/fit.hpp"
#include "didv/models.hpp"

namespace {

using namespace didv;
using C = std::complex<double>;

constexpr double rounding = 1e-12;

std::vector<double> zero_temperature(const Model& model, const std::vector<double>& bias, ParameterValues values) {
  values["T"] = 0;
  return model(bias, values);
}

double btk_real_root(double E, double Delta, double Gamma, double Z) {
  const C z(E, -Gamma);  // the scripts take the lower lip
  const double Z2 = Z * Z;
  double A, B;
  if (std::abs(z) <= Delta) {
    A = std::real(Delta * Delta / (z * z + (Delta * Delta - z * z) * std::pow(1 + 2 * Z2, 2)));
    B = 1 - A;
  } else {
    const double w = std::real(std::sqrt((z * z - Delta * Delta) / (z * z))), u2 = (1 + w) / 2, v2 = (1 - w) / 2;
    const double gamma2 = std::pow(u2 + Z2 * (u2 - v2), 2);
    A = u2 * v2 / gamma2;
    B = std::pow(u2 - v2, 2) * Z2 * (1 + Z2) / gamma2;
  }
  return (1 + Z2) * (1 + A - B);
}

TEST(LegacyBtkRealRoot, is_the_formula_of_the_scripts) {
  const double Delta = 1.3, Z = 0.6;
  const std::vector<double> bias{-2, -1.1, 0, 0.4, 1.2, 1.28, 1.29, 1.31, 5};
  for (const double Gamma : {0.0, 0.2, 1.4}) {
    const auto G =
        zero_temperature(models::legacy_btk_real_root(), bias, {{"Delta", Delta}, {"Gamma", Gamma}, {"Z", Z}});
    for (std::size_t i = 0; i < bias.size(); ++i)
      EXPECT_NEAR(G[i], btk_real_root(bias[i], Delta, Gamma, Z), rounding) << bias[i] << ", Gamma = " << Gamma;
  }
}

TEST(LegacyBtkRealRoot, jumps_where_the_modulus_of_the_energy_is_the_gap) {
  const double Delta = 1, Gamma = 0.2, Z = 0.6, jump = std::sqrt((Delta - Gamma) * (Delta + Gamma)), close = 1e-9;
  const auto G = zero_temperature(models::legacy_btk_real_root(), {jump - close, jump, jump + close},
                                  {{"Delta", Delta}, {"Gamma", Gamma}, {"Z", Z}});
  EXPECT_GT(std::abs(G[2] - G[0]), 0.1);
  EXPECT_NEAR(G[1], (G[0] + G[2]) / 2, 1e-7);  // 1e-9 on the slopes of both sides
}

TEST(LegacyBtkRealRoot, is_btk_without_broadening) {
  const std::vector<double> bias{-2, -0.7, 0, 0.3, 0.99, 1.01, 1.6};
  const ParameterValues values{{"Gamma", 0}, {"T", 1}};
  const auto legacy = models::legacy_btk_real_root()(bias, values), right = models::btk()(bias, values);
  for (std::size_t i = 0; i < bias.size(); ++i) EXPECT_NEAR(legacy[i], right[i], 1e-10) << bias[i];
}

TEST(LegacyDynesModulus, is_the_formula_of_the_scripts) {
  const double Delta = 1.3;
  const std::vector<double> bias{-2, -1.1, 0, 0.4, 1.29, 1.31, 5};
  for (const double Gamma : {0.2, 1.4}) {
    const auto G = zero_temperature(models::legacy_dynes_modulus(), bias, {{"Delta", Delta}, {"Gamma", Gamma}});
    for (std::size_t i = 0; i < bias.size(); ++i) {
      const C z(bias[i], Gamma);
      EXPECT_NEAR(G[i], std::real(std::abs(z) / std::sqrt(z * z - Delta * Delta)), rounding) << bias[i];
    }
  }
}

TEST(LegacyDynesModulus, is_dynes_without_broadening) {
  const std::vector<double> bias{-2, -0.7, 0, 0.3, 0.99, 1.01, 1.6};
  const ParameterValues values{{"Gamma", 0}, {"T", 1}};
  const auto legacy = models::legacy_dynes_modulus()(bias, values), right = models::dynes()(bias, values);
  for (std::size_t i = 0; i < bias.size(); ++i) EXPECT_NEAR(legacy[i], right[i], 1e-10) << bias[i];
}

TEST(LegacyDynesModulus, hides_the_states_in_the_gap) {
  const ParameterValues values{{"Gamma", 0.2}, {"T", 0}};
  EXPECT_NEAR(models::legacy_dynes_modulus()(std::vector{0.0}, values)[0], 0, rounding);
  EXPECT_NEAR(models::dynes()(std::vector{0.0}, values)[0], 0.2 / std::hypot(1, 0.2), rounding);
}

/// The rows of numbers of the table under "How far from …" of a model's page.
std::vector<std::vector<std::string>> rows_of_page(const Model& model) {
  std::ifstream page(std::filesystem::path(DIDV_SOURCE_DIR) / "docs/models" / (model.name() + ".md"));
  std::vector<std::vector<std::string>> rows;
  bool there = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) there = line.starts_with("## How far");
    if (!there || !line.starts_with("| ") || line.find_first_of("0123456789") != 2) continue;
    std::stringstream cells(line.substr(1));
    rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, '|');) {
      cell.erase(0, cell.find_first_not_of(' '));
      rows.back().push_back(cell.substr(0, cell.find_last_not_of(' ') + 1));
    }
  }
  return rows;
}

/// As many decimals as the page has.
std::string as_written(double value, const std::string& cell) {
  const std::size_t point = cell.find('.');
  char text[40];
  std::snprintf(text, sizeof text, "%.*f", point == std::string::npos ? 0 : int(cell.size() - point - 1), value);
  return text;
}

// Each row: the right model's parameters behind Delta = 1, the largest distance at equal parameters, then what a fit of
// the legacy model to the right curve gives for all of them, and its rms.
void expect_page_to_be_true(const Model& legacy, const Model& right, double T, std::size_t rows_expected) {
  std::vector<double> bias;
  for (int k = 0; k <= 400; ++k) bias.push_back(-5 + 0.025 * k);
  const std::size_t count = right.parameters().size() - 1;
  const auto rows = rows_of_page(legacy);
  ASSERT_EQ(rows.size(), rows_expected);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 2 * count + 1);
    ParameterValues values{{"Delta", 1}, {"T", T}};
    for (std::size_t k = 1; k < count; ++k) values[right.parameters()[k].name] = std::stod(row[k - 1]);
    const auto curve = right(bias, values), same = legacy(bias, values);
    double apart = 0;
    for (std::size_t i = 0; i < bias.size(); ++i) apart = std::max(apart, std::abs(curve[i] - same[i]));
    EXPECT_EQ(row[count - 1], as_written(apart, row[count - 1]));
    Spectrum spectrum;
    spectrum.bias_mV = bias;
    spectrum.conductance = curve;
    spectrum.temperature_K = Sourced<double>{T, Origin::file};
    const FitResult fit = Fit(legacy).add(spectrum).fix("scale", 1).run();
    for (std::size_t k = 0; k < count; ++k)
      EXPECT_EQ(row[count + k], as_written(fit[right.parameters()[k].name].value, row[count + k]))
          << right.parameters()[k].name << " at " << row[0];
    const std::string& rms = row[2 * count];
    EXPECT_EQ(rms, as_written(fit.data[0].rms_residual, rms)) << row[0];
  }
}

TEST(LegacyBtkRealRoot, is_as_far_from_btk_as_its_page_says) {
  expect_page_to_be_true(models::legacy_btk_real_root(), models::btk(), 1.6, 5);
}

TEST(LegacyDynesModulus, is_as_far_from_dynes_as_its_page_says) {
  expect_page_to_be_true(models::legacy_dynes_modulus(), models::dynes(), 0.5, 3);
}

}  // namespace
