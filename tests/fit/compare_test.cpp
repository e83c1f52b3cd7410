// Choosing between models: what is told apart, what is not, and the numbers it rests on.

#include "didv/compare.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "didv/error.hpp"
#include "didv/fit.hpp"
#include "didv/gap_equation.hpp"
#include "didv/models.hpp"
#include "fit/f_score.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

Comparison compare_on(const Spectrum& s, const std::vector<std::string>& models, std::optional<double> sigma = {}) {
  std::vector<FitResult> fits;
  for (const std::string& name : models) {
    Fit fit(find_model(name));
    if (sigma) fit.sigma(*sigma);
    fits.push_back(fit.add(s).run());
  }
  return compare(std::move(fits));
}

Spectrum two_gaps(double noise) {
  std::mt19937 generator(31);
  return synthetic::spectrum(
      find_model("two_gap_dynes"),
      {{"Delta1", 0.8}, {"Gamma1", 0.05}, {"Delta2", 1.6}, {"Gamma2", 0.08}, {"w", 0.4}, {"T", 1}}, 6, 301, noise,
      generator);
}

/// The share of a normal distribution beyond a score.
double beyond(double score) { return 0.5 * std::erfc(score / std::sqrt(2.0)); }

TEST(FScore, is_what_a_normal_variable_exceeds_as_seldom) {
  // Two degrees of freedom have a closed form, over four as over two hundred.
  for (const double m : {4.0, 200.0})
    for (const double F : {0.01, 0.7, 3.0, 20.0}) {
      const double above = std::pow(1 + 2 * F / m, -m / 2);
      EXPECT_NEAR(beyond(fitting::f_score(F, 2, m)) / above, 1, 1e-10) << F << " over " << m;
    }
  for (const double F : {0.01, 0.7, 3.0, 20.0}) {
    EXPECT_NEAR(beyond(fitting::f_score(F, 2, infinity)) / std::exp(-F), 1, 1e-10) << F;
    EXPECT_NEAR(beyond(fitting::f_score(F, 1, infinity)) / std::erfc(std::sqrt(F / 2)), 1, 1e-10) << F;
  }
}

TEST(FScore, has_an_end_where_its_probability_is_too_small_for_a_number) {
  EXPECT_EQ(fitting::f_score(1e6, 2, infinity), largest_standard_score);
  EXPECT_EQ(fitting::f_score(infinity, 2, 5), largest_standard_score);
  EXPECT_EQ(fitting::f_score(0, 3, 5), -largest_standard_score);
}

TEST(Compare, a_number_of_a_law_that_is_held_is_not_counted_as_free) {
  std::mt19937 generator(3);
  const auto at = [&](double T) {
    return synthetic::spectrum(find_model("dynes"), {{"Delta", bcs::gap(T, {1.5, 10})}, {"Gamma", 0.1}, {"T", T}}, 6,
                               61, 0.005, generator);
  };
  const std::vector<Spectrum> spectra{at(2), at(6)};
  const auto free_parameters = [&](bool held) {
    const auto run = [&](const char* model) {
      Fit fit(find_model(model));
      for (const Spectrum& s : spectra) fit.add(s);
      fit.tie("Delta", laws::bcs_gap());
      if (held) fit.fix("Tc", 10);
      return fit.run();
    };
    const FitResult result = run("dynes");
    const ModelEvidence evidence = compare({result, run("btk")}).models.front();
    EXPECT_EQ(evidence.free_parameters + result.degrees_of_freedom, 122) << held;
    return evidence.free_parameters;
  };
  EXPECT_EQ(free_parameters(false), free_parameters(true) + 1);
}

TEST(Compare, smoothing_that_nobody_stated_is_not_told_from_a_second_gap) {
  std::mt19937 generator(1);
  Spectrum s =
      synthetic::spectrum(find_model("dynes"), {{"Delta", 1.4}, {"Gamma", 0.1}, {"T", 1.5}}, 6, 241, 0.01, generator);
  s.modulation = Sourced<Modulation>{Modulation::parse("none"), Origin::file};
  const std::vector<double> raw = s.conductance;
  constexpr std::size_t reach = 3;
  for (std::size_t i = reach; i + reach < raw.size(); ++i) {
    s.conductance[i] = 0;
    for (std::size_t j = i - reach; j <= i + reach; ++j) s.conductance[i] += raw[j] / (2 * reach + 1);
  }
  const Comparison both =
      compare(std::vector{Fit(find_model("dynes")).add(s), Fit(find_model("two_gap_dynes")).add(s)});
  EXPECT_FALSE(both.distinguishable) << both.verdict;
  EXPECT_NE(both.verdict.find("the smearing of the bias"), std::string::npos) << both.verdict;
}

Fit dynes_pair(double first_noise, double second_noise, const char* model, double Gamma = 0.1, unsigned seed = 1) {
  std::mt19937 generator(seed);
  Fit fit(find_model(model));
  for (const double noise : {first_noise, second_noise})
    fit.add(synthetic::spectrum(find_model("dynes"), {{"Delta", 1.5}, {"Gamma", Gamma}, {"T", 1.5}}, 6, 61, noise,
                                generator));
  return fit;
}

TEST(Compare, a_shared_parameter_is_counted_once_also_at_its_bound) {
  int at_bound = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const FitResult one = dynes_pair(0.02, 0.02, "dynes", 0, seed).share("Gamma").run(),
                    other = dynes_pair(0.02, 0.02, "btk", 0, seed).share("Gamma").run();
    at_bound += one["Gamma"].state == ParameterState::at_bound;
    EXPECT_EQ(compare({one, other}).models.front().free_parameters, 3) << "two gaps and a broadening";
  }
  EXPECT_GE(at_bound, 1);
}

TEST(Compare, idle_parameters_add_no_points) {
  const FitResult one = dynes_pair(0.01, 0.01, "dynes").run(),
                  idle = dynes_pair(0.01, 0.01, "two_gap_dynes").fix("w", 1).run();
  const Comparison both = compare({one, idle});
  EXPECT_NEAR(both.models[1].deviance, both.models[0].deviance, 1e-3) << "at any unit of the data";
}

TEST(Compare, spectra_with_a_noise_each_count_as_they_do_alone) {
  const auto rise = [](const Fit& dynes, const Fit& btk) {
    const Comparison both = compare({dynes.run(), btk.run()});
    return both.models[1].deviance - both.models[0].deviance;
  };
  const Fit dynes = dynes_pair(0.2, 0.002, "dynes"), btk = dynes_pair(0.2, 0.002, "btk");
  double alone = 0;
  for (const Spectrum& s : dynes.spectra())
    alone += rise(Fit(find_model("dynes")).add(s), Fit(find_model("btk")).add(s));
  EXPECT_NEAR(rise(dynes, btk), alone, 1e-6 * std::abs(alone));
}

TEST(Compare, a_measured_value_that_a_model_contradicts_counts_against_it_whether_noise_is_known_or_not) {
  std::mt19937 generator(1);
  const Spectrum s =
      synthetic::spectrum(find_model("dynes"), {{"Delta", 1.5}, {"Gamma", 0.1}, {"T", 1.5}}, 6, 241, 0.005, generator);
  const auto cost = [&](std::optional<double> sigma) {
    const auto deviance = [&](bool measured) {
      Fit fit = Fit(find_model("dynes")).add(s), other = Fit(find_model("btk")).add(s);
      if (sigma) fit.sigma(*sigma), other.sigma(*sigma);
      if (measured) fit.measured("Delta", 1.6, 0.02);
      return compare({fit.run(), other.run()}).models.front().deviance;
    };
    return deviance(true) - deviance(false);
  };
  EXPECT_GT(cost({}), 15) << "five errors off";
  EXPECT_NEAR(cost({}) / cost(0.005), 1, 0.2);
}

TEST(Compare, what_a_wrong_temperature_or_modulation_makes_is_not_told_from_a_second_gap) {
  const auto compared = [](const Spectrum& s) {
    return compare(std::vector{Fit(find_model("dynes")).add(s), Fit(find_model("two_gap_dynes")).add(s)});
  };
  std::mt19937 generator(41);
  const auto one_gap = [&](const Instrument& instrument) {
    return synthetic::spectrum(find_model("dynes"), {{"Delta", 1.5}, {"Gamma", 0.1}, {"T", 1.5}}, 6, 241, 0.005,
                               generator, instrument);
  };
  Spectrum warm = one_gap({}), hot = one_gap({});
  warm.temperature_K->value = 1.575;
  hot.temperature_K->value = 0.2;
  const Instrument lock_in{Modulation(Rms{0.3}), {}};
  Spectrum meant_otherwise = one_gap(lock_in), not_stated = one_gap(lock_in);
  meant_otherwise.modulation->value = Modulation(Peak{0.3});
  not_stated.modulation.reset();
  for (const auto& [s, why] : {std::pair{warm, "if T is not 1.575 K but 1."},
                               {hot, "if T is not 0.2 K but 1."},
                               {meant_otherwise, "if 0.3 mV is rms, not peak"},
                               {not_stated, "if the modulation, which is not stated, is not none but 0."}}) {
    const Comparison c = compared(s);
    EXPECT_FALSE(c.distinguishable) << c.verdict;
    EXPECT_NE(c.verdict.find(why), std::string::npos) << c.verdict;
  }
  for (const bool stated : {true, false}) {
    Spectrum s = two_gaps(0.01);
    if (!stated) s.modulation.reset();
    const Comparison c = compared(s);
    EXPECT_TRUE(c.distinguishable) << c.verdict;
    EXPECT_EQ(c.best, "two_gap_dynes");
  }
}

TEST(Compare, two_gaps_are_told_from_one) {
  const Comparison c = compare_on(two_gaps(0.01), {"dynes", "two_gap_dynes"});
  EXPECT_EQ(c.best, "two_gap_dynes");
  EXPECT_TRUE(c.distinguishable);
  EXPECT_NE(c.verdict.find("two_gap_dynes describes the data better"), std::string::npos) << c.verdict;
  ASSERT_EQ(c.nested.size(), 1u);
  EXPECT_GT(c.nested[0].standard_score, 10);
  EXPECT_EQ(c.nested[0].places, 301);
  EXPECT_FALSE(c.nested[0].by_chance);
}

TEST(Compare, a_second_gap_that_chance_finds_is_said_to_be_chance) {
  std::mt19937 generator(33);
  const Spectrum s =
      synthetic::spectrum(find_model("dynes"), {{"Delta", 0.8}, {"Gamma", 0.1}, {"T", 1.6}}, 5, 201, 0.01, generator);
  const Comparison c = compare_on(s, {"dynes", "two_gap_dynes"});
  ASSERT_EQ(c.nested.size(), 1u);
  EXPECT_EQ(c.nested[0].places, 201);
  EXPECT_TRUE(c.nested[0].by_chance);
  EXPECT_NE(c.report().find("a further part was looked for at 201 points: chance does as well"), std::string::npos)
      << c.report();
}

TEST(Compare, what_the_data_cannot_tell_is_said_to_be_not_distinguishable) {
  std::mt19937 generator(32);
  const Spectrum s = synthetic::spectrum(find_model("btk"), {{"Delta", 0.8}, {"Gamma", 0.1}, {"Z", 0.7}, {"T", 1.6}}, 5,
                                         201, 0.01, generator);
  const Comparison c = compare_on(s, {"btk", "btk_mazin", "btk_strijkers"});
  EXPECT_FALSE(c.distinguishable);
  EXPECT_EQ(c.best, "btk");  // the same misfit with a parameter less
  EXPECT_TRUE(c.verdict.starts_with("not distinguishable: ")) << c.verdict;
  for (const NestedTest& test : c.nested) {
    EXPECT_LT(test.standard_score, 3) << test.model;
    EXPECT_EQ(test.places, 1) << test.model;
  }
}

TEST(Compare, every_model_that_holds_another_is_tested_against_it) {
  const auto tests_of = [](const std::vector<std::string>& names) {
    std::vector<std::string> tested;
    for (const NestedTest& test : compare_on(two_gaps(0.01), names).nested)
      tested.push_back(test.model + ">" + test.reduces_to + (test.places > 1 ? " of many" : ""));
    return tested;
  };
  using Tests = std::vector<std::string>;
  EXPECT_EQ(tests_of({"dynes+normal_channel", "two_gap_dynes+normal_channel"}),
            Tests{"two_gap_dynes+normal_channel>dynes+normal_channel of many"});
  EXPECT_EQ(tests_of({"two_gap_dynes", "two_gap_dynes+normal_channel"}),
            Tests{"two_gap_dynes+normal_channel>two_gap_dynes"});
  EXPECT_EQ(tests_of({"dynes:dynes:dynes", "dynes:dynes"}), Tests{"dynes:dynes:dynes>dynes:dynes of many"});
  EXPECT_EQ(tests_of({"btk+normal_channel", "btk_mazin+normal_channel"}),
            Tests{"btk_mazin+normal_channel>btk+normal_channel"});
  EXPECT_EQ(tests_of({"btk", "dynes:btk"}), Tests{"dynes:btk>btk of many"});
  EXPECT_EQ(tests_of({"two_gap_dynes", "dynes:dynes:dynes"}), Tests{"dynes:dynes:dynes>two_gap_dynes of many"});
  EXPECT_EQ(tests_of({"btk", "btk_mazin:dynes"}), Tests{"btk_mazin:dynes>btk of many"});
  EXPECT_EQ(tests_of({"two_gap_dynes", "dynes:dynes"}), Tests{});
  EXPECT_EQ(tests_of({"btk", "dynes"}), Tests{});
  EXPECT_EQ(tests_of({"dynes+normal_channel", "two_gap_dynes"}), Tests{});
}

TEST(Compare, models_are_known_by_what_they_are_made_of_and_not_by_their_names) {
  const auto tested = [](const Model& one, const Model& other) {
    const Spectrum s = two_gaps(0.01);
    return compare({Fit(one).add(s).run(), Fit(other).add(s).run()}).nested.size();
  };
  const Model dynes = find_model("dynes"), btk = find_model("btk");
  EXPECT_EQ(tested(dynes, weighted_sum({dynes, btk}, {"contact", "of one's own", "none"})), 1u);
  EXPECT_EQ(tested(dynes, weighted_sum({btk, btk}, {"two_gap_dynes", "by name alone", "none"})), 0u);
}

TEST(Compare, the_criteria_are_their_definitions) {
  const Spectrum s = two_gaps(0.01);
  const Comparison known = compare_on(s, {"dynes", "two_gap_dynes"}, 0.01),
                   unknown = compare_on(s, {"dynes", "two_gap_dynes"});
  const double n = 301;
  for (const auto& [c, extra] : {std::pair{&known, 0}, {&unknown, 1}})
    for (std::size_t i = 0; i < 2; ++i) {
      const ModelEvidence& one = c->models[i];
      const double k = (i == 0 ? 2 : 5) + extra;
      const double deviance = extra == 0 ? one.fit.chi_squared : n * std::log(one.fit.chi_squared / n);
      EXPECT_NEAR(one.aic, deviance + 2 * k, 1e-9);
      EXPECT_NEAR(*one.aicc, deviance + 2 * k + 2 * k * (k + 1) / (n - k - 1), 1e-9);
      EXPECT_NEAR(one.bic, deviance + k * std::log(n), 1e-9);
    }
}

TEST(Compare, an_unusable_fit_is_listed_with_its_reason_and_never_best) {
  Spectrum s = two_gaps(0.01);
  for (double& G : s.conductance) G = 1 + 0.01 * std::sin(1e4 * G);
  const Comparison c = compare_on(s, {"dynes", "two_gap_dynes"});
  EXPECT_FALSE(c.best);
  EXPECT_EQ(c.verdict, "no model gives a usable fit");
  EXPECT_NE(c.report().find("no superconducting signal"), std::string::npos);
}

TEST(Compare, fits_of_other_data_or_one_fit_alone_are_refused) {
  const FitResult a = Fit(find_model("dynes")).add(two_gaps(0.01)).run(),
                  b = Fit(find_model("btk")).add(two_gaps(0.01)).window(-3, 3).run();
  EXPECT_THROW(compare({a}), InvalidArgument);
  EXPECT_THROW(compare({a, a}), InvalidArgument);
  EXPECT_THROW(compare({a, b}), InvalidArgument);
}

}  // namespace
}  // namespace didv
