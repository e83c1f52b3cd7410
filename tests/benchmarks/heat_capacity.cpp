// Heat capacity of 1e5 rows: reading the file alone, and the analysis, of a jump spread over 20 mK and of a sharp one.
// The analyses must stay below three times the reading and half a second. And one point of each quantity of the
// α-model.

#include "didv/heat_capacity.hpp"

#include <benchmark/benchmark.h>

#include <random>
#include <sstream>

namespace {

using namespace didv;

constexpr int rows = 100000;

/// Tc = 2.6 K, or 21 parts of the sample with Tc spread evenly by ±35 mK.
std::string file_of(bool sharp) {
  const AlphaModel model(4.0);
  const int parts = sharp ? 0 : 10;
  std::mt19937 generator(1);
  std::normal_distribution<double> noise(0, 0.003);
  std::ostringstream text;
  text.precision(9);
  text << "temperature_K,heat_capacity_mJ_per_molK\n";
  for (int i = 0; i < rows; ++i) {
    const double T = 0.4 + 9.6 * i / rows;
    double electrons = 0;
    for (int part = -parts; part <= parts; ++part) {
      const double Tc = 2.6 + 0.0035 * part;
      electrons += 33 * Tc * model.specific_heat(T / Tc) / (2 * parts + 1);
    }
    text << T << ',' << (10 * T + electrons + 20 * T * T * T) * (1 + noise(generator)) << '\n';
  }
  return text.str();
}

void read_1e5_rows(benchmark::State& state) {
  const std::string text = file_of(true);
  for (auto _ : state) benchmark::DoNotOptimize(to_heat_capacity(parse_table(text, "benchmark")));
}
BENCHMARK(read_1e5_rows)->Unit(benchmark::kMillisecond);

void analyse_1e5_rows(benchmark::State& state, bool sharp) {
  const HeatCapacityCurve curve = to_heat_capacity(parse_table(file_of(sharp), "benchmark"));
  for (auto _ : state) {
    const HeatCapacityAnalysis analysis = analyse_heat_capacity(curve);
    if (!analysis.usable()) state.SkipWithError("not usable");
  }
}
BENCHMARK_CAPTURE(analyse_1e5_rows, spread, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(analyse_1e5_rows, sharp, true)->Unit(benchmark::kMillisecond);

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
