#include "didv/gap_equation.hpp"
#include "program.hpp"

namespace didv::test {

class SeriesCommand : public Program {
 protected:
  /// A contact with Δ(0) = 1.5 meV and Tc = 10 K at four temperatures.
  void simulate() const {
    for (const double T_K : {2.0, 4.0, 6.0, 8.0}) {
      const std::string T = std::to_string(static_cast<int>(T_K));
      const Outcome outcome =
          didv("simulate btk --set Delta=" + std::to_string(bcs::gap(T_K, {1.5, 10})) + ",Gamma=0.15,Z=0.6,T=" + T +
               " --bias -8:8:161 --noise 0.005 --seed " + T + " -o " + T + ".csv");
      ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
    }
  }
  static constexpr const char* files = "8.csv 2.csv 6.csv 4.csv ";
  static void expect_found(const nlohmann::json& parameter, double truth) {
    EXPECT_NEAR(parameter["value"], truth, 4 * parameter["standard_error"].get<double>());
  }
};

TEST_F(SeriesCommand, a_tied_gap_gives_the_law_of_the_contact) {
  simulate();
  const Outcome outcome =
      didv("series " + std::string(files) + "--model btk --share Z --tie Delta=bcs --json - -o gap.csv");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_EQ(outcome.error, "") << "no progress bar in a pipe";
  const nlohmann::json json = outcome.json();
  EXPECT_EQ(json["gap_law"]["method"], "global");
  expect_found(json["gap_law"]["Delta0"], 1.5);
  expect_found(json["gap_law"]["Tc"], 10);
  expect_found(json["gap_law"]["ratio_2Delta0_kTc"], bcs::gap_to_tc_ratio({1.5, 10}));
  expect_found(json["shared"]["Z"], 0.6);
  EXPECT_EQ(json["spectra"].size(), 4);
  EXPECT_EQ(json["spectra"][0]["file"], "8.csv");
  EXPECT_EQ(json["spectra"][0]["temperature_K"]["value"], 8);
  EXPECT_EQ(json["spectra"][0]["parameters"]["Delta"]["state"], "tied");
  EXPECT_TRUE(json["spectra"][0].contains("rms_residual"));
  const std::string csv = read("gap.csv");
  EXPECT_NE(csv.find("\ntemperature_K,Delta_meV,Delta_error_meV,"), std::string::npos) << csv;
  EXPECT_NE(csv.find("\n2,1.5"), std::string::npos) << "from the coldest up:\n" << csv;
}

TEST_F(SeriesCommand, without_a_tie_the_curve_goes_through_the_points) {
  simulate();
  const nlohmann::json json = didv("series " + std::string(files) + "--model btk --json -").json();
  EXPECT_EQ(json["gap_law"]["method"], "two-step");
  expect_found(json["gap_law"]["Delta0"], 1.5);
  expect_found(json["gap_law"]["Tc"], 10);
  EXPECT_EQ(json["gap_law"]["degrees_of_freedom"], 2);
  EXPECT_EQ(json["spectra"][1]["parameters"]["Delta"]["state"], "free");
}

TEST_F(SeriesCommand, a_bootstrap_reaches_the_law) {
  simulate();
  const Outcome outcome = didv("series " + std::string(files) +
                               "--model btk --share Z --tie Delta=bcs --intervals bootstrap --replicas 30 --json -");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  const nlohmann::json json = outcome.json();
  for (const char* name : {"Delta0", "Tc", "ratio_2Delta0_kTc"}) {
    const nlohmann::json found = json["gap_law"][name];
    ASSERT_TRUE(found.contains("interval_68")) << name << found;
    EXPECT_LT(found["interval_68"][0], found["value"]);
    EXPECT_GT(found["interval_68"][1], found["value"]);
  }
  EXPECT_TRUE(json["spectra"][0]["parameters"]["Delta"].contains("interval_68"));
}

TEST_F(SeriesCommand, the_report_says_what_was_used_and_what_all_spectra_have_in_common_once) {
  simulate();
  const std::string report = didv(
                                 "series 2.csv 4.csv 6.csv 8.csv --temperature 2,4,6,8 --modulation '0.1 mV rms' "
                                 "--model btk --share Z --symmetrise --window=-6:6")
                                 .out;
  EXPECT_NE(report.find("\n  all: 121 points, modulation 0.1 mV rms (option), window -6 to 6\n"), std::string::npos)
      << report;
  const std::size_t step = report.find("    symmetrised: mean of G(V) and G(-V)\n");
  EXPECT_NE(step, std::string::npos) << report;
  EXPECT_EQ(report.find("symmetrised: ", step + 10), std::string::npos) << report;
  EXPECT_NE(report.find("\n  6.csv: T = 6 K (option)\n"), std::string::npos) << report;
  EXPECT_NE(report.find("noise: not given; taken from the residuals"), std::string::npos) << report;
}

TEST_F(SeriesCommand, one_file_given_twice_is_one_measurement) {
  simulate();
  write("copy.csv", read("2.csv"));
  const Outcome outcome = didv("series 2.csv 4.csv 8.csv copy.csv --model btk --share Z --tie Delta=bcs");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.out.find("copy.csv is the same file as 2.csv (SHA-256): one measurement counts as 2"),
            std::string::npos)
      << outcome.out;
}

TEST_F(SeriesCommand, where_there_is_no_law_its_place_says_why) {
  ASSERT_EQ(didv("simulate btk --set Delta=0,Gamma=0.15,Z=0.6,T=11 --bias -8:8:161 --noise 0.005 --seed 3 -o 11.csv")
                .exit_code,
            0);
  simulate();
  const Outcome outcome = didv("series 2.csv 11.csv --model btk --json -");
  EXPECT_EQ(outcome.exit_code, 1);
  const nlohmann::json law = outcome.json()["gap_law"];
  EXPECT_EQ(law["method"], "two-step");
  for (const char* name : {"Delta0", "Tc", "ratio_2Delta0_kTc"}) {
    ASSERT_TRUE(law[name].is_object()) << law;
    EXPECT_TRUE(law[name]["value"].is_null() && law[name]["standard_error"].is_null()) << law;
    EXPECT_NE(law[name]["reason"].get<std::string>().find("at two temperatures or more"), std::string::npos) << law;
  }
}

TEST_F(SeriesCommand, each_mistake_gets_its_own_line) {
  simulate();
  expect_refusal("series 2.csv --model btk", "a series needs two spectra or more, got 1");
  expect_refusal("series 2.csv 4.csv --model btk --tie Delta", "expected NAME=WORD");
  expect_refusal("series 2.csv 4.csv --model btk --tie Delta=cubic", "unknown law 'cubic'");
  expect_refusal("series 2.csv 4.csv --model btk --temperature 2",
                 "--temperature: expected one for each of the 2 files");
  expect_refusal("series 2.csv 8.csv --model btk --tie Delta=bcs --bound Tc=1:7 --share Z",
                 "Tc is kept at or below 7 K");
  write("cold.csv", "bias_mV,conductance\n-1,1\n0,0.5\n1,1\n");
  expect_refusal("series 2.csv cold.csv --model btk", "cold.csv: no temperature");
  write("siemens.csv", "# temperature_K: 3\nbias_mV,conductance_S\n-1,1\n0,0.5\n1,1\n");
  expect_refusal("series 2.csv siemens.csv --model btk", "mixed units");
  expect_refusal("series 2.csv 4.csv --model btk --json one -o one", "--output and --json: both name one");
  expect_refusal("series 2.csv 4.csv --model btk --json one -o ./one", "both name ./one");
}

}  // namespace didv::test
