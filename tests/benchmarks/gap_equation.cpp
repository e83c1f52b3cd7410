// Δ(T)/Δ(0) at one temperature: the library against root finding on a GSL quadrature of the gap equation.
// The ratio of the two lines is the figure of docs/theory/gap_equation.md.

#include "didv/gap_equation.hpp"

#include <benchmark/benchmark.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_roots.h>

#include <cmath>

#include "didv/gap_equation/d_wave.hpp"

namespace {

double next_temperature(double t) { return t > 0.98 ? 0.1 : t + 0.0173; }

void gap_by_didv(benchmark::State& state) {
  double t = 0.1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(didv::bcs::reduced_gap(t));
    t = next_temperature(t);
  }
}
BENCHMARK(gap_by_didv);

void gap_with_derivatives_by_didv(benchmark::State& state) {
  double t = 0.1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(didv::bcs::gap_and_derivatives(t, {1.5, 1}));
    t = next_temperature(t);
  }
}
BENCHMARK(gap_with_derivatives_by_didv);

void d_wave_gap_by_didv(benchmark::State& state) {
  double t = 0.1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(didv::d_wave::reduced_gap(t));
    t = next_temperature(t);
  }
}
BENCHMARK(d_wave_gap_by_didv);

struct Quadrature {
  gsl_integration_workspace* workspace = gsl_integration_workspace_alloc(1000);
  double temperature = 0, gap = 0;
};

double fermi_over_energy(double xi, void* q) {
  const auto* quadrature = static_cast<Quadrature*>(q);
  const double energy = std::hypot(xi, quadrature->gap);
  return 2 / (std::exp(energy / quadrature->temperature) + 1) / energy;
}

// ln(Δ(0)/Δ) − 2∫f/E dξ, energies in kTc
double residual(double gap, void* q) {
  auto* quadrature = static_cast<Quadrature*>(q);
  quadrature->gap = gap;
  gsl_function integrand{fermi_over_energy, q};
  double value = 0, error = 0;
  gsl_integration_qagiu(&integrand, 0, 1e-12, 1e-10, 1000, quadrature->workspace, &value, &error);
  return std::log(didv::bcs::zero_temperature_gap_ratio / gap) - value;
}

void gap_by_gsl(benchmark::State& state) {
  gsl_set_error_handler_off();
  Quadrature quadrature;
  gsl_root_fsolver* solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
  double t = 0.1;
  for (auto _ : state) {
    quadrature.temperature = t;
    gsl_function function{residual, &quadrature};
    gsl_root_fsolver_set(solver, &function, 1e-3, didv::bcs::zero_temperature_gap_ratio * (1 + 1e-9));
    for (int iteration = 0; iteration < 100; ++iteration) {
      gsl_root_fsolver_iterate(solver);
      const double width = gsl_root_fsolver_x_upper(solver) - gsl_root_fsolver_x_lower(solver);
      if (width < 1e-10 * gsl_root_fsolver_root(solver)) break;
    }
    benchmark::DoNotOptimize(gsl_root_fsolver_root(solver));
    t = next_temperature(t);
  }
  gsl_root_fsolver_free(solver);
  gsl_integration_workspace_free(quadrature.workspace);
}
BENCHMARK(gap_by_gsl)->Unit(benchmark::kNanosecond);

}  // namespace

BENCHMARK_MAIN();
