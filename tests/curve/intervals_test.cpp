// Profile intervals against closed forms.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "fit/student_t.hpp"
#include "noisy_line.hpp"

namespace didv {
namespace {

/// Ends are promised to 0.001 of their distance from the minimum.
constexpr double promised = 1e-3;

void expect_interval(const std::optional<Interval>& found, double value, double half_width) {
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->first, value - half_width, promised * half_width);
  EXPECT_NEAR(found->second, value + half_width, promised * half_width);
}

TEST(Intervals, StudentsTHasItsTabulatedValues) {
  // R. A. Fisher's table: 12.706, 2.228 and 2.042 for 1, 10 and 30 degrees of freedom; 1.960 without end.
  EXPECT_NEAR(fitting::central_student_t(0.95, 1), 12.706, 5e-4);
  EXPECT_NEAR(fitting::central_student_t(0.95, 10), 2.228, 5e-4);
  EXPECT_NEAR(fitting::central_student_t(0.95, 30), 2.042, 5e-4);
  EXPECT_NEAR(fitting::central_student_t(0.95, infinity), 1.959964, 1e-5);
}

TEST(Intervals, OfALineAreItsStandardErrorsTimesStudentsT) {
  const FitResult fit = CurveFit(line, a_and_b).add(noisy_line()).intervals(IntervalMethod::profile).run();
  for (const char* name : {"a", "b"}) {
    const double error = *fit[name].standard_error;
    expect_interval(fit[name].interval_68, fit[name].value, error * fitting::central_student_t(0.682689492137, 10));
    expect_interval(fit[name].interval_95, fit[name].value, error * fitting::central_student_t(0.954499736104, 10));
    EXPECT_EQ(fit[name].interval_from, "profile: asked for");
  }
}

TEST(Intervals, OfALineWithKnownNoiseAreOneAndTwoStandardErrors) {
  const FitResult fit = CurveFit(line, a_and_b).add(noisy_line()).sigma(0.1).intervals(IntervalMethod::profile).run();
  for (const char* name : {"a", "b"}) {
    expect_interval(fit[name].interval_68, fit[name].value, *fit[name].standard_error);
    expect_interval(fit[name].interval_95, fit[name].value, 2 * *fit[name].standard_error);
  }
}

TEST(Intervals, AreLeftToTheErrorWhereTheProfileIsAParabola) {
  const FitResult fit = CurveFit(line, a_and_b).add(noisy_line()).run();
  EXPECT_FALSE(fit["a"].interval_68 || fit["b"].interval_95);
}

TEST(Intervals, OfAnExponentAreThoseOfItsLogarithmAndComeByThemselves) {
  // y = e^k, one σ: χ²(k) = (e^k − ȳ)² n/σ², so that the ends are ln(ȳ ± σ/√n) and ln(ȳ ± 2σ/√n).
  const auto exponential = curve_function<1>([](double, const auto& p) { return exp(p[0]); });
  const CurveData data{.name = "constant", .x = {1, 2, 3, 4}, .y = {1.1, 0.9, 1.05, 0.95}};
  const FitResult fit = CurveFit(exponential, {{.name = "k"}}).add(data).start("k", 0.1).sigma(0.8).run();
  ASSERT_TRUE(fit["k"].interval_68 && fit["k"].interval_95) << fit.report();
  EXPECT_EQ(fit["k"].interval_from, "profile: the profile is no parabola");
  EXPECT_NEAR(fit["k"].interval_68->first, std::log(0.6), promised * std::abs(std::log(0.6)));
  EXPECT_NEAR(fit["k"].interval_68->second, std::log(1.4), promised * std::log(1.4));
  EXPECT_NEAR(fit["k"].interval_95->first, std::log(0.2), promised * std::abs(std::log(0.2)));
  EXPECT_NEAR(fit["k"].interval_95->second, std::log(1.8), promised * std::log(1.8));
}

TEST(Intervals, BesideABoundAreOneSidedAndComeByThemselves) {
  // The mean of the points is 0.02, its error 0.1: 68 % reach down to the bound at 0, and up by one error.
  const auto constant = curve_function<1>([](double, const auto& p) { return p[0] + 0.0; });
  const CurveData data{.name = "constant", .x = {1, 2, 3, 4}, .y = {0.12, -0.08, 0.07, -0.03}};
  const FitResult fit =
      CurveFit(constant, {{.name = "c", .default_value = 0.5, .lower = 0}}).add(data).sigma(0.2).run();
  ASSERT_TRUE(fit["c"].interval_68 && fit["c"].interval_95) << fit.report();
  EXPECT_EQ(fit["c"].interval_from, "profile: near a bound");
  EXPECT_EQ(fit["c"].interval_68->first, 0);
  EXPECT_NEAR(fit["c"].interval_68->second, 0.12, promised * 0.1);
  EXPECT_EQ(fit["c"].interval_95->first, 0);
  EXPECT_NEAR(fit["c"].interval_95->second, 0.22, promised * 0.2);
}

TEST(Intervals, WithoutAnEndAreMissedInWords) {
  // 1/(1 + p) is 0.5 ± 1/3: p = ∞ and p = 0 are 1.5 errors away, within 95 % and beyond 68 %.
  const auto hyperbola = curve_function<1>([](double, const auto& p) { return 1 / (1 + p[0]); });
  const CurveData data{.name = "constant", .x = {1, 2, 3, 4}, .y = {0.6, 0.4, 0.55, 0.45}};
  const FitResult fit =
      CurveFit(hyperbola, {{.name = "p", .default_value = 0.5, .lower = 0}}).add(data).sigma(2.0 / 3).run();
  ASSERT_TRUE(fit["p"].interval_68) << fit.report();
  EXPECT_NEAR(fit["p"].interval_68->first, 0.2, promised);
  EXPECT_NEAR(fit["p"].interval_68->second, 5, promised * 5);
  EXPECT_FALSE(fit["p"].interval_95);
  EXPECT_NE(fit.report().find("p: no 95.45 % interval, no end of the profile is found above"), std::string::npos)
      << fit.report();
}

TEST(Intervals, GoOverAHumpOfTheProfile) {
  // One point tells of p: its misfit of q(p) = k(p³/3 − 3p²/2 + 2p) errors rises to 1.92 at p = 1, falls to 1.53 at 2,
  // and passes 2 for good at the real root of q = 2.
  static constexpr double k = 2.3;
  const auto q = [](const auto& p) { return k * (p * p * p / 3. - 1.5 * p * p + 2. * p); };
  const auto hump = curve_function<1>([&](double x, const auto& p) { return x == 0 ? q(p[0]) : p[0] * 0.0; });
  const CurveData data{.name = "hump", .x = {0, 1, 2, 3}, .y = {0, 0, 0, 0}};
  const FitResult fit =
      CurveFit(hump, {{.name = "p", .default_value = 0.1}}).add(data).sigma(1).intervals(IntervalMethod::profile).run();
  double lower = 2, upper = 3;
  for (int step = 0; step < 50; ++step) {
    const double middle = 0.5 * (lower + upper);
    (q(middle) < 2 ? lower : upper) = middle;
  }
  ASSERT_TRUE(fit["p"].interval_95) << fit.report();
  EXPECT_NEAR(fit["p"].interval_95->second, upper, 5 * promised * upper);
}

TEST(Intervals, FollowTheCurveAsFarAsItCanBeEvaluated) {
  // y = 1 − p², p ≥ 0, mean 1.02 ± 0.16; beyond 0.6 there is no curve. χ² rises by 4 at p² = √(4·0.16² + 0.02²) − 0.02.
  const CurveFunction parabola = [](std::span<const double>, std::span<const double> p, std::span<double> y,
                                    std::span<double> d) {
    if (p[0] > 0.6) throw AccuracyError("too far");
    std::fill(y.begin(), y.end(), 1 - p[0] * p[0]);
    std::fill(d.begin(), d.end(), -2 * p[0]);
  };
  const CurveData data{.name = "constant", .x = {1, 2, 3, 4}, .y = {1.12, 0.92, 1.07, 0.97}};
  const FitResult fit =
      CurveFit(parabola, {{.name = "p", .default_value = 0.3, .lower = 0}}).add(data).sigma(0.32).run();
  ASSERT_EQ(fit["p"].state, ParameterState::at_bound) << fit.report();
  ASSERT_TRUE(fit["p"].interval_95) << fit.report();
  const double end = std::sqrt(std::sqrt(4 * 0.16 * 0.16 + 0.02 * 0.02) - 0.02);
  EXPECT_NEAR(fit["p"].interval_95->second, end, promised * end);
  EXPECT_NE(fit["p"].reason.find(" (95.45 %)"), std::string::npos) << fit["p"].reason;
  EXPECT_NE(fit.report().find("one standard error off"), std::string::npos) << fit.report();
}

TEST(Intervals, TakeAMeasuredValueForOneMoreDatum) {
  // The slope is bounded by 0, pulled below it by the points and above it by its measurement.
  const auto line_and_slope = curve_function<2>([](double x, const auto& p) { return x < 0 ? p[1] : p[0] + p[1] * x; });
  CurveData points{.name = "line", .x = {0, 1, 2, 3}, .y = {1.1, 0.97, 0.98, 0.9}, .sigma = {0.1, 0.1, 0.1, 0.1}};
  const std::vector<ParameterInfo> infos{{.name = "a", .default_value = 1},
                                         {.name = "b", .default_value = 0.1, .lower = 0}};
  const FitResult measured =
      CurveFit(line_and_slope, infos).add(points).measured("b", 0.1, 0.05).intervals(IntervalMethod::profile).run();
  points.x.push_back(-1);
  points.y.push_back(0.1);
  points.sigma.push_back(0.05);
  const FitResult datum = CurveFit(line_and_slope, infos).add(points).intervals(IntervalMethod::profile).run();
  for (const char* name : {"a", "b"}) {
    ASSERT_TRUE(measured[name].interval_95 && datum[name].interval_95) << name;
    const double width = datum[name].interval_95->second - datum[name].interval_95->first;
    EXPECT_NEAR(measured[name].interval_95->first, datum[name].interval_95->first, promised * width) << name;
    EXPECT_NEAR(measured[name].interval_95->second, datum[name].interval_95->second, promised * width) << name;
    EXPECT_NEAR(measured[name].interval_68->first, datum[name].interval_68->first, promised * width) << name;
  }
}

}  // namespace
}  // namespace didv
