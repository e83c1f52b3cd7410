// Real curves from public repositories, which are not part of the project. DIDV_MEASURED_DATA names the folder that
// holds them; without it these tests are skipped.

#include <cstdlib>

#include "program.hpp"

namespace didv::test {

class MeasuredCurves : public Program {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("DIDV_MEASURED_DATA");
    if (folder == nullptr) GTEST_SKIP() << "DIDV_MEASURED_DATA is not set";
    measured_ = folder;
  }
  double fitted(const std::string& file_and_options, const char* parameter) const {
    const Outcome outcome = didv("fit " + measured_ + "/" + file_and_options + " --json -");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.error;
    return outcome.json()["parameters"][parameter]["value"];
  }
  std::string measured_;
};

TEST_F(MeasuredCurves, a_point_contact_gives_its_authors_gap_barrier_and_broadening) {
  // Authors (Plecenik BTK, P = 0): 0.814 meV, 1.02, 0.31 meV. The file does not say that it is normalised, so the scale
  // is free. Theirs is good to about half a per cent, which moves the gap by 0.03 meV.
  const std::string b2 = "pcar-b2/b2.csv --model btk --temperature 1.6";
  EXPECT_NEAR(fitted(b2, "Delta"), 0.814, 0.01);
  EXPECT_NEAR(fitted(b2, "Z"), 1.02, 0.02);
  EXPECT_NEAR(fitted(b2, "Gamma"), 0.31, 0.01);
  const Outcome held = didv("fit " + measured_ + "/" + b2 + " --unit normalised");
  EXPECT_NE(held.out.find("they may not be normalised"), std::string::npos) << held.out;
}

TEST_F(MeasuredCurves, its_polarisation_is_not_distinguishable_from_none_and_compare_says_so) {
  const nlohmann::json json =
      didv("compare " + measured_ + "/pcar-b2/b2.csv --temperature 1.6 --models btk,btk_mazin,btk_strijkers --json -")
          .json();
  EXPECT_EQ(json["distinguishable"], false);
  EXPECT_EQ(json["best"], "btk");
  EXPECT_EQ(json["verdict"].get<std::string>().rfind("not distinguishable: btk", 0), 0u) << json["verdict"];
  for (const auto& model : json["models"]) {
    EXPECT_NEAR(model["degrees_of_freedom"], 496, 1) << "the file was symmetrised: 500 of 1001 points count";
    const nlohmann::json& parameters = model["parameters"];
    if (!parameters.contains("P")) continue;
    const auto& P = parameters["P"]["interval_95"];
    EXPECT_EQ(P[0], 0) << model["model"];
    EXPECT_GT(P[1], 0.1) << model["model"];
  }
}

TEST_F(MeasuredCurves, two_gaps_in_nbse2_beat_one_unless_it_is_behind_a_modulation_or_warmer) {
  const std::string file = measured_ + "/nbse2-stm/dIdV.txt --temperature 0.55";
  const nlohmann::json json = didv("compare " + file + " --models dynes,two_gap_dynes --json -").json();
  EXPECT_EQ(json["best"], "two_gap_dynes");
  EXPECT_EQ(json["distinguishable"], false);
  EXPECT_NE(json["verdict"].dump().find("is not none but 0.217(4) mV rms"), std::string::npos) << json["verdict"];
  const auto unmodulated = didv("compare " + file + " --modulation none --models dynes,two_gap_dynes --json -").json();
  EXPECT_NE(unmodulated["verdict"].dump().find("if T is not 0.55 K but 1.47(4) K"), std::string::npos)
      << unmodulated["verdict"];
  EXPECT_NEAR(json["models"][1]["parameters"]["Delta1"]["value"], 0.81, 0.01);
  EXPECT_NEAR(json["models"][1]["parameters"]["Delta2"]["value"], 1.05, 0.01);
  // With T free there is a worse minimum with one gap at 0 (rms 0.0514).
  EXPECT_NEAR(fitted("nbse2-stm/dIdV.txt --model two_gap_dynes --temperature 0.55 --free T", "Delta1"), 0.815, 0.01);
}

TEST_F(MeasuredCurves, the_gaps_of_nbse2_do_not_hang_on_what_is_fitted_beside_them) {
  // Ripples of 4 % beyond 2 mV are most of what is left: a window or a background changes the rms by half, not the
  // gaps.
  for (const char* option : {"--window=-5:0", "--window=-2.5:2.5", "--background 4"}) {
    const nlohmann::json models = didv("compare " + measured_ + "/nbse2-stm/dIdV.txt --temperature 0.55 " + option +
                                       " --models dynes,two_gap_dynes --json -")
                                      .json()["models"];
    const auto& one = models[0];
    const auto& two = models[1];
    EXPECT_GT(one["chi_squared"].get<double>(), 1.9 * two["chi_squared"].get<double>()) << option;
    EXPECT_NEAR(one["parameters"]["Delta"]["value"], 0.93, 0.01) << option;
    EXPECT_NEAR(two["parameters"]["Delta1"]["value"], 0.81, 0.01) << option;
    EXPECT_NEAR(two["parameters"]["Delta2"]["value"], 1.05, 0.01) << option;
  }
}

TEST_F(MeasuredCurves, aluminium_on_a_ferromagnet_is_spin_split) {
  // Known of the row at B = 0: gap 0.262 meV, splitting 0.144 meV. Its bias zero lies at 0.04 mV.
  const std::string row =
      measured_ +
      "/al-eus-nis/sample1_run15.dat --where magnet_bpar=0 --bias-column v_bias --bias-unit V --column lockin_6_CondX "
      "--unit arbitrary --temperature 0.04 --modulation none --fix zeta=0,b_so=0";
  const nlohmann::json json = didv("compare " + row + " --offset --models dynes,maki --json -").json();
  EXPECT_EQ(json["best"], "maki");
  const auto& models = json["models"];
  EXPECT_GT(models[0]["chi_squared"].get<double>(), 5 * models[1]["chi_squared"].get<double>());
  const auto& split = models[1]["parameters"];
  for (const auto& [name, known] : {std::pair{"Delta", 0.262}, {"h", 0.144}, {"offset_mV", 0.04}})
    EXPECT_NEAR(split[name]["value"], known, split[name]["standard_error"]) << name;
  EXPECT_NE(didv("fit " + row + " --model maki").out.find("not centred at zero bias but near 0.0"), std::string::npos);
}

TEST_F(MeasuredCurves, tunnelling_into_nbse2_gives_its_authors_gap) {
  EXPECT_NEAR(fitted("nbse2-stm/dIdV.txt --model dynes --temperature 0.55", "Delta"), 0.93, 0.01);
}

TEST_F(MeasuredCurves, the_current_between_a_tip_and_lead_gives_its_authors_gap) {
  const std::string lead = "pb-stm/olovo-2.44001-Export001.dat --from-current --model dynes --temperature 2.44";
  EXPECT_NEAR(fitted(lead, "Delta"), 1.367, 0.013);  // the authors' error
}

TEST_F(MeasuredCurves, a_sweep_up_and_down_is_refused_with_the_list_of_columns) {
  const std::string file = measured_ + "/nbse2-stm/NbSe2_00500mK_0000mT_0001_Current_Avg.iv.cur";
  expect_refusal("fit '" + file + "' --from-current --model dynes --temperature 0.5", "choose one by name");
}

}  // namespace didv::test
