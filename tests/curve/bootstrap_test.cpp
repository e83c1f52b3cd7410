// Bootstrap intervals against closed forms.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <numbers>
#include <random>

#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "fit/student_t.hpp"
#include "noisy_line.hpp"

namespace didv {
namespace {

constexpr std::size_t many = 4000;
/// Four standard deviations of an end, in standard errors: 2.3/√N and 3.4/√N (didv/intervals.hpp).
const double of_68 = 4 * 2.3 / std::sqrt(many), of_95 = 4 * 3.4 / std::sqrt(many);
/// The same of a standard deviation of N values.
const double of_spread = 4 / std::sqrt(2.0 * many);

const auto constant = curve_function<1>([](double, const auto& p) { return p[0] + 0.0; });

/// A constant 1 with unit noise, each point the mean of `width` deviates.
CurveData smoothed(int points, int width) {
  CurveData data{.name = "smoothed", .x = {}, .y = {}};
  std::mt19937 generator(11);
  std::normal_distribution<double> normal(0, 1);
  std::vector<double> noise;
  for (int i = 0; i < points + width; ++i) noise.push_back(normal(generator));
  for (int i = 0; i < points; ++i) {
    double sum = 0;
    for (int k = 0; k < width; ++k) sum += noise[static_cast<std::size_t>(i + k)];
    data.x.push_back(i);
    data.y.push_back(1 + sum / width);
  }
  return data;
}

double spread(const std::vector<double>& values) {
  double mean = 0, square = 0;
  for (const double v : values) mean += v / static_cast<double>(values.size());
  for (const double v : values) square += (v - mean) * (v - mean) / static_cast<double>(values.size());
  return std::sqrt(square);
}

void expect_symmetric(const Estimate& estimate, double one, double two) {
  ASSERT_TRUE(estimate.interval_68 && estimate.interval_95);
  const double error = *estimate.standard_error, value = estimate.value;
  EXPECT_NEAR(estimate.interval_68->first, value - one * error, of_68 * error);
  EXPECT_NEAR(estimate.interval_68->second, value + one * error, of_68 * error);
  EXPECT_NEAR(estimate.interval_95->first, value - two * error, of_95 * error);
  EXPECT_NEAR(estimate.interval_95->second, value + two * error, of_95 * error);
}

TEST(BootstrapIntervals, OfALineWithKnownNoiseAreOneAndTwoStandardErrors) {
  const FitResult fit = CurveFit(line, a_and_b)
                            .add(noisy_line())
                            .sigma(0.1)
                            .intervals(Bootstrap{.kind = BootstrapKind::parametric, .replicas = many})
                            .run();
  for (const char* name : {"a", "b"}) {
    expect_symmetric(fit[name], 1, 2);
    EXPECT_EQ(fit[name].interval_from, "bootstrap: 4000 replicas, parametric, seed 1");
    EXPECT_EQ(fit[name].replicas.size(), many);
  }
}

TEST(BootstrapIntervals, OfALineWithUnknownNoiseAreItsStandardErrorsTimesStudentsT) {
  const FitResult fit = CurveFit(line, a_and_b)
                            .add(noisy_line())
                            .intervals(Bootstrap{.kind = BootstrapKind::parametric, .replicas = many})
                            .run();
  const double one = fitting::central_student_t(0.682689492137, 10),
               two = fitting::central_student_t(0.954499736104, 10);
  for (const char* name : {"a", "b"}) expect_symmetric(fit[name], one, two);
}

// The variance of a linear fit to residuals drawn with replacement and widened by √(n/ndf) is that of its covariance.
TEST(BootstrapIntervals, OfResidualsSpreadAsTheCovarianceSays) {
  const FitResult fit = CurveFit(line, a_and_b).add(noisy_line()).intervals(Bootstrap{.replicas = many}).run();
  for (const char* name : {"a", "b"}) {
    EXPECT_EQ(fit[name].interval_from, "bootstrap: 4000 replicas, residual, seed 1");
    EXPECT_NEAR(spread(fit[name].replicas), *fit[name].standard_error, of_spread * *fit[name].standard_error);
  }
}

TEST(BootstrapIntervals, KeepTheCorrelationOfNeighbours) {
  constexpr int points = 2000, width = 5;
  CurveData data = smoothed(points, width);
  const double error = 1 / std::sqrt(points);
  // The standard error of 80 runs of 25 points, which fall short of the whole correlation by 3 %, plus the refits'.
  const double tolerance = (3.5 / std::sqrt(2.0 * 80) + 0.03 + of_spread) * error;
  const auto spread_of = [&](const Bootstrap& how, const char* kind) {
    const FitResult fit = CurveFit(constant, {{.name = "level"}}).add(data).intervals(how).run();
    EXPECT_EQ(fit["level"].interval_from, std::string("bootstrap: 4000 replicas, ") + kind + ", seed 1");
    return spread(fit["level"].replicas);
  };
  // Neighbours that nobody said are correlated are found out.
  EXPECT_NEAR(spread_of({.replicas = many}, "block"), error, tolerance);
  data.points_per_independent_point = width;
  EXPECT_NEAR(spread_of({.replicas = many}, "block"), error, tolerance);
  EXPECT_NEAR(spread_of({.kind = BootstrapKind::parametric, .replicas = many}, "parametric"), error, tolerance);
  EXPECT_NEAR(spread_of({.kind = BootstrapKind::residual, .replicas = many}, "residual"), error, tolerance);
}

TEST(BootstrapIntervals, AreTheSameBytesForAnyNumberOfThreadsAndEachTime) {
  const auto with_threads = [](unsigned threads) {
    return CurveFit(line, a_and_b).add(noisy_line()).intervals(Bootstrap{.replicas = 200, .threads = threads}).run();
  };
  const FitResult one = with_threads(1);
  for (const unsigned threads : {1U, 2U, 8U, 0U}) {
    const FitResult other = with_threads(threads);
    EXPECT_EQ(other.json(), one.json()) << threads << " threads";
    EXPECT_EQ(other["a"].replicas, one["a"].replicas) << threads << " threads";
  }
}

TEST(BootstrapIntervals, HangOnTheSeedWithinTheirUncertainty) {
  const auto with_seed = [](std::uint64_t seed) {
    return CurveFit(line, a_and_b).add(noisy_line()).sigma(0.1).intervals(Bootstrap{.seed = seed}).run();
  };
  const FitResult one = with_seed(1), other = with_seed(2);
  EXPECT_NE(one["a"].replicas, other["a"].replicas);
  const double tolerance = 4 * std::sqrt(2.0) * 2.3 / std::sqrt(1000.0) * *one["a"].standard_error;
  EXPECT_NEAR(one["a"].interval_68->first, other["a"].interval_68->first, tolerance);
}

TEST(BootstrapIntervals, AreCutAtABound) {
  const CurveData data{.name = "constant", .x = {1, 2, 3, 4}, .y = {-0.12, 0.08, -0.07, 0.03}};
  const FitResult fit = CurveFit(constant, {{.name = "c", .default_value = 0.5, .lower = 0}})
                            .add(data)
                            .sigma(0.2)
                            .intervals(Bootstrap{.kind = BootstrapKind::parametric, .replicas = many})
                            .run();
  // At 0, where refits find max(0, N(0, 0.1)).
  EXPECT_EQ(fit["c"].state, ParameterState::at_bound);
  ASSERT_TRUE(fit["c"].interval_68 && fit["c"].interval_95);
  EXPECT_EQ(fit["c"].interval_68->first, 0);
  EXPECT_EQ(fit["c"].interval_95->first, 0);
  EXPECT_NEAR(fit["c"].interval_68->second, 0.1, 0.1 * of_68);
  EXPECT_NEAR(fit["c"].interval_95->second, 0.2, 0.1 * of_95);
  EXPECT_NE(fit["c"].reason.find("; below 0."), std::string::npos) << fit["c"].reason;
}

TEST(BootstrapIntervals, DrawMeasuredValuesAnew) {
  // Four points of σ = 0.2 fix the level to 0.1, and so does the measurement: together to 0.1/√2.
  const CurveData data{.name = "constant", .x = {1, 2, 3, 4}, .y = {1.12, 0.92, 1.07, 0.97}};
  const FitResult fit = CurveFit(constant, {{.name = "c", .unit = "K"}})
                            .add(data)
                            .sigma(0.2)
                            .measured("c", 1.1, 0.1)
                            .intervals(Bootstrap{.kind = BootstrapKind::parametric, .replicas = many})
                            .run();
  const double error = 0.1 / std::numbers::sqrt2;
  EXPECT_NEAR(spread(fit["c"].replicas), error, of_spread * error);
  expect_symmetric(fit["c"], 1, 2);
}

/// A constant that cannot be computed above `highest`.
CurveFunction constant_up_to(double highest) {
  return [highest](std::span<const double>, std::span<const double> p, std::span<double> y, std::span<double> d) {
    if (p[0] > highest) throw AccuracyError("too high");
    std::fill(y.begin(), y.end(), p[0]);
    std::fill(d.begin(), d.end(), 1.0);
  };
}

TEST(BootstrapIntervals, CountTheRefitsThatFail) {
  const CurveData data{.name = "constant", .x = {1, 2, 3, 4}, .y = {1.1, 0.9, 1.05, 0.95}};
  const auto fitted = [&](double highest) {
    return CurveFit(constant_up_to(highest), {{.name = "c", .default_value = 0.9}})
        .add(data)
        .sigma(0.2)
        .intervals(Bootstrap{.kind = BootstrapKind::parametric})
        .run();
  };
  // 1.8 standard errors above the mean: 3.6 % of the refits.
  const FitResult few = fitted(1.18);
  ASSERT_EQ(few.status, FitStatus::converged) << few.report();
  EXPECT_LT(few["c"].replicas.size(), 1000);
  const std::string said =
      "parametric bootstrap: " + std::to_string(1000 - few["c"].replicas.size()) + " of 1000 refits did not converge";
  EXPECT_NE(few.report().find(said), std::string::npos) << few.report();
  EXPECT_TRUE(few["c"].interval_68);
  // Half a standard error above: a third.
  const FitResult lost = fitted(1.05);
  ASSERT_EQ(lost.status, FitStatus::converged) << lost.report();
  EXPECT_FALSE(lost["c"].interval_68 || lost["c"].interval_95);
  EXPECT_NE(lost.report().find("too many to take intervals"), std::string::npos) << lost.report();
}

TEST(BootstrapIntervals, PassOnWhatTheCurveThrows) {
  std::atomic<int> calls = 0;
  const auto breaks = [&](std::span<const double>, std::span<const double> p, std::span<double> y,
                          std::span<double> d) {
    if (++calls > 200) throw std::domain_error("broken");
    std::fill(y.begin(), y.end(), p[0]);
    std::fill(d.begin(), d.end(), 1.0);
  };
  CurveFit fit(breaks, {{.name = "c"}});
  fit.add({.name = "constant", .x = {1, 2, 3, 4}, .y = {1.1, 0.9, 1.05, 0.95}}).intervals(Bootstrap{.threads = 4});
  EXPECT_THROW(fit.run(), std::domain_error);
}

TEST(BootstrapIntervals, OfManyDataSetsAreThoseOfEachAlone) {
  CurveData first = noisy_line(), second = noisy_line();
  for (double& y : second.y) y += 0.3 * y * y;
  const auto fitted = [](std::vector<CurveData> sets) {
    CurveFit fit(line, a_and_b);
    for (const CurveData& set : sets) fit.add(set);
    return fit.intervals(Bootstrap{.replicas = 100}).run();
  };
  EXPECT_EQ(fitted({first, second}).estimate("b", 1).replicas, fitted({second})["b"].replicas);
}

TEST(BootstrapIntervals, AreRefusedForTooFewReplicas) {
  CurveFit fit(line, a_and_b);
  fit.add(noisy_line()).intervals(Bootstrap{.replicas = 9});
  EXPECT_THROW(fit.run(), InvalidArgument);
}

TEST(BootstrapInterval, LeavesOutTailsOfLessThanOneReplica) {
  std::vector<double> replicas;
  for (int i = 0; i < 40; ++i) replicas.push_back(i - 19.5);
  EXPECT_TRUE(bootstrap_interval(replicas, 0, 0.68));
  EXPECT_FALSE(bootstrap_interval(replicas, 0, 0.9545)) << "40 replicas have 0.9 in each tail";
  EXPECT_THROW(bootstrap_interval(replicas, 0, 1), InvalidArgument);
}

// Replicas Φ⁻¹(k/(n+1)) about a value that was found b standard deviations above their middle: the corrected
// percentiles move by 2b.
TEST(BootstrapInterval, CorrectsForBias) {
  constexpr int n = 9999;
  std::vector<double> replicas;
  for (int k = 1; k <= n; ++k) {
    const double p = static_cast<double>(k) / (n + 1);
    replicas.push_back(p == 0.5  ? 0
                       : p < 0.5 ? -fitting::central_student_t(1 - 2 * p, infinity)
                                 : fitting::central_student_t(2 * p - 1, infinity));
  }
  const auto interval = bootstrap_interval(replicas, 0.25, 0.682689492137);
  ASSERT_TRUE(interval);
  constexpr double of_the_grid = 1e-3;  // 1/n over the density at 1.5
  EXPECT_NEAR(interval->first, -0.5, of_the_grid);
  EXPECT_NEAR(interval->second, 1.5, of_the_grid);
}

}  // namespace
}  // namespace didv
