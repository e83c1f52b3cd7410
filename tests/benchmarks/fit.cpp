// One spectrum through the public API: 201 biases on ±4Δ, kT = 0.1Δ, Γ = 0.05Δ, Z = 0.5, noise 1 %, four parameters
// free.

#include "didv/fit.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

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

Fit btk_fit() {
  Fit fit(find_model("btk"));
  fit.add(spectrum(find_model("btk"))).free("scale");
  return fit;
}

void btk_fit_of_four_parameters_from_given_starts(benchmark::State& state) {
  const Fit fit = btk_fit().start("Delta", 1.2).start("Gamma", 0.07).start("Z", 0.4).start("scale", 1.05);
  FitResult result;
  for (auto _ : state) benchmark::DoNotOptimize(result = fit.run());
  report(state, result);
}
BENCHMARK(btk_fit_of_four_parameters_from_given_starts)->Unit(benchmark::kMicrosecond);

double seconds(const Fit& fit, int repeats) {
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < repeats; ++i) benchmark::DoNotOptimize(fit.run());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Counter: its time over that of as many single fits with starts from the curve, shared by all cores.
void btk_bootstrap_of_1000(benchmark::State& state) {
  constexpr int replicas = 1000, singles = 200;
  const Fit single = btk_fit();
  Fit bootstrap = single;
  bootstrap.intervals(Bootstrap{.replicas = replicas});
  double of_bootstrap = 0, of_single = 0;
  for (auto _ : state) {
    of_bootstrap += seconds(bootstrap, 1);
    of_single += seconds(single, singles) / singles;
  }
  report(state, bootstrap.run());
  const double cores = std::max(1U, std::thread::hardware_concurrency());
  state.counters["over_single_fits"] = of_bootstrap / (replicas * of_single / cores);
}
BENCHMARK(btk_bootstrap_of_1000)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Counter: the time of the fit with all its intervals over that of the fit alone, for each of the four.
void btk_profile_intervals(benchmark::State& state) {
  constexpr int singles = 20;
  const Fit single = btk_fit();
  Fit profile = single;
  profile.intervals(IntervalMethod::profile);
  double of_profile = 0, of_single = 0;
  for (auto _ : state) {
    of_profile += seconds(profile, singles);
    of_single += seconds(single, singles);
  }
  report(state, profile.run());
  state.counters["single_fits_an_interval"] = (of_profile - of_single) / of_single / 4;
}
BENCHMARK(btk_profile_intervals)->Unit(benchmark::kMillisecond);

void btk_fit_of_four_parameters_with_starts_from_the_curve(benchmark::State& state) {
  const Fit fit = btk_fit();
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
