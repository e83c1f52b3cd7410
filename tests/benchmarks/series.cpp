// A tied series against one spectrum of the same size: BTK, 401 biases, Z shared, Δ(T) tied to the BCS gap, Γ of each
// spectrum its own. The time grows with the number of spectra, not with its square.

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdio>
#include <random>

#include "didv/fit.hpp"
#include "didv/gap_equation.hpp"
#include "didv/models.hpp"

namespace {

using namespace didv;

constexpr double Tc_K = 10, Delta0_meV = 1.5;

Spectrum spectrum(double T_K, std::mt19937& generator) {
  const Model model = find_model("btk");
  Spectrum s;
  s.temperature_K = Sourced<double>{T_K, Origin::file};
  s.modulation = Sourced<Modulation>{{}, Origin::file};
  for (int i = 0; i <= 400; ++i) s.bias_mV.push_back(0.03 * i - 6);
  s.conductance =
      model(s.bias_mV, {{"Delta", bcs::gap(T_K, {Delta0_meV, Tc_K})}, {"Gamma", 0.1}, {"Z", 0.5}, {"T", T_K}});
  std::normal_distribution<double> noise(0, 0.005);
  for (double& G : s.conductance) G += noise(generator);
  return s;
}

Fit tied(int count) {
  std::mt19937 generator(1);
  Fit fit(find_model("btk"));
  for (int k = 0; k < count; ++k) fit.add(spectrum(1 + 8.0 * k / count, generator));
  return fit.share("Z").tie("Delta", laws::bcs_gap());
}

void one_spectrum(benchmark::State& state) {
  std::mt19937 generator(1);
  Fit fit(find_model("btk"));
  fit.add(spectrum(4, generator));
  for (auto _ : state) benchmark::DoNotOptimize(fit.run());
}
BENCHMARK(one_spectrum)->Unit(benchmark::kMillisecond);

void tied_series(benchmark::State& state) {
  const Fit fit = tied(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    const FitResult result = fit.run();
    if (!result.usable()) state.SkipWithError("not usable");
  }
}
BENCHMARK(tied_series)->Arg(10)->Arg(30)->Arg(100)->Unit(benchmark::kMillisecond);

template <class Work>
double seconds(const Work& work, int repetitions) {
  const auto start = std::chrono::steady_clock::now();
  for (int k = 0; k < repetitions; ++k) work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / repetitions;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  std::mt19937 generator(1);
  Fit one(find_model("btk"));
  one.add(spectrum(4, generator));
  const Fit series = tied(100);
  const double single = seconds([&] { benchmark::DoNotOptimize(one.run()); }, 100),
               hundred = seconds([&] { benchmark::DoNotOptimize(series.run()); }, 3);
  std::printf("100 spectra tied: %.0f ms, one spectrum: %.2f ms: %.0f single fits\n", 1e3 * hundred, 1e3 * single,
              hundred / single);
}
