// A result file gives the result back, to the last bit.

#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>

#include "didv/compare.hpp"
#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "didv/fit.hpp"
#include "didv/gap_equation.hpp"
#include "didv/models.hpp"
#include "didv/read_result.hpp"
#include "didv/series.hpp"
#include "didv/write.hpp"
#include "fit/synthetic.hpp"

namespace didv {
namespace {

void expect_same(const std::vector<Estimate>& back, const std::vector<Estimate>& first) {
  ASSERT_EQ(back.size(), first.size());
  for (std::size_t j = 0; j < first.size(); ++j) {
    EXPECT_EQ(back[j].name, first[j].name);
    EXPECT_EQ(back[j].value, first[j].value) << first[j].name;
    EXPECT_EQ(back[j].standard_error, first[j].standard_error) << first[j].name;
    EXPECT_EQ(back[j].state, first[j].state) << first[j].name;
    EXPECT_EQ(back[j].interval_68, first[j].interval_68) << first[j].name;
    EXPECT_EQ(back[j].interval_95, first[j].interval_95) << first[j].name;
    EXPECT_EQ(back[j].replicas, first[j].replicas) << first[j].name;
  }
}

void expect_it_comes_back(const FitResult& first) {
  const std::string text = first.json();
  const FitResult back = parse_result(text);
  EXPECT_EQ(back.json(), text);
  EXPECT_EQ(back.report(), first.report());
  EXPECT_EQ(back.usable(), first.usable());
  expect_same(back.shared, first.shared);
  ASSERT_EQ(back.data.size(), first.data.size());
  for (std::size_t k = 0; k < first.data.size(); ++k) {
    expect_same(back.data[k].parameters, first.data[k].parameters);
    EXPECT_EQ(back.data[k].x, first.data[k].x);
    EXPECT_EQ(back.data[k].fit, first.data[k].fit);
    EXPECT_EQ(back.data[k].residual, first.data[k].residual);
    EXPECT_EQ(back.data[k].correlation.size(), first.data[k].correlation.size());
  }
  EXPECT_EQ(back.shared_correlation.size(), first.shared_correlation.size());
}

const Model dynes = find_model("dynes");

Spectrum measured(std::uint32_t seed, double noise = 0.01, double T_K = 2) {
  std::mt19937 generator(seed);
  const double Delta = bcs::gap(T_K, {.Delta0_meV = 1.4, .Tc_K = 9.2});
  return synthetic::spectrum(dynes, {{"Delta", Delta}, {"Gamma", 0.1}, {"T", T_K}}, 6, 101, noise, generator);
}

TEST(Reload, OneSpectrumWithEverythingThatCanBeSaidOfIt) {
  Spectrum s = measured(1);
  s.name = "c, \"1\".csv";
  s.sha256 = std::string(64, 'a');
  s.modulation = {Modulation(Rms{0.1}), Origin::assumed};
  s.bias_noise = {GaussianNoise{0.017}, Origin::option};
  s.history = {"bias: column 'V'", "symmetrised"};
  FitResult result = Fit(find_model("btk"))
                         .add(s)
                         .window(-5, 5)
                         .background(2)
                         .intervals(IntervalMethod::profile)
                         .noise({.relative = 0.01, .correlated = CorrelatedNoise{}, .loss = Loss::huber})
                         .question_metadata()
                         .run();
  result.provenance.command = "didv fit";
  result.provenance.options = {{"FILE", {"c"}}, {"offset"}, {"fix", {"Z=1", "T=2"}}};
  expect_it_comes_back(result);
}

TEST(Reload, AFitWithSeveralMinimaAndAParameterAtItsBound) {
  const FitResult result = Fit(find_model("two_gap_dynes")).add(measured(2)).run();
  expect_it_comes_back(result);
}

TEST(Reload, AFileOfBracketsIsNoEndOfTheStack) {
  std::mt19937 generator(1);
  const ParameterValues truth{{"Delta", 1}, {"Gamma", 0.1}, {"T", 1}};
  const std::string text =
      Fit(models::dynes()).add(synthetic::spectrum(models::dynes(), truth, 5, 61, 0.01, generator)).run().json();
  const std::string brackets = std::string(1000000, '[') + std::string(1000000, ']');
  try {
    parse_result("{\"deep\": " + brackets + ", " + text.substr(1), "deep.json");
    ADD_FAILURE() << "a million brackets were accepted";
  } catch (const DataError& error) {
    EXPECT_STREQ(error.what(),
                 "deep.json: is no result of a fit: nested deeper than 100 levels, expected what didv wrote");
  }
  const std::string command = "\"command\": ";
  std::string spoilt = text;
  spoilt.insert(text.find(command) + command.size(), brackets + ", \"aside\": ");
  EXPECT_THROW(parse_result(spoilt), DataError);
}

TEST(Reload, WhatIsNotUsable) {
  Spectrum flat = measured(3);
  std::mt19937 generator(3);
  std::normal_distribution<double> normal(1, 0.01);
  for (double& G : flat.conductance) G = normal(generator);
  const FitResult result = Fit(dynes).add(flat).run();
  EXPECT_FALSE(result.usable());
  expect_it_comes_back(result);
}

TEST(Reload, ManySpectraApartSharedAndTied) {
  Fit fit(dynes);
  for (const double T_K : {2.0, 4.0, 6.0}) fit.add(measured(4, 0.01, T_K));
  expect_it_comes_back(fit.run());
  expect_it_comes_back(fit.share("Gamma").tie("Delta", laws::bcs_gap()).run());
}

TEST(Reload, Contours) {
  const FitResult result = Fit(dynes).add(measured(11)).contour("Delta", "Gamma").contour("Gamma", "T").run();
  expect_it_comes_back(result);
  const FitResult back = parse_result(result.json());
  ASSERT_EQ(back.contours.size(), 2U);
  EXPECT_EQ(back.contours[0].points_95, result.contours[0].points_95);
  EXPECT_FALSE(back.contours[0].points_68.empty());
  EXPECT_EQ(back.contours[1].reason, result.contours[1].reason);
  EXPECT_FALSE(back.contours[1].reason.empty());
}

TEST(Reload, ASeriesWithItsGapLaw) {
  Fit fit(dynes);
  for (const double T_K : {2.0, 4.0, 6.0, 8.0}) fit.add(measured(12, 0.01, T_K));
  const SeriesResult apart = analyse_series(fit),
                     tied = analyse_series(fit.share("Gamma").tie("Delta", laws::bcs_gap()));
  for (const SeriesResult& first : {apart, tied}) {
    const SeriesResult back = parse_series_result(first.json());
    EXPECT_EQ(back.json(), first.json());
    EXPECT_EQ(back.report(), first.report());
    ASSERT_TRUE(back.gap_law);
    EXPECT_EQ(back.gap_law->ratio_2Delta0_kTc.value, first.gap_law->ratio_2Delta0_kTc.value);
    EXPECT_EQ(back.gap_law->p_value, first.gap_law->p_value);
    ASSERT_EQ(back.points.size(), 4U);
    EXPECT_EQ(back.points[2].Delta.value, first.points[2].Delta.value);
    EXPECT_EQ(back.fit.warnings, first.fit.warnings);
  }
  EXPECT_EQ(parse_result(tied.json())["Gamma"].value, tied.fit["Gamma"].value);
}

TEST(Reload, ASeriesWithoutALaw) {
  Fit fit(dynes);
  fit.add(measured(12, 0.01, 2)).add(measured(13, 0.01, 2));
  const SeriesResult first = analyse_series(fit), back = parse_series_result(first.json());
  EXPECT_FALSE(first.gap_law || back.gap_law);
  EXPECT_NE(back.no_gap_law_because.find("two temperatures"), std::string::npos);
  EXPECT_EQ(back.json(), first.json());
  EXPECT_EQ(back.report(), first.report());
}

TEST(Reload, AComparison) {
  const Spectrum s = measured(13);
  Comparison first = compare({Fit(dynes).add(s).run(), Fit(find_model("two_gap_dynes")).add(s).run()});
  first.provenance.command = "didv compare";
  const Comparison back = parse_comparison(first.json());
  EXPECT_EQ(back.json(), first.json());
  EXPECT_EQ(back.report(), first.report());
  ASSERT_EQ(back.models.size(), 2U);
  expect_it_comes_back(back.models[1].fit);
  EXPECT_EQ(back.models[1].deviance, first.models[1].deviance);
  EXPECT_EQ(back.nested.front().F, first.nested.front().F);
}

TEST(Reload, SeriesAndComparisonsFromFiles) {
  const auto file = std::filesystem::temp_directory_path() / "didv_reload_others_test.json";
  const Spectrum s = measured(14);
  const std::string fit = Fit(dynes).add(s).run().json();
  write_file(file, fit);
  const auto refusal = [&](auto&& read) {
    try {
      read(file);
    } catch (const DataError& error) {
      return std::string(error.what());
    }
    return std::string("taken");
  };
  EXPECT_EQ(refusal(read_series_result), file.string() + ": is no result of a series: key 'fit' not found");
  EXPECT_EQ(refusal(read_comparison), file.string() + ": is no comparison of models: key 'models' not found");
  const std::string comparison =
      compare({Fit(dynes).add(s).run(), Fit(find_model("two_gap_dynes")).add(s).run()}).json();
  write_file(file, comparison);
  EXPECT_EQ(read_comparison(file).json(), comparison);
  auto without_data = nlohmann::ordered_json::parse(comparison);
  without_data["models"][1].erase("data");
  without_data["models"][1]["spectra"] = nlohmann::json::array();
  write_file(file, without_data.dump());
  EXPECT_EQ(refusal(read_comparison), file.string() + ": is no comparison of models: a model without data");
  const std::string series = analyse_series(Fit(dynes).add(s).add(measured(15, 0.01, 5))).json();
  write_file(file, series);
  EXPECT_EQ(read_series_result(file).json(), series);
  std::filesystem::remove(file);
}

TEST(Reload, WhatABootstrapFound) {
  expect_it_comes_back(Fit(dynes).add(measured(10)).intervals(Bootstrap{.replicas = 20, .threads = 1}).run());
}

TEST(Reload, OneSpectrumUnderALaw) {
  expect_it_comes_back(Fit(dynes).add(measured(5)).tie("Delta", laws::bcs_gap()).fix("Tc", 9.2).run());
}

TEST(Reload, ACurveWhoseParametersHaveNamesOfTheirOwn) {
  const auto line = [](double x, const auto& p) { return p[0] + p[1] * x; };
  expect_it_comes_back(CurveFit(curve_function<2>(line), {{.name = "a,b"}, {.name = "b"}})
                           .add({.name = "", .x = {0, 1, 2, 3}, .y = {0.1, 0.9, 2.1, 2.9}, .sigma = {1, 1, 2, 2}})
                           .run());
}

TEST(Reload, NumbersThatAreNone) {
  FitResult result = Fit(dynes).add(measured(6)).run();
  Estimate& Delta = result.data[0].parameters[0];
  Delta.interval_95 = {-infinity, infinity};
  EXPECT_EQ(parse_result(result.json())["Delta"].interval_95, Delta.interval_95);
  Delta.value = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(parse_result(result.json())["Delta"].value));
  expect_it_comes_back(Fit(dynes).add(measured(6)).run());
}

TEST(Reload, FromAFile) {
  const auto file = std::filesystem::temp_directory_path() / "didv_reload_test.json";
  const std::string text = Fit(dynes).add(measured(7)).run().json();
  write_file(file, text);
  EXPECT_EQ(read_result(file).json(), text);
  std::filesystem::remove(file);
  EXPECT_THROW(read_result(file), DataError);
}

std::string refusal_of(const std::string& text) {
  try {
    parse_result(text, "r.json");
  } catch (const DataError& error) {
    return error.what();
  }
  return "taken";
}

TEST(Reload, WhatIsNoResultIsRefusedByLineOrKey) {
  EXPECT_EQ(refusal_of("{\"didv\": 1,\n oops}"), "r.json:2:2: is no JSON, expected the result of a fit");
  EXPECT_EQ(refusal_of(""), "r.json:1:1: is no JSON, expected the result of a fit");
  EXPECT_EQ(refusal_of("{}"), "r.json: is no result of a fit: key 'model' not found");
  EXPECT_NE(refusal_of("[1]"), "taken");
  const auto whole = nlohmann::ordered_json::parse(Fit(dynes).add(measured(8)).run().json());
  auto other_state = whole;
  other_state["parameters"]["Delta"]["state"] = "guessed";
  EXPECT_EQ(refusal_of(other_state.dump()), "r.json: is no result of a fit: 'guessed' is unknown here");
  auto shorter = whole;
  shorter["data"]["curve"]["fit"].erase(0);
  EXPECT_EQ(refusal_of(shorter.dump()), "r.json: is no result of a fit: x, data, fit and sigma differ in length");
  for (const auto& [key, value] : whole.items()) {
    auto without = whole, wrong = whole;
    without.erase(key);
    wrong[key] = nlohmann::json::array({nlohmann::json::array()});
    const bool derived = key == "usable" || key == "reduced_chi_squared";  // from the others
    EXPECT_EQ(refusal_of(without.dump()) == "taken", derived) << key;
    EXPECT_EQ(refusal_of(wrong.dump()) == "taken", derived) << key;
  }
}

TEST(Reload, HalfAFileIsNone) {
  const std::string text = Fit(dynes).add(measured(9)).run().json();
  for (std::size_t end = 0; end < text.size(); end += 101) EXPECT_NE(refusal_of(text.substr(0, end)), "taken") << end;
}

}  // namespace
}  // namespace didv
