// Heat, modulation and noise against the time domain, where each of them is one factor.

#include <gsl/gsl_integration.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "didv/error.hpp"
#include "didv/models.hpp"
#include "didv/units.hpp"

namespace {

using namespace didv;

struct Setting {
  double Delta, Gamma, kT, sigma, peak;
};

// G(V) = 1 − Δ∫₀^∞ cos(Vt) e^{−Γt} J₁(Δt) · πkTt/sinh(πkTt) · e^{−σ²t²/2} · 2J₁(V_m t)/(V_m t) dt: no energy axis at
// all.
double in_the_time_domain(double V, const Setting& s) {
  const auto integrand = [&](double t) {
    const double heat = s.kT > 0 ? M_PI * s.kT * t / std::sinh(M_PI * s.kT * t) : 1;
    const double modulation = s.peak > 0 ? 2 * j1(s.peak * t) / (s.peak * t) : 1;
    return std::cos(V * t) * std::exp(-s.Gamma * t - s.sigma * s.sigma * t * t / 2) * j1(s.Delta * t) * heat *
           modulation;
  };
  const std::unique_ptr<gsl_integration_glfixed_table, void (*)(gsl_integration_glfixed_table*)> rule(
      gsl_integration_glfixed_table_alloc(24), gsl_integration_glfixed_table_free);
  const double step = 3 / (std::abs(V) + s.Delta + s.peak), end = 40 / (s.Gamma + M_PI * s.kT + s.sigma);
  double sum = 0;
  for (double t = 0; t < end; t += step) {
    for (std::size_t q = 0; q < 24; ++q) {
      double x, w;
      gsl_integration_glfixed_point(t, t + step, q, &x, &w, rule.get());
      sum += w * integrand(x);
    }
  }
  return 1 - s.Delta * sum;
}

constexpr double without_instrument = 1e-9, with_instrument = 1e-8;  // the accuracy contract

void agrees(const Setting& s) {
  const std::vector<double> bias{-3.3, -1.02, 0, 0.4, 0.95, 1, 1.05, 1.7, 6};
  const auto G = models::dynes()(bias, {{"Delta", s.Delta}, {"Gamma", s.Gamma}, {"T", s.kT / boltzmann_meV_per_K}},
                                 {Modulation(Peak{s.peak}), {s.sigma}});
  const double tolerance = s.peak == 0 && s.sigma == 0 ? without_instrument : with_instrument;
  for (std::size_t i = 0; i < bias.size(); ++i) {
    const double expected = in_the_time_domain(bias[i], s);
    EXPECT_NEAR(G[i], expected, tolerance * std::max(1.0, expected))
        << "V = " << bias[i] << ", Gamma = " << s.Gamma << ", kT = " << s.kT << ", sigma = " << s.sigma
        << ", peak = " << s.peak;
  }
}

TEST(Broadening, of_heat_alone_is_the_one_of_the_time_domain) {
  for (const double kT : {0.02, 0.1, 1.0}) {
    for (const double Gamma : {0.0, 0.05, 1.0}) agrees({1, Gamma, kT, 0, 0});
  }
}

TEST(Broadening, of_modulation_is_the_one_of_the_time_domain) {
  for (const double kT : {0.0, 0.02, 0.3}) {
    for (const double peak : {1e-3, 0.1, 0.7, 4.0}) agrees({1, 0.08, kT, 0, peak});
  }
}

TEST(Broadening, of_bias_noise_is_the_one_of_the_time_domain) {
  for (const double kT : {0.0, 0.02, 0.3}) {
    for (const double sigma : {1e-3, 0.1, 1.5}) agrees({1, 0.08, kT, sigma, 0});
  }
}

TEST(Broadening, of_all_at_once_is_the_one_of_the_time_domain) {
  agrees({1, 0.0, 0.03, 0.04, 0.2});
  agrees({1, 0.1, 0.1, 0.3, 0.05});
  agrees({1.4, 0.02, 0.01, 0.05, 0.5});
}

// No heat, no lifetime: only the instrument rounds the singularity, and no grid resolves the curve before it does.
TEST(Broadening, of_a_bare_bcs_singularity_stays_accurate) {
  agrees({1, 0, 0, 0.05, 0});
  agrees({1, 0, 0, 0.2, 0.3});
}

TEST(Broadening, does_not_jump_where_the_method_changes) {
  const Model btk = models::btk();
  const std::vector<double> bias{0.3, 0.9, 1, 1.2};
  double before = 0;
  for (double T = 1e-6; T < 1; T *= 1.5) {
    const double G = btk(bias, {{"Gamma", 0.02}, {"T", T}}, {Modulation(Peak{0.05}), {0.01}})[2];
    if (before > 0) {
      EXPECT_NEAR(G, before, 0.12) << T;
    }
    before = G;
  }
  const auto cold = btk(bias, {{"Gamma", 0.02}, {"T", 1e-5}}, {Modulation(Peak{0.05}), {}});
  const auto zero = btk(bias, {{"Gamma", 0.02}, {"T", 0}}, {Modulation(Peak{0.05}), {}});
  for (std::size_t i = 0; i < bias.size(); ++i) EXPECT_NEAR(cold[i], zero[i], 1e-8);
}

/// A curve with some 1e-6 of noise in it, as rounding leaves where large numbers cancel.
class Noisy final : public CurveSource {
 public:
  const ModelCard& card() const override { return card_; }
  const std::vector<ParameterInfo>& parameters() const override { return parameters_; }
  Curve conductance(std::span<const double> V, std::span<const double>, Derivatives) const override {
    Curve curve;
    for (const double v : V) curve.value.push_back(1 + 1e-6 * std::sin(1e14 * v));
    return curve;
  }
  Curve current(std::span<const double> V, std::span<const double>, Derivatives) const override {
    return {{V.begin(), V.end()}, {}, {}};
  }
  std::vector<Edge> edges(std::span<const double>) const override { return {}; }

 private:
  ModelCard card_{"noisy", "A curve with noise", "none"};
  std::vector<ParameterInfo> parameters_{{"T", "T", "K", 1, 0, infinity, "temperature"}};
};

TEST(Broadening, of_a_noisy_curve_ends_with_an_error) {
  const Model noisy(std::make_shared<const Noisy>());
  EXPECT_THROW(noisy(std::vector{0.3, 0.7}, {}, {Modulation(Peak{0.4}), {}}), AccuracyError);
}

// The kernel's own definition: first harmonic of the current under V + V_m cos ωt, divided by V_m.
TEST(Broadening, of_modulation_is_the_first_harmonic_of_the_current) {
  const Model btk = models::btk();
  const auto p = btk.arrange({{"Gamma", 0.1}, {"Z", 0.6}, {"T", 2}});
  const double peak = 0.4;
  for (const double V : {0.0, 0.7, 1.0, 1.9}) {
    const int phases = 256;
    std::vector<double> bias;
    for (int k = 0; k < phases; ++k) bias.push_back(V + peak * std::cos(2 * M_PI * k / phases));
    const auto I = btk.current(bias, p).value;
    double harmonic = 0;
    for (int k = 0; k < phases; ++k) harmonic += 2 * I[std::size_t(k)] * std::cos(2 * M_PI * k / phases) / phases;
    const double G = btk.conductance(std::vector<double>{V}, p, {Modulation(Peak{peak}), {}}).value[0];
    EXPECT_NEAR(G, harmonic / peak, with_instrument);
  }
}

}  // namespace
