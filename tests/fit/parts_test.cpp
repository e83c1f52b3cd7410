// A model of several parts where the data hold fewer: what is not there is not determined, and the report says so.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "didv/combine.hpp"
#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "didv/read.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

constexpr int seeds = 6;

Spectrum one_gap(const char* model, unsigned seed) {
  std::mt19937 generator(seed);
  return synthetic::spectrum(find_model(model), {{"Delta", 1}, {"Gamma", 0.1}, {"T", 1.5}}, 5, 201, 0.01, generator);
}

/// The part, 1, 2, …, whose parameters are all taken back; 0: none is.
int not_there(const FitResult& fit, const Model& model) {
  const std::vector<ModelPart> parts = model.source().parts();
  int found = 0;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    bool all = true;
    for (const std::size_t j : parts[k].parameters) {
      const Estimate& p = fit.data.front().parameters[j];
      all = all && p.state == ParameterState::not_determined && !p.standard_error && !p.interval_95;
    }
    if (all) found = static_cast<int>(k) + 1;
  }
  return found;
}

void expect_one_gap_told(const Model& model, const Spectrum& spectrum) {
  const FitResult fit = Fit(model).add(spectrum).run();
  ASSERT_EQ(fit.status, FitStatus::converged);
  const int missing = not_there(fit, model);
  ASSERT_NE(missing, 0) << fit.report();
  const std::string gap = "Delta" + std::to_string(missing), other = "Delta" + std::to_string(3 - missing);
  EXPECT_FALSE(fit.usable()) << "as a model of two gaps";
  const std::string words = gap + " is not determined: the data are described as well without part " +
                            std::to_string(missing) + ", by " + other + " = ";
  EXPECT_NE(fit.report().find("because " + words), std::string::npos) << fit.report();
  const nlohmann::json json = nlohmann::json::parse(fit.json());
  EXPECT_FALSE(json["usable"]);
  EXPECT_NE(json.dump().find(words), std::string::npos) << json.dump(1);
  EXPECT_EQ(fit["w"].state, ParameterState::not_determined);
  EXPECT_FALSE(fit["w"].standard_error);
  for (const Correlation& pair : fit.data.front().correlation) {
    EXPECT_TRUE(fit[pair.first].standard_error) << pair.first;
    EXPECT_TRUE(fit[pair.second].standard_error) << pair.second;
  }
  // The gap that is there keeps what the data say of it.
  EXPECT_NEAR(fit[other].value, 1, 0.1);
  EXPECT_TRUE(fit[other].standard_error || !fit[other].reason.empty()) << fit.report();
}

TEST(Parts, a_second_gap_that_is_not_in_a_tunnel_spectrum_is_not_determined) {
  for (unsigned seed = 1; seed <= seeds; ++seed) expect_one_gap_told(models::two_gap_dynes(), one_gap("dynes", seed));
}

TEST(Parts, a_second_gap_that_is_not_in_a_point_contact_spectrum_is_not_determined) {
  for (unsigned seed = 1; seed <= seeds / 3; ++seed) expect_one_gap_told(models::two_gap_btk(), one_gap("btk", seed));
}

TEST(Parts, a_curve_without_noise_tells_it_as_well) {
  const Model dynes = models::dynes();
  std::mt19937 generator(1);
  const Spectrum exact = synthetic::spectrum(dynes, {{"Delta", 1}, {"Gamma", 0.1}, {"T", 1.5}}, 5, 201, 0, generator);
  expect_one_gap_told(models::two_gap_dynes(), exact);
}

TEST(Parts, two_gaps_that_are_there_stay) {
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    std::mt19937 generator(seed);
    const Spectrum s = synthetic::spectrum(
        models::two_gap_dynes(),
        {{"Delta1", 0.8}, {"Gamma1", 0.1}, {"Delta2", 1.6}, {"Gamma2", 0.1}, {"w", 0.7}, {"T", 1.5}}, 5, 201, 0.01,
        generator);
    const FitResult fit = Fit(models::two_gap_dynes()).add(s).run();
    EXPECT_TRUE(fit.usable()) << fit.report();
    EXPECT_EQ(not_there(fit, models::two_gap_dynes()), 0);
  }
}

TEST(Parts, of_three_gaps_only_those_that_are_there_stay) {
  const Model three = find_model("dynes:dynes:dynes");
  const FitResult fit = Fit(three).add(one_gap("dynes", 1)).run();
  int determined = 0;
  for (const char* name : {"Delta1", "Delta2", "Delta3"}) determined += fit[name].standard_error.has_value();
  EXPECT_LE(determined, 1) << fit.report();
  EXPECT_FALSE(fit.usable());
}

TEST(Parts, are_doubted_behind_a_weight_that_the_caller_holds) {
  const FitResult fit = Fit(models::two_gap_dynes()).add(one_gap("dynes", 3)).fix("w", 0.5).run();
  EXPECT_FALSE(fit.usable());
  EXPECT_NE(fit.report().find("without part"), std::string::npos) << fit.report();
}

TEST(Parts, a_narrow_one_that_noise_makes_somewhere_is_none) {
  // Where it might have been found counts: alone the noise of this curve is a second gap of 1 % with 4.4 standard
  // scores.
  const FitResult fit =
      Fit(models::two_gap_btk()).add(read_spectrum(DIDV_SOURCE_DIR "/data/ceh9/spectrum_02K.csv")).background(4).run();
  EXPECT_FALSE(fit.usable());
  EXPECT_NE(fit.report().find("without part"), std::string::npos) << fit.report();
}

TEST(Parts, one_without_a_gap_is_called_a_normal_channel) {
  std::mt19937 generator(3);
  const Spectrum s =
      synthetic::spectrum(find_model("dynes+normal_channel"), {{"Delta", 1}, {"Gamma", 0.1}, {"w_n", 0.3}, {"T", 1.5}},
                          5, 201, 0.01, generator);
  const FitResult fit = Fit(models::two_gap_dynes()).add(s).run();
  EXPECT_FALSE(fit.usable());
  EXPECT_NE(fit.report().find("normal_channel"), std::string::npos) << fit.report();
  EXPECT_EQ(fit.report().find("no gap in this curve"), std::string::npos) << fit.report();
}

TEST(Parts, are_reported_by_rising_gaps_from_starts_in_another_order_too) {
  std::mt19937 generator(5);
  const Model model = find_model("dynes:btk:dynes");
  const Spectrum s = synthetic::spectrum(model,
                                         {{"Delta1", 0.8},
                                          {"Gamma1", 0.05},
                                          {"Delta2", 2},
                                          {"Gamma2", 0.1},
                                          {"Z2", 0.3},
                                          {"Delta3", 1.3},
                                          {"Gamma3", 0.05},
                                          {"w1", 0.3},
                                          {"w2", 0.5},
                                          {"T", 0.5}},
                                         6, 201, 0.002, generator);
  const Fit fit = Fit(model).add(s).fix("Z2", 0.3).fix("Delta2", 2).fix("Gamma2", 0.1);
  const FitResult started = Fit(fit).start("Delta1", 1.3).start("Delta3", 0.8).run();
  EXPECT_NEAR(started["Delta1"].value, 0.8, 0.01) << started.report();
  EXPECT_NEAR(started["Delta3"].value, 1.3, 0.01);
  EXPECT_NEAR(started["w1"].value, 0.3, 0.02);
  EXPECT_NEAR(started["w2"].value, 0.5, 0.02);
  // What the caller bounds stays where the caller put it.
  const FitResult bounded = Fit(fit).bound("Delta1", 1, 2).start("Delta3", 0.8).run();
  EXPECT_NEAR(bounded["Delta1"].value, 1.3, 0.01) << bounded.report();
}

TEST(Parts, are_told_for_each_of_several_independent_spectra) {
  const Model model = models::two_gap_dynes();
  Spectrum first = one_gap("dynes", 1), second = one_gap("dynes", 2);
  first.name = "first";
  second.name = "second";
  const FitResult fit = Fit(model).add(first).add(second).run();
  for (const char* name : {"first", "second"}) {
    bool told = false;
    for (const std::string& reason : fit.not_usable_because)
      told = told || (reason.starts_with(name) && reason.find("without part") != std::string::npos);
    EXPECT_TRUE(told) << name << "\n" << fit.report();
  }
}

TEST(Parts, are_doubted_behind_a_series_resistance_too) {
  const FitResult fit = Fit(find_model("two_gap_dynes+series_resistance")).add(one_gap("dynes", 3)).fix("Rs", 0).run();
  EXPECT_FALSE(fit.usable());
  EXPECT_NE(fit.report().find("without part"), std::string::npos) << fit.report();
}

}  // namespace
}  // namespace didv
