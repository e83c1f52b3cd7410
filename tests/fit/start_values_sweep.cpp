// Start values read from the curve alone: how many of 1000 random curves end in the minimum that a start at the truth
// finds. Z 0 … 3, Γ/Δ 0.01 … 0.8, kT/Δ 0.02 … 0.6, window 3 … 8 Δ, scale over 8 decades, background, noise 1 %.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "didv/units.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

constexpr int curves = 1000;
constexpr double required = 0.99;

void sweep(const char* name) {
  const Model model = find_model(name);
  std::mt19937 generator(11);
  std::uniform_real_distribution<double> uniform;
  int missed = 0;
  for (int k = 0; k < curves; ++k) {
    const auto logarithmic = [&](double lower, double upper) {
      return lower * std::pow(upper / lower, uniform(generator));
    };
    const double Delta = logarithmic(0.2, 20), reach = Delta * (3 + 5 * uniform(generator));
    ParameterValues truth{{"Delta", Delta},
                          {"Gamma", Delta * logarithmic(0.01, 0.8)},
                          {"T", Delta * logarithmic(0.02, 0.6) / boltzmann_meV_per_K}};
    if (model.has("Z")) truth["Z"] = 3 * uniform(generator);
    const double scale = logarithmic(1e-6, 1e2), slope = 0.1 * (uniform(generator) - 0.5) / reach,
                 curvature = 0.1 * (uniform(generator) - 0.5) / (reach * reach);
    Spectrum s = synthetic::spectrum(model, truth, reach, 201, 0.01, generator);
    for (std::size_t i = 0; i < s.size(); ++i)
      s.conductance[i] *= scale * (1 + s.bias_mV[i] * (slope + s.bias_mV[i] * curvature));

    const FitResult found = Fit(model).add(s).background(2).run();
    Fit at_truth(model);
    at_truth.add(s).background(2).start("scale", scale).start("background_1", slope).start("background_2", curvature);
    for (const auto& [parameter, value] : truth) {
      if (parameter != "T") at_truth.start(parameter, value);
    }
    const FitResult best = at_truth.run();
    missed += found.status != FitStatus::converged || found.chi_squared > best.chi_squared * (1 + 1e-6);
  }
  std::printf("%s: %d of %d random curves missed\n", name, missed, curves);
  EXPECT_LE(missed, (1 - required) * curves);
}

TEST(StartValues, LeadToTheMinimumOfRandomDynesCurves) { sweep("dynes"); }
TEST(StartValues, LeadToTheMinimumOfRandomBtkCurves) { sweep("btk"); }

}  // namespace
}  // namespace didv
