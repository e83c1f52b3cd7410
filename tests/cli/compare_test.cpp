#include <algorithm>

#include "program.hpp"

namespace didv::test {

class CompareCommand : public Program {
 protected:
  void simulate_two_gaps() const {
    const Outcome outcome = didv(
        "simulate two_gap_dynes --set Delta1=0.8,Gamma1=0.05,Delta2=1.6,Gamma2=0.08,w=0.4,T=1 --bias -6:6:241 "
        "--noise 0.01 --seed 3 -o two.csv");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  }
};

TEST_F(CompareCommand, two_gaps_beat_one_and_the_json_has_every_field_of_the_contract) {
  simulate_two_gaps();
  const Outcome outcome = didv("compare two.csv --models dynes,two_gap_dynes --json -");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  const nlohmann::json json = outcome.json();
  EXPECT_EQ(json["best"], "two_gap_dynes");
  EXPECT_EQ(json["distinguishable"], true);
  EXPECT_TRUE(json["verdict"].is_string());
  ASSERT_EQ(json["models"].size(), 2);
  for (const auto& one : json["models"])
    for (const char* field :
         {"model", "usable", "chi_squared", "degrees_of_freedom", "aic", "aicc", "bic", "parameters"})
      EXPECT_TRUE(one.contains(field)) << field;
  EXPECT_NEAR(json["models"][1]["parameters"]["Delta1"]["value"], 0.8, 0.02);
}

TEST_F(CompareCommand, options_of_a_fit_hold_for_every_model_that_has_the_parameter) {
  ASSERT_EQ(didv("simulate btk --set Delta=1,Gamma=0.1,Z=0.6,T=1.5 --bias -6:6:241 --noise 0.01 --seed 4 -o one.csv")
                .exit_code,
            0);
  const nlohmann::json json =
      didv("compare one.csv --models dynes,btk,btk_mazin --fix Z=0.6 --sigma 0.01 --window -5:5 --json -").json();
  EXPECT_EQ(json["models"][1]["parameters"]["Z"]["state"], "fixed");
  EXPECT_EQ(json["models"][2]["parameters"]["Z"]["state"], "fixed");
  EXPECT_FALSE(json["models"][0]["parameters"].contains("Z"));
  EXPECT_EQ(json["best"], "btk");
  const nlohmann::json spaced = didv("compare one.csv --models dynes,btk --fix 'Gamma=0.1, Z = 0.6' --json -").json();
  EXPECT_EQ(spaced["models"][1]["parameters"]["Z"]["value"], 0.6);
  EXPECT_EQ(spaced["models"][0]["parameters"]["Gamma"]["state"], "fixed");
  const Outcome text = didv("compare one.csv --models btk,btk_mazin");
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_EQ(text.out.rfind("not distinguishable: btk", 0), 0u) << text.out;
}

TEST_F(CompareCommand, what_the_fits_say_is_said_once_for_all_models_or_beside_its_own) {
  ASSERT_EQ(
      didv("simulate btk --set Delta=1,Gamma=0.3,Z=0.6,T=4 --bias -6:6:121 --noise 0.02 --seed 4 -o one.csv").exit_code,
      0);
  const std::string models = "compare one.csv --temperature 4 --models dynes,btk,btk_strijkers --symmetrise";
  const Outcome text = didv(models);
  const nlohmann::json json = didv(models + " --json -").json();
  std::size_t own = 0, common = 0;
  for (const auto& model : json["models"])
    for (const auto& warning : model["warnings"]) {
      const std::string words = warning.get<std::string>();
      const auto says_it = [&](const auto& other) {
        return std::count(other["warnings"].begin(), other["warnings"].end(), words) > 0;
      };
      const bool of_all = std::all_of(json["models"].begin(), json["models"].end(), says_it);
      ++(of_all ? common : own);
      const std::string line = (of_all ? "\n  warning, whatever the model: " : "\n    warning: ") + words + "\n";
      const std::size_t place = text.out.find(line);
      EXPECT_NE(place, std::string::npos) << line << text.out;
      if (of_all) {
        EXPECT_EQ(text.out.find(words), text.out.rfind(words)) << "once";
      }
    }
  EXPECT_GE(common, 3u) << "that they were symmetrised, by every model";
  EXPECT_GE(own, 1u) << "parameters that trade off, by a model that has them";
}

TEST_F(CompareCommand, other_minima_are_listed_as_a_fit_lists_them) {
  // One gap and noise: a second one finds something to fit in more than one place.
  const Outcome simulated =
      didv("simulate dynes --set Delta=1,Gamma=0.15,T=1.5 --bias -5:5:151 --noise 0.03 --seed 1 -o one.csv");
  ASSERT_EQ(simulated.exit_code, 0) << simulated.error;
  const nlohmann::json json = didv("compare one.csv --models dynes,two_gap_dynes --json -").json();
  for (const auto& model : json["models"]) {
    const std::string name = model["model"];
    EXPECT_EQ(model["other_minima"], didv("fit one.csv --json - --model " + name).json()["other_minima"]) << name;
  }
  ASSERT_FALSE(json["models"][1]["other_minima"].empty());
  const Outcome text = didv("compare one.csv --models dynes,two_gap_dynes");
  EXPECT_NE(text.out.find("\n    another minimum, χ² "), std::string::npos) << text.out;
}

TEST_F(CompareCommand, a_modulation_that_is_not_stated_is_no_second_gap_that_chance_helps) {
  // With the modulation free dynes is 26 times less likely than two gaps: chance does that at one of 121 points.
  ASSERT_EQ(didv("simulate dynes --set Delta=1.4,Gamma=0.05,T=1 --bias -6:6:121 --noise 0.01 --seed 2 "
                 "--modulation '0.1 mV rms' -o one.csv && sed -i '/^# modulation/d' one.csv")
                .exit_code,
            0);
  const nlohmann::json json = didv("compare one.csv --models dynes,two_gap_dynes --json -").json();
  EXPECT_EQ(json["best"], "two_gap_dynes");
  EXPECT_EQ(json["distinguishable"], false);
  EXPECT_NE(json["verdict"].dump().find("if the modulation, which is not stated, is not none but 0.1"),
            std::string::npos)
      << json["verdict"];
}

TEST_F(CompareCommand, nothing_usable_ends_with_1_and_is_printed) {
  ASSERT_EQ(didv("simulate btk --set Delta=0,T=1.5 --bias -6:6:241 --noise 0.01 --seed 4 -o none.csv").exit_code, 0);
  const Outcome outcome = didv("compare none.csv --models dynes,btk --json -");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(outcome.json()["best"].is_null());
  EXPECT_EQ(outcome.json()["distinguishable"], false);
}

TEST_F(CompareCommand, each_mistake_gets_its_own_line) {
  simulate_two_gaps();
  expect_refusal("compare two.csv --models dynes", "expected two or more");
  expect_refusal("compare two.csv --models dynes,dynes", "dynes");
  expect_refusal("compare two.csv --models dynes,nonsense", "no model 'nonsense'");
  expect_refusal("compare two.csv --models dynes,btk --fix Q=1", "Q");
  expect_refusal("compare missing.csv --models dynes,btk", "missing.csv: cannot open");
}

}  // namespace didv::test
