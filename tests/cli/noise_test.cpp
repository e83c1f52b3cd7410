// The options that say how points scatter.

#include "program.hpp"

namespace didv::test {

class NoiseOptions : public Program {
 protected:
  void SetUp() override {
    ASSERT_EQ(
        didv("simulate dynes --set Delta=1.4,Gamma=0.1,T=2 --bias -6:6:201 --noise 0.01 --seed 5 -o c.csv").exit_code,
        0);
  }
};

TEST_F(NoiseOptions, stand_in_report_and_json) {
  const std::string options = " --sigma 0.01 --relative-noise 0.01 --correlation estimate --loss huber";
  const Outcome report = didv("fit c.csv --model dynes" + options);
  EXPECT_EQ(report.exit_code, 0) << report.error;
  for (const char* text :
       {"σ has a part of 1 % of the curve", "(estimated from the residuals)", "errors are approximate"})
    EXPECT_NE(report.out.find(text), std::string::npos) << text << "\n" << report.out;
  const nlohmann::json noise = didv("fit c.csv --model dynes --json -" + options).json()["data"]["noise"];
  EXPECT_EQ(noise["relative"], 0.01);
  EXPECT_EQ(noise["correlation_estimated"], true);
  EXPECT_EQ(noise["loss"], "huber");
  EXPECT_EQ(noise["outliers"], 0);
  EXPECT_LE(noise["independent_points"], 201);
}

TEST_F(NoiseOptions, widen_the_errors_where_neighbours_share_their_noise) {
  const auto error = [&](const std::string& options) {
    return didv("fit c.csv --model dynes --sigma 0.01 --json -" + options)
        .json()["parameters"]["Delta"]["standard_error"]
        .get<double>();
  };
  EXPECT_GT(error(" --correlation 3"), 1.5 * error(""));
}

TEST_F(NoiseOptions, are_those_of_compare_and_series_too) {
  const Outcome compared = didv("compare c.csv --models dynes,btk --correlation estimate --json -");
  EXPECT_EQ(compared.exit_code, 0) << compared.error;
  EXPECT_EQ(compared.json()["best"], "dynes");
  const Outcome series = didv("series c.csv c.csv --model dynes --share Gamma --loss cauchy --json -");
  EXPECT_EQ(series.json()["spectra"][0]["noise"]["loss"], "cauchy") << series.error;
}

TEST_F(NoiseOptions, are_refused_where_they_make_no_sense) {
  expect_refusal("fit c.csv --model dynes --loss l1", "--loss: 'l1': expected squares, huber or cauchy");
  expect_refusal("fit c.csv --model dynes --relative-noise 0", "--relative-noise: '0': expected a number above 0");
  expect_refusal("fit c.csv --model dynes --correlation auto", "--correlation: 'auto': expected a number");
  expect_refusal("fit c.csv --model dynes --correlation 1e9",
                 "correlation length: expected 0 to 1999 points, got 1e+09");
}

}  // namespace didv::test
