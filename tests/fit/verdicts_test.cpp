// What the report says in words of a curve that is not what the model takes it for, and of parameters that trade off.

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "didv/prepare.hpp"
#include "didv/read_result.hpp"
#include "fit/trade_offs.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

bool says(const FitResult& result, const std::string& words) {
  return result.report().find(words) != std::string::npos;
}

/// A contact whose critical current leaves a dip of that depth on either side of zero bias.
Spectrum contact_with_dips(double depth, double negative_mV, double positive_mV, double width_mV) {
  std::mt19937 generator(3);
  Spectrum s = synthetic::spectrum(find_model("btk"), {{"Delta", 1}, {"Gamma", 0.1}, {"Z", 0.3}, {"T", 1.5}}, 6, 301,
                                   0.005, generator);
  for (std::size_t i = 0; i < s.size(); ++i) {
    const double V = s.bias_mV[i], from_dip = V < 0 ? V - negative_mV : V - positive_mV;
    s.conductance[i] *= 1 - depth * std::exp(-std::pow(from_dip / width_mV, 2));
  }
  return s;
}

TEST(Verdicts, dips_of_a_critical_current_withhold_the_gap) {
  for (const double depth : {0.08, 0.2, 0.4}) {
    const FitResult fit = Fit(find_model("btk")).add(contact_with_dips(depth, -2.2, 2.2, 0.3)).run();
    EXPECT_EQ(fit.status, FitStatus::converged);
    EXPECT_FALSE(fit.usable()) << depth;
    EXPECT_TRUE(says(fit, "BTK does not describe this curve")) << fit.report();
    EXPECT_TRUE(says(fit, "critical current")) << fit.report();
  }
}

/// The contact without dips, its zero of bias at offset_mV, tilted by slope/mV.
Spectrum shifted_contact(double offset_mV, double slope) {
  Spectrum s = contact_with_dips(0, -2.2, 2.2, 0.3);
  for (std::size_t i = 0; i < s.size(); ++i) {
    s.conductance[i] *= 1 + slope * s.bias_mV[i];
    s.bias_mV[i] += offset_mV;
  }
  return s;
}

TEST(Verdicts, a_curve_off_centre_is_told_with_its_offset_and_no_other_is) {
  const std::string off = "not centred at zero bias but near ";
  const auto report = [](double offset_mV, double slope) {
    return Fit(find_model("btk")).add(shifted_contact(offset_mV, slope)).run().report();
  };
  for (const double offset_mV : {0.02, -0.05}) {
    const std::string told = report(offset_mV, 0);
    const std::size_t at = told.find(off);
    ASSERT_NE(at, std::string::npos) << told;
    EXPECT_NEAR(std::stod(told.substr(at + off.size())), offset_mV, 0.1 * std::abs(offset_mV)) << "of one linear step";
  }
  for (const double slope : {0.0, 0.01})
    EXPECT_EQ(report(0, slope).find(off), std::string::npos) << "a slope is no offset: " << slope;
  const FitResult with_offset = Fit(find_model("btk")).add(shifted_contact(0.05, 0)).fit_offset().run();
  EXPECT_FALSE(says(with_offset, off)) << with_offset.report();
}

/// A contact of Delta = 1 meV at 1.5 K with something beside it, and a background that grows as |V|.
Spectrum contact_with(const std::string& addition, ParameterValues values, double slope, unsigned seed) {
  std::mt19937 generator(seed);
  values.merge(ParameterValues{{"Delta", 1}, {"Gamma", 0.05}, {"Z", 0.5}, {"T", 1.5}});
  Spectrum s = synthetic::spectrum(find_model("btk" + addition), values, 5, 201, 0, generator);
  std::normal_distribution<double> normal(0, 0.003);
  for (std::size_t i = 0; i < s.size(); ++i)
    s.conductance[i] = s.conductance[i] * (1 + slope * std::abs(s.bias_mV[i])) + normal(generator);
  return s;
}

/// What the report says that some addition does to the gap, in per cent; 0: it does not speak of it.
double told_move(const FitResult& fit, const std::string& addition) {
  const std::string report = fit.report(), moves = "which moves Delta by ";
  const std::size_t at = report.find(addition + " near ");
  return at == std::string::npos ? 0 : std::stod(report.substr(report.find(moves, at) + moves.size()));
}

TEST(Verdicts, what_would_explain_the_residuals_is_told_with_what_it_does_to_the_gap) {
  struct Case {
    std::string addition, words;
    ParameterValues values;
    double slope;
  };
  for (const Case& c :
       {Case{"", "btk+inelastic with k_in", {}, 0.03}, Case{"", "btk+inelastic with k_in", {}, 0.05},
        Case{"", "falls as |V|, as heating makes it (a narrower window has less of it), k_in", {}, -0.03},
        Case{"+series_resistance", "btk+series_resistance with Rs", {{"Rs", 0.1}}, 0},
        Case{"+normal_channel", "btk+normal_channel with w_n", {{"w_n", 0.1}}, 0}}) {
    const FitResult fit =
        Fit(find_model("btk")).add(contact_with(c.addition, c.values, c.slope, 1)).background(2).run();
    const Estimate& Delta = fit.data[0].parameters[0];
    EXPECT_GT(std::abs(Delta.value - 1), 4 * *Delta.standard_error) << c.words << ": else there is nothing to tell";
    const double percent = told_move(fit, c.words);
    ASSERT_NE(percent, 0) << c.words << fit.report();
    EXPECT_NEAR(Delta.value * (1 + percent / 100), 1, 0.5 * std::abs(Delta.value - 1) + 3 * *Delta.standard_error);
  }
  const std::string any = "the residuals ask for something else";
  const FitResult with_slope =
      Fit(find_model("btk+inelastic")).add(contact_with("+inelastic", {{"k_in", 0.05}}, 0, 1)).background(2).run();
  EXPECT_FALSE(says(with_slope, any)) << with_slope.report();
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const FitResult plain = Fit(find_model("btk")).add(contact_with("", {}, 0, seed)).run();
    EXPECT_FALSE(says(plain, any)) << plain.report();
  }
}

// At this barrier the temperature hardly moves the gap, and a resistance that would do the same for the residuals does.
TEST(Verdicts, what_explains_the_residuals_and_leaves_the_gap_alone_is_told_beside_what_moves_it) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    std::mt19937 generator(seed);
    Spectrum s = synthetic::spectrum(find_model("btk"), {{"Delta", 1.4}, {"Gamma", 0.1}, {"Z", 0.8}, {"T", 1.5}}, 5,
                                     201, 0.004, generator);
    s.temperature_K->value = 1.3;
    const FitResult fit = Fit(find_model("btk")).add(s).background(2).run();
    EXPECT_TRUE(says(fit, "T near 1.")) << fit.report();
    EXPECT_TRUE(says(fit, "leaves Delta where it is")) << fit.report();
  }
}

// A few points that sharp features fall between: Γ ends at 0, and Z may be anything below what it came out as.
TEST(Verdicts, few_points_give_intervals_that_hold_where_a_broadening_ends_at_zero) {
  int at_bound = 0, held = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::mt19937 generator(seed);
    const Spectrum s = synthetic::spectrum(
        find_model("btk"), {{"Delta", 1.4}, {"Gamma", 0.06}, {"Z", 0.02}, {"T", 1.45}}, 8, 14, 0.01, generator);
    const FitResult fit = Fit(find_model("btk")).add(s).run();
    if (fit["Gamma"].state != ParameterState::at_bound || fit["Z"].state == ParameterState::at_bound) continue;
    ++at_bound;
    held += fit["Z"].interval_95 && fit["Z"].interval_95->first <= 0.02;
  }
  EXPECT_GE(at_bound, 3);
  EXPECT_EQ(held, at_bound);
}

TEST(Verdicts, what_symmetrised_residuals_ask_for_is_told_too) {
  const Spectrum s = symmetrise(contact_with("+series_resistance", {{"Rs", 0.1}}, 0, 1));
  const FitResult fit = Fit(find_model("btk")).add(s).run();
  EXPECT_LT(told_move(fit, "btk+series_resistance with Rs"), -5) << fit.report();
}

TEST(Verdicts, a_reading_of_the_modulation_that_no_data_could_be_seen_through_is_no_risk) {
  std::mt19937 generator(1);
  Spectrum s = synthetic::spectrum(find_model("dynes"), {{"Delta", 0.2}, {"Gamma", 0.02}, {"T", 0.5}}, 0.8, 161, 0.003,
                                   generator, {Peak{0.6}});
  const FitResult fit = Fit(find_model("dynes")).add(s).question_metadata().run();
  ASSERT_TRUE(fit.usable()) << fit.report();
  for (const MetadataRisk& risk : fit.metadata_risks) EXPECT_EQ(risk.assumption.find("rms"), std::string::npos);
  EXPECT_EQ(fit.metadata_risks.size(), 3U) << "peak-to-peak, T ± 10 %";
}

TEST(Verdicts, a_temperature_that_the_curve_contradicts_is_told) {
  for (const double stated_K : {1.2, 1.9}) {
    Spectrum s = contact_with("", {}, 0, 1);
    s.temperature_K->value = stated_K;
    const FitResult fit = Fit(find_model("btk")).add(s).run();
    const std::string report = fit.report(), told = "T near ";
    ASSERT_TRUE(says(fit, told)) << report;
    EXPECT_NEAR(std::stod(report.substr(report.find(told) + told.size())), 1.5, 0.1) << "of one linear step";
  }
}

TEST(Verdicts, an_offset_that_one_polarity_does_not_tell_from_the_gap_is_told) {
  const std::string told = "bias only: an offset of the bias is not told from the gap";
  const auto fit = [](double offset_mV, double from_mV, double to_mV) {
    return Fit(find_model("btk")).add(shifted_contact(offset_mV, 0)).window(from_mV, to_mV);
  };
  // The file has the other polarity, the window has not.
  const FitResult positive = fit(0, 0, 6).run(), negative = fit(0, -6, 0).run();
  EXPECT_TRUE(says(positive, "at positive " + told)) << positive.report();
  EXPECT_TRUE(says(negative, "at negative " + told)) << negative.report();
  EXPECT_TRUE(says(fit(0, -0.3, 6).run(), told)) << "nearly one polarity";
  EXPECT_TRUE(says(fit(0, 0, 6).fit_offset().fix("offset_mV", 0).run(), told)) << "held it is in no error bar";
  constexpr double off_mV = 0.02;
  const double shift_meV = fit(off_mV, off_mV, 6).run()["Delta"].value - positive["Delta"].value;
  EXPECT_NEAR(shift_meV, off_mV, 0.25 * off_mV) << "about as much";

  EXPECT_FALSE(says(fit(0, -6, 6).run(), told));
  EXPECT_FALSE(says(fit(0, -2, 6).run(), told)) << "both edges are there";
  EXPECT_FALSE(says(fit(0, -1.2, 1.3).run(), told)) << "as far on both sides";
  EXPECT_FALSE(says(fit(0, 0, 6).fit_offset().run(), told)) << "its freedom is in the errors";
  EXPECT_FALSE(says(fit(0, 0, 6).fix("Delta", 1).run(), told)) << "no gap is fitted";
  EXPECT_FALSE(says(Fit(find_model("btk")).add(symmetrise(shifted_contact(0, 0))).window(0, 6).run(), told))
      << "symmetrised";
}

TEST(Verdicts, what_is_no_pair_of_dips_withholds_nothing) {
  const double none = 0;
  EXPECT_TRUE(Fit(find_model("btk")).add(contact_with_dips(none, -2.2, 2.2, 0.3)).run().usable());
  EXPECT_FALSE(says(Fit(find_model("btk")).add(contact_with_dips(0.2, -2, 4, 0.3)).run(), "dips outside the gap"))
      << "at different |V|";
  EXPECT_FALSE(says(Fit(find_model("btk")).add(contact_with_dips(0.2, -3, 3, 3)).run(), "dips outside the gap"))
      << "as wide as a background";
  EXPECT_FALSE(says(Fit(find_model("btk")).add(contact_with_dips(0.01, -2.2, 2.2, 0.3)).run(), "dips outside the gap"))
      << "no deeper than a background may be wrong";
}

TEST(Verdicts, parameters_that_trade_off_are_named_with_what_would_separate_them) {
  std::mt19937 generator(4);
  // So hot that all a contact has left is a hump.
  const Spectrum s = synthetic::spectrum(find_model("btk"), {{"Delta", 0.3}, {"Gamma", 0.1}, {"Z", 0.4}, {"T", 3}}, 4,
                                         401, 0.0005, generator);
  const FitResult fit = Fit(find_model("btk")).add(s).run();
  EXPECT_TRUE(says(fit, "trade off: ρ = ")) << fit.report();
  EXPECT_TRUE(says(fit, "measure colder")) << fit.report();
}

TEST(Verdicts, a_parameter_at_its_bound_is_named_where_others_correlate_because_of_it) {
  // The noise decides on which side of 0 the resistance would like to be.
  int at_bound = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    std::mt19937 generator(seed);
    const ParameterValues truth{{"Delta", 1}, {"Gamma", 0.1}, {"Z", 0.3}, {"T", 1}};
    const Spectrum s = synthetic::spectrum(find_model("btk"), truth, 6, 201, 0.01, generator);
    const FitResult fit = Fit(find_model("btk+series_resistance")).add(s).free("scale").run();
    const std::vector<Correlation>& pairs = fit.data[0].correlation;
    const auto gap_and_broadening =
        std::ranges::find_if(pairs, [](const auto& p) { return p.first == "Delta" && p.second == "Gamma"; });
    ASSERT_NE(gap_and_broadening, pairs.end());
    const bool held = fit["Rs"].state == ParameterState::at_bound;
    at_bound += held;
    EXPECT_EQ(gap_and_broadening->because_of, held ? "Rs" : "");
    EXPECT_EQ(says(fit, "Delta and Gamma are degenerate with Rs, which is at its bound"), held) << fit.report();
    EXPECT_EQ(says(fit, "Delta and Gamma are degenerate, they trade off"), !held) << fit.report();
    EXPECT_EQ(parse_result(fit.json()).json(), fit.json());
  }
  EXPECT_GE(at_bound, 1);
  EXPECT_LE(at_bound, 5);
}

TEST(Verdicts, the_advice_does_not_depend_on_the_order_or_on_the_number_of_a_part) {
  const auto what_would_separate = [](const char* first, const char* second) {
    return fitting::what_would_separate(find_model("btk_mazin"), first, second);
  };
  EXPECT_EQ(what_would_separate("Z", "P"), what_would_separate("P", "Z"));
  EXPECT_NE(what_would_separate("P", "Z").find("measure at another T"), std::string::npos);
  EXPECT_EQ(what_would_separate("Gamma1", "T"), what_would_separate("T", "Gamma2"));
  EXPECT_NE(what_would_separate("Delta", "Rs").find("series resistance"), std::string::npos);
  EXPECT_NE(what_would_separate("scale", "w_n").find("normalise"), std::string::npos);
  EXPECT_EQ(what_would_separate("one", "another"), "fix one of them, or measure it independently");
}

TEST(Verdicts, two_gaps_side_by_side_want_cold_and_those_of_one_junction_warmth) {
  const auto advised = [](const char* model, const char* first, const char* second, const char* words) {
    const std::string advice = fitting::what_would_separate(find_model(model), first, second);
    EXPECT_NE(advice.find(words), std::string::npos) << model << ": " << advice;
  };
  for (const auto& [first, second] : {std::pair{"Delta1", "Delta2"}, {"Gamma2", "Gamma1"}}) {
    advised("two_gap_dynes", first, second, "not resolved: measure colder");
    advised("dynes:btk+normal_channel", first, second, "not resolved: measure colder");
    advised("sis", first, second, "measure warmer");
    advised("sis+normal_channel", first, second, "measure warmer");
  }
  advised("sis:dynes", "Delta11", "Delta21", "measure warmer");
  advised("sis:dynes", "Delta11", "Delta2", "measure colder");
}

TEST(Verdicts, two_broadenings_of_one_cold_junction_are_to_be_told_apart_warm) {
  std::mt19937 generator(11);
  const Spectrum s = synthetic::spectrum(
      find_model("sis"), {{"Delta1", 0.9}, {"Gamma1", 0.05}, {"Delta2", 1.4}, {"Gamma2", 0.05}, {"T", 0.5}}, 6, 301,
      0.005, generator);
  const FitResult fit = Fit(find_model("sis")).add(s).run();
  EXPECT_TRUE(says(fit, "measure warmer")) << fit.report();
  EXPECT_FALSE(says(fit, "try one gap")) << fit.report();
}

TEST(Verdicts, a_swallowed_broadening_is_given_as_an_upper_limit) {
  std::mt19937 generator(6);
  const Spectrum s =
      synthetic::spectrum(find_model("dynes"), {{"Delta", 1}, {"Gamma", 0.01}, {"T", 2}}, 5, 301, 0.005, generator);
  const FitResult fit = Fit(find_model("dynes")).add(s).run();
  EXPECT_TRUE(says(fit, "is swallowed by the resolution")) << fit.report();
  EXPECT_TRUE(says(fit, "quote an upper limit, below ")) << fit.report();
}

TEST(Verdicts, biases_in_a_wrong_unit_are_noticed) {
  std::mt19937 generator(7);
  const ParameterValues truth{{"Delta", 1}, {"Gamma", 0.1}, {"T", 1.5}};
  const Spectrum right = synthetic::spectrum(find_model("dynes"), truth, 5, 301, 0.01, generator);
  Spectrum microvolts = right, volts = right;
  for (double& V : microvolts.bias_mV) V *= 1000;
  for (double& V : volts.bias_mV) V /= 1000;
  EXPECT_FALSE(says(Fit(find_model("dynes")).add(right).run(), "another unit"));
  EXPECT_TRUE(says(Fit(find_model("dynes")).add(microvolts).run(), "µV taken for mV"));
  EXPECT_TRUE(says(Fit(find_model("dynes")).add(volts).run(), "is the bias in another unit"));
}

TEST(Verdicts, a_curve_that_repeats_itself_at_minus_V_counts_half) {
  std::mt19937 generator(10);
  const ParameterValues truth{{"Delta", 1}, {"Gamma", 0.1}, {"T", 1.5}};
  const Spectrum noisy = synthetic::spectrum(find_model("dynes"), truth, 5, 301, 0.01, generator);
  Spectrum mirrored = noisy;
  for (std::size_t i = 0, n = noisy.size(); i < n; ++i)
    if (mirrored.bias_mV[i] < 0) mirrored.conductance[i] = mirrored.conductance[n - 1 - i];
  const FitResult whole = Fit(find_model("dynes")).add(noisy).run(),
                  repeated = Fit(find_model("dynes")).add(mirrored).run(),
                  alone = Fit(find_model("dynes")).add(noisy).window(0, 5).run();
  EXPECT_TRUE(says(repeated, "the data were symmetrised")) << repeated.report();
  EXPECT_FALSE(says(whole, "the data were symmetrised"));
  // The same errors as the side that is there, but for its point at V = 0, which counts whole.
  for (const char* name : {"Delta", "Gamma"})
    EXPECT_NEAR(*repeated[name].standard_error, *alone[name].standard_error, 0.02 * *alone[name].standard_error);
  EXPECT_FALSE(says(repeated, "residuals have structure"));
}

TEST(MetadataRisks, are_what_a_fit_with_the_other_metadata_gives) {
  std::mt19937 generator(8);
  Instrument lock_in;
  lock_in.modulation = Peak{0.4};
  const Spectrum s = synthetic::spectrum(find_model("dynes"), {{"Delta", 1}, {"Gamma", 0.1}, {"T", 1.5}}, 5, 301, 0.01,
                                         generator, lock_in);
  EXPECT_TRUE(Fit(find_model("dynes")).add(s).run().metadata_risks.empty()) << "only where asked for";
  const FitResult fit = Fit(find_model("dynes")).add(s).question_metadata().run();
  ASSERT_EQ(fit.metadata_risks.size(), 4u);
  EXPECT_EQ(fit.metadata_risks[0].assumption, "0.4 mV is rms, not peak");
  EXPECT_EQ(fit.metadata_risks[3].assumption, "T is 1.65 K, not 1.5 K");

  Spectrum as_rms = s, hotter = s;
  as_rms.modulation->value = Rms{0.4};
  hotter.temperature_K->value = 1.65;
  for (const auto& [index, otherwise] : {std::pair{0, &as_rms}, {3, &hotter}}) {
    const FitResult there = Fit(find_model("dynes")).add(*otherwise).run();
    for (const char* name : {"Delta", "Gamma"})
      EXPECT_NEAR(fit.metadata_risks[static_cast<std::size_t>(index)].parameters.at(name), there[name].value,
                  0.01 * *fit["Delta"].standard_error)
          << name << ", " << index;
  }
  // A wider lock-in window leaves less to Γ.
  EXPECT_LT(fit.metadata_risks[0].parameters.at("Gamma"), fit["Gamma"].value);
  EXPECT_TRUE(says(fit, "if 0.4 mV is rms, not peak: Delta ")) << fit.report();
}

TEST(MetadataRisks, a_temperature_fixed_by_a_rule_is_questioned_and_a_free_one_is_not) {
  std::mt19937 generator(9);
  const Spectrum s =
      synthetic::spectrum(find_model("dynes"), {{"Delta", 1}, {"Gamma", 0.1}, {"T", 1.5}}, 5, 301, 0.01, generator);
  const FitResult held = Fit(find_model("dynes")).add(s).fix("T", 2).question_metadata().run();
  ASSERT_EQ(held.metadata_risks.size(), 2u);
  EXPECT_EQ(held.metadata_risks[0].assumption, "T is 1.8 K, not 2 K");
  EXPECT_GT(held.metadata_risks[0].parameters.at("Gamma"), held["Gamma"].value);
  EXPECT_TRUE(Fit(find_model("dynes")).add(s).free("T").question_metadata().run().metadata_risks.empty());
}

TEST(MetadataRisks, of_a_result_that_is_not_usable_are_not_asked_for) {
  std::mt19937 generator(9);
  const Spectrum s =
      synthetic::spectrum(find_model("dynes"), {{"Delta", 1}, {"Gamma", 0.1}, {"T", 1.5}}, 5, 301, 0.01, generator);
  const FitResult fit = Fit(find_model("dynes")).add(s).sigma(1e-4).question_metadata().run();
  EXPECT_EQ(fit.status, FitStatus::converged);
  EXPECT_FALSE(fit.usable());
  EXPECT_TRUE(fit.metadata_risks.empty());
}

/// A model that counts how often its curve is computed.
class Counted final : public CurveSource {
 public:
  explicit Counted(Model model) : model_(std::move(model)) {}
  const ModelCard& card() const override { return model_.card(); }
  const std::vector<ParameterInfo>& parameters() const override { return model_.parameters(); }
  Curve conductance(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    ++count;
    return model_.source().conductance(V, p, derivatives);
  }
  Curve current(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    return model_.source().current(V, p, derivatives);
  }
  std::vector<Edge> edges(std::span<const double> p) const override { return model_.edges(p); }
  double smoothness_mV(std::span<const double> p) const override { return model_.source().smoothness_mV(p); }

  mutable std::atomic<int> count = 0;

 private:
  Model model_;
};

/// Dynes tunnelling behind a lock-in: what maki has beside it, no data can tell.
Spectrum without_pair_breaking() {
  std::mt19937 generator(12);
  return synthetic::spectrum(find_model("dynes"), {{"Delta", 1.04}, {"Gamma", 0.16}, {"T", 0.3}}, 3, 61, 0.01,
                             generator, {Modulation(Peak{0.6}), {}});
}

TEST(Verdicts, pair_breaking_that_is_not_in_the_data_ends_undecided) {
  // Strong spin-orbit scattering is depairing h²/(2bΔ²) and nothing else: h and b_so ran along that together, without
  // an end and the slower the farther.
  const auto model = std::make_shared<const Counted>(models::maki());
  const FitResult fit = Fit(Model(model)).add(without_pair_breaking()).fix("zeta", 0).run();
  EXPECT_EQ(fit.status, FitStatus::converged);
  EXPECT_NEAR(fit["Delta"].value, 1.04, 3 * *fit["Delta"].standard_error) << fit.report();
  EXPECT_TRUE(says(fit, "the data do not decide between them")) << fit.report();
  EXPECT_LT(model->count, 20000);
}

TEST(Verdicts, a_range_that_the_data_allow_all_of_is_told) {
  std::mt19937 generator(14);
  const Spectrum s = synthetic::spectrum(find_model("btk"), {{"Delta", 1}, {"Gamma", 0.2}, {"Z", 0}, {"T", 1.5}}, 5, 61,
                                         0.02, generator);
  const FitResult fit = Fit(find_model("btk")).add(s).bound("Z", 0, 0.01).run();
  EXPECT_TRUE(says(fit, "not determined: the data allow all of its range, 0 to 0.01 (95.45 %)")) << fit.report();
}

TEST(MetadataRisks, cost_less_than_the_fit_that_they_question) {
  // Z at its bound: errors and intervals take most of the fit, and nobody asks for those of the other readings.
  const auto counted = [](bool question) {
    std::mt19937 generator(13);
    const auto model = std::make_shared<const Counted>(find_model("btk"));
    Fit fit{Model(model)};
    fit.add(synthetic::spectrum(find_model("btk"), {{"Delta", 1}, {"Gamma", 0.2}, {"Z", 0}, {"T", 1.5}}, 5, 61, 0.01,
                                generator));
    if (question) fit.question_metadata();
    fit.run();
    return model->count.load();
  };
  EXPECT_LT(counted(true), 2 * counted(false));
}

TEST(Verdicts, a_model_that_leaves_much_of_the_curve_with_structure_is_not_usable) {
  std::mt19937 generator(8);
  const Spectrum polarised =
      synthetic::spectrum(find_model("btk_mazin"), {{"Delta", 1.4}, {"Gamma", 0.1}, {"Z", 0.5}, {"P", 0.4}, {"T", 4}},
                          8, 201, 0.01, generator);
  const FitResult wrong = Fit(find_model("btk")).add(polarised).run();
  EXPECT_FALSE(wrong.usable());
  EXPECT_NE(wrong.report().find("btk does not describe this curve: "), std::string::npos) << wrong.report();
  EXPECT_TRUE(Fit(find_model("btk_mazin")).add(polarised).run().usable());
  // Much noise is no structure.
  const Spectrum noisy = synthetic::spectrum(find_model("btk"), {{"Delta", 1.4}, {"Gamma", 0.1}, {"Z", 0.2}, {"T", 4}},
                                             8, 201, 0.2, generator);
  const FitResult right = Fit(find_model("btk")).add(noisy).run();
  EXPECT_EQ(right.report().find("does not describe this curve"), std::string::npos) << right.report();
}

}  // namespace
}  // namespace didv
