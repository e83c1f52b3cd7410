// Bootstrap of spectra: one, symmetrised, with gaps in order, and a series under one law.
#include <gtest/gtest.h>

#include <cmath>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "didv/series.hpp"
#include "series_of.hpp"

namespace didv {
namespace {

constexpr std::size_t replicas = 200;
/// A spread of 200 refits differs from the standard error by chance (four standard deviations: 20 %) and by what the
/// curve is not linear.
constexpr double like_the_error = 0.25;

double spread(const std::vector<double>& values) {
  double mean = 0, square = 0;
  for (const double v : values) mean += v / static_cast<double>(values.size());
  for (const double v : values) square += (v - mean) * (v - mean) / static_cast<double>(values.size());
  return std::sqrt(square);
}

void expect_spread_like_the_error(const Estimate& estimate) {
  ASSERT_TRUE(estimate.standard_error) << estimate.name << ": " << estimate.reason;
  ASSERT_EQ(estimate.replicas.size(), replicas) << estimate.name;
  EXPECT_NEAR(spread(estimate.replicas), *estimate.standard_error, like_the_error * *estimate.standard_error)
      << estimate.name;
  ASSERT_TRUE(estimate.interval_68 && estimate.interval_95) << estimate.name;
  EXPECT_LT(estimate.interval_95->first, estimate.interval_68->first) << estimate.name;
  EXPECT_GT(estimate.interval_95->second, estimate.interval_68->second) << estimate.name;
  EXPECT_TRUE(estimate.interval_from.starts_with("bootstrap: ")) << estimate.interval_from;
}

TEST(BootstrapOfSpectra, SpreadsAsTheErrorsOfAContact) {
  std::mt19937 generator(5);
  const Spectrum s = synthetic::spectrum(models::btk(), {{"Delta", 1.4}, {"Gamma", 0.15}, {"Z", 0.6}, {"T", 4.2}}, 8,
                                         161, 0.005, generator);
  const FitResult fit = Fit(models::btk()).add(s).free("scale").intervals(Bootstrap{.replicas = replicas}).run();
  for (const char* name : {"Delta", "Gamma", "Z", "scale"}) expect_spread_like_the_error(fit[name]);
  EXPECT_TRUE(fit["T"].replicas.empty());
}

TEST(BootstrapOfSpectra, DoesNotTakeTheMirrorForAnIndependentPoint) {
  std::mt19937 generator(6);
  Spectrum s =
      synthetic::spectrum(models::dynes(), {{"Delta", 1.4}, {"Gamma", 0.2}, {"T", 2}}, 8, 161, 0.01, generator);
  for (std::size_t i = 0, j = s.conductance.size() - 1; i < j; ++i, --j) s.conductance[i] = s.conductance[j];
  const FitResult fit = Fit(models::dynes()).add(s).intervals(Bootstrap{.replicas = replicas}).run();
  for (const char* name : {"Delta", "Gamma"}) expect_spread_like_the_error(fit[name]);
}

TEST(BootstrapOfSpectra, KeepsTwoGapsInOrder) {
  std::mt19937 generator(7);
  const Model model = find_model("two_gap_dynes");
  const Spectrum s = synthetic::spectrum(
      model, {{"Delta1", 0.9}, {"Gamma1", 0.1}, {"Delta2", 1.2}, {"Gamma2", 0.1}, {"w", 0.5}, {"T", 1.5}}, 5, 161, 0.01,
      generator);
  const FitResult fit = Fit(model).add(s).intervals(Bootstrap{.replicas = 50}).run();
  ASSERT_FALSE(fit["Delta1"].replicas.empty()) << fit.report();
  for (std::size_t i = 0; i < fit["Delta1"].replicas.size(); ++i)
    EXPECT_LE(fit["Delta1"].replicas[i], fit["Delta2"].replicas[i]);
}

TEST(BootstrapOfSpectra, DrawsNoiseAsItsModelHasIt) {
  std::mt19937 generator(9);
  std::normal_distribution<double> normal(0, 1);
  Spectrum s = synthetic::spectrum(models::dynes(), {{"Delta", 1.4}, {"Gamma", 0.2}, {"T", 2}}, 6, 401, 0, generator);
  double state = normal(generator);
  for (double& G : s.conductance) {
    G *= 1 + 0.01 * state;
    state = 0.7 * state + std::sqrt(1 - 0.49) * normal(generator);
  }
  const std::vector<NoiseModel> all{{.correlated = CorrelatedNoise{}},
                                    {.relative = 0.01, .correlated = CorrelatedNoise{}},
                                    {.correlated = CorrelatedNoise{}, .loss = Loss::huber}};
  for (const NoiseModel& noise : all)
    for (const BootstrapKind kind : {BootstrapKind::parametric, BootstrapKind::residual}) {
      const FitResult fit =
          Fit(models::dynes()).add(s).noise(noise).intervals(Bootstrap{.kind = kind, .replicas = replicas}).run();
      SCOPED_TRACE(to_string(kind) + ", " + to_string(noise.loss) + (noise.relative ? ", relative" : ""));
      for (const char* name : {"Delta", "Gamma"}) expect_spread_like_the_error(fit[name]);
    }
}

class BootstrapOfASeries : public testing::Test {
 protected:
  std::mt19937 generator_{8};
  const synthetic::Contact contact_{models::dynes(), {1.5, 10}, {{"Gamma", 0.15}}, 6, 81, 0.01};
  const std::vector<Spectrum> spectra_ = synthetic::series(contact_, {2, 5, 8, 9}, generator_);
  static constexpr Bootstrap how_{.replicas = replicas};
};

TEST_F(BootstrapOfASeries, GivesIntervalsToLawsTiedGapsAndTheRatio) {
  Fit fit = synthetic::fit_of(contact_.model, spectra_);
  fit.share("Gamma").tie("Delta", laws::bcs_gap()).intervals(how_);
  const SeriesResult result = analyse_series(fit);
  ASSERT_TRUE(result.usable()) << result.report();
  for (const char* name : {"Gamma", "Delta0", "Tc"}) expect_spread_like_the_error(result.fit[name]);
  for (std::size_t k = 0; k < spectra_.size(); ++k) expect_spread_like_the_error(result.fit.estimate("Delta", k));
  expect_spread_like_the_error(result.gap_law->ratio_2Delta0_kTc);
  EXPECT_TRUE(result.points.front().Delta.replicas.empty()) << "the test of the law takes no more than the errors";
}

TEST_F(BootstrapOfASeries, InTwoStepsDrawsThePointsAnew) {
  const SeriesResult result = analyse_series(synthetic::fit_of(contact_.model, spectra_).intervals(how_));
  ASSERT_TRUE(result.usable()) << result.report();
  for (const Estimate* e : {&result.gap_law->Delta0, &result.gap_law->Tc, &result.gap_law->ratio_2Delta0_kTc})
    expect_spread_like_the_error(*e);
}

TEST_F(BootstrapOfASeries, IsTheSameForAnyNumberOfThreads) {
  const auto with_threads = [&](unsigned threads) {
    Fit fit = synthetic::fit_of(contact_.model, spectra_);
    fit.tie("Delta", laws::bcs_gap()).intervals(Bootstrap{.replicas = 40, .threads = threads});
    return fit.run().json();
  };
  const std::string one = with_threads(1);
  EXPECT_EQ(with_threads(2), one);
  EXPECT_EQ(with_threads(8), one);
}

}  // namespace
}  // namespace didv
