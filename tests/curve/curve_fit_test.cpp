// The general curve fit against closed forms, and against input that no fit can serve.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "didv/curve.hpp"
#include "didv/error.hpp"

namespace didv {
namespace {

const CurveFunction straight_line = curve_function([](double x, std::span<const double> p, std::span<double> gradient) {
  gradient[0] = 1;
  gradient[1] = x;
  return p[0] + p[1] * x;
});

const std::vector<ParameterInfo> a_and_b = {{.name = "a"}, {.name = "b", .unit = "1/s"}};

CurveData noisy_line(double noise, int points = 40, unsigned seed = 7) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal(0, noise);
  CurveData data{.name = "line", .x = {}, .y = {}};
  for (int i = 0; i < points; ++i) {
    data.x.push_back(0.5 * i);
    data.y.push_back(2 - 0.3 * data.x.back() + normal(generator));
  }
  return data;
}

struct Line {
  double a, b, error_a, error_b, correlation, squares;
};

/// Weighted least squares of a straight line in closed form; errors for weights taken as absolute.
Line closed_form(const CurveData& data, const std::vector<double>& sigma) {
  double s = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (std::size_t i = 0; i < data.x.size(); ++i) {
    const double w = 1 / (sigma[i] * sigma[i]);
    s += w, sx += w * data.x[i], sy += w * data.y[i], sxx += w * data.x[i] * data.x[i],
        sxy += w * data.x[i] * data.y[i];
  }
  const double determinant = s * sxx - sx * sx;
  Line line{(sxx * sy - sx * sxy) / determinant, (s * sxy - sx * sy) / determinant, std::sqrt(sxx / determinant),
            std::sqrt(s / determinant),          -sx / std::sqrt(s * sxx),          0};
  for (std::size_t i = 0; i < data.x.size(); ++i)
    line.squares += std::pow((data.y[i] - line.a - line.b * data.x[i]) / sigma[i], 2);
  return line;
}

// A straight line is solved by the first step; what is left is the rounding of the sums above.
constexpr double rounding = 1e-11;

TEST(CurveFit, GivesTheClosedFormOfAStraightLineWithKnownNoise) {
  CurveData data = noisy_line(0.1);
  for (std::size_t i = 0; i < data.x.size(); ++i) data.sigma.push_back(i % 2 ? 0.1 : 0.2);
  const Line exact = closed_form(data, data.sigma);
  const FitResult fit = CurveFit(straight_line, a_and_b).add(data).run();
  EXPECT_TRUE(fit.usable()) << fit.report();
  EXPECT_FALSE(fit.sigma_estimated);
  EXPECT_NEAR(fit["a"].value, exact.a, rounding);
  EXPECT_NEAR(fit["b"].value, exact.b, rounding);
  EXPECT_NEAR(fit["a"].standard_error.value(), exact.error_a, rounding);
  EXPECT_NEAR(fit["b"].standard_error.value(), exact.error_b, rounding);
  EXPECT_NEAR(fit.correlation("a", "b").value(), exact.correlation, rounding);
  EXPECT_NEAR(fit.chi_squared, exact.squares, rounding * exact.squares);
  EXPECT_EQ(fit.degrees_of_freedom, 38);
}

TEST(CurveFit, ScalesTheErrorsByTheResidualsWhereTheNoiseIsUnknown) {
  const CurveData data = noisy_line(0.1);
  const Line exact = closed_form(data, std::vector<double>(data.x.size(), 1.0));
  const FitResult fit = CurveFit(straight_line, a_and_b).add(data).run();
  EXPECT_TRUE(fit.sigma_estimated);
  EXPECT_NEAR(fit["a"].standard_error.value(), exact.error_a * std::sqrt(exact.squares / 38), rounding);
  EXPECT_NEAR(fit.chi_squared, exact.squares, rounding);
}

TEST(CurveFit, OneSigmaForAllPointsWinsOverThatOfEachPoint) {
  CurveData data = noisy_line(0.1);
  data.sigma.assign(data.x.size(), 55.0);
  const Line exact = closed_form(data, std::vector<double>(data.x.size(), 0.1));
  const FitResult fit = CurveFit(straight_line, a_and_b).add(data).sigma(0.1).run();
  EXPECT_NEAR(fit["b"].standard_error.value(), exact.error_b, rounding);
}

TEST(CurveFit, PointsThatShareTheirInformationWidenTheErrors) {
  CurveData data = noisy_line(0.1);
  const FitResult plain = CurveFit(straight_line, a_and_b).add(data).sigma(0.1).run();
  data.points_per_independent_point = 4;
  const FitResult smoothed = CurveFit(straight_line, a_and_b).add(data).sigma(0.1).run();
  EXPECT_NEAR(smoothed["b"].value, plain["b"].value, rounding);
  EXPECT_NEAR(*smoothed["b"].standard_error, 2 * *plain["b"].standard_error, rounding);
  EXPECT_EQ(smoothed.degrees_of_freedom, 8);
  EXPECT_NEAR(smoothed.chi_squared, plain.chi_squared / 4, rounding * plain.chi_squared);
  EXPECT_NE(smoothed.report().find("widened"), std::string::npos);
}

TEST(CurveFit, AMeasuredParameterCountsAsOneMoreDatum) {
  const CurveData data = noisy_line(0.1);
  const double noise = 0.1, measured = -0.5, error = 0.01;
  // The closed form with the datum (b − measured)/error: normal equations with one more term.
  double s = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (std::size_t i = 0; i < data.x.size(); ++i)
    s += 1, sx += data.x[i], sy += data.y[i], sxx += data.x[i] * data.x[i], sxy += data.x[i] * data.y[i];
  const double w = 1 / (noise * noise), m = 1 / (error * error);
  const double determinant = w * s * (w * sxx + m) - w * sx * w * sx;
  const FitResult fit = CurveFit(straight_line, a_and_b).add(data).sigma(noise).measured("b", measured, error).run();
  EXPECT_NEAR(fit["b"].value, (w * s * (w * sxy + m * measured) - w * sx * w * sy) / determinant, rounding);
  EXPECT_NEAR(*fit["b"].standard_error, std::sqrt(w * s / determinant), rounding);
  EXPECT_EQ(fit["b"].state, ParameterState::measured);
  EXPECT_EQ(fit.degrees_of_freedom, 39);
}

TEST(CurveFit, AMeasuredParameterIsWeighedAgainstTheNoiseEvenIfThatIsUnknown) {
  const CurveData data = noisy_line(0.1, 2000);
  const double close = -0.3001, error = 1e-5;
  const FitResult known = CurveFit(straight_line, a_and_b).add(data).sigma(0.1).measured("b", close, error).run();
  const FitResult unknown = CurveFit(straight_line, a_and_b).add(data).measured("b", close, error).run();
  ASSERT_TRUE(unknown.usable()) << unknown.report();
  // The noise of 2000 points is known to √(1/4000) = 1.6 %.
  EXPECT_NEAR(*unknown["b"].standard_error, *known["b"].standard_error, 0.05 * *known["b"].standard_error);
  EXPECT_NEAR(*unknown["a"].standard_error, *known["a"].standard_error, 0.05 * *known["a"].standard_error);
}

TEST(CurveFit, ScalingTheDataScalesWhatIsProportionalAndNothingElse) {
  const auto decay = curve_function<2>([](double x, const auto& p) { return p[0] * exp(-p[1] * x); });
  CurveData data{.x = {}, .y = {}};
  std::mt19937 generator(3);
  std::normal_distribution<double> normal(0, 0.02);
  for (int i = 0; i < 50; ++i) {
    data.x.push_back(0.1 * i);
    data.y.push_back(3 * std::exp(-0.7 * data.x.back()) + normal(generator));
  }
  const std::vector<ParameterInfo> infos = {{.name = "n0"}, {.name = "rate"}};
  const FitResult plain = CurveFit(decay, infos).add(data).start("n0", 1).start("rate", 1).run();
  for (double& y : data.y) y *= 1e-9;
  const FitResult small = CurveFit(decay, infos).add(data).start("n0", 1e-9).start("rate", 1).run();
  EXPECT_NEAR(small["rate"].value, plain["rate"].value, 1e-9);
  EXPECT_NEAR(*small["rate"].standard_error, *plain["rate"].standard_error, 1e-9);
  EXPECT_NEAR(small["n0"].value * 1e9, plain["n0"].value, 1e-9);
}

TEST(CurveFit, TwoParametersThatEnterOnlyAsAProductAreNotDetermined) {
  const auto product = curve_function<3>([](double x, const auto& p) { return p[0] * p[1] * x + p[2]; });
  const FitResult fit = CurveFit(product, {{.name = "a"}, {.name = "b"}, {.name = "c"}})
                            .add(noisy_line(0.1))
                            .start("a", 1)
                            .start("b", -2)
                            .start("c", 1)
                            .run();
  EXPECT_EQ(fit.status, FitStatus::converged);
  EXPECT_FALSE(fit.usable());
  for (const char* name : {"a", "b"}) {
    EXPECT_EQ(fit[name].state, ParameterState::not_determined);
    EXPECT_FALSE(fit[name].standard_error);
    EXPECT_EQ(fit[name].reason, "only a combination of a and b is determined");
  }
  // The third is as if the product were one parameter.
  const CurveData data = noisy_line(0.1);
  const Line exact = closed_form(data, std::vector<double>(data.x.size(), 1.0));
  EXPECT_NEAR(*fit["c"].standard_error, exact.error_a * std::sqrt(exact.squares / 38), 1e-9);
  EXPECT_EQ(fit.degrees_of_freedom, 38);
}

TEST(CurveFit, AParameterThatTheCurveDoesNotContainIsNotDetermined) {
  const auto lazy = curve_function<2>([](double x, const auto& p) { return p[0] * x + 0.0 * p[1]; });
  const FitResult fit = CurveFit(lazy, a_and_b).add(noisy_line(0.1)).start("a", 1).run();
  EXPECT_EQ(fit["b"].state, ParameterState::not_determined);
  EXPECT_EQ(fit["b"].reason, "the data do not depend on it");
  EXPECT_TRUE(fit["a"].standard_error);
  EXPECT_FALSE(fit.usable());
}

TEST(CurveFit, AtABoundThereIsALimitInPlaceOfAnErrorAndTheOthersTakeItIn) {
  const FitResult bounded = CurveFit(straight_line, a_and_b).add(noisy_line(0.1)).bound("b", -0.1, infinity).run();
  EXPECT_EQ(bounded["b"].state, ParameterState::at_bound);
  EXPECT_EQ(bounded["b"].value, -0.1);
  EXPECT_FALSE(bounded["b"].standard_error);
  ASSERT_TRUE(bounded["b"].interval_95);
  EXPECT_EQ(bounded["b"].interval_95->first, -0.1);
  EXPECT_NE(bounded["b"].reason.find("at its lower bound -0.1; below "), std::string::npos) << bounded["b"].reason;
  const FitResult fixed = CurveFit(straight_line, a_and_b).add(noisy_line(0.1)).fix("b", -0.1).run();
  EXPECT_EQ(fixed["b"].state, ParameterState::fixed);
  EXPECT_NEAR(bounded["a"].value, fixed["a"].value, 1e-9);
  // A straight line is linear in both: the error of a is the one with b free, at the noise that the bounded fit leaves.
  const FitResult free = CurveFit(straight_line, a_and_b).add(noisy_line(0.1)).run();
  const double noise = std::sqrt(*bounded.reduced_chi_squared() / *free.reduced_chi_squared());
  constexpr double reach_of_the_profile = 0.03;
  EXPECT_NEAR(*bounded["a"].standard_error / (*free["a"].standard_error * noise), 1, reach_of_the_profile);
  EXPECT_NE(bounded.report().find("one standard error off"), std::string::npos);
}

TEST(CurveFit, ALimitAtABoundIsWhereChiSquaredHasRisenBy4) {
  const auto data = [] {
    CurveData line = noisy_line(0.1);
    line.sigma.assign(line.x.size(), 0.1);
    return line;
  }();
  const FitResult bounded = CurveFit(straight_line, a_and_b).add(data).bound("b", -0.1, infinity).run();
  ASSERT_TRUE(bounded["b"].interval_95);
  const FitResult there = CurveFit(straight_line, a_and_b).add(data).fix("b", bounded["b"].interval_95->second).run();
  EXPECT_NEAR(there.chi_squared - bounded.chi_squared, 4, 0.01);
}

TEST(CurveFit, LeavesABoundWhereTheDerivativeVanishes) {
  const auto even = curve_function<1>([](double x, const auto& p) { return 1 + p[0] * p[0] * x; });
  CurveData data = noisy_line(0.01);
  for (std::size_t i = 0; i < data.x.size(); ++i) data.y[i] = 1 + 0.25 * data.x[i];
  const FitResult fit = CurveFit(even, {{.name = "z", .lower = 0}}).add(data).start("z", 0).run();
  EXPECT_NEAR(fit["z"].value, 0.5, 1e-9);
}

TEST(CurveFit, PrintsNothingWhereNoStepCanBeEvaluated) {
  const auto only_here = curve_function<1>(
      [](double x, const auto& p) { return p[0] == 1 ? p[0] * x : p[0] * std::numeric_limits<double>::quiet_NaN(); });
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  const FitResult fit = CurveFit(only_here, {{.name = "a", .default_value = 1}}).add(noisy_line(0.1)).run();
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(fit.usable());
  EXPECT_EQ(fit.status, FitStatus::not_converged);
}

TEST(CurveFit, WithinTwoErrorsOfABoundItWarns) {
  const FitResult fit = CurveFit(straight_line, a_and_b).add(noisy_line(0.1)).run();
  const double close = fit["b"].value - *fit["b"].standard_error;
  const FitResult near = CurveFit(straight_line, a_and_b).add(noisy_line(0.1)).bound("b", close, infinity).run();
  EXPECT_EQ(near["b"].state, ParameterState::free);
  ASSERT_FALSE(near.warnings.empty());
  EXPECT_NE(near.warnings.front().find("within 2 standard errors of its bound"), std::string::npos);
}

TEST(CurveFit, ResidualsWithStructureAreNamed) {
  CurveData data = noisy_line(0.01, 100);
  for (std::size_t i = 0; i < data.x.size(); ++i) data.y[i] += 0.1 * std::sin(data.x[i] / 4);
  const FitResult fit = CurveFit(straight_line, a_and_b).add(data).run();
  EXPECT_NE(fit.report().find("residuals have structure"), std::string::npos);
  EXPECT_EQ(CurveFit(straight_line, a_and_b).add(noisy_line(0.01, 100)).run().warnings.size(), 0u);
}

TEST(CurveFit, ChiSquaredFarFromItsNumberOfDegreesOfFreedomIsNamed) {
  const auto warnings = [](double sigma) {
    return CurveFit(straight_line, a_and_b).add(noisy_line(0.1)).sigma(sigma).run().report();
  };
  EXPECT_NE(warnings(0.05).find("sigma is too small"), std::string::npos);
  EXPECT_NE(warnings(0.2).find("sigma is too large"), std::string::npos);
  EXPECT_EQ(warnings(0.1).find("sigma is too"), std::string::npos);
}

TEST(CurveFit, StrongCorrelationsAreNamedDegenerate) {
  CurveData data = noisy_line(0.1);
  for (double& x : data.x) x += 100;
  const FitResult fit = CurveFit(straight_line, a_and_b).add(data).run();
  ASSERT_FALSE(fit.warnings.empty());
  EXPECT_NE(fit.warnings[0].find("a and b are degenerate"), std::string::npos) << fit.warnings[0];
}

TEST(CurveFit, SeveralDataSetsWithoutSharingAreIndependentFits) {
  CurveFit both(straight_line, a_and_b);
  both.add(noisy_line(0.1, 40, 1)).add(noisy_line(0.3, 25, 2));
  const FitResult together = both.run();
  const FitResult second = CurveFit(straight_line, a_and_b).add(noisy_line(0.3, 25, 2)).run();
  EXPECT_EQ(together.estimate("b", 1).value, second["b"].value);
  EXPECT_EQ(*together.estimate("b", 1).standard_error, *second["b"].standard_error);
  EXPECT_THROW(together["b"], InvalidArgument);
}

TEST(CurveFit, ASharedParameterIsTheOneOfTheJointLeastSquares) {
  const CurveData first = noisy_line(0.1, 40, 1), second = noisy_line(0.1, 25, 2);
  const FitResult fit = CurveFit(straight_line, a_and_b).add(first).add(second).sigma(0.1).share("b").run();
  ASSERT_TRUE(fit.usable()) << fit.report();
  // Slope from deviations about each set's own means.
  double sxx = 0, sxy = 0;
  for (const CurveData& data : {first, second}) {
    double mx = 0, my = 0;
    const double n = static_cast<double>(data.x.size());
    for (std::size_t i = 0; i < data.x.size(); ++i) mx += data.x[i] / n, my += data.y[i] / n;
    for (std::size_t i = 0; i < data.x.size(); ++i)
      sxx += (data.x[i] - mx) * (data.x[i] - mx), sxy += (data.x[i] - mx) * (data.y[i] - my);
  }
  EXPECT_NEAR(fit["b"].value, sxy / sxx, 1e-10);
  EXPECT_NEAR(*fit["b"].standard_error, 0.1 / std::sqrt(sxx), 1e-10);
  EXPECT_EQ(fit["b"].state, ParameterState::shared);
  EXPECT_EQ(fit.estimate("b", 0).value, fit.estimate("b", 1).value);
  EXPECT_EQ(fit.degrees_of_freedom, 62);
}

TEST(CurveFit, ASharedFitWeighsEachDataSetByItsOwnNoise) {
  const CurveData quiet = noisy_line(0.01, 400, 1), loud = noisy_line(1, 400, 2);
  const FitResult fit = CurveFit(straight_line, a_and_b).add(quiet).add(loud).share("b").run();
  const FitResult alone = CurveFit(straight_line, a_and_b).add(quiet).run();
  EXPECT_NEAR(fit["b"].value, alone["b"].value, 0.1 * *alone["b"].standard_error);
  EXPECT_NEAR(*fit["b"].standard_error, *alone["b"].standard_error, 0.01 * *alone["b"].standard_error);
}

TEST(CurveFit, AsManyPointsAsParametersLeaveNoErrorToTell) {
  const FitResult fit = CurveFit(straight_line, a_and_b).add(noisy_line(0.1, 2)).run();
  EXPECT_FALSE(fit.usable());
  EXPECT_FALSE(fit["a"].standard_error);
  EXPECT_FALSE(fit.reduced_chi_squared());
}

TEST(CurveFit, ACurveThatIsNotANumberAtTheStartFailsWithItsReason) {
  const auto root = curve_function<1>([](double x, const auto& p) { return sqrt(p[0] - 1) * x; });
  const FitResult fit = CurveFit(root, {{.name = "a"}}).add(noisy_line(0.1)).run();
  EXPECT_EQ(fit.status, FitStatus::failed);
  EXPECT_FALSE(fit.usable());
  EXPECT_EQ(fit.message, "the curve cannot be evaluated at the start: the curve or its derivatives are not finite");
  EXPECT_FALSE(fit.report().empty());
  EXPECT_FALSE(fit.json().empty());
}

TEST(CurveFit, EverythingFixedIsACurveAndItsMisfit) {
  const FitResult fit =
      CurveFit(straight_line, a_and_b).add(noisy_line(0.1)).fix("a", 2).fix("b", -0.3).sigma(0.1).run();
  EXPECT_TRUE(fit.usable()) << fit.report();
  EXPECT_EQ(fit.degrees_of_freedom, 40);
  EXPECT_GT(fit.chi_squared, 10);
}

// What the caller got wrong, and the one line that says so.
void expect_refusal(const CurveFit& fit, const std::string& message) {
  try {
    fit.run();
    ADD_FAILURE() << "no refusal, expected: " << message;
  } catch (const InvalidArgument& error) {
    EXPECT_EQ(error.what(), message);
  }
}

CurveFit line(CurveData data) {
  CurveFit fit(straight_line, a_and_b);
  fit.add(std::move(data));
  return fit;
}

TEST(CurveFit, RefusesBadDataInOneLine) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  expect_refusal(CurveFit(straight_line, a_and_b), "curve: no data: add() a data set");
  expect_refusal(line({.name = "d", .x = {}, .y = {}}), "d: no points");
  expect_refusal(line({.name = "d", .x = {1}, .y = {1}}),
                 "d: 1 point cannot fix 2 parameters (a, b): fix some, or widen the window");
  expect_refusal(line({.name = "d", .x = {1, 2, 3}, .y = {1, 2}}), "d: 3 values of x but 2 of y");
  expect_refusal(line({.name = "d", .x = {1, 2, nan}, .y = {1, 2, 3}}),
                 "d: x of point 3 is nan, expected a finite number");
  expect_refusal(line({.name = "d", .x = {1, 2, 3}, .y = {1, infinity, 3}}),
                 "d: y of point 2 is inf, expected a finite number");
  expect_refusal(line({.name = "d", .x = {1, 2, 3}, .y = {1, 2, 3}, .sigma = {1, 0, 1}}),
                 "d: sigma of point 2 is 0, expected a standard deviation above 0");
  expect_refusal(line({.name = "d", .x = {1, 2, 3}, .y = {1, 2, 3}, .sigma = {1, 1}}),
                 "d: 3 values of x but 2 of sigma");
  expect_refusal(line(noisy_line(0.1)).sigma(-1), "sigma: expected a standard deviation above 0, got -1");
  expect_refusal(line(noisy_line(0.1)).window(2, 1), "window: expected lower < upper, got 2 to 1");
  expect_refusal(line(noisy_line(0.1)).window(200, 300), "line: no point inside the window 200 to 300");
}

TEST(CurveFit, RefusesBadRulesInOneLine) {
  const auto fit = [] { return line(noisy_line(0.1)); };
  expect_refusal(fit().start("c", 1), "unknown parameter 'c': there are a, b");
  expect_refusal(fit().bound("b", 0, 1).start("b", 2), "start of b: 2 1/s is outside [0, 1 1/s]");
  expect_refusal(fit().bound("b", 2, 1), "bound of b: expected lower < upper within [-inf, inf 1/s], got 2 to 1");
  expect_refusal(fit().fix("a", 1).free("a"), "a is fixed at 1 and also freed: give one of the two");
  expect_refusal(fit().fix("a", 1).measured("a", 1, 1), "a is fixed at 1 and also measured: give one of the two");
  expect_refusal(fit().fix("a", 1).start("a", 2), "a is fixed at 1 and starts at 2: give one of the two");
  expect_refusal(fit().measured("a", 1, 0), "measured a: expected a standard error above 0, got 0");
  expect_refusal(fit().start("a", std::nan("")), "start of a: nan is outside [-inf, inf]");
}

TEST(CurveFit, AFitThatRunsOffToInfinityBeginsAgainElsewhere) {
  // From a rate far too large the exponential is gone at every point: nothing depends on it.
  CurveData data{.name = "charging", .x = {}, .y = {}};
  for (int i = 1; i <= 12; ++i) {
    data.x.push_back(i);
    data.y.push_back(120 * (1 - std::exp(-0.2 * i)) + (i % 2 == 0 ? 0.5 : -0.5));
  }
  const auto charging = curve_function<2>([](double x, const auto& p) { return p[0] * (1.0 - exp(-p[1] * x)); });
  const auto from = [&](double rate) {
    return CurveFit(charging, {{.name = "end"}, {.name = "rate"}})
        .add(data)
        .start("end", 100)
        .start("rate", rate)
        .run();
  };
  const FitResult far = from(50), near = from(0.3);
  EXPECT_TRUE(far.usable()) << far.report();
  EXPECT_NEAR(far["rate"].value, near["rate"].value, 1e-8);
  EXPECT_NEAR(far.chi_squared, near.chi_squared, 1e-9 * near.chi_squared);
}

}  // namespace
}  // namespace didv
