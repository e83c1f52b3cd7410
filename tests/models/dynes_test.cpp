// Tunnelling into a broadened superconductor, in sentences.

#include "didv/models/dynes.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "numerics/thermal_reference.hpp"

namespace {

using namespace didv;

constexpr double rounding = 1e-14;
constexpr double contract = 1e-9;

TEST(Dynes, without_broadening_is_the_bcs_density_of_states) {
  for (const double E : {0.0, 0.5, 0.999}) EXPECT_EQ((Dynes<>{1, 0}(E)), 0);
  for (const double E : {1.001, 1.5, 10.0, -1.5}) {
    EXPECT_NEAR((Dynes<>{1, 0}(E)), std::abs(E) / std::sqrt((std::abs(E) - 1) * (std::abs(E) + 1)), 1e-12);
  }
}

TEST(Dynes, at_the_gap_without_broadening_and_heat_is_infinite_by_definition) {
  const auto G = models::dynes()(std::vector<double>{1, -1, 0.5}, {{"Delta", 1}, {"Gamma", 0}, {"T", 0}});
  EXPECT_EQ(G[0], infinity);
  EXPECT_EQ(G[1], infinity);
  EXPECT_EQ(G[2], 0);
}

TEST(Dynes, broadening_alone_fills_the_gap) {
  for (const double Gamma : {1e-6, 0.1, 2.0}) {
    EXPECT_NEAR((Dynes<>{1.5, Gamma}(0.0)), Gamma / std::hypot(Gamma, 1.5), rounding);
  }
}

TEST(Dynes, without_a_gap_it_is_a_normal_metal) {
  for (const double Gamma : {0.0, 0.3}) {
    for (const double T : {0.0, 2.0}) {
      const auto G = models::dynes()(std::vector<double>{-1, 0, 1e-9, 3}, {{"Delta", 0}, {"Gamma", Gamma}, {"T", T}});
      for (const double g : G) EXPECT_NEAR(g, 1, rounding);
    }
  }
}

TEST(Dynes, states_are_moved_and_none_are_made) {
  for (const double Gamma : {0.0, 0.05, 1.0}) {
    EXPECT_NEAR(excess_current(models::dynes(), {{"Delta", 1}, {"Gamma", Gamma}}), 0, 1e-8);
  }
}

// N_Γ(E) = (Γ/π) ∫ N_BCS(E′)/[(E−E′)²+Γ²] dE′, with E′ = ±√(Δ²+y²) so that N_BCS dE′ = dy.
TEST(Dynes, is_the_lorentzian_average_of_bcs) {
  const double Delta = 1.2, Gamma = 0.15;
  const auto lorentz = [&](long double E) {
    return Gamma / (std::numbers::pi_v<long double> * (E * E + Gamma * Gamma));
  };
  for (const double E : {0.0, 0.7, 1.2, 1.35, 4.0}) {
    const auto integrand = [&](long double from, long double offset) {
      const long double u = from + offset;
      if (u == 1) return 2 * Gamma / std::numbers::pi_v<long double>;
      const long double y = u / (1 - u), E1 = std::hypot((long double)Delta, y);
      return (lorentz(E - E1) + lorentz(E + E1)) / ((1 - u) * (1 - u));
    };
    long double sum = 0;
    for (int piece = 0; piece < 64; ++piece) sum += reference::tanh_sinh(integrand, piece / 64.L, (piece + 1) / 64.L);
    EXPECT_NEAR((Dynes<>{Delta, Gamma}(E)), double(sum), 1e-12) << E;
  }
}

// Γ = 0, |V| < Δ: G = (2Δ/kT) Σ (−1)^{n+1} n cosh(nV/kT) K₁(nΔ/kT); relative, where the values themselves are small.
TEST(Dynes, conductance_in_the_gap_is_thermally_activated) {
  const double Delta = 1;
  for (const double kT : {0.1, 0.3}) {
    for (const double V : {0.0, 0.4}) {
      double sum = 0;
      for (int n = 40; n >= 1; --n) {
        sum += (n % 2 ? 1 : -1) * n * std::cosh(n * V / kT) * std::cyl_bessel_k(1, n * Delta / kT);
      }
      const ParameterValues values{{"Delta", Delta}, {"Gamma", 0}, {"T", kT / boltzmann_meV_per_K}};
      EXPECT_NEAR(models::dynes()(std::vector<double>{V}, values)[0], 2 * Delta / kT * sum, contract);
    }
  }
}

// I = √(V²−Δ²) above the gap, none below: T = 0, Γ = 0.
TEST(Dynes, current_sets_in_at_the_gap) {
  const Model dynes = models::dynes();
  const auto p = dynes.arrange({{"Delta", 1.5}, {"Gamma", 0}, {"T", 0}});
  const auto I = dynes.current(std::vector<double>{0.7, 1.5, 2.5, -2.5}, p).value;
  EXPECT_NEAR(I[0], 0, rounding);
  EXPECT_NEAR(I[1], 0, rounding);
  EXPECT_NEAR(I[2], 2, rounding);
  EXPECT_NEAR(I[3], -2, rounding);
}

}  // namespace
