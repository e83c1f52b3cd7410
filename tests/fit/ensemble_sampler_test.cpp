// The sampler alone, on densities whose moments are known.
#include "fit/ensemble_sampler.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace didv::fitting {
namespace {

std::vector<double> at_random(RandomStream& stream, std::size_t dimensions, double size) {
  std::vector<double> place;
  for (std::size_t d = 0; d < dimensions; ++d) place.push_back(size * stream.normal());
  return place;
}

double mean_of(const Draws& draws, const std::function<double(const std::vector<double>&)>& quantity) {
  double sum = 0;
  for (const std::vector<double>& point : draws.points) sum += quantity(point);
  return sum / static_cast<double>(draws.points.size());
}

/// Standard deviations 1 and 1000, correlated by 0.95: any affine map of it is as easy.
TEST(EnsembleSampler, ALongTiltedGaussianHasItsMoments) {
  constexpr double rho = 0.95;
  const auto density = [] {
    return LogDensity([](std::span<const double> p) {
      const double a = p[0] - 3, b = (p[1] + 500) / 1000;
      return -0.5 * (a * a - 2 * rho * a * b + b * b) / (1 - rho * rho);
    });
  };
  const Draws draws =
      draw(density, [](RandomStream& stream) { return at_random(stream, 2, 10); }, {.seed = 7, .threads = 2});
  ASSERT_TRUE(draws.converged);
  EXPECT_GT(draws.acceptance, 0.2);
  EXPECT_LT(draws.acceptance, 0.9);
  // About as many independent draws as points were kept; 5 of their standard errors.
  const double error = 5 / std::sqrt(static_cast<double>(draws.points.size()) / 2);
  const double a = mean_of(draws, [](const auto&p) { return p[0]; }),
               b = mean_of(draws, [](const auto&p) { return p[1]; });
  EXPECT_NEAR(a, 3, error);
  EXPECT_NEAR(b, -500, 1000 * error);
  EXPECT_NEAR(mean_of(draws, [&](const auto& p) { return (p[0] - a) * (p[0] - a); }), 1, std::sqrt(2) * error);
  EXPECT_NEAR(mean_of(draws, [&](const auto& p) { return (p[0] - a) * (p[1] - b) / 1000; }), rho, std::sqrt(2) * error);
}

/// exp(−x) on x ≥ 0, leaning on another.
TEST(EnsembleSampler, AnEdgeIsNotCrossed) {
  const auto density = [] {
    return LogDensity([](std::span<const double> p) {
      return p[0] < 0 ? -std::numeric_limits<double>::infinity() : -p[0] - 0.5 * std::pow(p[1] - p[0], 2);
    });
  };
  const auto start = [](RandomStream& stream) {
    std::vector<double> place = at_random(stream, 2, 1);
    place[0] = std::abs(place[0]);
    return place;
  };
  const Draws draws = draw(density, start, {.seed = 3});
  ASSERT_TRUE(draws.converged);
  for (const std::vector<double>& point : draws.points) EXPECT_GE(point[0], 0);
  const double error = 5 / std::sqrt(static_cast<double>(draws.points.size()) / 4);
  EXPECT_NEAR(mean_of(draws, [](const auto& p) { return p[0]; }), 1, error);
  EXPECT_NEAR(mean_of(draws, [](const auto& p) { return p[0] > std::log(2) ? 1.0 : 0.0; }), 0.5, 0.5 * error);
}

TEST(EnsembleSampler, TheAutocorrelationTimeIsThatOfTheMeans) {
  const auto density = [] {
    return LogDensity(
        [](std::span<const double> p) { return -0.5 * std::inner_product(p.begin(), p.end(), p.begin(), 0.0); });
  };
  std::vector<double> means;
  double predicted = 0;
  constexpr int runs = 40;
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    const Draws draws = draw(density, [](RandomStream& stream) { return at_random(stream, 3, 1); },
                             {.walkers = 16, .ensembles = 1, .seed = seed});
    means.push_back(mean_of(draws, [](const auto& p) { return p[0]; }));
    const double kept = static_cast<double>(draws.steps - draws.steps / 2) * 16;
    predicted += draws.autocorrelation_time[0] / kept / runs;
  }
  double variance = 0;
  for (const double m : means) variance += m * m / runs;
  // χ² of 40: 1 ± 0.22 (1σ); walkers help each other, and so are no less correlated than their times say.
  EXPECT_GT(variance, 0.3 * predicted);
  EXPECT_LT(variance, 2.0 * predicted);
}

/// Two hills with a valley that nobody crosses: the ensembles differ, and say so.
TEST(EnsembleSampler, WhatTheEnsemblesDoNotAgreeOnHasNotConverged) {
  const auto density = [] {
    return LogDensity([](std::span<const double> p) {
      const double hill = -0.5 * std::pow((std::abs(p[0]) - 50) / 0.5, 2);
      return hill - 0.5 * p[1] * p[1];
    });
  };
  int ensemble = 0;
  const auto start = [&](RandomStream& stream) {
    std::vector<double> place = at_random(stream, 2, 0.1);
    place[0] += ensemble++ < 16 ? 50 : -50;
    return place;
  };
  const Draws draws = draw(density, start, {.ensembles = 2, .longest = 4000, .seed = 5});
  EXPECT_FALSE(draws.converged);
  EXPECT_GT(draws.r_hat[0], 10);
}

TEST(EnsembleSampler, TheSameSeedGivesTheSameBytesForAnyNumberOfThreads) {
  const auto density = [] {
    return LogDensity([](std::span<const double> p) { return -std::pow(p[0], 4) - p[1] * p[1]; });
  };
  const auto start = [](RandomStream& stream) { return at_random(stream, 2, 1); };
  const Draws one = draw(density, start, {.seed = 11, .threads = 1});
  for (const unsigned threads : {2U, 8U})
    EXPECT_EQ(draw(density, start, {.seed = 11, .threads = threads}).points, one.points);
  EXPECT_NE(draw(density, start, {.seed = 12}).points, one.points);
}

}  // namespace
}  // namespace didv::fitting
