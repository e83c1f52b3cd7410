// Contours of two parameters against closed forms.
#include <gtest/gtest.h>

#include <cmath>

#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "noisy_line.hpp"

namespace didv {
namespace {

/// Points are promised to 0.001 of their distance, and the rise goes with its square.
constexpr double promised = 2e-3;

/// (θ − θ̂)ᵀ C⁻¹ (θ − θ̂), with the covariance of the fit.
double rise(const FitResult& fit, const std::pair<double, double>& point) {
  const double a = (point.first - fit["a"].value) / *fit["a"].standard_error,
               b = (point.second - fit["b"].value) / *fit["b"].standard_error, rho = *fit.correlation("a", "b");
  return (a * a - 2 * rho * a * b + b * b) / (1 - rho * rho);
}

void expect_rise(const FitResult& fit, const std::vector<std::pair<double, double>>& points, double expected) {
  EXPECT_GE(points.size(), 24U);
  for (const auto& point : points) EXPECT_NEAR(rise(fit, point), expected, promised * expected);
}

TEST(Contours, OfALineWithKnownNoiseAreItsEllipses) {
  const FitResult fit = CurveFit(line, a_and_b).add(noisy_line()).sigma(0.1).contour("a", "b").run();
  ASSERT_EQ(fit.contours.size(), 1U);
  const Contour& contour = fit.contours.front();
  EXPECT_EQ(contour.first + contour.second + contour.data + contour.reason, "ab");
  // −2 ln(1 − P).
  expect_rise(fit, contour.points_68, 2.295749);
  expect_rise(fit, contour.points_95, 6.180074);
}

TEST(Contours, OfALineWithUnknownNoiseAreThoseOfTheFDistribution) {
  const FitResult fit = CurveFit(line, a_and_b).add(noisy_line()).contour("b", "a").run();
  const Contour& contour = fit.contours.front();
  std::vector<std::pair<double, double>> turned;
  for (const auto& [b, a] : contour.points_68) turned.emplace_back(a, b);
  // 2 F for 2 and 10 degrees of freedom, ν ((1 − P)^(−2/ν) − 1).
  expect_rise(fit, turned, 10 * (std::pow(1 - 0.682689492137, -0.2) - 1));
}

TEST(Contours, GoOnceAround) {
  const FitResult fit = CurveFit(line, a_and_b).add(noisy_line()).contour("a", "b").run();
  const auto& points = fit.contours.front().points_95;
  double turned = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto angle = [&](const std::pair<double, double>& p) {
      return std::atan2((p.second - fit["b"].value) / *fit["b"].standard_error,
                        (p.first - fit["a"].value) / *fit["a"].standard_error);
    };
    turned += std::remainder(angle(points[(i + 1) % points.size()]) - angle(points[i]), 2 * M_PI);
  }
  EXPECT_NEAR(std::abs(turned), 2 * M_PI, 1e-9);
}

TEST(Contours, AreCutAtBounds) {
  const FitResult free = CurveFit(line, a_and_b).add(noisy_line()).sigma(0.1).run();
  const double upper = free["b"].value + 0.5 * *free["b"].standard_error;
  const FitResult fit =
      CurveFit(line, a_and_b).add(noisy_line()).sigma(0.1).bound("b", -10, upper).contour("a", "b").run();
  const Contour& contour = fit.contours.front();
  ASSERT_EQ(contour.reason, "") << fit.report();
  int cut = 0;
  for (const auto& point : contour.points_95) {
    EXPECT_LE(point.second, upper);
    if (std::abs(point.second - upper) < 1e-9) {
      ++cut;
      EXPECT_LE(rise(free, point), 6.180074 * (1 + promised));
    } else {
      EXPECT_NEAR(rise(free, point), 6.180074, promised * 6.180074);
    }
  }
  EXPECT_GT(cut, 10) << "half a standard error on one side";
}

// χ² = a² + (b − 5a²)²: a bent valley, of which lines through the minimum see the bottom alone.
TEST(Contours, OfARegionThatLinesDoNotReachAllOfAreMissedInWords) {
  const auto valley = [](double x, const auto& p) { return x < 1 ? p[0] : p[1] - 5.0 * p[0] * p[0]; };
  const double two = std::sqrt(2.0);
  const FitResult fit =
      CurveFit(curve_function<2>(valley), {{.name = "a", .default_value = 0.1}, {.name = "b"}})
          .add({.name = "valley", .x = {0, 0.5, 1, 1.5}, .y = {0.1, -0.1, 0.1, -0.1}, .sigma = {two, two, two, two}})
          .contour("a", "b")
          .run();
  const Contour& contour = fit.contours.front();
  EXPECT_TRUE(contour.points_95.empty());
  EXPECT_NE(contour.reason.find("lines through the minimum do not reach all of the region"), std::string::npos)
      << fit.report() << contour.reason;
  EXPECT_NE(fit.report().find("no contour of a and b"), std::string::npos) << fit.report();
}

TEST(Contours, OfOneParameterThatIsHeldAreMissedInWords) {
  const FitResult fit = CurveFit(line, a_and_b).add(noisy_line()).fix("b", 0).contour("a", "b").run();
  EXPECT_EQ(fit.contours.front().reason, "b is not fitted");
  EXPECT_TRUE(fit.contours.front().points_95.empty());
}

TEST(Contours, AreRefusedForNamesThatThereAreNot) {
  CurveFit fit(line, a_and_b);
  fit.add(noisy_line());
  EXPECT_THROW(CurveFit(fit).contour("a", "c").run(), InvalidArgument);
  EXPECT_THROW(CurveFit(fit).contour("a", "a").run(), InvalidArgument);
}

TEST(Contours, OfSharedParametersStandOnceAndOfOthersPerDataSet) {
  CurveFit fit(line, a_and_b);
  CurveData second = noisy_line();
  second.name = "second";
  for (double& y : second.y) y += 0.3;
  const FitResult shared = fit.add(noisy_line()).add(second).share("b").sigma(0.1).contour("a", "b").run();
  ASSERT_EQ(shared.contours.size(), 2U);
  EXPECT_EQ(shared.contours[0].data, "line");
  EXPECT_EQ(shared.contours[1].data, "second");
  EXPECT_EQ(shared.contours[1].reason, "");
  // The ellipse touches the lines one ellipse's axis away: √(−2 ln(1 − P)) standard errors of b.
  double lowest = infinity, highest = -infinity;
  for (const auto& point : shared.contours[1].points_68) {
    lowest = std::min(lowest, point.second);
    highest = std::max(highest, point.second);
  }
  const double reach = std::sqrt(2.295749) * *shared["b"].standard_error;
  constexpr double between_points = 1 - 0.9957;  // cos(π/24) − … of 48 points around
  EXPECT_NEAR(highest, shared["b"].value + reach, 2 * between_points * reach);
  EXPECT_NEAR(lowest, shared["b"].value - reach, 2 * between_points * reach);
}

}  // namespace
}  // namespace didv
