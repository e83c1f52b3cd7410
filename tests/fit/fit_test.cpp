// What a fit of a spectrum does, and what it says about it.

#include "didv/fit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "didv/error.hpp"
#include "didv/laws.hpp"
#include "didv/models.hpp"
#include "didv/read.hpp"
#include "didv/units.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

const ParameterValues contact{{"Delta", 1.4}, {"Gamma", 0.2}, {"Z", 0.6}, {"T", 1.5}};
const ParameterValues junction{{"Delta", 1.4}, {"Gamma", 0.1}, {"T", 1.5}};

Spectrum btk_spectrum(double noise = 0.005, unsigned seed = 1) {
  std::mt19937 generator(seed);
  return synthetic::spectrum(find_model("btk"), contact, 6, 121, noise, generator);
}

Spectrum dynes_spectrum(double noise = 0.01, unsigned seed = 1) {
  std::mt19937 generator(seed);
  return synthetic::spectrum(find_model("dynes"), junction, 6, 121, noise, generator);
}

Fit dynes_fit(const Spectrum& s) {
  Fit fit(find_model("dynes"));
  fit.add(s);
  return fit;
}

bool says(const FitResult& fit, const std::string& words) { return fit.report().find(words) != std::string::npos; }

TEST(Fit, FindsTheParametersOfANoiselessCurveToManyDigits) {
  const FitResult fit = Fit(find_model("btk")).add(btk_spectrum(0)).run();
  ASSERT_TRUE(fit.usable()) << fit.report();
  // The curve itself is good to 1e-9.
  for (const char* name : {"Delta", "Gamma", "Z"}) EXPECT_NEAR(fit[name].value, contact.at(name), 1e-6) << name;
  EXPECT_EQ(fit["T"].state, ParameterState::fixed);
  EXPECT_EQ(fit["T"].value, 1.5);
  EXPECT_EQ(fit["T"].reason, "held: temperature from file");
}

TEST(Fit, ACurveMetToRoundingHasNoErrorBarsButAReason) {
  const FitResult fit = Fit(find_model("btk")).add(btk_spectrum(0)).run();
  EXPECT_FALSE(fit["Delta"].standard_error);
  EXPECT_NE(fit["Delta"].reason.find("to rounding"), std::string::npos) << fit.report();
}

TEST(Fit, ScaleBackgroundAndOffsetAreParametersOfTheFit) {
  Spectrum s = dynes_spectrum(0.001);
  s.unit = ConductanceUnit::siemens;
  for (std::size_t i = 0; i < s.size(); ++i) {
    // The background belongs to the bias as measured, the model to the bias without the offset.
    s.bias_mV[i] += 0.3;
    s.conductance[i] *= 2e-9 * (1 + 0.02 * s.bias_mV[i] - 0.001 * s.bias_mV[i] * s.bias_mV[i]);
  }
  const FitResult fit = dynes_fit(s).background(2).fit_offset().run();
  ASSERT_TRUE(fit.usable()) << fit.report();
  const auto near = [&](const char* name, double truth) {
    EXPECT_NEAR(fit[name].value, truth, 4 * fit[name].standard_error.value()) << name;
  };
  near("Delta", 1.4);
  near("Gamma", 0.1);
  near("scale", 2e-9);
  near("background_1", 0.02);
  near("background_2", -0.001);
  near("offset_mV", 0.3);
  EXPECT_EQ(fit["scale"].unit, "S");
  EXPECT_EQ(fit["background_2"].unit, "1/mV^2");
  EXPECT_NEAR(fit.data[0].rms_residual, 0.001, 0.0003);
}

TEST(Fit, ScaleIsHeldForNormalisedDataUntilFreed) {
  const FitResult held = dynes_fit(dynes_spectrum()).run();
  EXPECT_EQ(held["scale"].state, ParameterState::fixed);
  EXPECT_EQ(held["scale"].value, 1);
  EXPECT_EQ(dynes_fit(dynes_spectrum()).free("scale").run()["scale"].state, ParameterState::free);
}

TEST(Fit, ScaleIsFreeWhereNothingSaysThatTheDataAreNormalised) {
  Spectrum s = dynes_spectrum();
  s.unit = ConductanceUnit::arbitrary;
  for (double& G : s.conductance) G *= 0.97;
  const FitResult fit = dynes_fit(s).run();
  EXPECT_EQ(fit["scale"].state, ParameterState::free);
  EXPECT_EQ(fit["scale"].unit, "arb. u.");
  EXPECT_NEAR(fit["scale"].value, 0.97, 4 * fit["scale"].standard_error.value());
}

TEST(Fit, AHeldScaleThatTheDataBeyondTheGapContradictIsAWarning) {
  const std::string warning = "they may not be normalised";
  for (const double wrong : {0.95, 0.98, 1.03}) {
    Spectrum s = dynes_spectrum();
    for (double& G : s.conductance) G *= wrong;
    EXPECT_TRUE(says(dynes_fit(s).run(), warning)) << wrong;
    EXPECT_FALSE(says(dynes_fit(s).free("scale").run(), warning)) << wrong;
  }
  EXPECT_FALSE(says(dynes_fit(dynes_spectrum()).run(), warning));
  Spectrum noisy = dynes_spectrum(0.05);
  for (double& G : noisy.conductance) G *= 0.98;
  EXPECT_FALSE(says(dynes_fit(noisy).run(), warning)) << "noise of 5 % on some 30 points hides 2 %";
}

TEST(Fit, DataOfAnySizeWhoseSquaresAreNumbersGiveTheSameVerdict) {
  for (const double size : {1e-99, 1e-30, 1e30, 1e99}) {
    Spectrum s = dynes_spectrum();
    s.unit = ConductanceUnit::arbitrary;
    for (double& G : s.conductance) G *= size;
    const FitResult fit = dynes_fit(s).run();
    EXPECT_TRUE(fit.usable()) << size << '\n' << fit.report();
    EXPECT_NEAR(fit["Delta"].value, 1.4, 4 * fit["Delta"].standard_error.value()) << size;
    EXPECT_TRUE(std::isfinite(fit.chi_squared)) << size;
  }
  for (const double size : {1e-300, 1e200}) {
    Spectrum s = dynes_spectrum(0);
    for (double& G : s.conductance) G *= size;
    EXPECT_THROW(dynes_fit(s).run(), InvalidArgument) << size;
  }
}

TEST(Fit, TheUnitOfTheConductanceDoesNotMatter) {
  Spectrum s = dynes_spectrum();
  const FitResult plain = dynes_fit(s).free("scale").run();
  s.unit = ConductanceUnit::siemens;
  for (double& G : s.conductance) G *= 1e-8;
  const FitResult siemens = dynes_fit(s).run();
  for (const char* name : {"Delta", "Gamma"}) {
    EXPECT_NEAR(siemens[name].value, plain[name].value, 1e-8) << name;
    EXPECT_NEAR(*siemens[name].standard_error, *plain[name].standard_error, 1e-8) << name;
  }
}

TEST(Fit, TheOrderOfThePointsDoesNotMatterAndRepeatsAreAllowed) {
  Spectrum s = dynes_spectrum();
  const FitResult ascending = dynes_fit(s).run();
  std::reverse(s.bias_mV.begin(), s.bias_mV.end());
  std::reverse(s.conductance.begin(), s.conductance.end());
  std::swap(s.bias_mV[3], s.bias_mV[70]);
  std::swap(s.conductance[3], s.conductance[70]);
  const FitResult shuffled = dynes_fit(s).run();
  EXPECT_NEAR(shuffled["Delta"].value, ascending["Delta"].value, 1e-8);
  Spectrum twice = s;
  twice.bias_mV.insert(twice.bias_mV.end(), s.bias_mV.begin(), s.bias_mV.end());
  twice.conductance.insert(twice.conductance.end(), s.conductance.begin(), s.conductance.end());
  const FitResult repeated = dynes_fit(twice).sigma(0.01).run(), once = dynes_fit(s).sigma(0.01).run();
  EXPECT_NEAR(repeated["Delta"].value, once["Delta"].value, 1e-8);
  EXPECT_NEAR(*repeated["Delta"].standard_error, *once["Delta"].standard_error / std::sqrt(2), 1e-8);
}

TEST(Fit, TheModulationOfTheSpectrumIsPartOfTheCurve) {
  std::mt19937 generator(3);
  Instrument lock_in;
  lock_in.modulation = Modulation(Peak{0.6});
  Spectrum s = synthetic::spectrum(find_model("dynes"), junction, 6, 121, 0.003, generator, lock_in);
  const FitResult taken_in = dynes_fit(s).run();
  EXPECT_NEAR(taken_in["Gamma"].value, 0.1, 4 * *taken_in["Gamma"].standard_error);
  s.modulation.reset();
  const FitResult ignored = dynes_fit(s).run();
  EXPECT_GT(ignored["Gamma"].value, 0.2);
  EXPECT_TRUE(says(ignored, "modulation is not stated"));
}

TEST(Fit, AMeasuredTemperatureIsPulledToItsMeasurement) {
  const FitResult fit = dynes_fit(dynes_spectrum()).measured("T", 1.5, 0.01).run();
  ASSERT_TRUE(fit.usable()) << fit.report();
  EXPECT_EQ(fit["T"].state, ParameterState::measured);
  EXPECT_LT(*fit["T"].standard_error, 0.01);
  EXPECT_NEAR(fit["T"].value, 1.5, 3 * 0.01) << "free it is known to 0.027 K";
  EXPECT_GT(*fit["Gamma"].standard_error, *dynes_fit(dynes_spectrum()).run()["Gamma"].standard_error);
}

// With noise that is not known, what a measured value weighs has to be found out on the way.
TEST(Fit, AMeasuredValueDoesNotLeadTheFitAwayFromTheData) {
  const Fit measured_contact =
      Fit(models::btk()).add(read_spectrum(DIDV_SOURCE_DIR "/data/ceh9/spectrum_02K.csv")).background(2).fit_offset();
  const FitResult without = measured_contact.run(), with = Fit(measured_contact).measured("Gamma", 5, 2).run();
  ASSERT_TRUE(with.usable()) << with.report();
  for (const char* name : {"Delta", "Gamma", "Z", "scale"})
    EXPECT_NEAR(with[name].value, without[name].value, 0.1 * *without[name].standard_error) << with.report();
}

TEST(Fit, TheWindowKeepsWhatIsInside) {
  const FitResult fit = dynes_fit(dynes_spectrum()).window(-4.5, 5).run();
  EXPECT_EQ(fit.data[0].x.front(), -4.5);
  EXPECT_EQ(fit.data[0].x.back(), 5);
  EXPECT_EQ(fit.data[0].points(), 96u);
}

TEST(Fit, NSpectraAreNFits) {
  const Model model = find_model("btk");
  Fit series(model);
  std::vector<FitResult> alone;
  double chi_squared = 0;
  std::vector<std::string> warnings;
  for (const double noise : {0.001, 0.005, 0.1}) {
    Spectrum s = btk_spectrum(noise, 1 + static_cast<unsigned>(alone.size()));
    s.name = std::to_string(alone.size());
    series.add(s);
    alone.push_back(Fit(model).add(s).run());
    chi_squared += alone.back().chi_squared;
    for (const std::string& warning : alone.back().warnings) warnings.push_back(s.name + ": " + warning);
  }
  FitResult together = series.run();
  for (std::size_t k = 0; k < alone.size(); ++k)
    for (const char* name : {"Delta", "Gamma", "Z"}) {
      EXPECT_EQ(together.estimate(name, k).value, alone[k][name].value);
      EXPECT_EQ(together.estimate(name, k).standard_error, alone[k][name].standard_error);
    }
  EXPECT_DOUBLE_EQ(together.chi_squared, chi_squared);
  std::ranges::sort(warnings);
  std::ranges::sort(together.warnings);
  EXPECT_EQ(together.warnings, warnings);
}

// Of a few points many parameters take much of the scatter away, however many points stand beside them.
TEST(Fit, AShortSpectrumBesideALongOneHasItsOwnErrors) {
  double ratios = 0;
  constexpr unsigned curves = 5;
  for (unsigned seed = 1; seed <= curves; ++seed) {
    std::mt19937 generator(seed);
    const Spectrum few = synthetic::spectrum(find_model("dynes"), junction, 6, 31, 0.01, generator),
                   many = synthetic::spectrum(find_model("dynes"), junction, 6, 601, 0.01, generator);
    const Fit alone = Fit(find_model("dynes")).add(few).background(4).fit_offset();
    const FitResult together = Fit(alone).add(many).share("Gamma").run();
    ratios += *together.estimate("offset_mV", 0).standard_error / *alone.run()["offset_mV"].standard_error;
  }
  EXPECT_NEAR(ratios / curves, 1, 0.05) << "0.87 with the degrees of freedom of both for each";
}

TEST(Fit, ParametersWithoutAnErrorHaveNoCorrelation) {
  int taken_back = 0;
  for (unsigned seed = 1; seed <= 10; ++seed) {
    std::mt19937 generator(seed);
    std::normal_distribution<double> normal(0, 0.02);
    Spectrum s = dynes_spectrum(0, seed);
    double state = 0;
    for (double& G : s.conductance) G = 1 + (state = 0.8 * state + normal(generator));
    const FitResult fit = dynes_fit(s).noise({.correlated = CorrelatedNoise{}}).run();
    taken_back += fit["Delta"].reason == "no superconducting signal is told";
    for (const Correlation& pair : fit.data[0].correlation)
      EXPECT_TRUE(fit[pair.first].standard_error && fit[pair.second].standard_error) << pair.first << pair.second;
  }
  EXPECT_GE(taken_back, 1);
}

TEST(Fit, ATiedOffsetKeepsItsErrorNextToZero) {
  Fit fit(find_model("dynes"));
  for (unsigned seed = 1; seed <= 2; ++seed) fit.add(dynes_spectrum(0.01, seed));
  const FitResult result = fit.fit_offset().tie("offset_mV", laws::constant("V0", "mV")).run();
  EXPECT_EQ(result.estimate("offset_mV", 0).standard_error, result["V0"].standard_error) << result.report();
}

TEST(Fit, ATieOfSomethingElseIsNoExcuseForAGapThatIsNotDetermined) {
  std::mt19937 generator(1);
  const Spectrum normal =
      synthetic::spectrum(find_model("dynes"), {{"Delta", 0}, {"Gamma", 0.1}, {"T", 12}}, 6, 121, 0.01, generator);
  const FitResult result =
      Fit(find_model("dynes")).add(dynes_spectrum()).add(normal).tie("Gamma", laws::constant("Gamma0", "meV")).run();
  EXPECT_FALSE(result.usable()) << result.report();
}

TEST(Fit, ACurveOfZerosHasAFiniteResidual) {
  Spectrum s = dynes_spectrum(0);
  s.unit = ConductanceUnit::siemens;
  std::ranges::fill(s.conductance, 0);
  EXPECT_TRUE(std::isfinite(dynes_fit(s).run().data[0].rms_residual));
}

TEST(Fit, ASharedBarrierIsOneValueWithASmallerError) {
  const Model model = find_model("btk");
  Fit series(model);
  for (unsigned seed = 1; seed <= 4; ++seed) series.add(btk_spectrum(0.005, seed));
  const FitResult shared = series.share("Z").run();
  ASSERT_TRUE(shared.usable()) << shared.report();
  EXPECT_EQ(shared["Z"].state, ParameterState::shared);
  EXPECT_NEAR(shared["Z"].value, 0.6, 4 * *shared["Z"].standard_error);
  const double alone = *Fit(model).add(btk_spectrum(0.005, 1)).run()["Z"].standard_error;
  // Four equal spectra: half the error, to the scatter of the noise estimates.
  EXPECT_NEAR(*shared["Z"].standard_error, alone / 2, 0.1 * alone);
}

TEST(Fit, BroadeningThatIsZeroEndsAtItsBoundOrBesideIt) {
  int at_bound = 0;
  for (unsigned seed = 1; seed <= 8; ++seed) {
    std::mt19937 generator(seed);
    const Spectrum s =
        synthetic::spectrum(find_model("dynes"), {{"Delta", 1.4}, {"Gamma", 0}, {"T", 3}}, 6, 121, 0.01, generator);
    const FitResult fit = dynes_fit(s).run();
    EXPECT_TRUE(fit.usable()) << fit.report();
    if (fit["Gamma"].state == ParameterState::at_bound) {
      ++at_bound;
      EXPECT_EQ(fit["Gamma"].value, 0);
      EXPECT_FALSE(fit["Gamma"].standard_error);
      EXPECT_TRUE(fit["Delta"].standard_error);
      EXPECT_TRUE(says(fit, "Gamma is at its bound")) << fit.report();
    } else {
      EXPECT_TRUE(says(fit, "Gamma is within 2 standard errors of its bound") || fit["Gamma"].value > 0);
    }
  }
  // Half of the likelihoods have their maximum below 0.
  EXPECT_GE(at_bound, 1);
  EXPECT_LE(at_bound, 7);
}

TEST(Fit, TemperatureAndBroadeningTogetherAreNamedDegenerateWhereTheGapIsHot) {
  std::mt19937 generator(9);
  const Spectrum s =
      synthetic::spectrum(find_model("dynes"), {{"Delta", 1.4}, {"Gamma", 0.3}, {"T", 10}}, 8, 161, 0.005, generator);
  const FitResult fit = dynes_fit(s).free("T").run();
  const bool undetermined = !fit.usable();
  EXPECT_TRUE(undetermined || says(fit, "are degenerate")) << fit.report();
}

TEST(Fit, BroadeningFarBelowTheResolutionIsCalledSwallowed) {
  std::mt19937 generator(9);
  const Spectrum s =
      synthetic::spectrum(find_model("dynes"), {{"Delta", 1.4}, {"Gamma", 0.03}, {"T", 4}}, 8, 161, 0.005, generator);
  EXPECT_TRUE(says(dynes_fit(s).run(), "swallowed by the resolution"));
  EXPECT_FALSE(says(dynes_fit(dynes_spectrum()).fix("Gamma", 0.1).run(), "swallowed"));
}

TEST(Fit, AWindowBelowThreeGapsIsNamed) {
  EXPECT_TRUE(says(dynes_fit(dynes_spectrum()).window(-3, 3).run(), "less than 3 Δ"));
  EXPECT_FALSE(says(dynes_fit(dynes_spectrum()).run(), "less than 3 Δ"));
}

TEST(Fit, AWindowWithinTheGapTellsNone) {
  const FitResult fit = dynes_fit(dynes_spectrum()).window(-0.8, 0.8).run();
  EXPECT_FALSE(fit.usable());
  EXPECT_NE(fit.report().find("no point lies outside the gap: the biases reach 0.8 mV"), std::string::npos)
      << fit.report();
  EXPECT_TRUE(dynes_fit(dynes_spectrum()).window(-0.8, 0.8).fix("Delta", junction.at("Delta")).run().usable());
}

TEST(Fit, TwoGapsComeOutWithTheSmallerOneFirst) {
  const Model model = find_model("two_gap_dynes");
  std::mt19937 generator(21);
  for (const double w : {0.3, 0.7}) {
    const Spectrum s = synthetic::spectrum(
        model, {{"Delta1", 0.8}, {"Gamma1", 0.05}, {"Delta2", 2}, {"Gamma2", 0.1}, {"w", w}, {"T", 1}}, 8, 401, 0.005,
        generator);
    const FitResult fit = Fit(model).add(s).run();
    EXPECT_TRUE(fit.usable()) << fit.report();
    for (const auto& [name, truth] : {std::pair{"Delta1", 0.8}, {"Delta2", 2.0}, {"w", w}})
      EXPECT_NEAR(fit[name].value, truth, 4 * fit[name].standard_error.value()) << fit.report();
    const FitResult other_way = Fit(model).add(s).start("Delta1", 2).start("Delta2", 0.8).run();
    for (const char* name : {"Delta1", "Delta2", "w"})
      EXPECT_NEAR(other_way[name].value, fit[name].value, 1e-6) << name;
  }
}

TEST(Fit, AWindowWithoutAPointInsideTheGapDoesNotGiveOne) {
  std::mt19937 generator(9);
  const Spectrum s = synthetic::spectrum(find_model("btk"), {{"Delta", 1}, {"Gamma", 0.1}, {"Z", 0.5}, {"T", 1.5}}, 6,
                                         241, 0.01, generator);
  const FitResult fit = Fit(find_model("btk")).add(s).window(3, 6).run();
  EXPECT_FALSE(fit.usable()) << fit.report();
}

TEST(Fit, AsManyPointsAsParametersLeaveNothingToJudgeBy) {
  std::mt19937 generator(10);
  const Spectrum s = synthetic::spectrum(find_model("btk"), {{"Delta", 1}, {"Gamma", 0.1}, {"Z", 0.5}, {"T", 1.5}}, 2,
                                         3, 0.01, generator);
  const FitResult fit = Fit(find_model("btk")).add(s).run();
  EXPECT_FALSE(fit.usable()) << fit.report();
}

TEST(Fit, ACurveThatMissesThePointsByManySigmaIsNotUsable) {
  const FitResult fit = dynes_fit(dynes_spectrum()).fix("Gamma", 0.5).sigma(1e-3).run();
  EXPECT_FALSE(fit.usable()) << fit.report();
  EXPECT_TRUE(says(fit, "times the sigma given")) << fit.report();
}

TEST(Fit, AnAssumedTemperatureIsNamed) {
  Spectrum s = dynes_spectrum();
  s.temperature_K->origin = Origin::assumed;
  EXPECT_TRUE(says(dynes_fit(s).run(), "temperature is assumed"));
  s.temperature_K = Sourced<double>{0, Origin::file};
  EXPECT_TRUE(says(dynes_fit(s).run(), "stated as 0 K"));
}

TEST(Fit, DataWithoutASuperconductorAreNotUsable) {
  Spectrum constant = dynes_spectrum();
  for (double& G : constant.conductance) G = 1;
  Spectrum noise = constant;
  std::mt19937 generator(4);
  std::normal_distribution<double> normal(1, 0.01);
  for (double& G : noise.conductance) G = normal(generator);
  for (const char* name : {"dynes", "btk"}) {
    for (const Spectrum& s : {constant, noise}) {
      const FitResult fit = Fit(find_model(name)).add(s).run();
      EXPECT_FALSE(fit.usable()) << fit.report();
      EXPECT_TRUE(says(fit, "no superconducting signal")) << fit.report();
      EXPECT_FALSE(fit.json().empty());
    }
  }
}

TEST(Fit, PrintsNothingOnDataFarBelowTheModel) {
  // 99 decades.
  Spectrum s = btk_spectrum();
  for (double& G : s.conductance) G *= 1e-99;
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  const FitResult fit = Fit(find_model("btk")).add(s).run();
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(fit.usable());
}

TEST(Fit, EveryWarningOfTheDataStandsBesideTheResult) {
  Spectrum s = dynes_spectrum();
  s.warnings.push_back("the bias divider is taken as 1");
  EXPECT_TRUE(says(dynes_fit(s).run(), "the bias divider is taken as 1"));
}

void expect_refusal(const Fit& fit, const std::string& message) {
  try {
    fit.run();
    ADD_FAILURE() << "no refusal, expected: " << message;
  } catch (const InvalidArgument& error) {
    EXPECT_EQ(error.what(), message);
  }
}

TEST(Fit, RefusesBadDataInOneLine) {
  const auto changed = [](auto change) {
    Spectrum s = dynes_spectrum();
    s.name = "s";
    change(s);
    return dynes_fit(s);
  };
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  expect_refusal(Fit(find_model("dynes")), "no data: add() a spectrum");
  expect_refusal(changed([](Spectrum& s) { s.temperature_K.reset(); }),
                 "s: no temperature: expected --temperature K, or 'temperature_K' in the file's metadata");
  expect_refusal(changed([](Spectrum& s) { s.temperature_K->value = -1; }),
                 "s: temperature -1 K, expected a value from 0 K");
  expect_refusal(changed([](Spectrum& s) { s.bias_mV.clear(), s.conductance.clear(); }), "s: no points");
  expect_refusal(changed([](Spectrum& s) { s.bias_mV.resize(1), s.conductance.resize(1); }),
                 "s: 1 point cannot fix 2 parameters (Delta, Gamma): fix some, or widen the window");
  expect_refusal(changed([](Spectrum& s) { s.conductance.pop_back(); }),
                 "s: 121 values of bias but 120 of conductance");
  expect_refusal(changed([](Spectrum& s) { s.bias_mV[4] = nan; }),
                 "s: bias of point 5 is nan, expected a finite number");
  expect_refusal(changed([](Spectrum& s) { s.conductance[4] = infinity; }),
                 "s: conductance of point 5 is inf, expected a finite number");
  expect_refusal(changed([](Spectrum& s) { s.sigma.assign(121, -1); }),
                 "s: sigma of point 1 is -1, expected a standard deviation above 0");
  expect_refusal(changed([](Spectrum& s) { s.points_per_independent_point = 0; }),
                 "s: points_per_independent_point is 0, expected 1 or more, and not more than there are points (121)");
}

TEST(Fit, RefusesBadRulesInOneLine) {
  const auto fit = [] { return dynes_fit(dynes_spectrum()); };
  expect_refusal(fit().fix("Z", 1), "unknown parameter 'Z': there are Delta, Gamma, T, scale");
  expect_refusal(fit().background(1).fit_offset().start("offset", 1),
                 "unknown parameter 'offset': there are Delta, Gamma, T, scale, background_1, offset_mV");
  expect_refusal(fit().fix("Gamma", -1), "fixed value of Gamma: -1 meV is outside [0, inf meV]");
  expect_refusal(fit().bound("Gamma", -1, 5),
                 "bound of Gamma: expected lower < upper within [0, inf meV], got -1 to 5");
  expect_refusal(fit().start("Delta", 9).bound("Delta", 0, 5), "start of Delta: 9 meV is outside [0, 5 meV]");
  expect_refusal(fit().fix("Delta", 1).free("Delta"), "Delta is fixed at 1 meV and also freed: give one of the two");
  expect_refusal(fit().start("T", 4), "T is held by itself: free it to give it a start, a bound or to share it");
  expect_refusal(fit().background(-1), "background: expected a degree of 0 to 20, got -1");
  expect_refusal(fit().window(1, -1), "window: expected lower < upper, got 1 to -1 mV");
  expect_refusal(fit().sigma(0), "sigma: expected a standard deviation above 0, got 0");
}

// Trials of the search lie where a voltage sweep would jump and there is no curve.
TEST(Fit, ATrialWithoutACurveDoesNotEndIt) {
  const Model model = find_model("sis+series_resistance");
  const ParameterValues truth{{"Delta1", 0.7}, {"Delta2", 1.3}, {"Gamma1", 0.1},
                              {"Gamma2", 0.1}, {"T", 3},        {"Rs", 0.2}};
  std::mt19937 generator(1);
  const FitResult fit = Fit(model).add(synthetic::spectrum(model, truth, 6, 151, 0.01, generator)).run();
  ASSERT_EQ(fit.status, FitStatus::converged) << fit.report();
  EXPECT_NEAR(fit["Delta2"].value, truth.at("Delta2"), 0.05) << fit.report();
}

}  // namespace
}  // namespace didv
