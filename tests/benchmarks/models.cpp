// What a thermal curve of each model of the catalogue costs, beside btk and dynes in the same run: 201 biases on ±4Δ,
// kT = 0.1Δ, everything else at its default; Δ is the model's first gap.

#include "didv/models.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "didv/units.hpp"

namespace {

using namespace didv;

struct Task {
  std::vector<double> bias_mV, parameters;
};

Task task(const Model& model) {
  double Delta = 1;
  for (const ParameterInfo& p : model.parameters()) {
    if (!p.name.starts_with("Delta")) continue;
    Delta = p.default_value;
    break;
  }
  Task out{{}, model.arrange({{"T", 0.1 * Delta / boltzmann_meV_per_K}})};
  for (int k = 0; k <= 200; ++k) out.bias_mV.push_back(Delta * (-4 + 0.04 * k));
  return out;
}

void curve(benchmark::State& state, const Model& model, Derivatives derivatives) {
  const Task t = task(model);
  for (auto _ : state) benchmark::DoNotOptimize(model.conductance(t.bias_mV, t.parameters, {}, derivatives));
}

constexpr int rounds = 9;
constexpr double shortest_s = 0.02;

/// Processor time of one curve, over at least shortest_s.
double seconds(const Model& model, const Task& t, Derivatives derivatives) {
  const std::clock_t start = std::clock();
  double spent = 0;
  int repeats = 0;
  do {
    benchmark::DoNotOptimize(model.conductance(t.bias_mV, t.parameters, {}, derivatives));
    ++repeats;
    spent = double(std::clock() - start) / CLOCKS_PER_SEC;
  } while (spent < shortest_s);
  return spent / repeats;
}

struct Cost {
  double value = 1e300, all = 1e300;
};

// The best of several rounds over all models, so that a busy minute of the machine falls on all of them alike.
std::vector<Cost> costs() {
  std::vector<Cost> out(catalogue().size());
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t m = 0; m < out.size(); ++m) {
      const Task t = task(catalogue()[m]);
      out[m].value = std::min(out[m].value, seconds(catalogue()[m], t, Derivatives::no));
      out[m].all = std::min(out[m].all, seconds(catalogue()[m], t, Derivatives::yes));
    }
  }
  return out;
}

void print_table() {
  const std::vector<Cost> cost = costs();
  const auto value_of = [&](const std::string& name) {
    for (std::size_t m = 0; m < cost.size(); ++m)
      if (catalogue()[m].name() == name) return cost[m].value;
    return 0.0;
  };
  const double btk = value_of("btk"), dynes = value_of("dynes");
  std::printf("%-20s %12s %8s %8s %22s %12s\n", "model", "value, us", "/ btk", "/ dynes", "with derivatives, us",
              "/ the value");
  for (std::size_t m = 0; m < cost.size(); ++m) {
    const auto [value, all] = cost[m];
    std::printf("%-20s %12.1f %8.2f %8.2f %22.1f %12.2f\n", catalogue()[m].name().c_str(), 1e6 * value, value / btk,
                value / dynes, 1e6 * all, all / value);
  }
}

}  // namespace

int main(int argc, char** argv) {
  for (const Model& model : catalogue()) {
    benchmark::RegisterBenchmark((model.name() + "/value").c_str(), curve, model, Derivatives::no)
        ->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark((model.name() + "/value_and_derivatives").c_str(), curve, model, Derivatives::yes)
        ->Unit(benchmark::kMicrosecond);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  print_table();
}
