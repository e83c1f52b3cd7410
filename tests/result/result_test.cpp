// What a result says of itself, to people and to programs.
#include "didv/result.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "didv/error.hpp"
#include "didv/version.hpp"

namespace didv {
namespace {

Estimate estimate(double value, std::optional<double> error, std::string unit = "meV") {
  return {.name = "Delta", .unit = std::move(unit), .value = value, .standard_error = error};
}

FitResult one_spectrum() {
  FitResult result;
  result.model = "btk";
  result.status = FitStatus::converged;
  result.message = "converged after 7 evaluations";
  result.warnings = {"Gamma is below what the temperature resolves"};
  result.chi_squared = 100;
  result.degrees_of_freedom = 50;
  FittedData data;
  data.name = "a.csv";
  data.x = {1, 2};
  data.rms_residual = 0.01;
  data.temperature_K = {2.0, Origin::file};
  data.modulation = {Modulation(Rms{0.6}), Origin::option};
  data.parameters = {
      estimate(21.0, 0.05),
      {.name = "Gamma", .unit = "meV", .value = 0, .state = ParameterState::at_bound, .reason = "at its lower bound 0"},
      {.name = "Z", .unit = "1", .value = 0.5, .standard_error = 0.01}};
  data.correlation = {{"Delta", "Z", -0.75}};
  result.data = {data};
  return result;
}

TEST(EstimateText, GivesTheErrorInUnitsOfTheLastDigit) {
  EXPECT_EQ(to_string(estimate(21.0412, 0.0512)), "21.04(5) meV");
  EXPECT_EQ(to_string(estimate(1.50612, 0.0032, "1")), "1.506(3)");
  EXPECT_EQ(to_string(estimate(-17.3, 5.2, "V")), "-17(5) V");
  EXPECT_EQ(to_string(estimate(112345, 3100, "ohm")), "112000(3000) ohm");
}

TEST(EstimateText, KeepsTwoDigitsOfAnErrorThatBeginsWithOne) {
  EXPECT_EQ(to_string(estimate(21.0412, 0.0123)), "21.041(12) meV");
  EXPECT_EQ(to_string(estimate(21.0412, 1.23)), "21.0(1.2) meV");
}

TEST(EstimateText, KeepsADigitOfAValueSmallerThanItsError) {
  EXPECT_EQ(to_string(estimate(3.1, 30, "1")), "3(30)");
  EXPECT_EQ(to_string(estimate(0.04, 0.3, "1")), "0.04(30)");
  EXPECT_EQ(to_string(estimate(0, 0.3, "1")), "0.0(3)");
}

TEST(EstimateText, WritesVerySmallAndVeryLargeNumbersWithAnExponent) {
  EXPECT_EQ(to_string(estimate(2.0412e-9, 3e-11, "S")), "2.04(3)e-9 S");
  EXPECT_EQ(to_string(estimate(2.0412e9, 3e7, "ohm")), "2.04(3)e9 ohm");
}

TEST(EstimateText, StaysReadableForExactData) {
  EXPECT_EQ(to_string(estimate(2.5, 0)), "2.5(0) meV");
  EXPECT_EQ(to_string(estimate(2.5, 3e-16)), "2.5000000000000000(3) meV");
  EXPECT_EQ(to_string(estimate(2.5, 1e-99)), "2.5(1e-99) meV");
}

TEST(EstimateText, SaysWhyThereIsNoError) {
  EXPECT_EQ(to_string(Estimate{.name = "Z", .unit = "1", .value = 0.5, .state = ParameterState::fixed}), "0.5 (fixed)");
  EXPECT_EQ(to_string(Estimate{.name = "Gamma", .unit = "meV", .value = 0, .state = ParameterState::at_bound}),
            "0 meV (at bound)");
  EXPECT_EQ(
      to_string(Estimate{.name = "Delta", .unit = "meV", .value = 3.5e9, .state = ParameterState::not_determined}),
      "not determined");
}

TEST(Result, FindsParametersByNameAndListsThemOtherwise) {
  const FitResult result = one_spectrum();
  EXPECT_EQ(result["Delta"].value, 21.0);
  try {
    result["Zed"];
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(), "unknown parameter 'Zed': the fit of btk has Delta, Gamma, Z");
  }
}

TEST(Result, AsksWhichDataSetWhereAParameterHasSeveralValues) {
  FitResult result = one_spectrum();
  result.data.push_back(result.data.front());
  EXPECT_THROW(result["Delta"], InvalidArgument);
  EXPECT_EQ(result.estimate("Delta", 1).value, 21.0);
  EXPECT_THROW(result.estimate("Delta", 2), InvalidArgument);
  result.shared.push_back(result.data.front().parameters[2]);
  EXPECT_EQ(result["Z"].value, 0.5);
  result.shared.push_back(
      {.name = "Tc", .unit = "K", .value = 112, .standard_error = 2, .state = ParameterState::shared});
  EXPECT_EQ(result["Tc"].value, 112);
  EXPECT_EQ(result.estimate("Tc", 1).value, 112);
}

TEST(Result, KnowsCorrelationsInEitherOrderAndNoneWithoutAnErrorBar) {
  const FitResult result = one_spectrum();
  EXPECT_EQ(result.correlation("Z", "Delta"), -0.75);
  EXPECT_EQ(result.correlation("Delta", "Z"), -0.75);
  EXPECT_EQ(result.correlation("Delta", "Delta"), 1.0);
  EXPECT_FALSE(result.correlation("Delta", "Gamma"));
}

TEST(Report, PutsTheVerdictFirst) {
  FitResult result = one_spectrum();
  EXPECT_TRUE(result.report().starts_with("btk: USABLE (converged after 7 evaluations)\n")) << result.report();
  result.not_usable_because = {"it did not converge"};
  EXPECT_TRUE(result.report().starts_with("btk: NOT USABLE")) << result.report();
  EXPECT_NE(result.report().find("because it did not converge"), std::string::npos);
}

TEST(Report, NamesTheOriginOfEveryMetadatum) {
  const std::string report = one_spectrum().report();
  EXPECT_NE(report.find("T = 2 K (file), modulation 0.6 mV rms (option)"), std::string::npos) << report;
  EXPECT_NE(report.find("0 meV (at bound)  at its lower bound 0"), std::string::npos) << report;
  EXPECT_NE(report.find("warning: Gamma is below"), std::string::npos) << report;
  EXPECT_NE(report.find("Delta–Z -0.750"), std::string::npos) << report;
}

TEST(Json, HoldsEverythingTheContractOfTheCommandLineNames) {
  FitResult result = one_spectrum();
  result.provenance.command = "didv fit a.csv";
  const auto json = nlohmann::json::parse(result.json());
  EXPECT_EQ(json["didv"], std::string(version()));
  EXPECT_EQ(json["command"], "didv fit a.csv");
  EXPECT_EQ(json["model"], "btk");
  EXPECT_EQ(json["status"], "converged");
  EXPECT_EQ(json["usable"], true);
  EXPECT_EQ(json["parameters"]["Delta"]["standard_error"], 0.05);
  EXPECT_TRUE(json["parameters"]["Delta"]["reason"].is_null());
  EXPECT_TRUE(json["parameters"]["Gamma"]["standard_error"].is_null());
  EXPECT_EQ(json["parameters"]["Gamma"]["state"], "at_bound");
  EXPECT_EQ(json["reduced_chi_squared"], 2.0);
  EXPECT_TRUE(json["degrees_of_freedom"].is_number_integer());
  EXPECT_EQ(json["correlation"]["Delta,Z"], -0.75);
  EXPECT_EQ(json["data"]["file"], "a.csv");
  EXPECT_EQ(json["data"]["points"], 2);
  EXPECT_EQ(json["data"]["temperature_K"]["origin"], "file");
  EXPECT_EQ(json["data"]["modulation"]["value"], "0.6 mV rms");
  EXPECT_EQ(json["warnings"][0], "Gamma is below what the temperature resolves");
}

TEST(Json, SurvivesAFileNameThatIsNotUtf8) {
  FitResult result = one_spectrum();
  result.data[0].name = "gap\xff.csv";
  EXPECT_NO_THROW(nlohmann::json::parse(result.json()));
}

TEST(Json, NeverWritesAnErrorBarOfZeroForOneThatIsMissing) {
  FitResult result = one_spectrum();
  result.degrees_of_freedom = 0;
  EXPECT_TRUE(nlohmann::json::parse(result.json())["reduced_chi_squared"].is_null());
}

}  // namespace
}  // namespace didv
