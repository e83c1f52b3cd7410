#include <string>

#include "program.hpp"

namespace didv::test {

class TransportCommands : public Program {};

TEST_F(TransportCommands, tc_prints_every_criterion_and_the_one_chosen) {
  const Outcome outcome = didv("tc " + data("ceh9/resistance.csv") + " --json -");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  const nlohmann::json json = outcome.json();
  EXPECT_EQ(json["criterion"], "intersection");
  EXPECT_NEAR(json["Tc_K"]["value"], 98, 0.05);
  EXPECT_GT(json["Tc_K"]["standard_error"], 0);
  EXPECT_EQ(json["Tc_K"]["unit"], "K");
  EXPECT_TRUE(json["Tc_K"]["reason"].is_null());
  EXPECT_NEAR(json["zero_K"]["value"], 93, 0.5);
  EXPECT_NEAR(json["foot_K"]["value"], 93, 0.05);
  EXPECT_TRUE(json["onset_K"]["value"].is_number());
  EXPECT_TRUE(json["width_K"]["value"].is_number());
  EXPECT_FALSE(json["assumptions"].empty());
  const Outcome zero = didv("tc " + data("ceh9/resistance.csv") + " --criterion zero --json -");
  EXPECT_EQ(zero.json()["Tc_K"]["value"], json["zero_K"]["value"]);
}

TEST_F(TransportCommands, tc_in_fields_gives_a_row_for_each_and_the_slope) {
  const Outcome outcome = didv("tc " + data("ats/resistance_field.csv") + " --criterion midpoint --json -");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  const nlohmann::json json = outcome.json();
  ASSERT_EQ(json["fields"].size(), 6u);
  EXPECT_EQ(json["fields"][5]["field_T"], 0.2);
  EXPECT_EQ(json["Tc_K"], json["fields"][0]["Tc_K"]);
  EXPECT_NEAR(json["dTc_dB"]["value"], -5, 0.01);
  EXPECT_EQ(json["dTc_dB"]["unit"], "K/T");
  EXPECT_NE(didv("tc " + data("ats/resistance_field.csv")).out.find("dTc/dB"), std::string::npos);
}

TEST_F(TransportCommands, tc_of_a_curve_without_transition_ends_with_1_and_the_reason) {
  const Outcome outcome = didv("tc '" + data("lao_kto/resistance_tip_-17V.csv") + "' --json -");
  EXPECT_EQ(outcome.exit_code, 1);
  const nlohmann::json json = outcome.json();
  EXPECT_TRUE(json["Tc_K"]["value"].is_null());
  EXPECT_EQ(json["Tc_K"]["reason"].get<std::string>().find("no transition"), 0u);
  EXPECT_EQ(json["usable"], false);
}

TEST_F(TransportCommands, jc_gives_ic_at_each_temperature_and_the_law_that_wins) {
  const Outcome outcome = didv("jc " + data("ceh9/critical_current.csv") + " --json -");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  const nlohmann::json json = outcome.json();
  EXPECT_EQ(json["Ic"][0]["temperature_K"], 60);
  EXPECT_NEAR(json["Ic"][0]["value"], 74, 0.5);
  EXPECT_NEAR(json["Jc0_MA_per_cm2"]["value"], 4, 0.4);
  EXPECT_EQ(json["better"], "dl");
  EXPECT_EQ(json["distinguishable"], true);
  EXPECT_EQ(json["cross_section_um2"]["origin"], "file");
  const nlohmann::json twice = didv("jc " + data("ceh9/critical_current.csv") + " --cross-section 60 --json -").json();
  EXPECT_NEAR(twice["Jc0_MA_per_cm2"]["value"].get<double>() * 2, json["Jc0_MA_per_cm2"]["value"].get<double>(), 1e-9);
}

TEST_F(TransportCommands, jc_of_a_curve_that_stays_at_zero_ends_with_1_and_the_reason) {
  std::string text = "# temperature_K: 4\ncurrent_mA,voltage_mV\n";
  for (int i = -10; i <= 10; ++i) text += std::to_string(i) + ",0\n";
  write("zero.csv", text);
  const Outcome outcome = didv("jc zero.csv");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.out.find("above the largest current, 10 mA"), std::string::npos) << outcome.out;
}

TEST_F(TransportCommands, bkt_gives_the_exponent_its_range_and_the_transition) {
  const Outcome outcome = didv("bkt " + data("ats/current_voltage_bkt.csv") + " --json -");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  const nlohmann::json json = outcome.json();
  EXPECT_NEAR(json["T_BKT_K"]["value"], 2.85, 0.005);
  ASSERT_EQ(json["eta"].size(), 10u);
  EXPECT_EQ(json["eta"][0]["temperature_K"], 2.7);
  EXPECT_GT(json["eta"][0]["value"], 3);
  EXPECT_EQ(json["eta"][0]["current_range_mA"].size(), 2u);
  for (const char* key : {"resistance_ohm", "eta_beside_resistance"})
    EXPECT_TRUE(json["eta"][0][key]["value"].is_null() != json["eta"][0][key]["reason"].is_null()) << key;
}

TEST_F(TransportCommands, of_a_file_with_several_runs_the_rows_of_one_are_chosen_and_told) {
  std::string text = "temperature_K,run,current_mA,voltage_mV\n";
  for (const char* T : {"4", "6"})
    for (const char run : {'1', '2'})
      for (int i = -10; i <= 10; ++i)
        text += std::string(T) + "," + run + "," + std::to_string(i) + "," + std::to_string(i > 5 ? i : 0) + "\n";
  write("runs.csv", text);
  expect_refusal("jc runs.csv", "choose one (--where run=VALUE)");
  expect_refusal("bkt runs.csv", "choose one (--where run=VALUE)");
  const Outcome outcome = didv("jc runs.csv --where run=2 --threshold 1");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_NE(outcome.out.find("rows: the 42 of 84 with run = 2 (option)"), std::string::npos) << outcome.out;
}

TEST_F(TransportCommands, each_mistake_gets_its_own_line) {
  expect_refusal("tc nowhere.csv", "nowhere.csv");
  expect_refusal("tc " + data("ceh9/resistance.csv") + " --criterion middle", "criterion is 'middle'");
  expect_refusal("tc " + data("ceh9/resistance.csv") + " --normal 300:400", "fewer than 3 points");
  expect_refusal("tc " + data("ceh9/critical_current.csv"), "has no resistance column");
  expect_refusal("jc " + data("ceh9/resistance.csv"), "has no bias column");
  expect_refusal("jc " + data("ceh9/critical_current.csv") + " --pinning dT", "--pinning: 'dT'");
  expect_refusal("jc " + data("ceh9/critical_current.csv") + " --threshold -1", "threshold is -1 mV");
  expect_refusal("bkt " + data("ceh9/resistance.csv"), "has no bias column");
  write("two.csv", "temperature_K,resistance_ohm\n1,0\n2,1\n");
  expect_refusal("tc two.csv", "a resistance curve of 2 points, expected 8 or more");
  write("iv.csv", "current_mA,voltage_mV\n1,0\n2,1\n3,2\n4,3\n5,4\n6,5\n7,6\n8,7\n");
  expect_refusal("bkt iv.csv", "without its temperature");
}

}  // namespace didv::test
