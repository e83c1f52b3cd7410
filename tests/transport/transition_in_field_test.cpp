#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "didv/error.hpp"
#include "didv/resistive_transition.hpp"
#include "synthetic_curve.hpp"

namespace didv {
namespace {

using synthetic::curve;

double textbook(double t) { return 2 * synthetic::ramp(t, 9.0, 9.4, 0.01); }

TEST(TransitionInField, the_slope_and_its_error_are_those_of_repeated_measurements) {
  constexpr int repetitions = 200;
  std::vector<double> slope, zero;
  for (int i = 0; i < repetitions; ++i) {
    std::vector<ResistanceCurve> curves;
    for (int k = 0; k < 5; ++k) {
      const double field = 0.1 * k, shift = -5 * field;
      curves.push_back(curve(
          {4, 15, 0.02}, [&](double t) { return textbook(t - shift); }, 0.02, 1000 + 5 * i + k));
      curves.back().field_T = field;
    }
    const TransitionInField found =
        find_transition_in_field(curves, {.criterion = TransitionCriterion::parse("midpoint")});
    slope.push_back((*found.dTc_dB.value + 5) / *found.dTc_dB.standard_error);
    zero.push_back((*found.zero_field_Tc_K.value - 9.2) / *found.zero_field_Tc_K.standard_error);
  }
  for (const auto& pulls : {slope, zero}) {
    const synthetic::Pulls p(pulls);
    EXPECT_NEAR(p.mean, 0, 4 / std::sqrt(repetitions));
    // χ²/ndf above 1 widens the errors, below 1 it never narrows them: with 3 degrees of freedom pulls are a tenth
    // smaller than 1.
    EXPECT_NEAR(p.deviation, 0.9, 0.05 + 4 / std::sqrt(2.0 * repetitions));
  }
}

TEST(TransitionInField, fields_of_both_signs_are_one_line_in_their_size) {
  std::vector<ResistanceCurve> curves;
  for (int k = -2; k <= 2; ++k) {
    curves.push_back(curve(
        {4, 15, 0.02}, [&](double t) { return textbook(t + 0.5 * std::abs(k)); }, 0.01, 7));
    curves.back().field_T = 0.1 * k;
  }
  const TransitionInField found = find_transition_in_field(curves);
  EXPECT_NEAR(*found.dTc_dB.value, -5, 4 * *found.dTc_dB.standard_error);
  EXPECT_LT(*found.dTc_dB.standard_error, 0.1);
}

TEST(TransitionInField, a_single_field_has_a_tc_and_no_slope) {
  ResistanceCurve one = curve({5, 15, 0.01}, textbook, 0.01);
  one.field_T = 0.5;
  const TransitionInField found = find_transition_in_field(std::vector{one});
  EXPECT_TRUE(found.usable());
  EXPECT_FALSE(found.dTc_dB.value);
  EXPECT_EQ(found.dTc_dB.reason, "Tc at a single field only, expected two or more");
  one.field_T.reset();
  EXPECT_THROW(find_transition_in_field(std::vector{one}), InvalidArgument);
}

TEST(TransitionInField, a_field_that_has_no_transition_left_is_a_row_with_its_reason) {
  std::vector<ResistanceCurve> curves;
  for (int k = 0; k < 4; ++k) {
    curves.push_back(curve(
        {5, 15, 0.01}, [&](double t) { return k == 3 ? 2 : textbook(t + 0.5 * k); }, 0.01, 1 + k));
    curves.back().field_T = k;
  }
  const TransitionInField found = find_transition_in_field(curves);
  EXPECT_TRUE(found.usable());
  EXPECT_FALSE(found.curves[3].usable());
  EXPECT_NEAR(*found.dTc_dB.value, -0.5, 4 * *found.dTc_dB.standard_error);
  EXPECT_FALSE(found.warnings.empty());
}

TEST(TransitionInField, two_fields_give_a_slope_with_the_errors_of_both_and_no_chi_squared) {
  std::vector<ResistanceCurve> curves;
  for (int k = 0; k < 2; ++k) {
    curves.push_back(curve(
        {5, 15, 0.01}, [&](double t) { return textbook(t + 0.5 * k); }, 0.01, 1 + k));
    curves.back().field_T = 2 * k;
  }
  const TransitionInField found = find_transition_in_field(curves);
  const Quantity &low = found.curves[0].Tc_K, &high = found.curves[1].Tc_K;
  const double rounding = 1e-12;
  EXPECT_NEAR(*found.dTc_dB.value, (*high.value - *low.value) / 2, rounding);
  EXPECT_NEAR(*found.dTc_dB.standard_error, std::hypot(*low.standard_error, *high.standard_error) / 2, rounding);
  EXPECT_NEAR(*found.zero_field_Tc_K.standard_error, *low.standard_error, rounding);
  EXPECT_FALSE(found.reduced_chi_squared);
}

TEST(TransitionInField, fields_without_a_transition_have_no_line_and_a_field_that_is_none_is_refused) {
  ResistanceCurve metal = curve(
      {5, 15, 0.01}, [](double) { return 2.0; }, 0.01);
  metal.field_T = 1;
  const TransitionInField found = find_transition_in_field(std::vector{metal, metal});
  EXPECT_FALSE(found.usable());
  EXPECT_EQ(found.dTc_dB.reason, "no field with a Tc");
  EXPECT_EQ(found.warnings.size(), 2u);
  metal.field_T = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(find_transition_in_field(std::vector{metal}), InvalidArgument);
  EXPECT_THROW(find_transition_in_field({}), InvalidArgument);
}

TEST(TransitionInField, a_curved_line_widens_the_error_and_says_so) {
  std::vector<ResistanceCurve> curves;
  for (int k = 0; k < 6; ++k) {
    curves.push_back(curve(
        {4, 15, 0.01}, [&](double t) { return textbook(t + 0.1 * k * k); }, 0.01, 1 + k));
    curves.back().field_T = k;
  }
  const TransitionInField found = find_transition_in_field(curves);
  EXPECT_GT(*found.reduced_chi_squared, 100);
  EXPECT_FALSE(found.warnings.empty());
}

}  // namespace
}  // namespace didv
