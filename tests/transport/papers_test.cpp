// The reconstructed curves under data/ against the numbers that the papers print. A printed number is known to half its
// last digit; a reconstructed curve was computed from it, so that it also has to come back within its own error bar.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "didv/bkt.hpp"
#include "didv/critical_current.hpp"
#include "didv/pinning.hpp"
#include "didv/read_series.hpp"
#include "didv/resistive_transition.hpp"

namespace didv {
namespace {

std::string data(const std::string& file) { return std::string(DIDV_SOURCE_DIR) + "/data/" + file; }

void expect_within_errors(const Quantity& found, double truth) {
  ASSERT_TRUE(found.value && found.standard_error) << found.reason;
  EXPECT_NEAR(*found.value, truth, 3 * *found.standard_error);
}

TEST(CeH9, loses_its_resistance_at_98_K_by_intersection_and_has_none_at_93_K) {
  const auto curves = read_resistance_curves(data("ceh9/resistance.csv"));
  ASSERT_EQ(curves.size(), 1u);
  const ResistiveTransition found = find_transition(curves.front());
  expect_within_errors(found.Tc_K, 98);
  expect_within_errors(found.foot_K, 93);
  EXPECT_NEAR(*found.zero_K.value, 93, 0.5);
  EXPECT_EQ(found.steps.size(), 1u);
}

TEST(CeH9, has_a_critical_current_of_74_mA_at_60_K_and_4_MA_per_cm2_at_zero_by_the_dl_law) {
  const auto curves = read_current_voltage_series(data("ceh9/critical_current.csv"));
  ASSERT_EQ(curves.size(), 10u);
  std::vector<CriticalCurrent> found;
  for (const CurrentVoltage& curve : curves) found.push_back(find_critical_current(curve));
  EXPECT_EQ(found.front().temperature_K, 60);
  EXPECT_NEAR(*found.front().Ic_mA.value, 74, 0.5);
  expect_within_errors(found.front().Ic_mA, 74);

  const std::array laws{PinningLaw::dl, PinningLaw::dTc};
  const PinningComparison pinning = compare_pinning(found, laws, cross_section_um2(curves.front()));
  ASSERT_TRUE(pinning.usable()) << pinning.verdict;
  EXPECT_EQ(pinning.better, PinningLaw::dl);
  EXPECT_TRUE(pinning.distinguishable) << pinning.verdict;
  expect_within_errors(pinning.chosen()->Jc0_MA_per_cm2, 4);
}

TEST(Au6Te12Se8, loses_resistance_at_2_8_K_over_a_tenth_of_a_kelvin_and_5_K_a_tesla_earlier_in_a_field) {
  const auto curves = read_resistance_curves(data("ats/resistance_field.csv"));
  ASSERT_EQ(curves.size(), 6u);
  EXPECT_EQ(curves.front().unit, "mOhm_cm");
  for (const char* criterion : {"intersection", "midpoint", "onset", "zero"}) {
    const TransitionInField found =
        find_transition_in_field(curves, {.criterion = TransitionCriterion::parse(criterion)});
    expect_within_errors(found.dTc_dB, -5);
  }
  const TransitionInField found = find_transition_in_field(curves, {.criterion = TransitionCriterion::parse("zero")});
  EXPECT_NEAR(*found.curves.front().Tc_K.value, 2.8, 0.05);
  expect_within_errors(found.curves.front().foot_K, 2.8);
  EXPECT_NEAR(*found.curves.front().width_K.value, 0.1, 0.05);
}

TEST(Au6Te12Se8, has_its_vortex_transition_at_2_85_K) {
  const auto curves = read_current_voltage_series(data("ats/current_voltage_bkt.csv"));
  ASSERT_EQ(curves.size(), 10u);
  const BktTransition found = find_bkt(curves);
  ASSERT_TRUE(found.usable()) << found.T_BKT_K.reason;
  EXPECT_NEAR(*found.T_BKT_K.value, 2.85, 0.005);
  expect_within_errors(found.T_BKT_K, 2.85);
  // η from more than 3 down to ohmic.
  EXPECT_GT(*found.curves.front().eta.value, 3);
  EXPECT_NEAR(*found.curves.back().eta.value, 1, 0.1);
}

TEST(LaoKto, is_superconducting_at_1_8_K_until_the_tip_writes_minus_17_V_and_again_after_plus_50_V) {
  const TransitionOptions midpoint{.criterion = TransitionCriterion::parse("midpoint")};
  const auto found = [&](const std::string& state) {
    return find_transition(read_resistance_curves(data("lao_kto/resistance_" + state + ".csv")).front(), midpoint);
  };
  expect_within_errors(found("pristine").Tc_K, 1.8);
  EXPECT_FALSE(found("tip_-17V").usable());
  EXPECT_EQ(found("tip_-17V").Tc_K.reason.find("no transition"), 0u);
  EXPECT_TRUE(found("tip_+50V").usable());
}

}  // namespace
}  // namespace didv
