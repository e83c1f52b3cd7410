// Do error bars and limits hold over the whole range of curves that people measure, not only where a fit is easy?
// Random truth: Z 0 … 3, Γ/Δ 0.01 … 0.8, kT/Δ 0.02 … 0.6, window 3 … 8 Δ, scale and quadratic background fitted, noise
// 1 %. How often ±1 and ±2 standard errors hold the truth, by the warmth of the contact.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <map>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "didv/units.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

constexpr int curves_each = 1000;

struct Count {
  int bars = 0, within_one = 0, within_two = 0, limits = 0, limits_that_hold = 0;
  double squares = 0;
};

void sweep(const char* name) {
  const Model model = find_model(name);
  std::mt19937 generator(17);
  std::uniform_real_distribution<double> uniform;
  const auto logarithmic = [&](double lower, double upper) {
    return lower * std::pow(upper / lower, uniform(generator));
  };
  for (const auto& [coldest, warmest] : {std::pair{0.02, 0.1}, {0.1, 0.25}, {0.25, 0.6}}) {
    std::map<std::string, Count> counts;
    int withheld = 0;
    for (int k = 0; k < curves_each; ++k) {
      const double Delta = logarithmic(0.2, 20), reach = Delta * (3 + 5 * uniform(generator));
      ParameterValues truth{{"Delta", Delta},
                            {"Gamma", Delta * logarithmic(0.01, 0.8)},
                            {"T", Delta * logarithmic(coldest, warmest) / boltzmann_meV_per_K}};
      if (model.has("Z")) truth["Z"] = 3 * uniform(generator);
      const double scale = logarithmic(1e-6, 1e2), slope = 0.1 * (uniform(generator) - 0.5) / reach,
                   curvature = 0.1 * (uniform(generator) - 0.5) / (reach * reach);
      Spectrum s = synthetic::spectrum(model, truth, reach, 201, 0.01, generator);
      for (std::size_t i = 0; i < s.size(); ++i) {
        const double background = scale * (1 + s.bias_mV[i] * (slope + s.bias_mV[i] * curvature));
        s.conductance[i] *= background;
        s.sigma.push_back(0.01 * std::abs(background));
      }
      const FitResult fit = Fit(model).add(s).background(2).free("scale").run();
      withheld += !fit.usable();
      if (!fit.usable()) continue;
      for (const auto& [parameter, value] : truth) {
        if (parameter == "T") continue;
        Count& count = counts[parameter];
        const Estimate& estimate = fit[parameter];
        if (estimate.standard_error) {
          const double pull = (estimate.value - value) / *estimate.standard_error;
          ++count.bars;
          count.within_one += std::abs(pull) < 1;
          count.within_two += std::abs(pull) < 2;
          count.squares += pull * pull;
        } else if (estimate.interval_95) {
          ++count.limits;
          count.limits_that_hold += value >= estimate.interval_95->first && value <= estimate.interval_95->second;
        }
      }
    }
    std::printf("%s, kT/Δ %.2f … %.2f: %d of %d not usable\n", name, coldest, warmest, withheld, curves_each);
    for (const auto& [parameter, count] : counts) {
      std::printf("  %-6s %4d error bars: 1σ holds %.1f %%, 2σ %.1f %%, rms pull %.2f; %3d limits: %3d hold\n",
                  parameter.c_str(), count.bars, 100.0 * count.within_one / count.bars,
                  100.0 * count.within_two / count.bars, std::sqrt(count.squares / count.bars), count.limits,
                  count.limits_that_hold);
      // 68.3 % and 95.4 %, with three standard deviations of a thousand fits, and what a bar that is symmetric and of
      // first order gets wrong beside a bound.
      const double bars = count.bars;
      EXPECT_GT(count.within_one, 0.639 * bars) << parameter;
      EXPECT_LT(count.within_one, 0.75 * bars) << parameter;
      EXPECT_GT(count.within_two, 0.925 * bars) << parameter;
      EXPECT_LT(count.within_two, 0.98 * bars) << parameter;
    }
    std::fflush(stdout);
  }
}

TEST(ErrorBars, HoldOverTheWholeRangeOfDynesCurves) { sweep("dynes"); }
TEST(ErrorBars, HoldOverTheWholeRangeOfBtkCurves) { sweep("btk"); }

}  // namespace
}  // namespace didv
