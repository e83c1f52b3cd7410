// didv derivative and didv peaks.

#include "didv/prepare.hpp"

#include <cmath>

#include "didv/gap_equation.hpp"
#include "didv/read.hpp"
#include "program.hpp"

namespace didv::test {

class PrepareCommands : public Program {};

TEST_F(PrepareCommands, the_derivative_is_that_of_the_library_in_a_file_that_reads_back) {
  const std::string raw = data("ceh9/current_voltage_02K.csv");
  const Outcome outcome = didv("derivative " + raw + " -o derivative.csv");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_EQ(outcome.out, "");
  const Spectrum expected = differentiate(read_current_voltage(raw));
  const Spectrum written = to_spectrum(parse_table(read("derivative.csv"), "derivative.csv"));
  EXPECT_EQ(written.bias_mV, expected.bias_mV);
  EXPECT_EQ(written.conductance, expected.conductance);
  EXPECT_EQ(written.sigma, expected.sigma);
  EXPECT_EQ(written.unit, ConductanceUnit::siemens);
  EXPECT_EQ(written.points_per_independent_point, expected.points_per_independent_point)
      << "else a fit of the file would understate its errors";
  EXPECT_EQ(written.temperature_K->value, 2);
}

TEST_F(PrepareCommands, windows_of_the_derivative_can_be_chosen) {
  const std::string raw = data("ceh9/current_voltage_02K.csv");
  const auto json = didv("derivative " + raw + " --half-window 2 --moving-average 1 --json -").json();
  const Spectrum expected = differentiate(read_current_voltage(raw), {.half_window = 2, .moving_average = 1});
  EXPECT_EQ(json["conductance_S"].get<std::vector<double>>(), expected.conductance);
  expect_refusal("derivative " + raw + " --half-window 0", "--half-window: '0'");
  expect_refusal("derivative " + raw + " --moving-average 2", "odd");
  expect_refusal("derivative " + data("ceh9/spectrum_02K.csv"), "current");
}

TEST_F(PrepareCommands, half_the_peak_spacing_of_ats_and_its_nominal_tc_are_those_of_the_paper) {
  const std::string file = data("ats/tunneling_300mK.csv");
  const auto json = didv("peaks " + file + " --json -").json();
  const auto& half = json["half_spacing_mV"];
  EXPECT_NEAR(half["value"], 1.50, 2 * half["standard_error"].get<double>());
  const auto& nominal = json["nominal_Tc_K"];
  EXPECT_NEAR(nominal["value"], 9.88, 2 * nominal["standard_error"].get<double>());
  EXPECT_DOUBLE_EQ(nominal["value"], bcs::critical_temperature_K(half["value"]));
  const Outcome text = didv("peaks " + file);
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_NE(text.out.find("half the peak spacing   1.494("), std::string::npos) << text.out;
}

TEST_F(PrepareCommands, peaks_takes_no_option_that_it_would_pass_over) {
  for (const char* option : {"--temperature 2", "--modulation none", "--gaussian 0.1mV"}) {
    const Outcome refused = didv("peaks parabola.csv " + std::string(option));
    EXPECT_EQ(refused.exit_code, 2) << option;
  }
}

TEST_F(PrepareCommands, a_curve_without_peaks_is_an_answer_with_a_reason) {
  write("parabola.csv", "bias_mV,conductance\n-3,9\n-2,4\n-1,1\n0,0\n1,1\n2,4\n3,9\n");
  const Outcome json = didv("peaks parabola.csv --json -");
  EXPECT_EQ(json.exit_code, 1);
  EXPECT_EQ(json.json()["usable"], false);
  for (const char* key : {"negative_mV", "positive_mV", "half_spacing_mV", "nominal_Tc_K"}) {
    EXPECT_TRUE(json.json()[key]["value"].is_null()) << key;
    EXPECT_TRUE(json.json()[key]["standard_error"].is_null()) << key;
    EXPECT_NE(json.json()[key]["reason"].get<std::string>().find("no conductance peak"), std::string::npos) << key;
  }
  const Outcome text = didv("peaks parabola.csv");
  EXPECT_EQ(text.exit_code, 1);
  EXPECT_NE(text.out.find("half the peak spacing   none: no conductance peak"), std::string::npos) << text.out;
}

TEST_F(PrepareCommands, every_peak_and_a_quasi_gap_are_found_where_asked) {
  // Two bumps at ±1 mV in a gap of full width 8 mV (half depth at ±4 mV).
  std::string curve = "bias_mV,conductance\n";
  for (int k = -1000; k <= 1000; ++k) {
    const double V = 0.01 * k, gap = 0.5 * (std::tanh((V - 4) / 0.5) - std::tanh((V + 4) / 0.5));
    const double bumps = 0.2 * (std::exp(-std::pow((V - 1) / 0.3, 2)) + std::exp(-std::pow((V + 1) / 0.3, 2)));
    curve += std::to_string(V) + "," + std::to_string(2 + gap + bumps - 0.0005 * V * V) + "\n";
  }
  write("gapped.csv", curve);
  const Outcome all = didv("peaks gapped.csv --all --window -3:3 --json -");
  ASSERT_EQ(all.exit_code, 0) << all.error;
  const auto peaks = all.json()["peaks"];
  ASSERT_EQ(peaks.size(), 2u) << peaks;
  EXPECT_NEAR(peaks[0]["bias_mV"]["value"], -1, 0.02);
  EXPECT_NEAR(peaks[1]["bias_mV"]["value"], 1, 0.02);
  const Outcome quasi_gap = didv("peaks gapped.csv --quasi-gap --json -");
  ASSERT_EQ(quasi_gap.exit_code, 0) << quasi_gap.error;
  EXPECT_NEAR(quasi_gap.json()["quasi_gap"]["width_mV"]["value"], 8, 0.1);
  EXPECT_NE(didv("peaks gapped.csv --all --quasi-gap").out.find("quasi-gap, full width"), std::string::npos);
  expect_refusal("peaks gapped.csv --window -3:3", "--window: expected --all or --quasi-gap with it");
  expect_refusal("peaks gapped.csv --all --significance 0", "significance");
}

}  // namespace didv::test
