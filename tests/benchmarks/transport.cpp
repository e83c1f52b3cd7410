// The companion analyses of 1e5 rows against reading such a file: each is to stay below 0.5 s and 3 times the reading.
#include <benchmark/benchmark.h>

#include <cmath>
#include <string>

#include "didv/bkt.hpp"
#include "didv/critical_current.hpp"
#include "didv/models.hpp"
#include "didv/prepare.hpp"
#include "didv/read.hpp"
#include "didv/resistive_transition.hpp"

namespace {

constexpr int rows = 100000;

/// A fixed sequence in −1 … 1 that no curve follows.
double jitter(int i) { return std::sin(12.9898 * i * std::sqrt(2.0 + i % 7)); }

didv::ResistanceCurve resistance() {
  didv::ResistanceCurve curve;
  for (int i = 0; i < rows; ++i) {
    const double t = 2 + 1e-3 * i;
    curve.temperature_K.push_back(t);
    curve.resistance.push_back(1 / (1 + std::exp((90 - t) / 0.2)) + 1e-3 * jitter(i));
  }
  return curve;
}

didv::CurrentVoltage current_voltage(double (*voltage_mV)(double current_mA), double from_mA, double to_mA) {
  didv::CurrentVoltage curve;
  for (int i = 0; i < rows; ++i) {
    const double current = from_mA + (to_mA - from_mA) * i / (rows - 1);
    curve.current_mA.push_back(current);
    curve.voltage_mV.push_back(voltage_mV(current) + 1e-3 * jitter(i));
  }
  return curve;
}

void reading(benchmark::State& state) {
  const didv::ResistanceCurve curve = resistance();
  std::string text = "temperature_K,resistance_ohm\n";
  for (int i = 0; i < rows; ++i) {
    text += std::to_string(curve.temperature_K[i]) + "," + std::to_string(curve.resistance[i]) + "\n";
  }
  for (auto _ : state) benchmark::DoNotOptimize(didv::parse_table(text, "text"));
}

void resistive_transition(benchmark::State& state) {
  const didv::ResistanceCurve curve = resistance();
  for (auto _ : state) benchmark::DoNotOptimize(didv::find_transition(curve));
}

void critical_current(benchmark::State& state) {
  const didv::CurrentVoltage curve = current_voltage(
      [](double i) { return std::abs(i) > 50 ? std::copysign(std::sqrt(i * i - 2500), i) : 0; }, -100, 100);
  for (auto _ : state) benchmark::DoNotOptimize(didv::find_critical_current(curve));
}

void power_law(benchmark::State& state) {
  const didv::CurrentVoltage curve = current_voltage([](double i) { return i * i * i; }, 0.1, 10);
  for (auto _ : state) benchmark::DoNotOptimize(didv::power_law(curve));
}

void derivative(benchmark::State& state) {
  const didv::CurrentVoltage curve =
      current_voltage([](double i) { return i * (1 + 0.1 * std::exp(-i * i)); }, -10, 10);
  for (auto _ : state) benchmark::DoNotOptimize(didv::differentiate(curve));
}

void coherence_peaks(benchmark::State& state) {
  didv::Spectrum spectrum;
  for (int i = 0; i < rows; ++i) {
    const double V = -6 + 12. * i / (rows - 1);
    spectrum.bias_mV.push_back(V);
    spectrum.conductance.push_back(didv::Dynes<>{1.2, 0.15}(V) + 1e-2 * jitter(i));
  }
  for (auto _ : state) benchmark::DoNotOptimize(didv::find_peaks(spectrum));
}

BENCHMARK(reading)->Unit(benchmark::kMillisecond);
BENCHMARK(resistive_transition)->Unit(benchmark::kMillisecond);
BENCHMARK(critical_current)->Unit(benchmark::kMillisecond);
BENCHMARK(power_law)->Unit(benchmark::kMillisecond);
BENCHMARK(derivative)->Unit(benchmark::kMillisecond);
BENCHMARK(coherence_peaks)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
