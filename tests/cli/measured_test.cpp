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
