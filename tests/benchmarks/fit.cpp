// One spectrum through the public API: 201 biases on ±4Δ, kT = 0.1Δ, Γ = 0.05Δ, Z = 0.5, noise 1 %, four parameters
// free.

#include "didv/fit.hpp"

#include <benchmark/benchmark.h>

#include <random>

#include "didv/curve.hpp"
#include "didv/models.hpp"
#include "didv/units.hpp"

namespace {

using namespace didv;

Spectrum spectrum(const Model& model) {
  Spectrum s;
  s.temperature_K = Sourced<double>{0.1 / boltzmann_meV_per_K, Origin::file};
  s.modulation = Sourced<Modulation>{{}, Origin::file};
  for (int i = 0; i <= 200; ++i) s.bias_mV.push_back(0.04 * i - 4);
  ParameterValues truth{{"Delta", 1}, {"Gamma", 0.05}, {"T", s.temperature_K->value}};
  if (model.has("Z")) truth["Z"] = 0.5;
  s.conductance = model(s.bias_mV, truth);
  std::mt19937 generator(1);
  std::normal_distribution<double> noise(0, 0.01);
  for (double& G : s.conductance) G += noise(generator);
  return s;
}

void report(benchmark::State& state, const FitResult& result) {
  if (!result.usable()) state.SkipWithError("not usable");
  state.counters["evaluations"] = result.evaluations;
}

void btk_curve_with_derivatives(benchmark::State& state) {
  const Model model = find_model("btk");
  const Spectrum s = spectrum(model);
  const std::vector<double> values =
      model.arrange({{"Delta", 1}, {"Gamma", 0.05}, {"Z", 0.5}, {"T", s.temperature_K->value}});
  for (auto _ : state) benchmark::DoNotOptimize(model.conductance(s.bias_mV, values, {}, Derivatives::yes));
}
BENCHMARK(btk_curve_with_derivatives)->Unit(benchmark::kMicrosecond);

void btk_fit_of_four_parameters_from_given_starts(benchmark::State& state) {
  Fit fit(find_model("btk"));
  fit.add(spectrum(find_model("btk")))
      .free("scale")
      .start("Delta", 1.2)
      .start("Gamma", 0.07)
      .start("Z", 0.4)
      .start("scale", 1.05);
  FitResult result;
  for (auto _ : state) benchmark::DoNotOptimize(result = fit.run());
  report(state, result);
}
BENCHMARK(btk_fit_of_four_parameters_from_given_starts)->Unit(benchmark::kMicrosecond);

void btk_fit_of_four_parameters_with_starts_from_the_curve(benchmark::State& state) {
  Fit fit(find_model("btk"));
  fit.add(spectrum(find_model("btk"))).free("scale");
  FitResult result;
  for (auto _ : state) benchmark::DoNotOptimize(result = fit.run());
  report(state, result);
}
BENCHMARK(btk_fit_of_four_parameters_with_starts_from_the_curve)->Unit(benchmark::kMicrosecond);

void dynes_fit_with_starts_from_the_curve(benchmark::State& state) {
  Fit fit(find_model("dynes"));
  fit.add(spectrum(find_model("dynes"))).free("scale");
  FitResult result;
  for (auto _ : state) benchmark::DoNotOptimize(result = fit.run());
  report(state, result);
}
BENCHMARK(dynes_fit_with_starts_from_the_curve)->Unit(benchmark::kMicrosecond);

/// What the fit costs beside the curve: a Lorentzian on a constant.
void curve_fit_of_four_parameters(benchmark::State& state) {
  const auto lorentzian = curve_function<4>([](double x, const auto& p) {
    const auto z = (x - p[3]) / p[2];
    return p[0] + p[1] / (1 + z * z);
  });
  CurveData data{.x = {}, .y = {}};
  std::mt19937 generator(1);
  std::normal_distribution<double> noise(0, 0.01);
  for (int i = 0; i <= 200; ++i) {
    data.x.push_back(0.04 * i - 4);
    data.y.push_back(1 + 0.5 / (1 + data.x.back() * data.x.back()) + noise(generator));
  }
  CurveFit fit(lorentzian, {{.name = "base", .default_value = 1.1},
                            {.name = "height", .default_value = 0.4},
                            {.name = "width", .default_value = 1.3},
                            {.name = "centre", .default_value = 0.1}});
  fit.add(data);
  FitResult result;
  for (auto _ : state) benchmark::DoNotOptimize(result = fit.run());
  report(state, result);
}
BENCHMARK(curve_fit_of_four_parameters)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
