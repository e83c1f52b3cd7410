// The accuracy contract of sis over its box, with the worst case: the figures of docs/models/sis.md.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "didv/models.hpp"
#include "didv/units.hpp"
#include "models/sis_reference.hpp"

namespace {

using namespace didv;

struct Worst {
  double error = 0, Delta1 = 0, Gamma1 = 0, Gamma2 = 0, kT = 0, V = 0;
  void take(double e, double D, double g1, double g2, double t, double v) {
    if (!(e <= error)) *this = {e, D, g1, g2, t, v};
  }
  void print(const char* name) const {
    std::printf("%s: %.2g at Delta1 = %g, Gamma1 = %g, Gamma2 = %g, kT = %g, V = %g (Delta2 = 1)\n", name, error,
                Delta1, Gamma1, Gamma2, kT, V);
  }
};

// Below Γ = 0.01 the reference itself errs by more than the contract where edges meet.
TEST(SisAccuracy, value_and_current_keep_the_contract) {
  const Model sis = models::sis();
  Worst of_G, of_I;
  for (const double Delta1 : {1.0, 0.6, 0.1}) {
    for (const double Gamma1 : {0.01, 0.05, 0.3, 1.0}) {
      for (const double Gamma2 : {0.01, 0.05, 1.0}) {
        for (const double kT : {0.0, 1e-3, 1e-2, 0.05, 0.1, 0.35, 1.0, 3.0, 10.0}) {
          std::vector<double> V{1 + Delta1, 1 - Delta1, 1, Delta1, 1.01 + Delta1, 1.001 - Delta1, 20};
          for (int i = 0; i <= 20; ++i) V.push_back(0.25 * i + 0.003 * (i % 3));
          const std::vector<double> p{Delta1, Gamma1, 1, Gamma2, kT / boltzmann_meV_per_K};
          const auto G = sis.conductance(V, p).value, I = sis.current(V, p).value;
          double peak = 1;
          for (const double g : G) peak = std::max(peak, std::abs(g));
          for (std::size_t i = 0; i < V.size(); ++i) {
            const auto expected = sis_reference::by_quadrature({Delta1, Gamma1, 1, Gamma2, kT}, V[i]);
            of_G.take(std::abs(G[i] - double(expected.conductance)) / peak, Delta1, Gamma1, Gamma2, kT, V[i]);
            of_I.take(std::abs(I[i] - double(expected.current)) / std::max(1.0, V[i]), Delta1, Gamma1, Gamma2, kT,
                      V[i]);
          }
        }
      }
    }
  }
  of_G.print("G");
  of_I.print("I");
  EXPECT_LE(of_G.error, 1e-9);
  EXPECT_LE(of_I.error, 1e-9);
}

// One gap far below the other, or far below its own broadening.
TEST(SisAccuracy, beside_a_gap_that_nearly_vanishes) {
  const Model sis = models::sis();
  Worst of_G;
  for (const double Delta1 : {1e-9, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.03, 0.07, 0.1, 0.149, 0.15, 0.3})
    for (const double Gamma1 : {1e-3, 0.01, 0.05, 0.2, 1.0})
      for (const double kT : {0.0, 1e-3, 0.01, 0.03, 0.1, 0.3, 1.0}) {
        const std::vector<double> V{0, 0.1, 0.4, 1 - Delta1, 1, 1 + Delta1, 3},
            p{Delta1, Gamma1, 1, 0.05, kT / boltzmann_meV_per_K};
        const auto G = sis.conductance(V, p).value;
        double peak = 1;
        for (const double g : G) peak = std::max(peak, std::abs(g));
        for (std::size_t i = 0; i < V.size(); ++i) {
          const auto expected = sis_reference::by_quadrature({Delta1, Gamma1, 1, 0.05L, kT}, V[i]);
          of_G.take(std::abs(G[i] - double(expected.conductance)) / peak, Delta1, Gamma1, 0.05, kT, V[i]);
        }
      }
  of_G.print("G beside a small gap");
  EXPECT_LE(of_G.error, 1e-9);
}

TEST(SisAccuracy, derivatives_keep_the_contract) {
  const Model sis = models::sis();
  Worst of_derivative;
  for (const double Delta1 : {1.0, 0.6, 0.1})
    for (const double Gamma1 : {0.01, 0.05, 0.5})
      for (const double kT : {1e-2, 0.1, 1.0}) {
        const double Gamma2 = 0.03;
        const std::vector<double> V{0, 0.2, 1 - Delta1, 0.97, 1 + Delta1 - 0.02, 1 + Delta1, 2.4, 7},
            p{Delta1, Gamma1, 1, Gamma2, kT / boltzmann_meV_per_K};
        const Curve curve = sis.conductance(V, p, {}, Derivatives::yes);
        for (std::size_t k = 0; k < p.size(); ++k) {
          double peak = 1;
          for (const double d : curve.d_parameter[k]) peak = std::max(peak, std::abs(d));
          const long double h = 2e-3L * (k < 4 ? std::min({Gamma1, Gamma2, kT}) : p[4]);
          for (std::size_t i = 0; i < V.size(); ++i) {
            const auto f = [&](long double shift) {
              std::array<long double, 5> q{p[0], p[1], p[2], p[3], p[4]};
              q[k] += shift;
              return sis_reference::by_quadrature({q[0], q[1], q[2], q[3], q[4] * boltzmann_meV_per_K}, V[i])
                  .conductance;
            };
            const double expected = double((8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h));
            of_derivative.take(std::abs(curve.d_parameter[k][i] - expected) / peak, Delta1, Gamma1, Gamma2, kT, V[i]);
          }
        }
      }
  of_derivative.print("derivatives");
  EXPECT_LE(of_derivative.error, 1e-6);
}

}  // namespace
