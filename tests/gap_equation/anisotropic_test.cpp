#include "didv/gap_equation/anisotropic.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "didv/error.hpp"
#include "didv/gap_equation/d_wave.hpp"
#include "independent_routes.hpp"

namespace didv {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double one_minus_t[] = {0x1p-33, 1e-4, 0.1, 0.35, 0.7, 0.93};

TEST(AnisotropicGap, IsTheIsotropicGapForAConstantShape) {
  for (double size : {1., 0.01, 30.}) {  // the amplitude of ψ is a matter of convention
    const AnisotropicGap gap([size](double) { return size; });
    EXPECT_NEAR(gap.zero_temperature_gap_ratio() * size, bcs::zero_temperature_gap_ratio, 1e-14);
    for (double u : one_minus_t) EXPECT_NEAR(gap.reduced_gap_below_tc(u) / bcs::reduced_gap_below_tc(u), 1, 1e-14) << u;
    EXPECT_NEAR(gap.reduced_gap_slope(0.6) / bcs::reduced_gap_slope(0.6), 1, 1e-12);
  }
}

TEST(AnisotropicGap, IsTheDWaveGapForFourLobesHoweverTurned) {
  for (double turn : {0., pi / 4, 0.3}) {
    const AnisotropicGap gap([turn](double angle) { return std::cos(2 * (angle - turn)); });
    EXPECT_NEAR(gap.zero_temperature_gap_ratio(), d_wave::zero_temperature_gap_ratio, 2e-14);
    for (double u : one_minus_t)
      EXPECT_NEAR(gap.reduced_gap_below_tc(u) / d_wave::reduced_gap_below_tc(u), 1, 1e-12) << u;
    for (double t : {0.1, 0.5, 0.95}) EXPECT_NEAR(gap.reduced_gap_slope(t), d_wave::reduced_gap_slope(t), 1e-11);
  }
}

TEST(AnisotropicGap, SolvesTheMatsubaraSumForAMixtureOfWaves) {
  // Average by the trapezoidal rule over a period: exact to 1e-14 for this smooth integrand.
  const auto shape = [](double angle) { return 0.4 + std::cos(2 * angle); };
  const AnisotropicGap gap(shape);
  for (double u : {1e-6, 0.2, 0.6}) {
    const long double p = gap.zero_temperature_gap_ratio() * gap.reduced_gap_below_tc(u) / (1 - u);
    long double pairing = 0, slope = 0, square = 0;
    constexpr int count = 160;
    for (int k = 0; k < count; ++k) {
      const double psi = shape(pi * k / count);
      square += psi * psi;
      pairing += psi * psi * test::log_inverse_t(p * std::abs(psi));
      slope += psi * psi * test::log_inverse_t_slope(p * std::abs(psi));
    }
    EXPECT_LT(std::abs(static_cast<double>((pairing + square * std::log1p(-static_cast<long double>(u))) / slope)),
              1e-11)
        << u;
  }
}

TEST(AnisotropicGap, RatioAtZeroTemperatureIsTheLogarithmicMean) {
  const auto shape = [](double angle) { return 1 + 0.3 * std::cos(4 * angle); };
  const double square = test::integral([&](double x) { return shape(x) * shape(x); }, 0, 2 * pi);
  const double logarithm =
      test::integral([&](double x) { return shape(x) * shape(x) * std::log(std::abs(shape(x))); }, 0, 2 * pi);
  EXPECT_NEAR(AnisotropicGap(shape).zero_temperature_gap_ratio(),
              bcs::zero_temperature_gap_ratio * std::exp(-logarithm / square), 1e-12);
}

TEST(AnisotropicGap, LargestGapExceedsTheIsotropicOneAndTheSmallestFallsBelow) {
  const AnisotropicGap gap([](double angle) { return 1 + 0.3 * std::cos(4 * angle); });
  EXPECT_GT(1.3 * gap.zero_temperature_gap_ratio(), bcs::zero_temperature_gap_ratio);
  EXPECT_LT(0.7 * gap.zero_temperature_gap_ratio(), bcs::zero_temperature_gap_ratio);
}

TEST(AnisotropicGap, SlopeIsTheDerivative) {
  const AnisotropicGap gap([](double angle) { return 0.4 + std::cos(2 * angle); });
  const double h = 1e-3;
  for (double t : {0.05, 0.3, 0.8}) {
    const auto d = [&](double x) { return gap.reduced_gap(t + x); };
    EXPECT_NEAR(gap.reduced_gap_slope(t), (8 * (d(h) - d(-h)) - (d(2 * h) - d(-2 * h))) / (12 * h), 1e-8) << t;
  }
  EXPECT_EQ(gap.reduced_gap_slope(0), 0);
  EXPECT_EQ(gap.reduced_gap_slope(1), 0);
}

TEST(AnisotropicGap, TakesKinksAndSteps) {
  const AnisotropicGap kinked([](double angle) { return std::abs(std::cos(2 * angle)); });
  EXPECT_NEAR(kinked.reduced_gap(0.5), d_wave::reduced_gap(0.5), 1e-13);
  // Two sheets of a cylinder, gaps 1 and 2 on half of it each: Δ(0)/kTc = π e^{−γ} 2^{−4/5}.
  const AnisotropicGap stepped([](double angle) { return angle < pi ? 1. : 2.; });
  EXPECT_NEAR(stepped.zero_temperature_gap_ratio(), bcs::zero_temperature_gap_ratio * std::pow(2, -0.8), 1e-13);
}

TEST(AnisotropicGap, ScalesToMillivoltsAndKelvin) {
  const AnisotropicGap gap([](double angle) { return std::cos(2 * angle); });
  EXPECT_NEAR(gap.gap(40, {20, 92}), d_wave::gap(40, {20, 92}), 1e-11);
  EXPECT_EQ(gap.gap(92, {20, 92}), 0);
  EXPECT_EQ(gap.gap(0, {20, 92}), 20);
}

TEST(AnisotropicGap, RefusesShapesThatAreNone) {
  EXPECT_THROW(AnisotropicGap([](double) { return 0.; }), InvalidArgument);
  EXPECT_THROW(AnisotropicGap([](double angle) { return 1 / (angle - 1e-9 > 3 ? 0. : 1.); }), InvalidArgument);
  EXPECT_THROW(AnisotropicGap([](double) { return std::numeric_limits<double>::quiet_NaN(); }), InvalidArgument);
  const AnisotropicGap gap([](double) { return 1.; });
  EXPECT_THROW(gap.reduced_gap(-1), InvalidArgument);
  EXPECT_THROW(gap.gap(-1, {1, 1}), InvalidArgument);
}

}  // namespace
}  // namespace didv
