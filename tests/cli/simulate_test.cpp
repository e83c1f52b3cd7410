#include <cmath>

#include "didv/models/btk.hpp"
#include "didv/models/dynes.hpp"
#include "program.hpp"

namespace didv::test {

class Simulate : public Program {};

TEST_F(Simulate, writes_the_bits_that_the_library_computes) {
  const Outcome outcome = didv("simulate btk --set Delta=1.5,Gamma=0.1 --set Z=0.5,T=1.5 --bias -4:4:81");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_NE(outcome.out.find("\nbias_mV,conductance\n"), std::string::npos);
  EXPECT_NE(outcome.out.find("# parameters: Delta=1.5,Gamma=0.1,Z=0.5,T=1.5\n"), std::string::npos);
  EXPECT_NE(outcome.out.find("# temperature_K: 1.5\n"), std::string::npos);
  const auto rows = outcome.rows();
  ASSERT_EQ(rows.size(), 81u);
  std::vector<double> bias_mV;
  for (const auto& row : rows) bias_mV.push_back(row[0]);
  const auto expected = models::btk()(bias_mV, {{"Delta", 1.5}, {"Gamma", 0.1}, {"Z", 0.5}, {"T", 1.5}});
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i][1], expected[i]);
}

TEST_F(Simulate, a_grid_of_decimals_hits_its_decimals_and_is_symmetric) {
  const auto rows = didv("simulate btk --bias -3:3:301").rows();
  ASSERT_EQ(rows.size(), 301u);
  EXPECT_EQ(rows[1][0], -2.98);
  EXPECT_EQ(rows[150][0], 0);
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i][0], -rows[300 - i][0]);
  EXPECT_EQ(didv("simulate btk --bias 0.02:1:50").rows()[48][0], 0.98);
}

TEST_F(Simulate, modulation_and_bias_noise_reach_the_model_and_the_file) {
  const std::string set = "simulate dynes --set Delta=1.5,Gamma=0.05,T=0.3 --bias -3:3:61 ";
  const Outcome outcome = didv(set + "--modulation '0.6 mV rms' --gaussian '50 uV'");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_NE(outcome.out.find("# modulation: 0.6 mV rms\n"), std::string::npos);
  EXPECT_NE(outcome.out.find("# bias_noise: 0.05 mV\n"), std::string::npos);
  const double at_edge[]{1.5};
  const ParameterValues values{{"Delta", 1.5}, {"Gamma", 0.05}, {"T", 0.3}};
  const double computed = models::dynes()(at_edge, values, {Rms{0.6}, GaussianNoise{0.05}})[0];
  constexpr double accuracy_with_modulation = 1e-8;  // the quadrature depends on the curve that is asked for
  EXPECT_NEAR(outcome.rows()[45][1], computed, accuracy_with_modulation);
}

TEST_F(Simulate, noise_has_the_spread_asked_for_and_its_seed_repeats_it) {
  const std::string command = "simulate btk --set T=1.5 --bias -4:4:4001 ";
  const auto clean = didv(command).rows();
  const Outcome noisy = didv(command + "--noise 0.01 --seed 1");
  EXPECT_EQ(noisy.rows(), didv(command + "--noise 0.01").rows()) << "the default seed is 1";
  EXPECT_NE(noisy.rows(), didv(command + "--noise 0.01 --seed 2").rows());
  double mean = 0, square = 0;
  const auto rows = noisy.rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    mean += (rows[i][1] - clean[i][1]) / 4001;
    square += std::pow(rows[i][1] - clean[i][1], 2) / 4001;
  }
  // Five standard deviations of the estimators of mean and standard deviation from 4001 normal numbers.
  EXPECT_NEAR(mean, 0, 5 * 0.01 / std::sqrt(4001));
  EXPECT_NEAR(std::sqrt(square), 0.01, 5 * 0.01 / std::sqrt(2 * 4001));
}

TEST_F(Simulate, zero_temperature_is_allowed_and_an_infinite_value_is_said) {
  const Outcome finite = didv("simulate btk --set Gamma=0,T=0,Z=0 --bias 0.5");
  EXPECT_EQ(finite.exit_code, 0);
  EXPECT_DOUBLE_EQ(finite.rows()[0][1], 2) << "Andreev reflection doubles the conductance of a clean contact";
  EXPECT_EQ(finite.error, "");
  const Outcome infinite = didv("simulate dynes --set Gamma=0,T=0 --bias -1:1:3");
  EXPECT_EQ(infinite.exit_code, 0);
  EXPECT_EQ(infinite.error, "dynes is infinite at 2 of these biases, where nothing broadens it\n");
}

TEST_F(Simulate, what_cannot_be_computed_is_no_empty_cell) {
  const Outcome outcome = didv("simulate btk --bias 1e300");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.error, "btk at 1e+300 mV: beyond what can be computed\n");
}

TEST_F(Simulate, takes_the_biases_of_a_measurement) {
  EXPECT_EQ(didv("simulate btk --bias-file " + data("ceh9/spectrum_02K.csv")).rows().size(), 481u);
  write("volts.csv", "bias_V\n-0.001\n0.002\n");
  const auto rows = didv("simulate btk --bias-file volts.csv").rows();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0][0], -1);
  EXPECT_EQ(rows[1][0], 2);
}

TEST_F(Simulate, an_output_file_holds_what_standard_output_would) {
  const Outcome printed = didv("simulate btk --bias -3:3:61");
  const Outcome written = didv("simulate btk --bias -3:3:61 -o curve.csv");
  EXPECT_EQ(written.exit_code, 0);
  EXPECT_EQ(written.out, "");
  const auto table = [](const std::string& text) { return text.substr(text.find("# model")); };
  EXPECT_EQ(table(read("curve.csv")), table(printed.out));
}

TEST_F(Simulate, each_mistake_gets_its_own_line) {
  expect_refusal("simulate btkk --bias 0:1:2", "no model 'btkk'");
  expect_refusal("simulate btk --bias 0:1:2 --set Foo=1", "'Foo'; it has Delta, Gamma, Z, T");
  expect_refusal("simulate btk --bias 0:1:2 --set Delta=abc", "--set: 'Delta=abc': expected a number");
  expect_refusal("simulate btk --bias 0:1:2 --set Delta=1,5", "--set: '5': expected NAME=VALUE");
  expect_refusal("simulate btk --bias 0:1:2 --set Delta=1.5meV", "'Delta=1.5meV': expected a number");
  expect_refusal("simulate btk --bias 0:1:2 --set Delta=nan", "'Delta=nan': expected a number");
  expect_refusal("simulate btk --bias 0:1:2 --set Delta=1,Delta=2", "--set: Delta is given twice");
  expect_refusal("simulate btk --bias 0:1:2 --set Gamma=-1", "Gamma = -1 meV");
  expect_refusal("simulate btk --bias 0:1", "--bias: '0:1': expected a number or FROM:TO:COUNT");
  expect_refusal("simulate btk --bias 0:1:1", "--bias: '0:1:1'");
  expect_refusal("simulate btk --bias 0:1:99999999999", "--bias: '0:1:99999999999'");
  expect_refusal("simulate btk", "expected either --bias FROM:TO:COUNT or --bias-file FILE");
  expect_refusal("simulate btk --bias-file none.csv", "none.csv: cannot open: No such file or directory");
  expect_refusal("simulate btk --bias 0:1:2 --modulation '0.6 mV'", "expected 'rms', 'peak' or 'peak-to-peak'");
  expect_refusal("simulate btk --bias 0:1:2 --gaussian 0.05", "bias noise is '0.05'");
  expect_refusal("simulate btk --bias 0:1:2 --noise -1", "--noise: '-1'");
  expect_refusal("simulate btk --bias 0:1:2 --noise 1 --seed 1.5", "--seed: '1.5'");
  expect_refusal("simulate btk --bias 0:1:2 -o nowhere/x.csv",
                 "nowhere/x.csv: cannot write: No such file or directory");
}

TEST_F(Simulate, the_file_of_the_biases_is_not_overwritten) {
  write("biases.csv", "bias_mV\n0\n1\n");
  expect_refusal("simulate dynes --bias-file biases.csv -o biases.csv", "biases.csv is the file that is read");
  EXPECT_EQ(read("biases.csv"), "bias_mV\n0\n1\n");
}

}  // namespace didv::test
