// Start values read from the curve alone: how many of 1000 random curves of each model end in the minimum that a start
// at the truth finds, or in one that the noise of the curve does not tell from it (flat valleys of maki). Z 0 … 3, Γ/Δ
// 0.01 … 0.8, kT/Δ 0.02 … 0.6, window 3 … 8 of the largest gap, scale over 8 decades, background, noise 1 %; Δ₂/Δ₁ 1.2
// … 4, weights 0.15 … 0.85, what else there is over its range.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "didv/units.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

constexpr double required = 0.99;
constexpr double indistinct = 0.01;  // of Δχ²: a tenth of a standard error in any direction

/// DIDV_RANDOM_CURVES asks for more or fewer.
int number_of_curves() {
  const char* asked = std::getenv("DIDV_RANDOM_CURVES");
  return asked != nullptr ? std::atoi(asked) : 1000;
}

class Random {
 public:
  double uniform(double lower, double upper) { return lower + (upper - lower) * one_(generator); }
  double logarithmic(double lower, double upper) { return lower * std::pow(upper / lower, one_(generator)); }
  std::mt19937 generator{11};

 private:
  std::uniform_real_distribution<double> one_;
};

ParameterValues random_truth(const Model& model, double Delta, Random& random) {
  ParameterValues truth;
  for (const ParameterInfo& p : model.parameters()) {
    double& value = truth[p.name];
    if (p.name == "T") {
      value = Delta * random.logarithmic(0.02, 0.6) / boltzmann_meV_per_K;
    } else if (p.name == "Delta" || p.name == "Delta1") {
      value = Delta;
    } else if (p.name.starts_with("Delta")) {
      value = Delta * random.logarithmic(1.2, 4);
    } else if (p.name.starts_with("Gamma")) {
      value = Delta * random.logarithmic(0.01, 0.8);
    } else if (p.unit == "meV") {
      value = Delta * random.logarithmic(0.05, 0.5);
    } else if (p.name.starts_with("Z")) {
      value = random.uniform(0, 3);
    } else if (p.name == "w") {
      value = random.uniform(0.15, 0.85);
    } else if (std::isfinite(p.upper - p.lower)) {
      value = random.uniform(p.lower, std::min(p.upper, p.lower + 2));
    } else {
      value = (p.default_value != 0 ? p.default_value : 1) * random.logarithmic(0.2, 5);
    }
  }
  return truth;
}

class StartValues : public testing::TestWithParam<std::string> {};

TEST_P(StartValues, LeadToTheMinimumOfRandomCurves) {
  const Model model = find_model(GetParam());
  Random random;
  const int curves = number_of_curves();
  int missed = 0, told_of = 0, higher = 0, misunderstood = 0, without_minimum = 0;
  for (int k = 0; k < curves; ++k) {
    const double Delta = random.logarithmic(0.2, 20);
    const ParameterValues truth = random_truth(model, Delta, random);
    const double largest = truth.contains("Delta2") ? std::max(truth.at("Delta1"), truth.at("Delta2")) : Delta,
                 reach = largest * random.uniform(3, 8);
    const double scale = random.logarithmic(1e-6, 1e2), slope = random.uniform(-0.05, 0.05) / reach,
                 curvature = random.uniform(-0.05, 0.05) / (reach * reach);
    Spectrum s = synthetic::spectrum(model, truth, reach, 201, 0.01, random.generator);
    for (std::size_t i = 0; i < s.size(); ++i)
      s.conductance[i] *= scale * (1 + s.bias_mV[i] * (slope + s.bias_mV[i] * curvature));

    const FitResult found = Fit(model).add(s).background(2).run();
    Fit at_truth(model);
    at_truth.add(s).background(2).start("scale", scale).start("background_1", slope).start("background_2", curvature);
    for (const auto& [parameter, value] : truth)
      if (parameter != "T") at_truth.start(parameter, value);
    const FitResult best = at_truth.run();
    const double rise = (found.chi_squared - best.chi_squared) / (best.chi_squared / best.degrees_of_freedom);
    const bool as_low = rise <= indistinct;
    higher += !(found.chi_squared <= best.chi_squared * (1 + 1e-6));
    // χ² may fall towards a place where the model has no value (Γ and Z of a polarised contact both to 0): then neither
    // start can end in a minimum, and both have to say so.
    const bool nothing_to_find = found.status != FitStatus::converged && best.status != FitStatus::converged && as_low;
    without_minimum += nothing_to_find;
    const bool lost = !nothing_to_find && (found.status != FitStatus::converged || !as_low);
    missed += lost;
    told_of += lost && !found.usable();
    if (lost && found.usable()) {
      std::printf("  usable, Δχ² = %.3g above a start at the truth:", rise);
      for (const auto& [parameter, value] : truth) std::printf(" %s=%.4g", parameter.c_str(), value);
      std::printf("\n");
    }
    misunderstood += found.report().find("does not describe this curve") != std::string::npos;
  }
  std::printf(
      "%s: %d of %d random curves missed, %d of these not usable; %d higher by 1e-6 of χ²; %d without a minimum; %d "
      "taken "
      "for no spectrum\n",
      GetParam().c_str(), missed, curves, told_of, higher, without_minimum, misunderstood);
  EXPECT_LE(missed, (1 - required) * curves);
  EXPECT_LE(without_minimum, (1 - required) * curves);
  EXPECT_EQ(misunderstood, 0);
}

std::vector<std::string> names_of_models() {
  std::vector<std::string> names;
  for (const Model& model : catalogue()) names.push_back(model.name());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, StartValues, testing::ValuesIn(names_of_models()),
                         [](const auto& model) { return model.param; });

}  // namespace
}  // namespace didv
