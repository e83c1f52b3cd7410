// Parameters tied to laws of temperature.

#include <gtest/gtest.h>

#include <cmath>

#include "didv/error.hpp"
#include "didv/gap_equation/two_band.hpp"
#include "didv/models/btk.hpp"
#include "didv/models/dynes.hpp"
#include "fit/block_evaluator.hpp"
#include "series_of.hpp"

namespace {

using namespace didv;
using synthetic::Contact;
using synthetic::fit_of;

constexpr GapAndTc truth{1.5, 10};

Contact junction(double noise = 0.01) { return {models::dynes(), truth, {{"Gamma", 0.15}}, 6, 121, noise}; }

std::vector<Spectrum> series(const std::vector<double>& temperatures_K, unsigned seed = 1, double noise = 0.01) {
  std::mt19937 generator(seed);
  return synthetic::series(junction(noise), temperatures_K, generator);
}

/// Statistics: four standard errors.
void expect_found(const Estimate& estimate, double value) {
  ASSERT_TRUE(estimate.standard_error) << estimate.name << ": " << estimate.reason;
  EXPECT_NEAR(estimate.value, value, 4 * *estimate.standard_error) << estimate.name;
}

template <class Action>
void expect_refusal(Action action, const std::string& text) {
  try {
    action();
    FAIL() << "accepted; expected: " << text;
  } catch (const InvalidArgument& refusal) {
    EXPECT_NE(std::string(refusal.what()).find(text), std::string::npos) << refusal.what();
  }
}

TEST(Tie, ASeriesTellsTheGapAtZeroTemperatureAndTc) {
  const FitResult result = fit_of(models::dynes(), series({1.5, 3, 5, 7, 9})).tie("Delta", laws::bcs_gap()).run();
  ASSERT_TRUE(result.usable()) << result.report();
  expect_found(result["Delta0"], truth.Delta0_meV);
  expect_found(result["Tc"], truth.Tc_K);
  EXPECT_EQ(result["Tc"].state, ParameterState::shared);
  EXPECT_TRUE(result.correlation("Delta0", "Tc"));
  for (std::size_t k = 0; k < result.data.size(); ++k) {
    const Estimate& Delta = result.estimate("Delta", k);
    EXPECT_EQ(Delta.state, ParameterState::tied);
    EXPECT_DOUBLE_EQ(Delta.value,
                     bcs::gap(result.data[k].temperature_K->value, {result["Delta0"].value, result["Tc"].value}));
    EXPECT_TRUE(Delta.standard_error);
    EXPECT_EQ(result.estimate("Gamma", k).state, ParameterState::free);
  }
}

TEST(Tie, NoiselessSpectraGiveTheLawBackToManyDigits) {
  const FitResult result = fit_of(models::dynes(), series({1.5, 4, 7, 9.9}, 1, 0)).tie("Delta", laws::bcs_gap()).run();
  ASSERT_EQ(result.status, FitStatus::converged) << result.report();
  EXPECT_NEAR(result["Delta0"].value, truth.Delta0_meV, 1e-9);
  EXPECT_NEAR(result["Tc"].value, truth.Tc_K, 1e-8);
}

TEST(Tie, AStartBelowEverySpectrumIsLeft) {
  const std::vector<Spectrum> spectra = series({1.5, 4, 7});
  const Fit fit = fit_of(models::dynes(), spectra).tie("Delta", laws::bcs_gap());
  const FitResult own = fit.run(), closed = Fit(fit).start("Tc", 1).run();
  ASSERT_TRUE(closed.usable()) << closed.report();
  EXPECT_NEAR(closed["Tc"].value, own["Tc"].value, 1e-3 * *own["Tc"].standard_error);
}

TEST(Tie, TheJacobianThroughALawIsExact) {
  const Law law = laws::bcs_gap();
  const Model model = models::dynes();
  std::vector<double> bias_mV;
  for (int i = -40; i <= 40; ++i) bias_mV.push_back(0.1 * i);
  fitting::Problem problem;
  problem.slots = {
      {.name = "Delta0", .start = 1.5, .lower = 0, .upper = infinity, .unit = 1.5, .measured = {}, .corners = {}},
      {.name = "Tc", .start = 10, .lower = 0, .upper = infinity, .unit = 10, .measured = {}, .corners = {}},
      {.name = "T", .start = 6, .lower = 0, .upper = infinity, .unit = 6, .measured = {}, .corners = {}}};
  problem.shared = {0, 1};
  fitting::Block block;
  block.y.assign(bias_mV.size(), 1);
  block.sigma.assign(bias_mV.size(), 1);
  block.curve = [&](std::span<const double> p, std::span<double> y, std::span<double> jacobian) {
    const Curve curve = model.conductance(bias_mV, p, {}, Derivatives::yes);
    for (std::size_t i = 0; i < y.size(); ++i) {
      y[i] = curve.value[i];
      for (std::size_t j = 0; j < p.size(); ++j) jacobian[i * p.size() + j] = curve.d_parameter[j][i];
    }
  };
  block.own = {2};
  const fitting::Number T{2, 0};
  block.parameters = {{{}, fitting::Tie{"bcs", "Delta", law.function, {T, {0, 0}, {1, 0}}}}, {{{}, 0.15}, {}}, {T, {}}};
  problem.blocks.push_back(block);
  fitting::BlockEvaluator evaluator(problem, 0);
  // Slots in units: T is the own one, then Delta0 and Tc. Close to Tc too, where ∂Δ/∂Tc is large.
  for (const double T_K : {3.0, 8.0, 9.99}) {
    const auto residual = [&](double T_shift, double Delta0, double Tc) {
      EXPECT_TRUE(evaluator.move_to(std::vector{T_K / 6 + T_shift}, std::vector{Delta0, Tc}));
      return evaluator.residual();
    };
    constexpr double h = 1e-5;
    const Eigen::VectorXd numeric[]{(residual(h, 1, 1) - residual(-h, 1, 1)) / (2 * h),
                                    (residual(0, 1 + h, 1) - residual(0, 1 - h, 1)) / (2 * h),
                                    (residual(0, 1, 1 + h) - residual(0, 1, 1 - h)) / (2 * h)};
    residual(0, 1, 1);
    for (Eigen::Index c = 0; c < 3; ++c) {
      // Central differences: truncation h² and rounding ε/h, both near 1e-9 of the largest entry.
      const double scale = numeric[c].cwiseAbs().maxCoeff();
      EXPECT_LT((evaluator.jacobian().col(c) - numeric[c]).cwiseAbs().maxCoeff(), 1e-5 * scale) << c << " " << T_K;
    }
  }
}

TEST(Tie, AConstantIsASharedParameter) {
  const std::vector<Spectrum> spectra = series({1.5, 3, 5});
  const FitResult shared = fit_of(models::dynes(), spectra).share("Gamma").run();
  const FitResult tied = fit_of(models::dynes(), spectra).tie("Gamma", laws::constant("Gamma_all", "meV")).run();
  ASSERT_TRUE(shared.usable() && tied.usable());
  const double error = *shared["Gamma"].standard_error;
  // Both are polished to 1e-9 of a standard error.
  EXPECT_NEAR(tied["Gamma_all"].value, shared["Gamma"].value, 1e-6 * error);
  EXPECT_NEAR(*tied["Gamma_all"].standard_error, error, 1e-6 * error);
}

TEST(Tie, ALawWithAParameterForEverySpectrumIsIndependentFits) {
  const std::vector<Spectrum> spectra = series({2, 6});
  const FitResult free = fit_of(models::dynes(), spectra).sigma(0.01).run();
  const FitResult tied =
      fit_of(models::dynes(), spectra).sigma(0.01).tie("Delta", laws::linear("D_0", "D_slope", "meV")).run();
  ASSERT_TRUE(free.usable() && tied.usable()) << tied.report();
  for (std::size_t k = 0; k < 2; ++k) {
    const Estimate &one = free.estimate("Delta", k), &other = tied.estimate("Delta", k);
    EXPECT_NEAR(other.value, one.value, 1e-6 * *one.standard_error);
    EXPECT_NEAR(*other.standard_error, *one.standard_error, 1e-6 * *one.standard_error);
  }
  EXPECT_EQ(tied["D_slope"].unit, "meV/K");
}

TEST(Tie, GoesThroughTcWithoutTrouble) {
  // Spectra just below, at and above Tc: the gap is 0 there, and there is no error of a 0.
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const FitResult result = fit_of(models::dynes(), series({2, 5, 8, 9.5, 9.9, 10, 10.1, 12}, seed))
                                 .share("Gamma")
                                 .tie("Delta", laws::bcs_gap())
                                 .run();
    ASSERT_TRUE(result.usable()) << seed << result.report();
    expect_found(result["Delta0"], truth.Delta0_meV);
    expect_found(result["Tc"], truth.Tc_K);
    const Estimate& above = result.estimate("Delta", 7);
    EXPECT_EQ(above.value, 0);
    EXPECT_EQ(above.state, ParameterState::tied);
    EXPECT_FALSE(above.standard_error);
    EXPECT_NE(above.reason.find("at or above Tc"), std::string::npos) << above.reason;
  }
}

TEST(Tie, ABroadeningThatNobodyCanKnowAboveTcIsNoFault) {
  const FitResult result = fit_of(models::dynes(), series({2, 5, 8, 12})).tie("Delta", laws::bcs_gap()).run();
  ASSERT_TRUE(result.usable()) << result.report();
  EXPECT_FALSE(result.estimate("Gamma", 3).standard_error);
}

TEST(Tie, ALawOfOnesOwnDifferentiatesItself) {
  const Law parabola =
      law<2>("parabola",
             {{.name = "D0", .unit = "meV", .default_value = 1}, {.name = "width", .unit = "K", .default_value = 15}},
             [](const auto& T, const auto& p) { return p[0] * (1 - (T / p[1]) * (T / p[1])); });
  std::mt19937 generator(3);
  Fit fit(models::dynes());
  for (const double T_K : {1.0, 4.0, 7.0})
    fit.add(synthetic::spectrum(models::dynes(), {{"Delta", 1.2 * (1 - T_K * T_K / 400)}, {"Gamma", 0.1}, {"T", T_K}},
                                6, 121, 0.01, generator));
  const FitResult result = fit.tie("Delta", parabola).run();
  ASSERT_TRUE(result.usable()) << result.report();
  expect_found(result["D0"], 1.2);
  expect_found(result["width"], 20);
}

TEST(Tie, LawParametersTakeTheRulesOfAll) {
  const std::vector<Spectrum> spectra = series({1.5, 3, 5, 7});
  const FitResult fixed = fit_of(models::dynes(), spectra).tie("Delta", laws::bcs_gap()).fix("Tc", 10).run();
  EXPECT_EQ(fixed["Tc"].state, ParameterState::fixed);
  EXPECT_EQ(fixed["Tc"].value, 10);
  expect_found(fixed["Delta0"], truth.Delta0_meV);
  const FitResult measured =
      fit_of(models::dynes(), spectra).tie("Delta", laws::bcs_gap()).measured("Tc", 10, 1e-3).run();
  EXPECT_EQ(measured["Tc"].state, ParameterState::measured);
  EXPECT_NEAR(*measured["Tc"].standard_error, 1e-3, 1e-4);
  const FitResult bounded = fit_of(models::dynes(), spectra).tie("Delta", laws::bcs_gap()).bound("Tc", 12, 20).run();
  EXPECT_EQ(bounded["Tc"].state, ParameterState::at_bound);
}

TEST(Tie, ATemperatureThatIsMeasuredMovesItsGapAlongTheLaw) {
  std::vector<Spectrum> spectra = series({1.5, 5, 8});
  spectra[1].temperature_K->value = 5.2;  // 1σ off
  const FitResult result =
      fit_of(models::dynes(), spectra).tie("Delta", laws::bcs_gap()).free("T").measured("T", 5, 3).run();
  ASSERT_EQ(result.status, FitStatus::converged) << result.report();
  for (std::size_t k = 0; k < 3; ++k)
    EXPECT_DOUBLE_EQ(result.estimate("Delta", k).value,
                     bcs::gap(result.estimate("T", k).value, {result["Delta0"].value, result["Tc"].value}));
}

TEST(Tie, ALawThatGivesNoNumberIsNamedWithItsTemperature) {
  const Law broken = law<1>("broken", {{.name = "D0", .unit = "meV", .default_value = 1.5}},
                            [](const auto& T, const auto& p) { return p[0] * sqrt(6 - T); });
  expect_refusal(
      [&] {
        fit_of(models::dynes(), series({2, 5, 8})).tie("Delta", broken).run();
      },
      "law 'broken' of Delta at T = 8 K gives");
}

TEST(Tie, ATcBelowTheWarmestSuperconductorIsRefused) {
  const std::vector<Spectrum> spectra = series({2, 5, 7});
  expect_refusal([&] { fit_of(models::dynes(), spectra).tie("Delta", laws::bcs_gap()).bound("Tc", 1, 6).run(); },
                 "3.csv: Delta = ");
  expect_refusal([&] { fit_of(models::dynes(), spectra).tie("Delta", laws::bcs_gap()).fix("Tc", 6.5).run(); },
                 "Tc is kept at or below 6.5 K");
}

TEST(Tie, RefusesContradictionsInOneLine) {
  const std::vector<Spectrum> spectra = series({2, 5});
  const auto refuse = [&](const std::function<void(Fit&)>& rules, const std::string& text) {
    Fit fit = fit_of(models::dynes(), spectra);
    rules(fit);
    expect_refusal([&] { fit.run(); }, text);
  };
  refuse([](Fit& f) { f.tie("Delta2", laws::bcs_gap()); }, "unknown parameter 'Delta2': there are Delta, Gamma");
  refuse([](Fit& f) { f.tie("T", laws::constant("a")); }, "T is what a law depends on");
  refuse([](Fit& f) { f.tie("Delta", laws::bcs_gap()).start("Delta", 1); },
         "give rules to its parameters (Delta0, Tc)");
  refuse([](Fit& f) { f.tie("Delta", laws::bcs_gap()).share("Delta"); }, "give rules to its parameters");
  refuse([](Fit& f) { f.tie("Delta", laws::bcs_gap()).tie("Delta", laws::d_wave_gap()); }, "tied twice");
  refuse([](Fit& f) { f.tie("Delta", laws::bcs_gap("Gamma")); }, "has the name of a parameter of the model");
  refuse([](Fit& f) { f.tie("scale", laws::constant("s")); }, "held by itself");
  refuse([](Fit& f) { f.tie("Delta", Law{"empty", {}, {}}); }, "has no function");
  refuse([](Fit& f) { f.tie("Delta", laws::bcs_gap()).start("Tk", 9); }, "unknown parameter 'Tk'");
}

TEST(Tie, ASpectrumThatFailsAloneIsNamedAndTheRestGoOn) {
  std::vector<Spectrum> spectra = series({1.5, 3, 5, 7});
  Spectrum& short_one = spectra[1];
  short_one.bias_mV.resize(1);
  short_one.conductance.resize(1);
  short_one.sigma = {0.01};
  const FitResult result = fit_of(models::dynes(), spectra).share("Gamma").tie("Delta", laws::bcs_gap()).run();
  ASSERT_EQ(result.status, FitStatus::converged) << result.report();
  expect_found(result["Delta0"], truth.Delta0_meV);
  const auto named = std::find_if(result.warnings.begin(), result.warnings.end(), [](const std::string& warning) {
    return warning.starts_with("2.csv: 1 point cannot fix 2 parameters");
  });
  EXPECT_NE(named, result.warnings.end()) << result.report();
}

TEST(Laws, DerivativesAreThoseOfTheValue) {
  const std::pair<Law, std::vector<double>> laws[]{{laws::constant("a"), {1.3}},
                                                   {laws::linear("a", "b"), {1.3, -0.02}},
                                                   {laws::bcs_gap(), {1.5, 10}},
                                                   {laws::d_wave_gap(), {1.5, 10}},
                                                   {laws::two_band_gap(1), {0.4, 0.1, 0.15, 0.2, 10}},
                                                   {laws::two_band_gap(2), {0.4, 0.1, 0.15, 0.2, 10}},
                                                   {laws::two_band_gap(2), {0.4, -0.1, -0.15, 0.2, 10}}};
  for (const auto& each : laws)
    for (const double T_K : {2.0, 6.0, 9.9}) {
      const auto& law = each.first;
      const std::vector<double>& parameters = each.second;
      std::vector<double> gradient(parameters.size() + 1), unused(gradient);
      law.function(T_K, parameters, gradient);
      for (std::size_t j = 0; j <= parameters.size(); ++j) {
        const double h = 1e-5 * (j == 0 ? T_K : std::max(std::abs(parameters[j - 1]), 0.1));
        const auto moved = [&](double by) {
          std::vector<double> p = parameters;
          if (j > 0) p[j - 1] += by;
          return law.function(T_K + (j == 0 ? by : 0), p, unused);
        };
        // Truncation of the central difference, largest where the gap closes as a root.
        EXPECT_NEAR(gradient[j], (moved(h) - moved(-h)) / (2 * h), 1e-4 * (1 + std::abs(gradient[j])))
            << law.name << " " << j << " " << T_K;
      }
    }
}

TEST(Laws, BothGapsOfTwoBandsAreThoseOfTheGapEquation) {
  const TwoBandGap gap({0.4, -0.1, -0.15, 0.2}, 10);
  std::vector<double> gradient(6);
  const std::vector<double> parameters{0.4, -0.1, -0.15, 0.2, 10};
  EXPECT_DOUBLE_EQ(laws::two_band_gap(1).function(3, parameters, gradient), gap.gaps(3).Delta1_meV);
  EXPECT_DOUBLE_EQ(laws::two_band_gap(2).function(3, parameters, gradient), -gap.gaps(3).Delta2_meV);
  EXPECT_EQ(laws::two_band_gap(2).function(10, parameters, gradient), 0);
  EXPECT_THROW(laws::two_band_gap(3), InvalidArgument);
}

TEST(Laws, AreFoundByName) {
  EXPECT_EQ(laws::find("bcs", "Delta", "meV").name, "bcs");
  EXPECT_EQ(laws::find("linear", "Gamma", "meV").parameters[1].name, "Gamma_slope");
  EXPECT_EQ(laws::find("linear", "Gamma", "meV").parameters[1].unit, "meV/K");
  expect_refusal([] { laws::find("cubic", "Delta", "meV"); }, "unknown law 'cubic': there are bcs, d-wave");
}

}  // namespace
