// One gap at one temperature by each gap equation, and the BCS one by root finding on a GSL quadrature: the ratio of
// the first line to the last is the figure of docs/theory/gap_equation.md.

#include "didv/gap_equation.hpp"

#include <benchmark/benchmark.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_roots.h>

#include <cmath>

#include "didv/gap_equation/anisotropic.hpp"
#include "didv/gap_equation/d_wave.hpp"
#include "didv/gap_equation/finite_cutoff.hpp"
#include "didv/gap_equation/two_band.hpp"

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

void two_band_gaps_by_didv(benchmark::State& state) {
  const didv::TwoBandGap bands({0.3, 0.1, 0.05, 0.2}, 1);
  double t = 0.1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(bands.gaps(t));
    t = next_temperature(t);
  }
}
BENCHMARK(two_band_gaps_by_didv);

void two_band_gaps_with_cutoff_by_didv(benchmark::State& state) {
  const auto bands = didv::TwoBandGap::with_cutoff({0.3, 0.1, 0.05, 0.2}, 30);
  double t = 0.1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(bands.gaps(t * bands.Tc_K()));
    t = next_temperature(t);
  }
}
BENCHMARK(two_band_gaps_with_cutoff_by_didv);

void finite_cutoff_gap_by_didv(benchmark::State& state) {
  const didv::CutoffGap gap(0.5, 30);
  double t = 0.1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(gap.gap(t * gap.Tc_K()));
    t = next_temperature(t);
  }
}
BENCHMARK(finite_cutoff_gap_by_didv);

void anisotropic_gap_with_nodes_by_didv(benchmark::State& state) {
  const didv::AnisotropicGap gap([](double angle) { return 0.4 + std::cos(2 * angle); });
  double t = 0.1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(gap.reduced_gap(t));
    t = next_temperature(t);
  }
}
BENCHMARK(anisotropic_gap_with_nodes_by_didv);

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
