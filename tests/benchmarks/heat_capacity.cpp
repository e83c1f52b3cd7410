// Heat capacity of 1e5 rows: reading the file alone, and the analysis. The second must stay below three times the first
// and half a second. And one point of each quantity of the α-model.

#include "didv/heat_capacity.hpp"

#include <benchmark/benchmark.h>

#include <random>
#include <sstream>

namespace {

using namespace didv;

std::string file_of(int rows) {
  const AlphaModel model(4.0);
  std::mt19937 generator(1);
  std::normal_distribution<double> noise(0, 0.003);
  std::ostringstream text;
  text.precision(9);
  text << "temperature_K,heat_capacity_mJ_per_molK\n";
  for (int i = 0; i < rows; ++i) {
    const double T = 0.4 + 9.6 * i / rows, t = T / 2.6;
    const double C = 10 * T + 33 * 2.6 * model.specific_heat(t) + 20 * T * T * T;
    text << T << ',' << C * (1 + noise(generator)) << '\n';
  }
  return text.str();
}

void read_1e5_rows(benchmark::State& state) {
  const std::string text = file_of(100000);
  for (auto _ : state) benchmark::DoNotOptimize(to_heat_capacity(parse_table(text, "benchmark")));
}
BENCHMARK(read_1e5_rows)->Unit(benchmark::kMillisecond);

void analyse_1e5_rows(benchmark::State& state) {
  const HeatCapacityCurve curve = to_heat_capacity(parse_table(file_of(100000), "benchmark"));
  for (auto _ : state) {
    const HeatCapacityAnalysis analysis = analyse_heat_capacity(curve);
    if (!analysis.usable()) state.SkipWithError("not usable");
  }
}
BENCHMARK(analyse_1e5_rows)->Unit(benchmark::kMillisecond);

template <GapSymmetry symmetry>
void specific_heat_of_a_point(benchmark::State& state) {
  const AlphaModel model(4.0, symmetry);
  double t = 0.1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(model.specific_heat(t));
    t = t > 0.98 ? 0.1 : t + 0.0173;
  }
}
BENCHMARK(specific_heat_of_a_point<GapSymmetry::s_wave>);
BENCHMARK(specific_heat_of_a_point<GapSymmetry::d_wave>);

void critical_field_of_a_point(benchmark::State& state) {
  const CriticalField field(AlphaModel(4.0));
  double t = 0.1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(field.reduced(t));
    t = t > 0.98 ? 0.1 : t + 0.0173;
  }
}
BENCHMARK(critical_field_of_a_point);

}  // namespace

BENCHMARK_MAIN();
