// Inputs of unusual size: many parameters, numbers at the edge of what a double holds. Each gives a right number, or
// one line that says why there is none.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "didv/fit.hpp"
#include "didv/models.hpp"

namespace didv {
namespace {

constexpr double smallest = std::numeric_limits<double>::denorm_min();

template <class Run>
std::string refusal(Run run) {
  try {
    run();
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "accepted";
}

/// 300 heights of a staircase, four points on each step: the fit is the mean of each four, its error σ/2.
TEST(ManyParameters, three_hundred_means_come_out_with_their_errors) {
  constexpr std::size_t count = 300, repeats = 4;
  std::vector<ParameterInfo> infos;
  for (std::size_t k = 0; k < count; ++k) infos.push_back({.name = "h" + std::to_string(k)});
  const CurveFunction stairs = [](std::span<const double> x, std::span<const double> p, std::span<double> y,
                                  std::span<double> jacobian) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const auto step = static_cast<std::size_t>(x[i]);
      y[i] = p[step];
      if (jacobian.empty()) continue;
      for (std::size_t j = 0; j < p.size(); ++j) jacobian[i * p.size() + j] = j == step ? 1 : 0;
    }
  };
  std::mt19937 generator(3);
  std::normal_distribution<double> noise(0, 0.1);
  CurveData data{.name = "stairs"};
  std::vector<double> mean(count);
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t r = 0; r < repeats; ++r) {
      data.x.push_back(static_cast<double>(k));
      data.y.push_back(std::sin(0.1 * static_cast<double>(k)) + noise(generator));
      mean[k] += data.y.back() / repeats;
    }
  }
  const FitResult result = CurveFit(stairs, infos).add(data).sigma(0.1).run();
  ASSERT_TRUE(result.usable()) << result.report();
  EXPECT_EQ(result.degrees_of_freedom, 900);
  for (std::size_t k = 0; k < count; ++k) {
    const Estimate& h = result["h" + std::to_string(k)];
    EXPECT_NEAR(h.value, mean[k], 1e-9);
    ASSERT_TRUE(h.standard_error) << h.reason;
    EXPECT_NEAR(*h.standard_error, 0.05, 1e-9);
  }
}

TEST(ManyParameters, more_of_them_than_points_are_refused_in_one_line) {
  std::vector<ParameterInfo> infos;
  for (std::size_t k = 0; k < 300; ++k) infos.push_back({.name = "p" + std::to_string(k)});
  const CurveFunction nothing = [](std::span<const double>, std::span<const double>, std::span<double> y,
                                   std::span<double> jacobian) {
    std::ranges::fill(y, 0);
    std::ranges::fill(jacobian, 0);
  };
  const std::string message = refusal([&] { CurveFit(nothing, infos).add({.x = {1, 2}, .y = {1, 2}}).run(); });
  EXPECT_EQ(
      message,
      "data: 2 points cannot fix 300 parameters (p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, "
      "p15, p16, p17, p18, p19 and 280 more): fix some, or widen the window");
}

TEST(Denormals, data_of_denormal_size_are_refused_with_a_hint) {
  const CurveFunction line = curve_function<1>([](double x, const auto& p) { return p[0] * x; });
  EXPECT_EQ(refusal([&] {
              CurveFit(line, {{.name = "a"}}).add({.x = {1, 2}, .y = {smallest, 2e-310}}).run();
            }),
            "data: y has the size 2e-310, expected it between 1e-100 and 1e+100: take another unit");
  EXPECT_EQ(refusal([&] {
              CurveFit(line, {{.name = "a"}}).add({.x = {1, 2}, .y = {1, 2}, .sigma = {1, smallest}}).run();
            }),
            "data: sigma has the size 5e-324, expected it between 1e-100 and 1e+100: take another unit");
}

TEST(Denormals, a_measurement_of_denormal_error_is_no_result_and_prints_nothing) {
  const CurveFunction line = curve_function<1>([](double x, const auto& p) { return p[0] * x; });
  testing::internal::CaptureStderr();
  const FitResult result = CurveFit(line, {{.name = "a"}})
                               .add({.x = {1, 2, 3}, .y = {1, 2, 3}})
                               .start("a", 1)
                               .measured("a", 5, 1e-310)
                               .run();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(result.usable()) << result.report();
}

/// Abscissae that small change nothing: the line is a constant.
TEST(Denormals, a_denormal_bias_is_zero_for_the_model_and_for_the_fit) {
  const Model dynes = models::dynes();
  const ParameterValues values{{"Delta", 1}, {"Gamma", 0.1}, {"T", 1}};
  const auto g = dynes(std::vector{0.0, smallest, -1e-310}, values);
  EXPECT_EQ(g[1], g[0]);
  EXPECT_EQ(g[2], g[0]);
  for (const char* name : {"Delta", "Gamma", "T"}) {
    for (const Model& model : catalogue()) {
      if (!model.has(name)) continue;
      ParameterValues with = {{"T", 1}};
      with[name] = 1e-310;
      try {
        for (const double value : model(std::vector{-2.0, 0.0, 0.7}, with))
          EXPECT_FALSE(std::isnan(value)) << model.name();
      } catch (const AccuracyError& refusal) {
        EXPECT_NE(std::string(refusal.what()).find(model.name()), std::string::npos) << refusal.what();
      }
    }
  }

  Spectrum s;
  s.name = "s";
  for (int i = -30; i <= 30; ++i) s.bias_mV.push_back(0.1 * i);
  s.bias_mV[30] = smallest;
  s.conductance = dynes(s.bias_mV, values);
  s.temperature_K = {1, Origin::file};
  const FitResult result = Fit(dynes).add(s).run();
  EXPECT_TRUE(result.usable()) << result.report();
  EXPECT_NEAR(result["Delta"].value, 1, 1e-6);
}

TEST(Denormals, a_temperature_of_denormal_size_is_absolute_zero) {
  const Model btk = models::btk();
  const std::vector<double> bias{-2, 0, 0.5, 3};
  const auto cold = btk(bias, {{"Delta", 1}, {"Gamma", 0.1}, {"Z", 0.5}, {"T", smallest}});
  const auto zero = btk(bias, {{"Delta", 1}, {"Gamma", 0.1}, {"Z", 0.5}, {"T", 0}});
  for (std::size_t i = 0; i < bias.size(); ++i) EXPECT_NEAR(cold[i], zero[i], 1e-9);
}

}  // namespace
}  // namespace didv
