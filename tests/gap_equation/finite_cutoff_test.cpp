#include "didv/gap_equation/finite_cutoff.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "didv/error.hpp"
#include "didv/gap_equation.hpp"
#include "didv/units.hpp"
#include "independent_routes.hpp"

namespace didv {
namespace {

constexpr double couplings[] = {0.15, 0.3, 0.6, 1, 2, 6, 20};

// Δ(T)/kT and ω_D/kT at a reduced temperature.
struct Point {
  double p, w;
};
Point point(const CutoffGap& gap, double one_minus_t) {
  const double kT = thermal_energy_meV(gap.Tc_K()) * (1 - one_minus_t);
  return {gap.gap_below_tc(one_minus_t) / kT, gap.debye_meV() / kT};
}

// ∫_0^w tanh(x/2)/x dy by GSL, in panels.
double energy_integral(double p, double w) {
  const auto integrand = [p](double y) {
    const double x = std::hypot(y, p);
    return x == 0 ? 0.5 : std::tanh(x / 2) / x;
  };
  double sum = 0;
  for (double lower = 0, upper = std::min(w, 2.); lower < w; lower = upper, upper = std::min(2 * upper, w))
    sum += test::integral(integrand, lower, upper);
  return sum;
}

// The same as 4 Σ_n atan(w/√(ω_n²+p²))/√(ω_n²+p²), ω_n = π(2n+1); beyond n = count by the midpoint rule, in 1/n.
double matsubara_sum(double p, double w) {
  constexpr int count = 3000;
  const auto term = [p, w](double nu) {
    const double energy = std::hypot(2 * std::numbers::pi * nu, p);
    return 4 * std::atan(w / energy) / energy;
  };
  const double tail = test::integral(
      [&](double x) { return x == 0 ? w / std::pow(std::numbers::pi, 2) : term(1 / x) / (x * x); }, 0, 1. / count);
  double sum = 0;
  for (int n = count - 1; n >= 0; --n) sum += term(n + 0.5);
  const double correction = -2 * w / std::pow(std::numbers::pi * count, 2) / count / 24;  // term'(count)/24
  return sum + tail + correction;
}

TEST(CutoffGap, SolvesTheEnergyIntegral) {
  for (double coupling : couplings) {
    const CutoffGap gap(coupling, 30);
    EXPECT_NEAR(energy_integral(0, point(gap, 0).w) * coupling, 1, 1e-12) << coupling;
    for (double u : {0.03, 0.3, 0.6, 0.9}) {
      const auto [p, w] = point(gap, u);
      EXPECT_NEAR(energy_integral(p, w) * coupling, 1, 2e-12) << coupling << " " << u;  // the quadrature's tolerance
    }
  }
}

TEST(CutoffGap, SolvesTheMatsubaraSum) {
  for (double coupling : {0.3, 1., 6.}) {
    const CutoffGap gap(coupling, 30);
    for (double u : {0., 0.03, 0.3, 0.6, 0.9}) {
      const auto [p, w] = point(gap, u);
      EXPECT_NEAR(matsubara_sum(p, w) * coupling, 1, 1e-11) << coupling << " " << u;
    }
  }
}

TEST(CutoffGap, KeepsItsDigitsNextToTheCriticalTemperature) {
  // F(0,T) − F(p,T) → c p² with c = Σ_n 2[atan(w/ω)/ω³ + w/(ω²(ω²+w²))], F(0,T) − F(0,Tc) → (1−t) tanh(w/2).
  for (double coupling : couplings) {
    const CutoffGap gap(coupling, 30);
    const double w = point(gap, 0).w;
    double c = 0;
    for (int n = 20000; n >= 0; --n) {
      const double omega = std::numbers::pi * (2 * n + 1);
      c += 2 * (std::atan(w / omega) / (omega * omega * omega) + w / (omega * omega * (omega * omega + w * w)));
    }
    for (double u : {1e-10, 1e-12}) {
      const double p = point(gap, u).p;
      EXPECT_NEAR(p * p * c / (u * std::tanh(w / 2)), 1, 1e-9)
          << coupling << " " << u;  // next order in 1−t, and the sum's tail
    }
  }
}

TEST(CutoffGap, HasItsGapAtZeroTemperatureInClosedForm) {
  for (double coupling : couplings) {
    const CutoffGap gap(coupling, 30);
    EXPECT_DOUBLE_EQ(gap.Delta0_meV(), 30 / std::sinh(1 / coupling));
    EXPECT_DOUBLE_EQ(gap.gap(0), gap.Delta0_meV());
    EXPECT_NEAR(gap.gap(1e-3 * gap.Tc_K()), gap.Delta0_meV(), 1e-13 * gap.Delta0_meV());
    EXPECT_NEAR(gap.gap(0.02 * gap.Tc_K()), gap.Delta0_meV(), 1e-12 * gap.Delta0_meV());
  }
}

TEST(CutoffGap, BecomesTheWeakCouplingGapForSmallCoupling) {
  const CutoffGap gap(0.08, 30);  // corrections ∝ (k_BTc/ω_D)², 2e-11
  EXPECT_NEAR(bcs::gap_to_tc_ratio({gap.Delta0_meV(), gap.Tc_K()}), 2 * bcs::zero_temperature_gap_ratio, 1e-9);
  EXPECT_NEAR(thermal_energy_meV(gap.Tc_K()) / (30 * 2 / bcs::zero_temperature_gap_ratio * std::exp(-1 / 0.08)), 1,
              1e-9);
  for (double u : {1e-10, 0.1, 0.5, 0.9})
    EXPECT_NEAR(gap.gap_below_tc(u) / gap.Delta0_meV() / bcs::reduced_gap_below_tc(u), 1, 1e-9) << u;
}

TEST(CutoffGap, RatioRisesFromWeakCouplingTowardsFour) {
  double last = 2 * bcs::zero_temperature_gap_ratio - 1e-12;
  for (double coupling : couplings) {
    const CutoffGap gap(coupling, 30);
    const double ratio = bcs::gap_to_tc_ratio({gap.Delta0_meV(), gap.Tc_K()});
    EXPECT_GT(ratio, last);
    last = ratio;
  }
  EXPECT_NEAR(last, 4, 1e-3);
}

TEST(CutoffGap, ScalesWithTheDebyeEnergyAlone) {
  const CutoffGap small(0.5, 1), large(0.5, 25);
  EXPECT_NEAR(large.Tc_K(), 25 * small.Tc_K(), 1e-12);
  EXPECT_NEAR(large.gap(0.7 * large.Tc_K()), 25 * small.gap(0.7 * small.Tc_K()), 1e-11);
  EXPECT_EQ(small.gap(small.Tc_K()), 0);
  EXPECT_EQ(small.gap(1000), 0);
}

TEST(CutoffGap, RefusesWhatIsNoCoupling) {
  EXPECT_THROW(CutoffGap(0, 30), InvalidArgument);
  EXPECT_THROW(CutoffGap(-0.3, 30), InvalidArgument);
  EXPECT_THROW(CutoffGap(21, 30), InvalidArgument);
  EXPECT_THROW(CutoffGap(0.3, 0), InvalidArgument);
  EXPECT_THROW(CutoffGap(0.3, std::nan("")), InvalidArgument);
  EXPECT_THROW(CutoffGap(0.3, 30).gap(-1), InvalidArgument);
  EXPECT_THROW(CutoffGap(0.3, 30).gap_below_tc(1.5), InvalidArgument);
}

}  // namespace
}  // namespace didv
