// Draws from the posterior against densities that are known in closed form.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

const CurveFunction line = curve_function<2>([](double x, const auto& p) { return p[0] + p[1] * x; });

CurveData points_on_a_line() {
  CurveData data{.name = "line"};
  std::mt19937 generator(4);
  std::normal_distribution<double> noise(0, 0.1);
  for (int i = 0; i < 12; ++i) {
    data.x.push_back(i - 5.5);
    data.y.push_back(2 + 0.3 * data.x.back() + noise(generator));
  }
  return data;
}

CurveFit fit_of_a_line() { return CurveFit(line, {{.name = "a"}, {.name = "b"}}).add(points_on_a_line()); }

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

double variance(const std::vector<double>& values) {
  const double m = mean(values);
  double sum = 0;
  for (const double v : values) sum += (v - m) * (v - m);
  return sum / static_cast<double>(values.size());
}

/// Five standard errors of a mean of so many draws, about one in two of them independent.
double five_sigma(const Estimate& e) { return 5 / std::sqrt(static_cast<double>(e.replicas.size()) / 2); }

TEST(Posterior, OfALineWithKnownNoiseIsItsCovariance) {
  const FitResult fit = fit_of_a_line().sigma(0.1).intervals(PosteriorSampler{.seed = 2}).run();
  ASSERT_TRUE(fit.usable()) << fit.report();
  for (const char* name : {"a", "b"}) {
    const Estimate& e = fit[name];
    ASSERT_FALSE(e.replicas.empty()) << fit.report();
    EXPECT_NEAR(mean(e.replicas), e.value, five_sigma(e) * *e.standard_error);
    EXPECT_NEAR(variance(e.replicas) / std::pow(*e.standard_error, 2), 1, std::sqrt(2) * five_sigma(e));
    ASSERT_TRUE(e.interval_68 && e.interval_95);
    EXPECT_NEAR(e.interval_68->second - e.interval_68->first, 2 * *e.standard_error, 0.15 * *e.standard_error);
    EXPECT_NEAR(e.interval_95->second - e.interval_95->first, 4 * *e.standard_error, 0.4 * *e.standard_error);
    EXPECT_NE(e.interval_from.find("posterior: 2 ensembles of 16 walkers"), std::string::npos) << e.interval_from;
    ASSERT_TRUE(e.sampling);
    EXPECT_LT(e.sampling->r_hat, 1.01);
    EXPECT_GT(e.sampling->effective_draws, 500);
  }
}

/// σ integrated out with a prior 1/σ leaves Student's t for n − 2 degrees of freedom (A. Gelman et al., Bayesian Data
/// Analysis, 3rd ed., section 14.2).
TEST(Posterior, WithUnknownNoiseItIsStudentsT) {
  const FitResult fit = fit_of_a_line().intervals(PosteriorSampler{.seed = 3}).run();
  const Estimate& slope = fit["b"];
  ASSERT_FALSE(slope.replicas.empty()) << fit.report();
  constexpr double ndf = 10;
  // The fourth moment of t(10) makes its variance noisier than a normal's.
  EXPECT_NEAR(variance(slope.replicas) / std::pow(*slope.standard_error, 2), ndf / (ndf - 2), 3 * five_sigma(slope));
  // 68.27 % of t(10) lie within 1.0526 (G. J. Hahn and W. Q. Meeker, Statistical Intervals; scipy.stats.t.ppf).
  EXPECT_NEAR(0.5 * (slope.interval_68->second - slope.interval_68->first), 1.0526 * *slope.standard_error,
              0.1 * *slope.standard_error);
}

TEST(Posterior, AMeasuredValueIsPartOfIt) {
  const FitResult fit =
      fit_of_a_line().sigma(0.1).measured("b", 0.3, 0.001).intervals(PosteriorSampler{.seed = 2}).run();
  const Estimate& slope = fit["b"];
  ASSERT_FALSE(slope.replicas.empty());
  EXPECT_NEAR(std::sqrt(variance(slope.replicas)), *slope.standard_error, 0.1 * *slope.standard_error);
}

TEST(Posterior, StaysWithinTheRangeAndReachesItsEnd) {
  std::mt19937 generator(6);
  const Spectrum sharp =
      synthetic::spectrum(models::dynes(), {{"Delta", 1}, {"Gamma", 0}, {"T", 1}}, 4, 81, 0.02, generator);
  const Fit contact = Fit(models::dynes()).add(sharp).sigma(0.02);
  const FitResult fit = Fit(contact).intervals(PosteriorSampler{}).run(),
                  profile = Fit(contact).intervals(IntervalMethod::profile).run();
  const Estimate& Gamma = fit["Gamma"];
  ASSERT_FALSE(Gamma.replicas.empty()) << fit.report();
  EXPECT_GE(*std::min_element(Gamma.replicas.begin(), Gamma.replicas.end()), 0);
  ASSERT_TRUE(Gamma.interval_95);
  EXPECT_GT(Gamma.interval_95->first, 0);
  // Another question than the profile's, of the same size.
  const double limit = profile["Gamma"].interval_95.value().second;
  EXPECT_GT(Gamma.interval_95->second, 0.5 * limit);
  EXPECT_LT(Gamma.interval_95->second, 1.5 * limit);
  EXPECT_NEAR(fit["Delta"].value, mean(fit["Delta"].replicas), 2 * std::sqrt(variance(fit["Delta"].replicas)));
}

TEST(Posterior, IsTheSameFromAnyNumberOfThreads) {
  const auto draws = [](unsigned threads) {
    return fit_of_a_line().intervals(PosteriorSampler{.seed = 9, .threads = threads}).run()["a"].replicas;
  };
  const std::vector<double> one = draws(1);
  EXPECT_FALSE(one.empty());
  EXPECT_EQ(draws(2), one);
  EXPECT_EQ(draws(8), one);
}

TEST(Posterior, WhatHasNoneSaysWhy) {
  const auto says = [](const FitResult& fit, const std::string& words) {
    return std::any_of(fit.warnings.begin(), fit.warnings.end(),
                       [&](const std::string& w) { return w.find(words) != std::string::npos; });
  };
  const CurveFunction twice = curve_function<2>([](double x, const auto& p) { return (p[0] + p[1]) * x; });
  const FitResult degenerate =
      CurveFit(twice, {{.name = "a"}, {.name = "b"}}).add(points_on_a_line()).intervals(PosteriorSampler{}).run();
  EXPECT_TRUE(says(degenerate, "no posterior: ")) << degenerate.report();
  EXPECT_FALSE(degenerate["a"].interval_68);
  const FitResult hurried = fit_of_a_line().intervals(PosteriorSampler{.longest = 100}).run();
  EXPECT_TRUE(says(hurried, "have not converged")) << hurried.report();
  EXPECT_FALSE(hurried["a"].interval_68);
  const FitResult robust = fit_of_a_line().noise({.loss = Loss::huber}).intervals(PosteriorSampler{}).run();
  EXPECT_TRUE(says(robust, "a robust loss is no probability")) << robust.report();
  EXPECT_THROW(fit_of_a_line().intervals(PosteriorSampler{.walkers = 3}).run(), InvalidArgument);
  EXPECT_THROW(fit_of_a_line().intervals(PosteriorSampler{.walkers = 2}).run(), InvalidArgument);
  EXPECT_THROW(fit_of_a_line().intervals(PosteriorSampler{.ensembles = 1}).run(), InvalidArgument);
}

}  // namespace
}  // namespace didv
