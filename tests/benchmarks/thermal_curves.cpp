// One thermal curve against the same curve by GSL's adaptive quadrature, and what the derivatives cost: 201 biases on
// ±4Δ, kT = 0.1Δ, Γ = 0.05Δ, Z = 0.5. The last lines are the ratios.

#include <benchmark/benchmark.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>

#include <cmath>
#include <cstdio>
#include <ctime>
#include <memory>

#include "didv/models.hpp"
#include "didv/units.hpp"

namespace {

using namespace didv;

constexpr double Delta = 1, kT = 0.1, Gamma = 0.05, Z = 0.5;
const double T = kT / boltzmann_meV_per_K;

std::vector<double> biases() {
  std::vector<double> out;
  for (int k = 0; k <= 200; ++k) out.push_back(Delta * (-4 + 0.04 * k));
  return out;
}

std::vector<double> parameters(const Model& model) {
  return model.arrange({{"Delta", Delta}, {"Gamma", Gamma}, {"T", T}});
}

// The rival: qag, 21-point rule, relative error 1e-10, on the thermal window of each bias.
struct Integrand {
  double (*kernel)(double);
  double V;
};

double integrand(double E, void* data) {
  const auto& f = *static_cast<const Integrand*>(data);
  const double e = std::exp(-std::abs(E - f.V) / kT);
  return f.kernel(E) * e / (kT * (1 + e) * (1 + e));
}

std::vector<double> by_gsl(double (*kernel)(double)) {
  constexpr std::size_t limit = 1000;
  const std::unique_ptr<gsl_integration_workspace, void (*)(gsl_integration_workspace*)> workspace(
      gsl_integration_workspace_alloc(limit), gsl_integration_workspace_free);
  std::vector<double> out;
  for (const double V : biases()) {
    Integrand f{kernel, V};
    gsl_function function{integrand, &f};
    double value, error;
    gsl_integration_qag(&function, V - 28 * kT, V + 28 * kT, 1e-10, 1e-10, limit, GSL_INTEG_GAUSS21, workspace.get(),
                        &value, &error);
    out.push_back(value);
  }
  return out;
}

double dynes_kernel(double E) { return Dynes<>{Delta, Gamma}(E); }
double btk_kernel(double E) { return Btk<>{Delta, Gamma, Z}(E); }

void gsl(benchmark::State& state, double (*kernel)(double)) {
  for (auto _ : state) benchmark::DoNotOptimize(by_gsl(kernel));
}

void curve(benchmark::State& state, const Model& model, Derivatives derivatives, const Instrument& instrument) {
  const auto bias = biases(), p = parameters(model);
  for (auto _ : state) benchmark::DoNotOptimize(model.conductance(bias, p, instrument, derivatives));
}

// Processor time of the best of several runs: what the work takes, whatever else the machine does.
template <class Work>
double seconds(Work work) {
  double best = 1e300;
  for (int run = 0; run < 9; ++run) {
    int repeats = 0;
    const std::clock_t start = std::clock();
    double spent = 0;
    do {
      work();
      ++repeats;
      spent = double(std::clock() - start) / CLOCKS_PER_SEC;
    } while (spent < 0.03);
    best = std::min(best, spent / repeats);
  }
  return best;
}

void print_ratios(const Model& model, double (*kernel)(double)) {
  const auto bias = biases(), p = parameters(model);
  const double rival = seconds([&] { benchmark::DoNotOptimize(by_gsl(kernel)); });
  const double value = seconds([&] { benchmark::DoNotOptimize(model.conductance(bias, p)); });
  const double all = seconds([&] { benchmark::DoNotOptimize(model.conductance(bias, p, {}, Derivatives::yes)); });
  const auto reference = by_gsl(kernel), mine = model.conductance(bias, p).value;
  double difference = 0;
  for (std::size_t i = 0; i < bias.size(); ++i) difference = std::max(difference, std::abs(mine[i] - reference[i]));
  std::printf(
      "%-6s GSL qag %.0f us, didv %.1f us: %.0f times faster; with all derivatives %.1f us: %.2f times the value "
      "(largest difference %.0e)\n",
      model.name().c_str(), 1e6 * rival, 1e6 * value, rival / value, 1e6 * all, all / value, difference);
}

}  // namespace

int main(int argc, char** argv) {
  gsl_set_error_handler_off();
  const Model dynes = models::dynes(), btk = models::btk();
  const Instrument lock_in{Modulation(Peak{0.3}), {}};
  for (const auto& [model, kernel] : {std::pair{dynes, &dynes_kernel}, {btk, &btk_kernel}}) {
    const std::string name = model.name();
    benchmark::RegisterBenchmark((name + "/gsl_qag").c_str(), gsl, kernel)->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark((name + "/value").c_str(), curve, model, Derivatives::no, Instrument{})
        ->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark((name + "/value_and_derivatives").c_str(), curve, model, Derivatives::yes,
                                 Instrument{})
        ->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark((name + "/lock_in").c_str(), curve, model, Derivatives::no, lock_in)
        ->Unit(benchmark::kMicrosecond);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  print_ratios(dynes, dynes_kernel);
  print_ratios(btk, btk_kernel);
}
