// Simulation-based calibration: with the truth drawn from the prior, its rank among the draws of the posterior is as
// likely to be any number as any other. Source: S. Talts et al., arXiv:1804.06788 (2018).
//   build/tests/sweep_fit --gtest_filter='Calibration.*'

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

constexpr std::size_t bins = 10;

struct Prior {
  std::string name;
  double lower, upper;
};

/// χ² of the ranks' histogram for each parameter; bins − 1 degrees of freedom.
void calibrate(const Model& model, const std::vector<Prior>& priors, double T, double noise, bool known, int runs) {
  std::mt19937 generator(2024);
  std::map<std::string, std::array<int, bins>> ranks;
  int counted = 0;
  for (int run = 0; run < runs; ++run) {
    ParameterValues truth{{"T", T}};
    Fit fit(model);
    for (const Prior& prior : priors) {
      truth[prior.name] = std::uniform_real_distribution(prior.lower, prior.upper)(generator);
      fit.bound(prior.name, prior.lower, prior.upper);
    }
    fit.add(synthetic::spectrum(model, truth, 4, 61, noise, generator));
    if (known) fit.sigma(noise);
    const FitResult result = fit.intervals(PosteriorSampler{.seed = static_cast<std::uint64_t>(run)}).run();
    if (result[priors.front().name].replicas.empty()) continue;
    ++counted;
    for (const Prior& prior : priors) {
      const std::vector<double>& draws = result[prior.name].replicas;
      const auto below = static_cast<double>(
          std::count_if(draws.begin(), draws.end(), [&](double d) { return d < truth[prior.name]; }));
      const double rank = below / static_cast<double>(draws.size());
      ++ranks[prior.name][std::min(bins - 1, static_cast<std::size_t>(rank * bins))];
    }
  }
  // A fit that does not converge has no draws; were they many, the rest would be no fair sample.
  EXPECT_GE(counted, 0.98 * runs);
  for (const Prior& prior : priors) {
    double chi_squared = 0;
    const double expected = static_cast<double>(counted) / bins;
    for (const int count : ranks[prior.name]) chi_squared += std::pow(count - expected, 2) / expected;
    std::printf("%s %s: %d posteriors, chi squared of %zu bins %.1f\n", model.name().c_str(), prior.name.c_str(),
                counted, bins, chi_squared);
    // 99.9 % of χ² with nine degrees of freedom.
    EXPECT_LT(chi_squared, 27.9) << prior.name;
  }
}

TEST(Calibration, DynesWithKnownNoise) {
  calibrate(models::dynes(), {{"Delta", 0.6, 1.6}, {"Gamma", 0, 0.3}}, 1, 0.03, true, 200);
}

TEST(Calibration, DynesWithEstimatedNoise) {
  calibrate(models::dynes(), {{"Delta", 0.6, 1.6}, {"Gamma", 0, 0.3}}, 1, 0.03, false, 200);
}

TEST(Calibration, BtkWithKnownNoise) {
  calibrate(models::btk(), {{"Delta", 0.6, 1.6}, {"Gamma", 0, 0.3}, {"Z", 0, 1}}, 1, 0.03, true, 100);
}

}  // namespace
}  // namespace didv
