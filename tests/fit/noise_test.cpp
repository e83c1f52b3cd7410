// Noise that is relative, shared by neighbours, or has outliers: do errors and values mean what they say?

#include "didv/noise.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "didv/compare.hpp"
#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "didv/fit.hpp"
#include "didv/gap_equation.hpp"
#include "didv/models.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

constexpr int fits = 300;
// Four standard deviations of the mean and of the variance of 300 unit normals.
const double mean_tolerance = 4 / std::sqrt(fits);
const double variance_tolerance = 4 * std::sqrt(2.0 / fits);

struct Pulls {
  double sum = 0, square = 0, count = 0;
  void add(const Estimate& estimate, double truth) {
    ASSERT_TRUE(estimate.standard_error) << estimate.name << ": " << estimate.reason;
    const double pull = (estimate.value - truth) / *estimate.standard_error;
    sum += pull;
    square += pull * pull;
    ++count;
  }
  double mean() const { return sum / count; }
  double variance() const { return square / count; }
};

void expect_unit_pulls(const Pulls& pulls, const std::string& of) {
  EXPECT_NEAR(pulls.mean(), 0, mean_tolerance) << of;
  EXPECT_NEAR(pulls.variance(), 1, variance_tolerance) << of;
  testing::Test::RecordProperty(of + "_mean", std::to_string(pulls.mean()));
  testing::Test::RecordProperty(of + "_variance", std::to_string(pulls.variance()));
}

const Model dynes = find_model("dynes");
const ParameterValues truth{{"Delta", 1.4}, {"Gamma", 0.1}, {"T", 2.0}};

TEST(CorrelatedNoise, HasUnitPullsWhereErrorsOfIndependentPointsAreFarTooSmall) {
  constexpr double rho = 0.8;
  std::mt19937 generator(20260501);
  Pulls naive[2], estimated[2], given[2];
  double independent = 0;
  const char* names[]{"Delta", "Gamma"};
  for (int k = 0; k < fits; ++k) {
    Spectrum s = synthetic::spectrum(dynes, truth, 6, 201, 0, generator);
    synthetic::add_correlated(s.conductance, 0.01, rho, generator);
    const Fit fit = Fit(dynes).start("Delta", 1.4).start("Gamma", 0.1).add(s);
    const FitResult plain = fit.run(), of_residuals = Fit(fit).noise({.correlated = CorrelatedNoise{}}).run(),
                    of_length = Fit(fit).sigma(0.01).noise({.correlated = CorrelatedNoise{-1 / std::log(rho)}}).run();
    independent += of_residuals.data[0].noise->independent_points / fits;
    for (int j = 0; j < 2; ++j) {
      naive[j].add(plain[names[j]], truth.at(names[j]));
      estimated[j].add(of_residuals[names[j]], truth.at(names[j]));
      given[j].add(of_length[names[j]], truth.at(names[j]));
    }
  }
  for (int j = 0; j < 2; ++j) {
    expect_unit_pulls(estimated[j], std::string("estimated_") + names[j]);
    expect_unit_pulls(given[j], std::string("given_") + names[j]);
    RecordProperty(std::string("independent_") + names[j] + "_variance", std::to_string(naive[j].variance()));
    EXPECT_GT(naive[j].variance(), 2) << names[j];
  }
  // 201 (1 − ρ)/(1 + ρ) = 22.3; the scatter of ρ, 0.04, makes a sixth of it.
  EXPECT_NEAR(independent, 22.3, 2.5);
}

TEST(CorrelatedNoise, OfIndependentPointsChangesNothingButLittle) {
  std::mt19937 generator(20260502);
  const Spectrum s = synthetic::spectrum(dynes, truth, 6, 401, 0.01, generator);
  const FitResult plain = Fit(dynes).add(s).run(),
                  correlated = Fit(dynes).add(s).noise({.correlated = CorrelatedNoise{}}).run();
  EXPECT_LT(correlated.data[0].noise->neighbour_correlation, 4 / std::sqrt(401.0));
  EXPECT_NEAR(correlated["Delta"].value, plain["Delta"].value, 0.5 * *plain["Delta"].standard_error);
  EXPECT_NEAR(*correlated["Delta"].standard_error / *plain["Delta"].standard_error, 1, 0.2);
}

TEST(CorrelatedNoise, SymmetrisedPointsStillCountHalf) {
  std::mt19937 generator(20260503);
  Spectrum s = synthetic::spectrum(dynes, truth, 6, 201, 0.01, generator);
  for (std::size_t i = 0; i < 100; ++i) {
    s.conductance[200 - i] = s.conductance[i];
    s.bias_mV[200 - i] = -s.bias_mV[i];
  }
  s.points_per_independent_point = 2;
  const FitResult plain = Fit(dynes).sigma(0.01).add(s).run(),
                  correlated = Fit(dynes).sigma(0.01).noise({.correlated = CorrelatedNoise{0.1}}).add(s).run();
  EXPECT_NEAR(*correlated["Delta"].standard_error / *plain["Delta"].standard_error, 1, 1e-3);
}

bool calls_it_a_misfit(const FitResult& fit) {
  for (const std::string& warning : fit.warnings)
    if (warning.find("does not describe the data") != std::string::npos) return true;
  return false;
}

/// Of 60 curves of nothing but noise that neighbours share.
int called_usable(const Model& model, double rho, const NoiseModel& noise_model) {
  int usable = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 generator(seed);
    Spectrum s;
    s.name = "noise";
    s.temperature_K = Sourced<double>{2, Origin::file};
    for (int i = 0; i < 201; ++i) s.bias_mV.push_back(0.06 * (i - 100));
    s.conductance.assign(201, 1);
    synthetic::add_correlated(s.conductance, 0.01, rho, generator);
    usable += Fit(model).add(s).noise(noise_model).run().usable();
  }
  return usable;
}

TEST(CorrelatedNoise, IsNoSuperconductor) {
  EXPECT_LE(called_usable(dynes, 0.9, {.correlated = CorrelatedNoise{}}), 1);
  EXPECT_LE(called_usable(dynes, 0.9, {}), 1);
  EXPECT_LE(called_usable(dynes, 0.6, {}), 1);
  EXPECT_LE(called_usable(find_model("btk"), 0.9, {}), 1);
  EXPECT_LE(called_usable(find_model("btk"), 0.999, {}), 1);  // a drift
}

TEST(CorrelatedNoise, DoesNotSwallowAMisfit) {
  std::mt19937 generator(20260504);
  Spectrum s = synthetic::spectrum(find_model("two_gap_dynes"),
                                   {{"Delta1", 1.0}, {"Delta2", 2.0}, {"Gamma1", 0.1}, {"Gamma2", 0.1}, {"T", 0.5}}, 6,
                                   401, 0, generator);
  synthetic::add_correlated(s.conductance, 0.005, 0.5, generator);
  const NoiseModel correlated{.correlated = CorrelatedNoise{}};
  const FitResult wrong = Fit(dynes).noise(correlated).add(s).run(),
                  right = Fit(find_model("two_gap_dynes")).noise(correlated).add(s).run();
  EXPECT_TRUE(calls_it_a_misfit(wrong)) << wrong.report();
  EXPECT_FALSE(calls_it_a_misfit(right)) << right.report();
}

TEST(RelativeNoise, HasUnitPullsAndNoBias) {
  std::mt19937 generator(20260505);
  std::normal_distribution<double> normal(0, 1);
  Pulls pulls[3];
  const char* names[]{"Delta", "Gamma", "scale"};
  const double values[]{1.4, 0.1, 1};
  for (int k = 0; k < fits; ++k) {
    Spectrum s = synthetic::spectrum(dynes, truth, 6, 201, 0, generator);
    double square = 0;
    for (const double G : s.conductance) square += G * G / 201;
    for (double& G : s.conductance) G += std::hypot(0.03 * G, 0.003 * std::sqrt(square)) * normal(generator);
    const FitResult fit =
        Fit(dynes).start("Delta", 1.4).start("Gamma", 0.1).free("scale").noise({.relative = 0.03}).add(s).run();
    for (int j = 0; j < 3; ++j) pulls[j].add(fit[names[j]], values[j]);
  }
  for (int j = 0; j < 3; ++j) expect_unit_pulls(pulls[j], names[j]);
}

/// 10 of 201 points 20 σ off, to either side.
Spectrum with_outliers(std::mt19937& generator) {
  Spectrum s = synthetic::spectrum(dynes, truth, 6, 201, 0.01, generator);
  for (std::size_t i = 0; i < 10; ++i) s.conductance[i * 20 + generator() % 20] += generator() % 2 == 0 ? 0.2 : -0.2;
  return s;
}

TEST(RobustLoss, KeepsTheGapWhereOutliersMoveLeastSquaresByManySigma) {
  constexpr int curves = 40;
  std::mt19937 generator(20260506);
  Pulls plain, robust[2][2];
  for (int k = 0; k < curves; ++k) {
    const Fit fit = Fit(dynes).start("Delta", 1.4).start("Gamma", 0.1).add(with_outliers(generator));
    plain.add(Fit(fit).sigma(0.01).run()["Delta"], 1.4);
    for (const Loss loss : {Loss::huber, Loss::cauchy})
      for (const bool known : {true, false}) {
        Fit bent = Fit(fit).noise({.loss = loss});
        if (known) bent.sigma(0.01);
        const FitResult result = bent.run();
        ASSERT_TRUE(result.usable()) << result.report();
        robust[loss == Loss::cauchy][known].add(result["Delta"], 1.4);
        EXPECT_NEAR(static_cast<double>(result.data[0].noise->outliers), 10, 1) << result.report();
        EXPECT_NE(result.report().find("errors are approximate"), std::string::npos);
      }
  }
  // √0.05 · 20 σ = 4.5 σ for least squares; the loss leaves a tenth more than normal noise would.
  EXPECT_GT(std::sqrt(plain.variance()), 3);
  for (const auto& of_loss : robust)
    for (const Pulls& pulls : of_loss) EXPECT_NEAR(pulls.variance(), 1, 4 * std::sqrt(2.0 / curves));
}

TEST(RobustLoss, HasUnitPullsWithAndWithoutSigma) {
  std::mt19937 generator(20260507);
  for (const Loss loss : {Loss::huber, Loss::cauchy})
    for (const bool known : {true, false}) {
      Pulls pulls;
      for (int k = 0; k < fits; ++k) {
        Fit fit = Fit(dynes)
                      .start("Delta", 1.4)
                      .start("Gamma", 0.1)
                      .noise({.loss = loss})
                      .add(synthetic::spectrum(dynes, truth, 6, 101, 0.01, generator));
        if (known) fit.sigma(0.01);
        pulls.add(fit.run()["Delta"], 1.4);
      }
      expect_unit_pulls(pulls, to_string(loss) + (known ? "_sigma_given" : "_sigma_unknown"));
    }
}

// At one standard error, the others refitted, the misfit has risen by what the profile takes for one standard
// deviation.
TEST(RobustLoss, ProfileAgreesWithTheCovariance) {
  std::mt19937 generator(20260509);
  const Spectrum s = synthetic::spectrum(dynes, truth, 6, 401, 0.01, generator);
  for (const Loss loss : {Loss::huber, Loss::cauchy})
    for (const bool known : {true, false}) {
      Fit fit = Fit(dynes).noise({.loss = loss}).add(s).intervals(IntervalMethod::profile);
      if (known) fit.sigma(0.01);
      const FitResult result = fit.run();
      const Estimate& Delta = result["Delta"];
      ASSERT_TRUE(Delta.interval_68 && Delta.standard_error) << result.report();
      // Both rest on sums over 401 points, which scatter by 5 %.
      EXPECT_NEAR((Delta.interval_68->second - Delta.interval_68->first) / (2 * *Delta.standard_error), 1, 0.1)
          << result.report();
      Fit by_itself = Fit(dynes).noise({.loss = loss}).add(s);
      EXPECT_FALSE(by_itself.run()["Delta"].interval_68);
    }
}

TEST(NoiseModel, HoldsForManySpectraUnderOneLaw) {
  std::mt19937 generator(20260510);
  Fit fit(dynes);
  for (const double T_K : {1.5, 3.0, 4.5, 6.0}) {
    const double Delta = bcs::gap(T_K, {.Delta0_meV = 1.4, .Tc_K = 9.2});
    Spectrum s = synthetic::spectrum(dynes, {{"Delta", Delta}, {"Gamma", 0.1}, {"T", T_K}}, 6, 201, 0, generator);
    synthetic::add_correlated(s.conductance, 0.01, 0.8, generator);
    fit.add(s);
  }
  fit.share("Gamma").tie("Delta", laws::bcs_gap());
  const FitResult plain = fit.run(),
                  honest = Fit(fit).noise({.correlated = CorrelatedNoise{}, .loss = Loss::huber}).run();
  ASSERT_TRUE(honest.usable()) << honest.report();
  for (const auto& [name, value] : {std::pair{"Delta0", 1.4}, {"Tc", 9.2}, {"Gamma", 0.1}}) {
    ASSERT_TRUE(honest[name].standard_error) << honest.report();
    EXPECT_LT(std::abs(honest[name].value - value), 4 * *honest[name].standard_error) << honest.report();
  }
  // (1 + ρ)/(1 − ρ) = 9 points in place of one: errors up to three times those of independent points.
  EXPECT_GT(*honest["Delta0"].standard_error, 1.3 * *plain["Delta0"].standard_error);
  for (const FittedData& data : honest.data) EXPECT_NEAR(data.noise->neighbour_correlation, 0.8, 0.15) << data.name;
}

TEST(NoiseModel, ChoosesBetweenModelsByLikelihood) {
  std::mt19937 generator(20260511);
  Spectrum one = synthetic::spectrum(dynes, truth, 6, 301, 0, generator);
  synthetic::add_correlated(one.conductance, 0.01, 0.8, generator);
  Spectrum two =
      synthetic::spectrum(find_model("two_gap_dynes"),
                          {{"Delta1", 0.8}, {"Gamma1", 0.05}, {"Delta2", 1.6}, {"Gamma2", 0.08}, {"w", 0.4}, {"T", 1}},
                          6, 301, 0, generator);
  synthetic::add_correlated(two.conductance, 0.01, 0.8, generator);
  const NoiseModel correlated{.correlated = CorrelatedNoise{}};
  const auto compared = [&](const Spectrum& s) {
    return compare(
        {Fit(dynes).noise(correlated).add(s).run(), Fit(find_model("two_gap_dynes")).noise(correlated).add(s).run()});
  };
  EXPECT_EQ(compared(one).best, "dynes");
  EXPECT_LT(compared(one).nested.at(0).standard_score, 3);
  EXPECT_EQ(compared(two).best, "two_gap_dynes");
  EXPECT_TRUE(compared(two).distinguishable);
  EXPECT_THROW(compare({Fit(dynes).noise(correlated).add(one).run(), Fit(find_model("btk")).add(one).run()}),
               InvalidArgument);
}

// Independent points whose sigma is known and not relative: the deviance is χ² and what does not depend on the model.
TEST(NoiseModel, LeavesTheComparisonOfKnownNoiseAsItWas) {
  std::mt19937 generator(20260512);
  const Spectrum s = synthetic::spectrum(dynes, truth, 6, 201, 0.01, generator);
  const NoiseModel nearly_independent{.correlated = CorrelatedNoise{0.01}};
  const auto difference = [&](const NoiseModel& noise) {
    const Comparison c = compare({Fit(dynes).sigma(0.01).noise(noise).add(s).run(),
                                  Fit(find_model("btk")).sigma(0.01).noise(noise).add(s).run()});
    return c.models[1].aic - c.models[0].aic;
  };
  EXPECT_NEAR(difference(nearly_independent), difference({}), 1e-6);
}

TEST(NoiseModel, IsRefusedWhereItMakesNoSense) {
  std::mt19937 generator(1);
  const Fit fit = Fit(dynes).add(synthetic::spectrum(dynes, truth, 6, 101, 0.01, generator));
  EXPECT_THROW(Fit(fit).noise({.relative = 0.0}).run(), InvalidArgument);
  EXPECT_THROW(Fit(fit).noise({.correlated = CorrelatedNoise{-1.0}}).run(), InvalidArgument);
  EXPECT_THROW(Fit(fit).noise({.correlated = CorrelatedNoise{1e9}}).run(), InvalidArgument);
}

TEST(Weights, OnOnePointAreTold) {
  std::mt19937 generator(20260508);
  Spectrum s = synthetic::spectrum(dynes, truth, 6, 101, 0.01, generator);
  s.sigma.assign(101, 0.01);
  EXPECT_EQ(Fit(dynes).add(s).run().report().find("the weight lies on"), std::string::npos);
  s.sigma[40] = 1e-8;
  EXPECT_NE(Fit(dynes).add(s).run().report().find("the weight lies on 1 of 101 points"), std::string::npos);
}

}  // namespace
}  // namespace didv
