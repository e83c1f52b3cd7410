// Tunnelling between two superconductors, in sentences.

#include "didv/models/sis.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/models.hpp"
#include "didv/units.hpp"
#include "models/sis_reference.hpp"

namespace {

using namespace didv;

constexpr double contract = 1e-9;
constexpr double rounding = 1e-13;
const Model junction = models::sis();

std::vector<double> parameters(double Delta1, double Gamma1, double Delta2, double Gamma2, double kT) {
  return {Delta1, Gamma1, Delta2, Gamma2, kT / boltzmann_meV_per_K};
}
double conductance(double V, const std::vector<double>& p) {
  return junction.conductance(std::span(&V, 1), p).value[0];
}
double current(double V, const std::vector<double>& p) { return junction.current(std::span(&V, 1), p).value[0]; }

// T = 0, no broadening: I = √(V²−δ²)[E(m) − 2Δ₁Δ₂/(V²−δ²)·K(m)], m = [V²−(Δ₁+Δ₂)²]/(V²−δ²), δ = Δ₁−Δ₂.
double werthamer(double V, double Delta1, double Delta2) {
  const double sum = Delta1 + Delta2, apart = Delta1 - Delta2;
  if (V <= sum) return 0;
  const double square = V * V - apart * apart, k = std::sqrt((V * V - sum * sum) / square);
  return std::sqrt(square) * (std::comp_ellint_2(k) - 2 * Delta1 * Delta2 / square * std::comp_ellint_1(k));
}

TEST(Sis, without_broadening_and_heat_is_werthamers_closed_form) {
  for (const double Delta1 : {1.0, 0.6, 0.05}) {
    const auto p = parameters(Delta1, 0, 1, 0, 0);
    for (const double V : {0.0, 0.3, 0.999 * (1 + Delta1), 1.0001 * (1 + Delta1), 2.5, 4.0, 30.0}) {
      EXPECT_NEAR(current(V, p), werthamer(V, Delta1, 1), contract * std::max(1.0, V)) << Delta1 << ", " << V;
      EXPECT_NEAR(current(-V, p), -werthamer(V, Delta1, 1), contract * std::max(1.0, V)) << Delta1 << ", " << V;
      const double h = 1e-3 * std::abs(V - 1 - Delta1), above = werthamer(V + h, Delta1, 1),
                   below = werthamer(V - h, Delta1, 1),
                   far = werthamer(V + 2 * h, Delta1, 1) - werthamer(V - 2 * h, Delta1, 1);
      EXPECT_NEAR(conductance(V, p), (8 * (above - below) - far) / (12 * h), 1e-7) << Delta1 << ", " << V;
    }
  }
}

TEST(Sis, the_current_jumps_at_the_sum_of_the_gaps) {
  for (const double Delta1 : {1.0, 0.4}) {
    const double at = Delta1 + 1;
    const auto p = parameters(Delta1, 0, 1, 0, 0);
    EXPECT_NEAR(current(at * (1 + 1e-6), p) - current(at * (1 - 1e-6), p), std::numbers::pi / 2 * std::sqrt(Delta1),
                1e-5);
    EXPECT_EQ(conductance(at, p), infinity);
    // Broadened by 1e-3: half of the jump is made at the sum of the gaps.
    const auto q = parameters(Delta1, 5e-4, 1, 5e-4, 0);
    EXPECT_NEAR(current(at, q), std::numbers::pi / 4 * std::sqrt(Delta1), 1e-2);
  }
}

TEST(Sis, warm_junctions_have_a_peak_at_the_difference_of_the_gaps_and_a_falling_current_behind_it) {
  const auto p = parameters(0.6, 1e-3, 1.5, 1e-3, 0.2);
  double best = 0, at = 0;
  for (double V = 0.3; V < 1.5; V += 0.001) {
    if (current(V, p) > best) {
      best = current(V, p);
      at = V;
    }
  }
  EXPECT_NEAR(at, 0.9, 2e-3);
  EXPECT_LT(conductance(0.95, p), -0.01);
  // It is thermal: gone when cold.
  EXPECT_NEAR(current(0.9001, parameters(0.6, 0, 1.5, 0, 0.01)), 0, contract);
  EXPECT_EQ(conductance(1.5 - 0.6, parameters(0.6, 0, 1.5, 0, 0.2)), infinity);
}

TEST(Sis, conductance_falls_below_zero_between_the_difference_and_the_sum_of_the_gaps_alone) {
  // Cold or in the box of one gap there is nothing to fall from; and the current itself always flows down the voltage.
  for (const double Delta1 : {0.05, 0.4, 1.0})
    for (const double Gamma : {1e-3, 0.03, 0.3})
      for (const double kT : {0.0, 1e-3, 0.1, 0.5, 3.0}) {
        const auto p = parameters(Delta1, Gamma, 1, 2 * Gamma, kT);
        for (double V = 0.003; V < 4; V += 0.031) {
          EXPECT_GT(current(V, p), -1e-12) << V << ", Gamma " << Gamma << ", kT " << kT;
          if (kT > 0.01 && V > 1 - Delta1 - Gamma && V < 1 + Delta1) continue;
          EXPECT_GT(conductance(V, p), -contract) << V << ", Delta1 " << Delta1 << ", Gamma " << Gamma << ", kT " << kT;
        }
      }
}

TEST(Sis, agrees_with_quadrature_along_the_real_axis) {
  for (const double Delta1 : {1.0, 0.6}) {
    for (const double Gamma1 : {1e-3, 0.05, 1.0}) {
      for (const double kT : {0.0, 1e-3, 0.1, 1.0, 10.0}) {
        const double Gamma2 = 0.03;
        const auto p = parameters(Delta1, Gamma1, 1, Gamma2, kT);
        const std::vector<double> V{0, 0.2, 1 - Delta1 + 1e-3, 0.97, 1 + Delta1 - 0.02, 1 + Delta1, 2.4, 7};
        const auto G = junction.conductance(V, p).value, I = junction.current(V, p).value;
        double peak = 1;
        for (const double g : G) peak = std::max(peak, std::abs(g));
        for (std::size_t i = 0; i < V.size(); ++i) {
          const auto expected = sis_reference::by_quadrature({Delta1, Gamma1, 1, Gamma2, kT}, V[i]);
          EXPECT_NEAR(G[i], double(expected.conductance), contract * peak) << V[i] << " mV, kT = " << kT;
          EXPECT_NEAR(I[i], double(expected.current), contract * std::max(1.0, V[i])) << V[i] << " mV, kT = " << kT;
        }
      }
    }
  }
}

// Terms far above the biases are interpolated where there are many of them. A few biases at a time are not; with the
// largest one and those where edges meet among them their terms are the same.
TEST(Sis, a_curve_at_many_biases_is_that_of_a_few_at_a_time) {
  constexpr double of_values = 1e-10, of_derivatives = 1e-7;  // a tenth of the contract
  for (const double Delta1 : {1.0, 0.3}) {
    for (const double Gamma1 : {0.0, 0.02, 0.5}) {
      for (const double kT : {0.0, 0.01, 0.1, 2.0}) {
        for (const double reach : {0.05, 3.0, 40.0}) {
          const auto p = parameters(Delta1, Gamma1, 1, 0.7 * Gamma1, kT);
          std::vector<double> V;
          for (int k = 0; k <= 150; ++k) V.push_back(reach * (k + 0.31) / 150.31);
          const auto nearest = [&](double place) {
            return *std::ranges::min_element(V, {}, [&](double v) { return std::abs(v - place); });
          };
          const std::vector<double> always{V.back(), nearest(1 + Delta1), nearest(1 - Delta1)};
          const Curve G = junction.conductance(V, p, {}, Derivatives::yes),
                      I = junction.current(V, p, Derivatives::yes);
          for (std::size_t start = 0; start < V.size(); start += 20) {
            std::vector<double> few(V.begin() + std::ptrdiff_t(start),
                                    V.begin() + std::ptrdiff_t(std::min(start + 20, V.size())));
            const std::size_t count = few.size();
            few.insert(few.end(), always.begin(), always.end());
            const Curve g = junction.conductance(few, p, {}, Derivatives::yes),
                        c = junction.current(few, p, Derivatives::yes);
            const auto expect_same = [&](const std::vector<double>& all, const std::vector<double>& part,
                                         double tolerance) {
              for (std::size_t i = 0; i < count; ++i)
                EXPECT_NEAR(all[start + i], part[i], tolerance * std::max({1.0, std::abs(part[i]), reach}))
                    << V[start + i] << " mV, Gamma " << Gamma1 << ", kT " << kT << ", reach " << reach;
            };
            for (const auto& [all, part] : {std::pair{&G, &g}, {&I, &c}}) {
              expect_same(all->value, part->value, of_values);
              expect_same(all->d_bias, part->d_bias, of_derivatives);
              for (std::size_t k = 0; k < p.size(); ++k)
                expect_same(all->d_parameter[k], part->d_parameter[k], of_derivatives);
            }
          }
        }
      }
    }
  }
}

TEST(Sis, one_normal_side_makes_it_dynes) {
  const std::vector<double> V{-2, 0, 0.4, 1, 3};
  for (const double T : {0.0, 1.0}) {
    const auto expected = models::dynes()(V, {{"Delta", 1.1}, {"Gamma", 0.07}, {"T", T}});
    const auto first = junction(V, {{"Delta1", 0}, {"Delta2", 1.1}, {"Gamma2", 0.07}, {"T", T}});
    const auto second = junction(V, {{"Delta2", 0}, {"Delta1", 1.1}, {"Gamma1", 0.07}, {"T", T}});
    const auto nearly = junction(V, {{"Delta1", 1e-6}, {"Delta2", 1.1}, {"Gamma2", 0.07}, {"T", T}});
    for (std::size_t i = 0; i < V.size(); ++i) {
      EXPECT_EQ(first[i], expected[i]);
      EXPECT_EQ(second[i], expected[i]);
      EXPECT_NEAR(nearly[i], expected[i], 1e-8);  // Γ₁ is 5·10⁴ Δ₁: outside of the contract's box
    }
  }
}

TEST(Sis, a_side_without_end_to_its_broadening_is_normal) {
  // Seen by a descent that runs away: a sum over Matsubara frequencies that no longer moved on filled the memory.
  const std::vector<double> V{0, 0.5, 1.1, 3};
  for (const double T : {0.0, 1.5}) {
    const auto curve = [&](double Gamma1, double Gamma2) {
      return junction(V, {{"Delta1", 0.8}, {"Gamma1", Gamma1}, {"Delta2", 1}, {"Gamma2", Gamma2}, {"T", T}});
    };
    const auto normal = models::dynes()(V, {{"Delta", 1}, {"Gamma", 0.05}, {"T", T}});
    for (const double broad : {1e7, 1e12, 1e17, 1e30, 1e200}) {
      const auto one = curve(broad, 0.05), both = curve(broad, broad);
      for (std::size_t i = 0; i < normal.size(); ++i) {
        EXPECT_NEAR(one[i], normal[i], 1e-9 * std::max(1.0, normal[i])) << broad << " at " << T << " K";
        EXPECT_NEAR(both[i], 1, 1e-9) << broad << " at " << T << " K";
      }
    }
  }
}

TEST(Sis, exchanging_the_sides_changes_nothing_and_a_fit_names_the_smaller_gap_first) {
  const auto p = parameters(1.4, 0.02, 0.7, 0.1, 0.2), exchanged = parameters(0.7, 0.1, 1.4, 0.02, 0.2);
  for (const double V : {-1.0, 0.0, 0.7, 2.1, 3.0}) EXPECT_NEAR(conductance(V, p), conductance(V, exchanged), rounding);
  EXPECT_EQ(junction.in_order(p), exchanged);
  EXPECT_EQ(junction.in_order(exchanged), exchanged);
}

TEST(Sis, holds_the_derivatives_of_sharp_and_cold_junctions) {
  for (const double kT : {1e-3, 0.1}) {
    for (const double Gamma : {1e-3, 0.05}) {
      const auto p = parameters(0.6, Gamma, 1, 0.7 * Gamma, kT);
      const std::vector<double> V{0.1, 0.4, 0.41, 1.0, 1.59, 1.6, 2.5};
      const Curve curve = junction.conductance(V, p, {}, Derivatives::yes);
      for (std::size_t k = 0; k < p.size(); ++k) {
        double peak = 1;
        for (const double d : curve.d_parameter[k]) peak = std::max(peak, std::abs(d));
        const double h = k == 4 ? 1e-3 * p[k] : 1e-2 * Gamma;
        for (std::size_t i = 0; i < V.size(); ++i) {
          const auto f = [&](double shift) {
            auto q = p;
            q[k] += shift;
            return conductance(V[i], q);
          };
          const double difference = (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
          EXPECT_NEAR(curve.d_parameter[k][i], difference, 1e-6 * peak)
              << junction.parameters()[k].name << " at " << V[i] << ", Gamma " << Gamma << ", kT " << kT;
        }
      }
    }
  }
}

TEST(Sis, steps_and_peaks_are_seen_through_an_instrument) {
  // A jump of I under a lock-in of peak amplitude V_m: (2/πV_m²)·jump·√(V_m² − x²), also without any width of its own.
  const double V_m = 0.1;
  const auto p = parameters(1, 0, 1, 0, 0);
  const std::vector<double> V{2.0 - 0.03};
  const double seen = junction.conductance(V, p, {Modulation(Peak{V_m}), {}}).value[0];
  double smooth = 0;  // the part above the jump, by the trapezoid rule in the phase
  constexpr int count = 20000;
  for (int k = 0; k < count; ++k) {
    const double phase = std::numbers::pi * (k + 0.5) / count, at = V[0] + V_m * std::cos(phase);
    if (at > 2) smooth += 2.0 / count * std::pow(std::sin(phase), 2) * conductance(at, p);
  }
  const double jump = 2 / (std::numbers::pi * V_m * V_m) * std::numbers::pi / 2 * std::sqrt(V_m * V_m - 0.03 * 0.03);
  EXPECT_NEAR(seen, jump + smooth, 1e-4);  // the trapezoid rule at the jump; the library errs by 1e-6 of the peak
}

}  // namespace
