#include "program.hpp"

namespace didv::test {

class HeatCapacityCommand : public Program {};

TEST_F(HeatCapacityCommand, au6te12se8_gives_what_its_papers_print) {
  const Outcome outcome = didv("heat-capacity " + data("ats/heat_capacity.csv") + " --atoms 26 --json -");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  const nlohmann::json json = outcome.json();
  const std::pair<const char*, double> printed[]{{"gamma", 43.1},   {"beta", 20.7},        {"gamma_0", 10.8},
                                                 {"gamma_s", 32.3}, {"Delta0_meV", 0.446}, {"ratio_2Delta0_kTc", 3.95}};
  for (const auto& [key, value] : printed) {
    EXPECT_NEAR(json[key]["value"], value, 2.5 * json[key]["standard_error"].get<double>()) << key;
    EXPECT_TRUE(json[key]["reason"].is_null());
  }
  EXPECT_EQ(json["gamma"]["unit"], "mJ/(mol K^2)");
  // Both jumps of the curve are those of the alpha-model at 3.95; the papers print 1.45.
  EXPECT_NEAR(json["jump"]["value"], 1.788, 0.06);
  EXPECT_NEAR(json["model_jump"]["value"], 1.788, 0.01);
}

TEST_F(HeatCapacityCommand, the_table_is_for_people) {
  const Outcome outcome = didv("heat-capacity " + data("ats/heat_capacity.csv"));
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_NE(outcome.out.find("residual gamma_0            10.8"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("needs the number of atoms per formula unit"), std::string::npos);
}

TEST_F(HeatCapacityCommand, no_transition_is_said_not_invented) {
  std::string text = "temperature_K,heat_capacity_mJ_per_molK\n";
  for (int i = 4; i < 100; ++i) {
    const double T = 0.1 * i;
    text += std::to_string(T) + "," + std::to_string(T * (43 + 20 * T * T) * (i % 2 == 0 ? 1.001 : 0.999)) + "\n";
  }
  write("normal.csv", text);
  const Outcome outcome = didv("heat-capacity normal.csv --json -");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_FALSE(outcome.json()["usable"]);
  EXPECT_TRUE(outcome.json()["jump"]["value"].is_null());
  EXPECT_NE(outcome.json()["jump"]["reason"].get<std::string>().find("no jump"), std::string::npos);
}

TEST_F(HeatCapacityCommand, each_mistake_gets_its_own_line) {
  expect_refusal("heat-capacity", "FILE");
  expect_refusal("heat-capacity nowhere.csv", "nowhere.csv");
  expect_refusal("heat-capacity " + data("ceh9/spectrum_02K.csv"),
                 "has no temperature column, choose one by name (--temperature-column)");
  expect_refusal("heat-capacity " + data("ats/heat_capacity.csv") + " --atoms none", "--atoms: 'none'");
  expect_refusal("heat-capacity " + data("ats/heat_capacity.csv") + " --atoms 0", "atoms per formula unit = 0");
  expect_refusal("heat-capacity " + data("ats/heat_capacity.csv") + " --normal-above -3",
                 "lower end of the normal state = -3");
  expect_refusal("heat-capacity " + data("ats/heat_capacity.csv") + " --exponential-below 2", "exponential below 2 Tc");
  expect_refusal("heat-capacity " + data("ats/heat_capacity.csv") + " --symmetry p", "--symmetry: 'p'");
}

}  // namespace didv::test
