#include "didv/gap_equation/d_wave.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "didv/error.hpp"
#include "didv/units.hpp"
#include "independent_routes.hpp"

namespace didv {
namespace {

constexpr double pi = std::numbers::pi;

// ⟨2cos²θ g(p|cos θ|)⟩ by the trapezoidal rule, exact to 1e-16 for a smooth periodic integrand (here while p < 40).
long double d_wave_average(long double (*g)(long double), long double p) {
  constexpr int count = 256;
  long double sum = 0;
  for (int k = 0; k <= count / 2; ++k) {
    const long double cosine = std::cos(std::numbers::pi_v<long double> * k / count);
    sum += (k == 0 || k == count / 2 ? 1 : 2) * 2 * cosine * cosine * g(p * cosine);
  }
  return sum / count;
}

double relative_error(long double one_minus_t) {
  const double delta = d_wave::reduced_gap_below_tc(static_cast<double>(one_minus_t));
  const long double ratio = 2 * std::numbers::pi_v<long double> * std::exp(-std::numbers::egamma_v<long double> - 0.5L);
  const long double p = ratio * delta / (1 - one_minus_t);
  return static_cast<double>((d_wave_average(test::log_inverse_t, p) + std::log1p(-one_minus_t)) /
                             d_wave_average(test::log_inverse_t_slope, p));
}

TEST(DWaveGap, SolvesTheMatsubaraSumToTwelveDigitsAlsoNextToTc) {
  for (double one_minus_t : {0x1p-33, 1e-5, 0.1, 0.3, 0.6, 0.75, 0.85, 0.94})
    EXPECT_LT(std::abs(relative_error(one_minus_t)), 2e-13) << one_minus_t;
}

TEST(DWaveGap, SolvesTheEnergyIntegral) {
  // ln(Δ(0)/Δ) = 2∫dx f(Δx) H(x), H = (4/π)(K−E)(x²) for x < 1 and (4x/π)(K−E)(1/x²) for x > 1. The logarithm of K at x
  // = 1 is taken out by x = 1 ∓ s³.
  const auto K_minus_E = [](double k) { return std::comp_ellint_1(k) - std::comp_ellint_2(k); };
  for (double t : {0.05, 0.15, 0.4, 0.7, 0.9}) {
    const double p = d_wave::zero_temperature_gap_ratio * d_wave::reduced_gap(t) / t;
    const auto fermi = [p](double x) { return 1 / (std::exp(p * x) + 1); };
    const double inside = test::integral(
        [&](double s) {
          const double x = 1 - s * s * s;
          return s == 0 ? 0 : 2 * fermi(x) * 4 / pi * K_minus_E(x) * 3 * s * s;
        },
        0, 1);
    const double outside = test::integral(
        [&](double s) {
          const double x = 1 + s * s * s;
          return s == 0 ? 0 : 2 * fermi(x) * 4 * x / pi * K_minus_E(1 / x) * 3 * s * s;
        },
        0, std::cbrt(45 / p));
    EXPECT_NEAR(std::log(d_wave::reduced_gap(t)), -(inside + outside), 1e-11)
        << t;  // K near x = 1 limits the quadrature
  }
}

TEST(DWaveGap, HasTheWeakCouplingRatioFourPointTwoEight) {
  EXPECT_NEAR(d_wave::zero_temperature_gap_ratio, 2 * pi * std::exp(-std::numbers::egamma - 0.5), 1e-15);
  EXPECT_NEAR(2 * d_wave::zero_temperature_gap_ratio, 4.28, 0.005);
  EXPECT_NEAR(d_wave::zero_temperature_gap_ratio, 2.14, 0.005);
  EXPECT_NEAR(d_wave::critical_temperature_K(d_wave::zero_temperature_gap_meV(92)), 92, 1e-12);
}

TEST(DWaveGap, FallsAsTheCubeOfTheTemperatureBecauseOfItsNodes) {
  // ln(Δ(0)/Δ) = 2∫dx f(Δx)H(x) with H → x² for x → 0: 3ζ(3) (kT/Δ)³.
  const double t = 0.004;
  const double cubed = std::pow(t / d_wave::zero_temperature_gap_ratio, 3);
  EXPECT_NEAR((1 - d_wave::reduced_gap(t)) / cubed, 3 * 1.2020569031595942, 1e-4);
  EXPECT_NEAR(d_wave::reduced_gap(0), 1, 1e-15);
}

TEST(DWaveGap, StartsLikeASquareRoot) {
  // ⟨2cos⁴⟩ = 3/4 of the isotropic quartic term: Δ/(kTc√(1−t)) → π√(8/7ζ(3))·√(4/3)
  const double one_minus_t = 1e-14;
  const double slope =
      d_wave::zero_temperature_gap_ratio * d_wave::reduced_gap_below_tc(one_minus_t) / std::sqrt(one_minus_t);
  EXPECT_NEAR(slope, pi * std::sqrt(32 / (21 * 1.2020569031595942)), 1e-12);
}

TEST(DWaveGap, SlopeIsTheDerivative) {
  const double h = 1e-3;
  for (double t : {0.03, 0.1, 0.22, 0.3, 0.5, 0.75, 0.9}) {
    const auto d = [t](double x) { return d_wave::reduced_gap(t + x); };
    const double difference = (8 * (d(h) - d(-h)) - (d(2 * h) - d(-2 * h))) / (12 * h);
    EXPECT_NEAR(d_wave::reduced_gap_slope(t), difference, 2e-8) << t;
  }
  EXPECT_EQ(d_wave::reduced_gap_slope(0), 0);
  EXPECT_EQ(d_wave::reduced_gap_slope(1), 0);
  const auto exact = d_wave::gap_and_derivatives(70, {20, 92});
  EXPECT_EQ(exact.Delta_meV, d_wave::gap(70, {20, 92}));
  EXPECT_NEAR(exact.d_Tc, (d_wave::gap(70, {20, 92.001}) - d_wave::gap(70, {20, 91.999})) / 0.002, 1e-8);
}

TEST(DWaveGap, LiesBelowTheIsotropicCurve) {
  for (double t = 0.05; t < 1; t += 0.05) EXPECT_LT(d_wave::reduced_gap(t), bcs::reduced_gap(t)) << t;
}

TEST(DWaveGap, RefusesWhatIsNoTemperature) {
  EXPECT_THROW(d_wave::reduced_gap(-1), InvalidArgument);
  EXPECT_THROW(d_wave::reduced_gap_slope(std::nan("")), InvalidArgument);
  EXPECT_THROW(d_wave::gap(1, {1, -1}), InvalidArgument);
}

}  // namespace
}  // namespace didv
