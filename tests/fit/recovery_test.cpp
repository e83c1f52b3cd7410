// Does ± mean what it says? Known parameters recovered from many noisy curves: (found − true)/error has mean 0 and
// variance 1.

#include <gtest/gtest.h>

#include <cmath>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "pulls.hpp"
#include "simulated.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

constexpr int fits = 300;

TEST(Recovery, DynesParametersScatterAsTheirErrorsSayWithTheNoiseUnknown) {
  const Model model = find_model("dynes");
  const ParameterValues truth{{"Delta", 1.4}, {"Gamma", 0.1}, {"T", 2.0}};
  std::mt19937 generator(20260101);
  Pulls pulls;
  for (int k = 0; k < fits; ++k) {
    const FitResult fit = Fit(model).add(synthetic::spectrum(model, truth, 6, 101, 0.01, generator)).run();
    ASSERT_TRUE(fit.usable()) << fit.report();
    for (const char* name : {"Delta", "Gamma"}) pulls.add(fit[name], truth.at(name));
  }
  pulls.expect_unit_normal(fits);
}

TEST(Recovery, DynesParametersScatterAsTheirErrorsSayWithTheNoiseGiven) {
  const Model model = find_model("dynes");
  const ParameterValues truth{{"Delta", 1.4}, {"Gamma", 0.1}, {"T", 2.0}};
  std::mt19937 generator(20260102);
  Pulls pulls;
  double chi_squared = 0, degrees_of_freedom = 0;
  for (int k = 0; k < fits; ++k) {
    const FitResult fit =
        Fit(model).add(synthetic::spectrum(model, truth, 6, 101, 0.01, generator)).sigma(0.01).free("scale").run();
    for (const char* name : {"Delta", "Gamma"}) pulls.add(fit[name], truth.at(name));
    pulls.add(fit["scale"], 1);
    chi_squared += fit.chi_squared;
    degrees_of_freedom += fit.degrees_of_freedom;
  }
  pulls.expect_unit_normal(fits);
  EXPECT_NEAR(chi_squared / degrees_of_freedom, 1, 4 * std::sqrt(2 / degrees_of_freedom));
}

TEST(Recovery, BtkParametersWithABackgroundScatterAsTheirErrorsSay) {
  const Model model = find_model("btk");
  const ParameterValues truth{{"Delta", 1.0}, {"Gamma", 0.15}, {"Z", 0.5}, {"T", 1.5}};
  const double scale = 2.5e-3, slope = 0.01, curvature = 0.002;
  std::mt19937 generator(20260103);
  Pulls pulls;
  for (int k = 0; k < fits; ++k) {
    Spectrum s = synthetic::spectrum(model, truth, 5, 101, 0.005, generator);
    s.unit = ConductanceUnit::siemens;
    for (std::size_t i = 0; i < s.size(); ++i) {
      const double background = 1 + s.bias_mV[i] * (slope + s.bias_mV[i] * curvature);
      s.sigma.push_back(0.005 * scale * background);
      s.conductance[i] *= scale * background;
    }
    const FitResult fit = Fit(model).add(s).background(2).start("Delta", 1.2).start("Gamma", 0.2).start("Z", 0.6).run();
    ASSERT_TRUE(fit.usable()) << fit.report();
    for (const char* name : {"Delta", "Gamma", "Z"}) pulls.add(fit[name], truth.at(name));
    pulls.add(fit["scale"], scale);
    pulls.add(fit["background_1"], slope);
    pulls.add(fit["background_2"], curvature);
  }
  pulls.expect_unit_normal(fits);
}

class RecoveryOf : public testing::TestWithParam<std::string> {};

// A few curves of every model; hundreds of each in recovery_sweep.cpp.
TEST_P(RecoveryOf, EveryParameterIsFoundWithinItsErrors) {
  if (simulated::is_slow(GetParam())) GTEST_SKIP() << "a fit takes seconds: in the sweep";
  constexpr int few = 4;
  const Model model = find_model(GetParam());
  const ParameterValues truth = simulated::truth_of(model);
  std::mt19937 generator(20260105);
  Pulls pulls;
  for (int k = 0; k < few; ++k) {
    const FitResult fit = simulated::fit(model, truth, generator).run();
    ASSERT_TRUE(fit.usable()) << fit.report();
    for (const auto& [name, value] : truth)
      if (name != "T") pulls.add(fit[name], value);
  }
  pulls.expect_truth_within_errors();
}

INSTANTIATE_TEST_SUITE_P(Catalogue, RecoveryOf, testing::ValuesIn(simulated::names_of_models()),
                         [](const auto& model) { return simulated::as_test_name(model.param); });

TEST(Recovery, ErrorsTakeInABarrierThatEndedAtZero) {
  // At 8 K a barrier of 0.2 is hardly seen, half of the fits end at Z = 0, and Γ takes up what Z leaves. Errors with Z
  // held at 0 would be five times too small.
  const Model model = find_model("btk");
  const ParameterValues truth{{"Delta", 1.0}, {"Gamma", 0.26}, {"Z", 0.2}, {"T", 8.0}};
  std::mt19937 generator(20260104);
  double squares = 0;
  int at_zero = 0, limits = 0, limits_that_hold = 0;
  for (int k = 0; k < 100; ++k) {
    const FitResult fit =
        Fit(model).add(synthetic::spectrum(model, truth, 5, 201, 0.01, generator)).background(2).sigma(0.01).run();
    if (fit["Z"].state != ParameterState::at_bound) continue;
    if (fit["Z"].interval_95) {
      ++limits;
      limits_that_hold += fit["Z"].interval_95->second >= truth.at("Z");
    }
    if (!fit["Gamma"].standard_error) continue;
    ++at_zero;
    squares += std::pow((fit["Gamma"].value - truth.at("Gamma")) / *fit["Gamma"].standard_error, 2);
  }
  ASSERT_GT(at_zero, 20);
  EXPECT_LT(squares / at_zero, 1.2);
  ASSERT_GT(limits, 20);
  // 95 % less three standard deviations.
  EXPECT_GE(limits_that_hold, limits * (0.95 - 3 * std::sqrt(0.95 * 0.05 / limits)));
}

TEST(Recovery, StartsReadFromTheCurveLeadToTheMinimumOfTheTruth) {
  // A short form of the sweep of random curves (start_values_sweep.cpp).
  for (const char* name : {"dynes", "btk"}) {
    const Model model = find_model(name);
    std::mt19937 generator(5);
    for (const double broadening : {0.02, 0.5}) {
      for (const double warmth : {0.03, 0.4}) {
        for (const double barrier : {0.1, 1.0, 2.5}) {
          const double Delta = 7;
          ParameterValues truth{{"Delta", Delta}, {"Gamma", broadening * Delta}, {"T", warmth * Delta / 0.08617333}};
          if (model.has("Z")) truth["Z"] = barrier;
          const Spectrum s = synthetic::spectrum(model, truth, 4.5 * Delta, 101, 0.01, generator);
          Fit at_truth(model);
          for (const auto& [parameter, value] : truth) {
            if (parameter != "T") at_truth.start(parameter, value);
          }
          const FitResult best = at_truth.add(s).run(), found = Fit(model).add(s).run();
          EXPECT_EQ(found.status, FitStatus::converged);
          EXPECT_LE(found.chi_squared, best.chi_squared * (1 + 1e-9)) << found.report();
        }
      }
    }
  }
}

}  // namespace
}  // namespace didv
