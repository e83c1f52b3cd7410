// What a temperature series says of the gap.

#include "didv/series.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "didv/error.hpp"
#include "didv/models/btk.hpp"
#include "didv/models/dynes.hpp"
#include "series_of.hpp"

namespace {

using namespace didv;

constexpr GapAndTc truth{1.5, 10};

std::vector<Spectrum> series(const Model& model, const std::vector<double>& temperatures_K, unsigned seed = 1) {
  std::mt19937 generator(seed);
  ParameterValues others{{"Gamma", 0.15}};
  if (model.has("Z")) others["Z"] = 0.5;
  return synthetic::series({model, truth, others, 6, 121, 0.005}, temperatures_K, generator);
}

void expect_found(const Estimate& estimate, double value) {
  ASSERT_TRUE(estimate.standard_error) << estimate.name << ": " << estimate.reason;
  EXPECT_NEAR(estimate.value, value, 4 * *estimate.standard_error) << estimate.name;
}

TEST(Series, BothMethodsFindTheLaw) {
  const Fit fit = synthetic::fit_of(models::dynes(), series(models::dynes(), {8, 1.5, 3, 5, 7, 3}));
  const SeriesResult two_step = analyse_series(fit), global = analyse_series(Fit(fit).tie("Delta", laws::bcs_gap()));
  for (const SeriesResult* result : {&two_step, &global}) {
    ASSERT_TRUE(result->usable()) << result->report();
    ASSERT_TRUE(result->gap_law);
    expect_found(result->gap_law->Delta0, truth.Delta0_meV);
    expect_found(result->gap_law->Tc, truth.Tc_K);
    expect_found(result->gap_law->ratio_2Delta0_kTc, bcs::gap_to_tc_ratio(truth));
    EXPECT_EQ(result->gap_law->degrees_of_freedom, 4);
    EXPECT_EQ(result->gap_law->verdict, "the bcs curve holds");
    EXPECT_EQ(result->points.front().temperature_K, 1.5);
    EXPECT_EQ(result->points.back().temperature_K, 8);
  }
  EXPECT_EQ(global.gap_law->method, "global");
  EXPECT_EQ(two_step.gap_law->method, "two-step");
}

TEST(Series, ErrorsOfGapAndTcAreTheScatterOverManySeries) {
  const synthetic::Contact contact{find_model("dynes"), {1.5, 10}, {{"Gamma", 0.15}}, 6, 61, 0.01};
  constexpr int series = 200;
  std::mt19937 generator(77);
  for (const char* name : {"Delta0", "Tc"}) {
    const double known = name == std::string("Tc") ? 10 : 1.5;
    double mean = 0, square = 0;
    for (int k = 0; k < series; ++k) {
      const auto spectra = synthetic::series(contact, {2, 4, 6, 7.5, 8.5}, generator);
      const FitResult fit = synthetic::fit_of(contact.model, spectra).tie("Delta", laws::bcs_gap()).sigma(0.01).run();
      ASSERT_TRUE(fit.usable()) << fit.report();
      const Estimate& found = fit[name];
      ASSERT_TRUE(found.standard_error) << found.reason;
      const double pull = (found.value - known) / *found.standard_error;
      mean += pull / series;
      square += pull * pull / series;
    }
    // Four standard deviations of the mean and of the mean square of 200 unit normals.
    EXPECT_NEAR(mean, 0, 4 / std::sqrt(series)) << name;
    EXPECT_NEAR(square, 1, 4 * std::sqrt(2.0 / series)) << name;
  }
}

TEST(Series, AHundredSpectraAreOneFit) {
  const synthetic::Contact contact{find_model("btk"), {1.5, 10}, {{"Gamma", 0.1}, {"Z", 0.5}}, 6, 401, 0.005};
  std::vector<double> temperatures_K;
  for (int k = 0; k < 100; ++k) temperatures_K.push_back(1 + 0.08 * k);
  std::mt19937 generator(78);
  const auto spectra = synthetic::series(contact, temperatures_K, generator);
  const FitResult fit =
      synthetic::fit_of(contact.model, spectra).share("Z").tie("Delta", laws::bcs_gap()).sigma(0.005).run();
  ASSERT_TRUE(fit.usable()) << fit.message;
  for (const auto& [name, known] : {std::pair{"Delta0", 1.5}, {"Tc", 10.0}, {"Z", 0.5}})
    EXPECT_NEAR(fit[name].value, known, 4 * fit[name].standard_error.value()) << name;
  EXPECT_NEAR(fit.chi_squared / fit.degrees_of_freedom, 1, 4 * std::sqrt(2 / fit.degrees_of_freedom));
}

TEST(Series, AGapThatDoesNotFollowTheCurveIsToldSo) {
  std::vector<GapPoint> points;
  for (const double T_K : {1.0, 3.0, 5.0, 7.0, 9.0})
    points.push_back({"", T_K, {.name = "Delta", .unit = "meV", .value = 1.5 - 0.1 * T_K, .standard_error = 0.01}});
  const GapLaw law = fit_gap_law(points);
  EXPECT_LT(*law.p_value, 1e-6);
  ASSERT_EQ(law.degrees_of_freedom, 3);
  const double half = 0.5 * *law.chi_squared;  // the closed form for three
  EXPECT_NEAR(*law.p_value / (std::erfc(std::sqrt(half)) + 2 * std::sqrt(half / std::numbers::pi) * std::exp(-half)), 1,
              1e-9);
  EXPECT_EQ(law.verdict, "the bcs curve does not hold");
}

TEST(Series, WhereASpectrumNoLongerDeterminesItsGapThereIsALimitAndTheLawGoesOn) {
  // At 9.99 K Δ = 0.08 meV, kT = 0.86 meV. The limit has to hold in 95 % of cases: at least 15 of 20 (chance 3e-4).
  int limited = 0, holds = 0, without_signal = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const SeriesResult result =
        analyse_series(synthetic::fit_of(models::btk(), series(models::btk(), {2, 5, 8, 9.99}, seed)));
    ASSERT_TRUE(result.usable()) << result.report();
    expect_found(result.gap_law->Delta0, truth.Delta0_meV);
    const Estimate& gap = result.points.back().Delta;
    if (gap.reason == "no superconducting signal is told") ++without_signal;
    EXPECT_EQ(gap.reason == "no superconducting signal is told", !gap.standard_error && !gap.interval_95) << gap.reason;
    if (gap.state != ParameterState::not_determined || !gap.interval_95) continue;
    EXPECT_FALSE(gap.standard_error);
    EXPECT_NE(gap.reason.find("below"), std::string::npos);
    EXPECT_EQ(gap.interval_from, "profile: not told from 0");
    ++limited;
    holds += gap.interval_95->second > bcs::gap(9.99, truth);
  }
  EXPECT_GE(limited, 5);
  EXPECT_GE(without_signal, 1);
  EXPECT_GE(holds, limited * 3 / 4);
}

// Between the gap and the normal spectrum any Tc fits: what the noise of the latter prefers is no measurement of it.
TEST(Series, ATcThatNoSpectrumTellsHasNoSmallError) {
  for (const std::vector<double>& T_K : {std::vector{1.0, 11.0}, {3.0, 11.0}, {1.0, 1.5, 11.0}})
    for (unsigned seed = 1; seed <= 4; ++seed) {
      const SeriesResult result = analyse_series(synthetic::fit_of(models::btk(), series(models::btk(), T_K, seed))
                                                     .share("Z")
                                                     .share("Gamma")
                                                     .tie("Delta", laws::bcs_gap()));
      const Estimate& Tc = result.fit["Tc"];
      EXPECT_TRUE(!Tc.standard_error || *Tc.standard_error > 0.5) << result.report();
      EXPECT_EQ(result.usable(), Tc.standard_error.has_value()) << result.report();
    }
}

// The gap at 3 K tells Tc to some 0.7 K, the noise at 11 K to 0.002 K.
TEST(Series, TheErrorOfTcIsNoneOfTheNoiseAboveIt) {
  int determined = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const Fit fit = synthetic::fit_of(models::btk(), series(models::btk(), {1, 3, 11}, seed));
    const FitResult result = Fit(fit).share("Z").share("Gamma").tie("Delta", laws::bcs_gap()).run();
    if (result["Tc"].state == ParameterState::not_determined) continue;
    ++determined;
    expect_found(result["Tc"], truth.Tc_K);
    EXPECT_GT(*result["Tc"].standard_error, 0.2) << result.report();
  }
  EXPECT_GE(determined, 6);
}

TEST(Series, ALawThatClosesTheGapTooEarlyIsLeftForOneThatDoesNot) {
  const SeriesResult result = analyse_series(
      synthetic::fit_of(models::btk(), series(models::btk(), {1, 3, 5, 11, 12, 13})).tie("Delta", laws::bcs_gap()));
  ASSERT_TRUE(result.usable()) << result.report();
  expect_found(result.gap_law->Tc, truth.Tc_K);
  expect_found(result.gap_law->Delta0, truth.Delta0_meV);
}

// Alone no spectrum tells its temperature from its gap: the law is tested at those of the joint fit.
TEST(Series, TemperaturesThatAreFittedStandBesideTheirOwnGaps) {
  Fit fit =
      synthetic::fit_of(models::btk(), series(models::btk(), {1, 3, 5, 7, 8, 9})).share("Z").share("Gamma").free("T");
  const SeriesResult result = analyse_series(fit.tie("Delta", laws::bcs_gap()));
  ASSERT_EQ(result.points.size(), 6U);
  for (std::size_t k = 0; k < 6; ++k) {
    EXPECT_EQ(result.points[k].name, result.fit.data[k].name);
    EXPECT_EQ(result.points[k].temperature_K, result.fit.estimate("T", k).value);
  }
  ASSERT_TRUE(result.gap_law && result.gap_law->p_value) << result.report();
  EXPECT_GT(*result.gap_law->p_value, 1e-3) << result.report();
}

TEST(Series, AContactThatChangesIsToldOfWhereItsBarrierIsShared) {
  std::mt19937 generator(1);
  std::vector<Spectrum> spectra;
  for (const double Z : {0.4, 0.7}) {
    const std::vector<double> T_K = Z < 0.5 ? std::vector<double>{1.5, 3, 4.5} : std::vector<double>{6, 7, 8};
    for (Spectrum& s :
         synthetic::series({models::btk(), {1.4, 9}, {{"Gamma", 0.1}, {"Z", Z}}, 6, 201, 0.003}, T_K, generator))
      spectra.push_back(std::move(s));
  }
  const SeriesResult result = analyse_series(synthetic::fit_of(models::btk(), spectra).share("Z"));
  EXPECT_FALSE(result.usable());
  EXPECT_NE(result.report().find("or Z is not the same for all"), std::string::npos) << result.report();
}

TEST(Series, TwoSpectraWithoutNoiseLeaveNothingToTakeErrorsFrom) {
  std::mt19937 generator(1);
  const std::vector<Spectrum> spectra =
      synthetic::series({models::dynes(), {1.4, 10}, {{"Gamma", 0.1}}, 6, 61, 0}, {2, 6}, generator);
  const SeriesResult result = analyse_series(synthetic::fit_of(models::dynes(), spectra));
  EXPECT_FALSE(result.usable());
  EXPECT_NE(result.report().find("no degrees of freedom are left"), std::string::npos) << result.report();
  EXPECT_FALSE(result.gap_law->Delta0.standard_error || result.gap_law->ratio_2Delta0_kTc.standard_error);
}

// 2Δ(0)/k_BTc is no parameter of the law: its profile is that of a law which has it for one. Where χ² is a parabola the
// interval is the error with the full covariance.
TEST(Series, TheRatioHasAProfileOfItsOwn) {
  Fit fit = synthetic::fit_of(models::dynes(), series(models::dynes(), {2, 5, 8, 9}));
  fit.intervals(IntervalMethod::profile);
  for (const SeriesResult& result : {analyse_series(fit), analyse_series(Fit(fit).tie("Delta", laws::bcs_gap()))}) {
    ASSERT_TRUE(result.usable()) << result.report();
    const Estimate& ratio = result.gap_law->ratio_2Delta0_kTc;
    ASSERT_TRUE(ratio.interval_68 && ratio.interval_95) << result.gap_law->method << ": " << result.report();
    EXPECT_EQ(ratio.interval_from, "profile: asked for");
    constexpr double off_the_parabola = 0.05;
    EXPECT_NEAR(ratio.interval_68->first, ratio.value - *ratio.standard_error,
                off_the_parabola * *ratio.standard_error);
    EXPECT_NEAR(ratio.interval_68->second, ratio.value + *ratio.standard_error,
                off_the_parabola * *ratio.standard_error);
  }
}

TEST(Series, ASpectrumThatFailsIsToldAndTheRestGoOn) {
  std::vector<Spectrum> spectra = series(models::dynes(), {1.5, 3, 5, 7});
  spectra[2].bias_mV.resize(1);
  spectra[2].conductance.resize(1);
  const SeriesResult result = analyse_series(synthetic::fit_of(models::dynes(), spectra));
  ASSERT_TRUE(result.usable()) << result.report();
  expect_found(result.gap_law->Tc, truth.Tc_K);
  EXPECT_NE(result.report().find("3.csv: 1 point cannot fix 2 parameters"), std::string::npos) << result.report();
}

TEST(Series, ABroadeningThatNobodyKnowsAboveTcIsNoFault) {
  // Each spectrum has its own: above Tc it moves the curve by rounding alone.
  for (unsigned seed = 1; seed <= 10; ++seed) {
    const Fit fit =
        synthetic::fit_of(models::dynes(), series(models::dynes(), {2, 5, 8, 9.5, 9.9, 10, 10.1, 12}, seed));
    const SeriesResult result = analyse_series(Fit(fit).tie("Delta", laws::bcs_gap()));
    EXPECT_EQ(result.fit.status, FitStatus::converged) << result.report();
    EXPECT_TRUE(result.usable()) << result.report();
    expect_found(result.gap_law->Delta0, truth.Delta0_meV);
    expect_found(result.gap_law->Tc, truth.Tc_K);
  }
}

TEST(Series, ALawThatMissesTheGapsIsNotUsable) {
  const std::vector<Spectrum> spectra = series(models::dynes(), {1.5, 4, 6, 8});
  const Fit fit = synthetic::fit_of(models::dynes(), spectra).tie("Delta", laws::bcs_gap()).sigma(0.005);
  ASSERT_TRUE(analyse_series(fit).usable());
  const SeriesResult refuted = analyse_series(Fit(fit).fix("Tc", 100));
  EXPECT_FALSE(refuted.usable());
  EXPECT_NE(refuted.report().find("it is not the law of these data"), std::string::npos) << refuted.report();
}

TEST(Series, ALawNamesItsParametersInAnyOrder) {
  const Law bcs = laws::bcs_gap();
  Law turned = bcs;
  std::swap(turned.parameters[0], turned.parameters[1]);
  turned.function = [bcs](double T, std::span<const double> values, std::span<double> gradient) {
    const double in_order[]{values[1], values[0]};
    const double Delta = bcs.function(T, in_order, gradient);
    std::swap(gradient[1], gradient[2]);
    return Delta;
  };
  turned.guess = [bcs](std::span<const double> T, std::span<const double> Delta) {
    std::vector<double> values = bcs.guess(T, Delta);
    std::swap(values[0], values[1]);
    return values;
  };
  turned.vanishes_above = 0;
  const std::vector<Spectrum> spectra = series(models::dynes(), {1.5, 4, 6, 8});
  const auto analysed = [&](const Law& law) {
    return analyse_series(synthetic::fit_of(models::dynes(), spectra).tie("Delta", law).sigma(0.005));
  };
  const SeriesResult one = analysed(bcs), other = analysed(turned);
  ASSERT_TRUE(other.usable()) << other.report();
  EXPECT_NEAR(*other.gap_law->chi_squared, *one.gap_law->chi_squared, 1e-6);
  EXPECT_NEAR(other.gap_law->Tc.value, one.gap_law->Tc.value, 1e-6);
}

TEST(Series, WithALawThatIsNoneOfTheGapTheBcsCurveIsDrawnOrItIsSaidWhyNot) {
  const std::vector<Spectrum> spectra = series(models::dynes(), {9.9, 12, 14});
  const SeriesResult result = analyse_series(
      synthetic::fit_of(models::dynes(), spectra).tie("Delta", laws::constant("Delta_all")).sigma(0.005));
  EXPECT_FALSE(result.gap_law);
  EXPECT_NE(result.report().find("a law of the gap needs a determined gap at two temperatures"), std::string::npos)
      << result.report();
}

TEST(Series, ALawThatIsNoneOfTheGapHasToMeetTheGapsAsWell) {
  const std::vector<Spectrum> spectra = series(models::dynes(), {1.5, 4, 7, 9});
  const auto analysed = [&](const Law& law) {
    return analyse_series(synthetic::fit_of(models::dynes(), spectra).tie("Delta", law));
  };
  for (const Law& law : {laws::constant("Delta_all"), laws::linear("Delta_cold", "slope")}) {
    const SeriesResult result = analysed(law);
    EXPECT_FALSE(result.usable()) << law.name;
    EXPECT_NE(result.report().find("it is not that of these data"), std::string::npos) << result.report();
  }
}

TEST(Series, AGapSharedByMistakeDoesNotHoldAtEveryTemperature) {
  const SeriesResult result =
      analyse_series(synthetic::fit_of(models::dynes(), series(models::dynes(), {1.5, 4, 7, 9})).share("Delta"));
  EXPECT_FALSE(result.usable());
  EXPECT_NE(result.report().find("the shared Delta misses the gaps of the spectra"), std::string::npos)
      << result.report();
  ASSERT_TRUE(result.gap_law) << result.report();
  expect_found(result.gap_law->Tc, truth.Tc_K);
}

GapPoint gap_of(const std::string& name, double T_K, double Delta_meV) {
  return {name, T_K, {.name = "Delta", .unit = "meV", .value = Delta_meV, .standard_error = 0.01}};
}

// More gaps than parameters are no test where they are at no more temperatures.
TEST(Series, ACurveOfTwoParametersIsNotTestedAtTwoTemperatures) {
  std::vector<GapPoint> points{gap_of("a", 2, 1.5), gap_of("b", 2, 1.5), gap_of("c", 7, 1.2), gap_of("d", 7, 1.2)};
  GapLaw law = fit_gap_law(points);
  EXPECT_FALSE(law.p_value);
  EXPECT_EQ(law.verdict, "too few temperatures to test the bcs curve: 2 with a determined gap for 2 free parameters");
  points.push_back(gap_of("e", 4, 1.47));
  law = fit_gap_law(points);
  EXPECT_TRUE(law.p_value);
  EXPECT_TRUE(law.verdict.starts_with("the bcs curve ")) << law.verdict;
}

// Gaps at 2 and 3 K of a Tc of 10 K, which changes them by less than their errors.
TEST(Series, ATcNoLargerThanItsErrorIsALimit) {
  const GapLaw law = fit_gap_law({gap_of("a", 2, 1.4995), gap_of("b", 4.5, 1.47)});
  EXPECT_EQ(law.Tc.state, ParameterState::free) << "well known";
  const std::vector<GapPoint> points{gap_of("a", 2, 1.5), gap_of("b", 2.1, 1.499)};
  const GapLaw lost = fit_gap_law(points);
  EXPECT_FALSE(lost.Tc.standard_error || lost.ratio_2Delta0_kTc.standard_error) << to_string(lost.Tc);
  EXPECT_EQ(lost.Tc.state, ParameterState::not_determined);
  EXPECT_NE(lost.Tc.reason.find("no less than itself; above 2.1 K, by the gap of b"), std::string::npos)
      << lost.Tc.reason;
  EXPECT_EQ(to_string(lost.ratio_2Delta0_kTc), "not determined");
}

TEST(Series, NoCurveHoldsWhereNoGapIsSeenWithoutThatBeingSaid) {
  std::vector<GapPoint> points;
  for (const double T_K : {2.0, 4.0, 6.0, 8.0}) points.push_back(gap_of("", T_K, bcs::gap(T_K, truth)));
  points.push_back({"flat.csv", 6, {.name = "Delta", .unit = "meV", .state = ParameterState::not_determined}});
  Estimate& flat = points.back().Delta;
  flat.reason = "no superconducting signal is told";
  EXPECT_EQ(fit_gap_law(points).verdict,
            "the bcs curve holds where a gap is told; not tested: flat.csv at 6 K, where it gives 1.36 meV: no "
            "superconducting signal is told");
  points.back().temperature_K = 11;
  EXPECT_EQ(fit_gap_law(points).verdict, "the bcs curve holds") << "above Tc";
}

TEST(Series, RefusesWhatIsNoSeries) {
  std::vector<Spectrum> spectra = series(models::dynes(), {1.5, 3});
  EXPECT_THROW(analyse_series(synthetic::fit_of(models::dynes(), {spectra[0]})), InvalidArgument);
  spectra[1].unit = ConductanceUnit::siemens;
  EXPECT_THROW(analyse_series(synthetic::fit_of(models::dynes(), spectra)), InvalidArgument);
  EXPECT_THROW(fit_gap_law({}, laws::linear("a", "b")), InvalidArgument);
}

}  // namespace
