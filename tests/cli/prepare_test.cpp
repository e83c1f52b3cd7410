// didv derivative and didv peaks.

#include "didv/prepare.hpp"

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
  EXPECT_NE(text.out.find("half the peak spacing   1.500("), std::string::npos) << text.out;
}

TEST_F(PrepareCommands, a_curve_without_peaks_is_refused) {
  write("parabola.csv", "bias_mV,conductance\n-3,9\n-2,4\n-1,1\n0,0\n1,1\n2,4\n3,9\n");
  expect_refusal("peaks parabola.csv", "parabola.csv");
}

}  // namespace didv::test
