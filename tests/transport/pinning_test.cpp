#include "didv/pinning.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "didv/error.hpp"
#include "synthetic_curve.hpp"

namespace didv {
namespace {

constexpr std::array both{PinningLaw::dl, PinningLaw::dTc};

CriticalCurrent at(double temperature_K, double ic_mA, double error_mA) {
  CriticalCurrent found;
  found.temperature_K = temperature_K;
  found.Ic_mA = {.value = ic_mA, .standard_error = error_mA, .unit = "mA"};
  return found;
}

/// Ic(0) = 1200 mA, Tc = 78 K, errors of a hundredth of each Ic and 0.1 mA.
std::vector<CriticalCurrent> series(PinningLaw law, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> gauss;
  std::vector<CriticalCurrent> curves;
  for (double t = 40; t <= 76; t += 3) {
    const double ic = 1200 * pinning_law(law, t / 78), error = 0.01 * ic + 0.1;
    curves.push_back(at(t, ic + error * gauss(random), error));
  }
  return curves;
}

TEST(Pinning, laws_are_one_at_zero_temperature_and_zero_from_tc_on) {
  for (const PinningLaw law : both) {
    EXPECT_EQ(pinning_law(law, 0), 1);
    EXPECT_EQ(pinning_law(law, 1), 0);
    EXPECT_EQ(pinning_law(law, 1.5), 0);
  }
  // By hand at t² = 1/2: 2^{−5/2}·1.5^{−1/2} and 2^{−7/6}·1.5^{5/6}.
  EXPECT_NEAR(pinning_law(PinningLaw::dl, std::sqrt(0.5)), std::exp2(-2.5) / std::sqrt(1.5), 1e-15);
  EXPECT_NEAR(pinning_law(PinningLaw::dTc, std::sqrt(0.5)), std::exp2(-7.0 / 6) * std::pow(1.5, 5.0 / 6), 1e-15);
}

TEST(Pinning, errors_are_those_of_repeated_measurements_and_the_true_law_wins) {
  constexpr int repetitions = 200;
  for (const PinningLaw truth : both) {
    std::vector<double> ic0, tc;
    for (int i = 0; i < repetitions; ++i) {
      const PinningComparison found = compare_pinning(series(truth, 500 + i), both, 30);
      ASSERT_TRUE(found.usable()) << found.verdict;
      EXPECT_EQ(*found.better, truth);
      EXPECT_TRUE(found.distinguishable);
      ic0.push_back((*found.chosen()->Ic0_mA.value - 1200) / *found.chosen()->Ic0_mA.standard_error);
      tc.push_back((*found.chosen()->Tc_K.value - 78) / *found.chosen()->Tc_K.standard_error);
    }
    for (const auto& pulls : {ic0, tc}) {
      const synthetic::Pulls p(pulls);
      EXPECT_NEAR(p.mean, 0, 4 / std::sqrt(repetitions)) << to_string(truth);
      // √(χ²/ndf) widens only: with 11 degrees of freedom pulls are some 6 % too small.
      EXPECT_NEAR(p.deviation, 0.94, 0.05 + 4 / std::sqrt(2.0 * repetitions)) << to_string(truth);
    }
  }
}

TEST(Pinning, the_current_density_is_that_of_the_cross_section) {
  const PinningComparison found = compare_pinning(series(PinningLaw::dl, 1), both, 30);
  // 1200 mA / 30 µm² = 1.2 A / 3e-7 cm² = 4 MA/cm².
  EXPECT_NEAR(*found.chosen()->Jc0_MA_per_cm2.value, 4, 4 * *found.chosen()->Jc0_MA_per_cm2.standard_error);
  EXPECT_NEAR(*current_density({.value = 1200, .unit = "mA"}, 30).value, 4, 1e-12);
  EXPECT_EQ(current_density({.value = 1200, .unit = "mA"}, {}).reason, "the cross-section is not known");
  EXPECT_THROW(compare_pinning(series(PinningLaw::dl, 1), both, -1), InvalidArgument);
}

TEST(Pinning, curves_without_a_critical_current_are_left_out) {
  std::vector<CriticalCurrent> curves = series(PinningLaw::dl, 1);
  CriticalCurrent lost;
  lost.temperature_K = 90;
  lost.Ic_mA = {.unit = "mA", .reason = "no zero-voltage state"};
  curves.push_back(lost);
  EXPECT_EQ(compare_pinning(curves, both).temperature_K.size(), curves.size() - 1);
}

TEST(Pinning, two_temperatures_are_too_few_and_said_to_be) {
  std::vector<CriticalCurrent> curves = series(PinningLaw::dl, 1);
  curves.resize(2);
  const PinningComparison found = compare_pinning(curves, both, 30);
  EXPECT_FALSE(found.usable());
  EXPECT_FALSE(found.better);
  EXPECT_EQ(found.laws[0].Ic0_mA.reason, "critical currents at 2 temperatures, expected 3 or more");
}

TEST(Pinning, one_law_alone_has_no_rival_and_its_numbers_or_its_reason) {
  std::vector<CriticalCurrent> curves = series(PinningLaw::dl, 1);
  const PinningComparison alone = compare_pinning(curves, std::array{PinningLaw::dl}, 30);
  EXPECT_FALSE(alone.better);
  EXPECT_EQ(alone.verdict, to_string(PinningLaw::dl) + " only was fitted");
  EXPECT_EQ(*alone.laws[0].Ic0_mA.value, *compare_pinning(curves, both, 30).laws[0].Ic0_mA.value);
  curves.resize(2);
  const PinningComparison none = compare_pinning(curves, std::array{PinningLaw::dl}, 30);
  EXPECT_EQ(none.verdict, none.laws[0].Ic0_mA.reason);
}

TEST(Pinning, without_errors_of_the_currents_laws_are_fitted_but_not_compared) {
  std::vector<CriticalCurrent> curves;
  for (double t = 40; t <= 76; t += 3) {
    curves.push_back(at(t, 1200 * pinning_law(PinningLaw::dl, t / 78), 0));
    curves.back().Ic_mA.standard_error.reset();
  }
  const PinningComparison found = compare_pinning(curves, both);
  EXPECT_FALSE(found.better);
  EXPECT_EQ(found.verdict, "cannot be compared: the Ic have no errors");
  EXPECT_NEAR(*found.laws[0].Ic0_mA.value, 1200, 1e-3);
  EXPECT_NEAR(*found.laws[0].Tc_K.value, 78, 1e-5);
}

TEST(Pinning, laws_that_cannot_be_told_apart_are_said_to_be) {
  std::vector<CriticalCurrent> curves;
  for (double t = 5; t <= 20; t += 5) curves.push_back(at(t, 1000 * pinning_law(PinningLaw::dl, t / 78), 100));
  const PinningComparison found = compare_pinning(curves, both);
  EXPECT_FALSE(found.distinguishable);
}

TEST(Pinning, a_law_that_misses_every_point_is_told) {
  std::vector<CriticalCurrent> curves;
  for (double t = 40; t <= 76; t += 3) curves.push_back(at(t, 100 + 50 * std::sin(t), 0.5));
  EXPECT_FALSE(compare_pinning(curves, both).warnings.empty());
}

}  // namespace
}  // namespace didv
