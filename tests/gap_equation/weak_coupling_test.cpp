#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "didv/error.hpp"
#include "didv/gap_equation.hpp"
#include "didv/units.hpp"
#include "independent_routes.hpp"

namespace didv {
namespace {

// Relative error of a gap that the Matsubara form of the equation sees in it; independent of the library's tables.
double relative_error(double reduced_gap, long double one_minus_t) {
  const long double t = 1 - one_minus_t;
  const long double p =
      std::numbers::pi_v<long double> * std::exp(-std::numbers::egamma_v<long double>) * reduced_gap / t;
  return static_cast<double>((test::log_inverse_t(p) + std::log1p(-one_minus_t)) / test::log_inverse_t_slope(p));
}

TEST(WeakCouplingGap, SolvesTheMatsubaraSumToTwelveDigitsAtEveryTemperature) {
  double worst = 0;
  for (double one_minus_t = 0.01; one_minus_t < 0.94; one_minus_t += 0.0371) {
    const double error = std::abs(relative_error(bcs::reduced_gap_below_tc(one_minus_t), one_minus_t));
    EXPECT_LT(error, 1e-13) << "1-t = " << one_minus_t;
    worst = std::max(worst, error);
  }
  RecordProperty("worst_relative_error", std::to_string(worst));
}

TEST(WeakCouplingGap, KeepsItsDigitsNextToTheCriticalTemperature) {
  for (double one_minus_t : {1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12})
    EXPECT_LT(std::abs(relative_error(bcs::reduced_gap_below_tc(one_minus_t), one_minus_t)), 1e-13) << one_minus_t;
}

TEST(WeakCouplingGap, IsTheSameFromTAndFromOneMinusT) {
  for (double one_minus_t : {0.9, 0.3, 0x1p-10, 0x1p-33})  // exact in both arguments
    EXPECT_DOUBLE_EQ(bcs::reduced_gap(1 - one_minus_t), bcs::reduced_gap_below_tc(1 - (1 - one_minus_t)));
}

TEST(WeakCouplingGap, SolvesTheEnergyIntegral) {
  for (double t : {0.06, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9}) {
    const double delta = bcs::reduced_gap(t);
    const double p = bcs::zero_temperature_gap_ratio * delta / t;
    EXPECT_NEAR(std::log(delta), -test::log_inverse_gap(p), 3e-13) << t;  // the quadrature's own tolerance
  }
}

TEST(WeakCouplingGap,
     AgreesWithValuesComputedToEighteenDigits) {  // by an independent program, Matsubara sum in 40 digits
  EXPECT_NEAR(bcs::reduced_gap(0.5), 0.956884715874890637, 4e-16);
  EXPECT_NEAR(bcs::reduced_gap(0.9), 0.526341934551117286, 4e-16);
}

TEST(WeakCouplingGap, AgreesWithMuhlschlegelsTable) {
  // B. Mühlschlegel, Z. Phys. 155, 313 (1959): Δ(T)/Δ(0) to four digits for T/Tc = 0.14, 0.16, … 1.
  constexpr double table[] = {1.0000, 1.0000, 1.0000, 0.9999, 0.9997, 0.9994, 0.9989, 0.9982, 0.9971, 0.9957, 0.9938,
                              0.9915, 0.9885, 0.9850, 0.9809, 0.9760, 0.9704, 0.9641, 0.9569, 0.9488, 0.9399, 0.9299,
                              0.9190, 0.9070, 0.8939, 0.8796, 0.8640, 0.8471, 0.8288, 0.8089, 0.7874, 0.7640, 0.7386,
                              0.7110, 0.6810, 0.6480, 0.6117, 0.5715, 0.5263, 0.4749, 0.4148, 0.3416, 0.2436, 0.0000};
  constexpr double half_a_digit = 0.5e-4;
  int percent = 14;
  for (double published : table) {
    EXPECT_NEAR(bcs::reduced_gap(percent / 100.), published, half_a_digit) << "T/Tc = 0." << percent;
    percent += 2;
  }
}

TEST(WeakCouplingGap, StartsLikeASquareRootWithThePublishedSlope) {
  // Δ/(kTc√(1−t)) → π√(8/7ζ(3)) = 3.0633
  const double one_minus_t = 1e-14;
  const double slope =
      bcs::zero_temperature_gap_ratio * bcs::reduced_gap_below_tc(one_minus_t) / std::sqrt(one_minus_t);
  EXPECT_NEAR(slope, std::numbers::pi * std::sqrt(8 / (7 * 1.2020569031595942)), 1e-13);
  EXPECT_NEAR(slope, 3.06326, 0.5e-5);
}

TEST(WeakCouplingGap, FallsMonotonicallyFromOneToZero) {
  double last = 1;
  for (int k = 0; k <= 4000; ++k) {
    const double delta = bcs::reduced_gap(k / 4000.);
    EXPECT_LE(delta, last + 1e-15) << k;
    last = delta;
  }
  EXPECT_EQ(bcs::reduced_gap(0), 1);
  EXPECT_EQ(bcs::reduced_gap(1), 0);
  EXPECT_EQ(bcs::reduced_gap(1.5), 0);
  EXPECT_EQ(bcs::reduced_gap(infinity), 0);
  EXPECT_EQ(bcs::reduced_gap_below_tc(-0.1), 0);
}

TEST(WeakCouplingGap, SlopeIsTheDerivative) {
  const double h = 1e-3;
  for (double t : {0.08, 0.2, 0.39, 0.4, 0.41, 0.6, 0.8, 0.95}) {
    // Five-point difference: error h⁴ δ⁽⁵⁾/30, below 1e-8 of the slope away from Tc.
    const auto d = [t](double x) { return bcs::reduced_gap(t + x); };
    const double difference = (8 * (d(h) - d(-h)) - (d(2 * h) - d(-2 * h))) / (12 * h);
    EXPECT_NEAR(bcs::reduced_gap_slope(t), difference, 2e-8 * std::max(1.0, 200 * std::abs(difference) * (t > 0.9)))
        << t;
  }
}

TEST(WeakCouplingGap, SlopeFollowsFromTheGapEquationNextToTcAndAtLowTemperature) {
  const double coefficient =
      std::numbers::pi * std::sqrt(8 / (7 * 1.2020569031595942)) / bcs::zero_temperature_gap_ratio;
  const double one_minus_t = 0x1p-33;
  EXPECT_NEAR(bcs::reduced_gap_slope(1 - one_minus_t) * std::sqrt(one_minus_t), -coefficient / 2, 1e-9);
  // δ ≈ 1 − √(2π/p) e^{−p} (1 − 1/(8p) …): the slope is exponentially small and still has its digits.
  const double t = 0.02, p = bcs::zero_temperature_gap_ratio / t;
  const double leading = -std::sqrt(2 * std::numbers::pi / p) * std::exp(-p) * p / t;
  EXPECT_NEAR(bcs::reduced_gap_slope(t) / leading, 1 + 3 / (8 * p), 1 / (p * p));
  EXPECT_EQ(bcs::reduced_gap_slope(0), 0);
  EXPECT_EQ(bcs::reduced_gap_slope(1e-310), 0);
  EXPECT_EQ(bcs::reduced_gap_slope(1), 0);
  EXPECT_EQ(bcs::reduced_gap_slope(2), 0);
}

TEST(AlphaModel, DerivativesFollowTheScalingOfTheGap) {
  const GapAndTc sample{21.04, 112};
  const double T = 70, h = 1e-4;
  const auto exact = bcs::gap_and_derivatives(T, sample);
  EXPECT_EQ(exact.Delta_meV, bcs::gap(T, sample));
  EXPECT_NEAR(exact.d_temperature, (bcs::gap(T + h, sample) - bcs::gap(T - h, sample)) / (2 * h), 1e-9);
  EXPECT_NEAR(exact.d_Tc, (bcs::gap(T, {21.04, 112 + h}) - bcs::gap(T, {21.04, 112 - h})) / (2 * h), 1e-9);
  EXPECT_NEAR(exact.d_Delta0, exact.Delta_meV / 21.04, 1e-15);
  const auto above = bcs::gap_and_derivatives(130, sample);
  EXPECT_EQ(above.Delta_meV, 0);
  EXPECT_EQ(above.d_Tc, 0);
}

TEST(GapToTcRatio, IsTheWeakCouplingNumberOfBcs) {
  EXPECT_NEAR(bcs::zero_temperature_gap_ratio, std::numbers::pi * std::exp(-std::numbers::egamma), 4e-16);
  EXPECT_NEAR(bcs::zero_temperature_gap_ratio, 1.76388, 0.5e-5);
  EXPECT_NEAR(bcs::gap_to_tc_ratio({bcs::zero_temperature_gap_meV(7.2), 7.2}), 3.528, 0.5e-3);
  EXPECT_NEAR(bcs::critical_temperature_K(bcs::zero_temperature_gap_meV(7.2)), 7.2, 1e-14);
}

TEST(GapToTcRatio, OfTheCeriumHydrideIsFourPointThreeSix) {  // 21.04 meV at Tc = 112.0 K
  EXPECT_NEAR(bcs::gap_to_tc_ratio({21.04, 112.0}), 4.36, 0.005);
  EXPECT_NEAR(bcs::from_ratio(4.36, 112.0).Delta0_meV, 21.04, 0.005);
}

TEST(GapToTcRatio,
     NominalCriticalTemperatureOfAMillivoltAndAHalf) {  // published as 9.88 K; 1.50/(1.7639 k_B) is 9.87 K
  EXPECT_NEAR(bcs::critical_temperature_K(1.50), 9.875, 0.01);
}

TEST(GapToTcRatio, AgreesWithTheTabulatedElements) {
  // C. Kittel, Introduction to Solid State Physics, table of energy gaps at T = 0: E_g = 2Δ(0) (meV), E_g/k_BTc, Tc
  // (K).
  const struct {
    const char* name;
    double gap_meV, ratio, Tc_K, gap_digit, ratio_digit;
  } elements[] = {{"Al", 0.34, 3.3, 1.18, 0.01, 0.1},     {"V", 1.6, 3.4, 5.38, 0.1, 0.1},
                  {"Nb", 3.05, 3.80, 9.25, 0.01, 0.01},   {"In", 1.05, 3.6, 3.40, 0.01, 0.1},
                  {"Sn", 1.15, 3.5, 3.72, 0.01, 0.1},     {"La", 1.9, 3.7, 6.0, 0.1, 0.1},
                  {"Ta", 1.4, 3.60, 4.48, 0.1, 0.01},     {"Hg", 1.65, 4.6, 4.15, 0.01, 0.1},
                  {"Tl", 0.735, 3.57, 2.39, 0.001, 0.01}, {"Pb", 2.73, 4.38, 7.19, 0.01, 0.01}};
  for (const auto& element : elements) {
    const double ratio = bcs::gap_to_tc_ratio({element.gap_meV / 2, element.Tc_K});
    // Half a unit of the last printed digit of the ratio, a whole one of the gap, and 0.3 % for the Tc it was divided
    // by.
    const double printed = element.ratio * element.gap_digit / element.gap_meV + element.ratio_digit / 2;
    EXPECT_NEAR(ratio, element.ratio, printed + 0.003 * element.ratio) << element.name;
  }
}

TEST(GapArguments, AreRefusedByNameAndValue) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(bcs::reduced_gap(-0.1), InvalidArgument);
  EXPECT_THROW(bcs::reduced_gap(nan), InvalidArgument);
  EXPECT_THROW(bcs::reduced_gap_below_tc(1.1), InvalidArgument);
  EXPECT_THROW(bcs::reduced_gap_below_tc(nan), InvalidArgument);
  EXPECT_THROW(bcs::reduced_gap_slope(-1), InvalidArgument);
  EXPECT_THROW(bcs::gap(nan, {1, 1}), InvalidArgument);
  EXPECT_THROW(bcs::gap(1, {-1, 1}), InvalidArgument);
  EXPECT_THROW(bcs::gap(1, {1, 0}), InvalidArgument);
  EXPECT_THROW(bcs::gap(1, {1, infinity}), InvalidArgument);
  EXPECT_THROW(bcs::critical_temperature_K(0), InvalidArgument);
  EXPECT_THROW(bcs::zero_temperature_gap_meV(-3), InvalidArgument);
  EXPECT_THROW(bcs::from_ratio(nan, 1), InvalidArgument);
  try {
    bcs::gap(-4.2, {1, 1});
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(), "temperature = -4.2 K: expected a finite number >= 0");
  }
}

}  // namespace
}  // namespace didv
