#include <cmath>

#include "didv/gap_equation.hpp"
#include "didv/gap_equation/d_wave.hpp"
#include "didv/gap_equation/finite_cutoff.hpp"
#include "didv/gap_equation/two_band.hpp"
#include "didv/units.hpp"
#include "program.hpp"

namespace didv::test {

class GapCommand : public Program {};

TEST_F(GapCommand, the_gap_of_ceh9_over_temperature) {
  const Outcome outcome = didv("gap --delta0 21.04 --tc 112 --temperature 0:112:57");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_NE(outcome.out.find("\ntemperature_K,Delta_meV\n"), std::string::npos);
  const auto rows = outcome.rows();
  ASSERT_EQ(rows.size(), 57u);
  for (const auto& row : rows) EXPECT_EQ(row[1], bcs::gap(row[0], {21.04, 112}));
  EXPECT_EQ(rows.front()[1], 21.04);
  EXPECT_EQ(rows.back()[1], 0);
}

TEST_F(GapCommand, a_ratio_stands_in_for_the_gap_or_for_tc) {
  const auto from_tc = didv("gap --ratio 4.36 --tc 112 --temperature 0").rows();
  EXPECT_DOUBLE_EQ(from_tc[0][1], 4.36 / 2 * boltzmann_meV_per_K * 112);
  const nlohmann::json from_gap = didv("gap --ratio 4.36 --delta0 21.04 --temperature 0 --json").json();
  EXPECT_NEAR(from_gap["Tc_K"], 112.0, 0.05) << "2 Delta(0)/(k_B Tc) = 4.36 as published for CeH9, Tc = 112 K";
}

TEST_F(GapCommand, without_a_ratio_coupling_is_weak) {
  EXPECT_DOUBLE_EQ(didv("gap --tc 9.2 --temperature 0").rows()[0][1], bcs::zero_temperature_gap_meV(9.2));
  EXPECT_DOUBLE_EQ(didv("gap --tc 9.2 --temperature 0 --symmetry d").rows()[0][1],
                   d_wave::zero_temperature_gap_meV(9.2));
}

TEST_F(GapCommand, reduced_prints_the_universal_curve) {
  const auto rows = didv("gap --reduced --temperature 0:1:11").rows();
  ASSERT_EQ(rows.size(), 11u);
  for (const auto& row : rows) EXPECT_EQ(row[1], bcs::reduced_gap(row[0]));
  EXPECT_EQ(didv("gap --reduced --temperature 0.5 --symmetry d").rows()[0][1], d_wave::reduced_gap(0.5));
}

TEST_F(GapCommand, reduced_is_over_the_own_tc_and_gap_with_a_cutoff_and_for_two_bands) {
  const CutoffGap cutoff(0.3, 30);
  const Outcome one = didv("gap --coupling 0.3 --debye 30 --reduced --temperature 0,0.5,1");
  EXPECT_NE(one.out.find("\nreduced_temperature,reduced_gap\n"), std::string::npos) << one.out;
  EXPECT_EQ(one.rows()[0][1], 1);
  EXPECT_DOUBLE_EQ(one.rows()[1][1], cutoff.gap(0.5 * cutoff.Tc_K()) / cutoff.Delta0_meV());
  EXPECT_NEAR(one.rows()[2][1], 0, 1e-6);
  const TwoBandGap bands({0.3, 0.05, 0.04, 0.2}, 39);
  const Outcome two = didv("gap --two-band 0.3,0.05,0.04,0.2 --tc 39 --reduced --temperature 0,0.5,1");
  EXPECT_NE(two.out.find("\nreduced_temperature,reduced_gap1,reduced_gap2\n"), std::string::npos) << two.out;
  EXPECT_EQ(two.rows()[0][2], 1);
  EXPECT_DOUBLE_EQ(two.rows()[1][2], bands.gaps(19.5).Delta2_meV / bands.gaps(0).Delta2_meV);
  EXPECT_NEAR(two.rows()[2][1], 0, 1e-6);
}

TEST_F(GapCommand, the_nominal_tc_of_a_gap_is_a_bare_number_or_json) {
  // Au6Te12Se8: half the peak spacing 1.50 meV; the paper prints 9.88 K, 1.5/(1.7639 k_B) is 9.87 K.
  EXPECT_NEAR(std::stod(didv("gap --delta0 1.5 --nominal-tc").out), 9.87, 0.005);
  const nlohmann::json json = didv("gap --delta0 1.5 --nominal-tc --json").json();
  EXPECT_NEAR(json["nominal_Tc_K"], 9.87, 0.005);
  EXPECT_NEAR(json["ratio_2Delta0_kTc"], 3.528, 0.0005);
}

TEST_F(GapCommand, a_finite_cutoff_gives_gap_and_tc) {
  const Outcome outcome = didv("gap --coupling 0.3 --debye 30 --temperature 0:20:5");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_DOUBLE_EQ(outcome.rows()[0][1], 30 / std::sinh(1 / 0.3)) << "Delta(0) = omega_D/sinh(1/lambda), BCS 1957";
  EXPECT_EQ(outcome.rows()[2][1], CutoffGap(0.3, 30).gap(10));
}

TEST_F(GapCommand, two_bands_give_two_gaps) {
  const Outcome outcome = didv("gap --two-band 0.3,0.05,0.04,0.2 --tc 39 --temperature 0,20,39");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_NE(outcome.out.find("\ntemperature_K,Delta1_meV,Delta2_meV\n"), std::string::npos);
  const TwoGaps gaps = TwoBandGap({0.3, 0.05, 0.04, 0.2}, 39).gaps(20);
  EXPECT_EQ(outcome.rows()[1], (std::vector<double>{20, gaps.Delta1_meV, gaps.Delta2_meV}));
  EXPECT_EQ(outcome.rows()[2], (std::vector<double>{39, 0, 0}));
}

TEST_F(GapCommand, each_mistake_gets_its_own_line) {
  expect_refusal("gap", "expected --temperature FROM:TO:COUNT or --nominal-tc");
  expect_refusal("gap --temperature 1", "expected --delta0 MEV or --tc K");
  expect_refusal("gap --tc 9 --delta0 1 --ratio 3 --temperature 1", "two of them give the third");
  expect_refusal("gap --tc -9 --temperature 1", "--tc: '-9': expected a number > 0");
  expect_refusal("gap --tc 9 --temperature -1", "temperature = -1 K");
  expect_refusal("gap --tc 9 --temperature 1 --symmetry f", "--symmetry: 'f': expected s or d");
  expect_refusal("gap --nominal-tc", "--nominal-tc: expected --delta0 MEV");
  expect_refusal("gap --coupling 0.3 --temperature 1", "--coupling: expected --debye MEV");
  expect_refusal("gap --coupling 0.3 --debye 30 --tc 9 --temperature 1", "gap and Tc follow");
  expect_refusal("gap --two-band 1,2,3 --tc 9 --temperature 1", "--two-band: '1,2,3': expected four numbers");
  expect_refusal("gap --two-band 0.3,0.1,0.1,0.2 --temperature 1", "expected either --tc K");
  expect_refusal("gap --reduced --temperature 0.5 --tc 9", "--reduced");
}

TEST_F(GapCommand, json_goes_into_the_file_of_either_option_but_not_of_both) {
  ASSERT_EQ(didv("gap --delta0 1.5 --nominal-tc --json -o tc.json").exit_code, 0);
  EXPECT_NE(read("tc.json").find("nominal_Tc_K"), std::string::npos);
  expect_refusal("gap --delta0 1.5 --nominal-tc --json a.json -o b.json", "give one");
}

}  // namespace didv::test
