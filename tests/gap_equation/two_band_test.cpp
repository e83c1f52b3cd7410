#include "didv/gap_equation/two_band.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "didv/error.hpp"
#include "didv/gap_equation.hpp"
#include "didv/gap_equation/finite_cutoff.hpp"
#include "didv/units.hpp"
#include "independent_routes.hpp"

namespace didv {
namespace {

double largest_eigenvalue(const TwoBandCoupling& c) {
  const double half = (c.lambda11 - c.lambda22) / 2;
  return (c.lambda11 + c.lambda22) / 2 + std::hypot(half, std::sqrt(c.lambda12 * c.lambda21));
}

const std::vector<TwoBandCoupling> samples = {{0.3, 0.1, 0.05, 0.2},
                                              {0.2, -0.1, -0.05, 0.25},
                                              {0.25, 0.01, 0.03, 0.24},
                                              {-0.1, 0.3, 0.5, -0.2},
                                              {0.4, 1e-4, 1e-4, 0.3}};

// Largest violation of Δ_i = Σ_j λ_ij Δ_j F_j, relative to each gap.
double violation(const TwoBandCoupling& c, const TwoGaps& gaps, double F1, double F2) {
  const double first = c.lambda11 * F1 + c.lambda12 * F2 * gaps.Delta2_meV / gaps.Delta1_meV - 1;
  const double second = c.lambda22 * F2 + c.lambda21 * F1 * gaps.Delta1_meV / gaps.Delta2_meV - 1;
  return std::max(std::abs(first), std::abs(second));
}

TEST(TwoBandGap, SolvesBothRowsWithTheMatsubaraSum) {
  for (const TwoBandCoupling& c : samples) {
    const TwoBandGap bands(c, 10);
    for (double t : {0.1, 0.3, 0.6, 0.9, 0.99}) {
      const TwoGaps gaps = bands.gaps(10 * t);
      const auto F = [&](double gap) {
        return 1 / largest_eigenvalue(c) - std::log(t) -
               static_cast<double>(test::log_inverse_t(std::abs(gap) / thermal_energy_meV(10 * t)));
      };
      EXPECT_LT(violation(c, gaps, F(gaps.Delta1_meV), F(gaps.Delta2_meV)), 1e-11) << c.lambda12 << " " << t;
    }
  }
}

TEST(TwoBandGap, SolvesBothRowsWithTheEnergyIntegralAndACutOff) {
  for (const TwoBandCoupling& c : samples) {
    const double debye = 30;
    const TwoBandGap bands = TwoBandGap::with_cutoff(c, debye);
    for (double t : {0.2, 0.6, 0.95}) {
      const double kT = thermal_energy_meV(bands.Tc_K() * t);
      const TwoGaps gaps = bands.gaps(bands.Tc_K() * t);
      const auto F = [&](double gap) {
        double sum = 0;
        for (double lower = 0, upper = 2 * kT; lower < debye; lower = upper, upper = std::min(2 * upper, debye))
          sum += test::integral(
              [&](double xi) {
                const double energy = std::hypot(xi, gap);
                return std::tanh(energy / (2 * kT)) / energy;
              },
              lower, upper);
        return sum;
      };
      EXPECT_LT(violation(c, gaps, F(gaps.Delta1_meV), F(gaps.Delta2_meV)), 1e-11) << c.lambda12 << " " << t;
    }
  }
}

TEST(TwoBandGap, KeepsItsDigitsNextToTheCommonCriticalTemperature) {
  // Projected on the left eigenvector (y1, y2) of λ_max the rows read Σ y_i Δ_i e_i = 0, e = ln(1/t) − 7ζ(3)/(8π²) p².
  for (const TwoBandCoupling& c : samples) {
    const TwoBandGap bands(c, 10);
    const double largest = largest_eigenvalue(c);
    const double right = (largest - c.lambda11) / c.lambda12;  // Δ2/Δ1 at Tc
    const double left = (largest - c.lambda11) / c.lambda21;
    for (double u : {1e-10, 1e-12}) {
      const TwoGaps gaps = bands.gaps_below_tc(u);
      EXPECT_NEAR(gaps.Delta2_meV / gaps.Delta1_meV / right, 1, 1e-8 + 1e-16 / std::abs(right)) << c.lambda12;
      const double per_square = 7 * 1.2020569031595942 / (8 * 9.869604401089358);
      const double p1_squared = u * (1 + left * right) / (1 + left * right * right * right) / per_square;
      const double kTc = thermal_energy_meV(10);
      EXPECT_NEAR(gaps.Delta1_meV / (kTc * std::sqrt(p1_squared)), 1, 2e-7) << c.lambda12 << " " << u;
    }
  }
}

TEST(TwoBandGap, BothGapsCloseAtOneTc) {
  for (const TwoBandCoupling& c : samples) {
    const TwoBandGap bands(c, 10);
    EXPECT_GT(bands.gaps(9.9999).Delta1_meV, 0);
    EXPECT_NE(bands.gaps(9.9999).Delta2_meV, 0);
    EXPECT_EQ(bands.gaps(10).Delta1_meV, 0);
    EXPECT_EQ(bands.gaps(10).Delta2_meV, 0);
    EXPECT_EQ(bands.gaps(12).Delta1_meV, 0);
  }
}

TEST(TwoBandGap, DecoupledBandsHaveTheirOwnBcsGapsAndCriticalTemperatures) {
  const TwoBandGap bands({0.3, 0, 0, 0.25}, 10);
  const double second_Tc = 10 * std::exp(1 / 0.3 - 1 / 0.25);
  for (double T : {0., 1., 3., second_Tc * 0.999, 5.5, 9.}) {
    const TwoGaps gaps = bands.gaps(T);
    EXPECT_NEAR(gaps.Delta1_meV, bcs::gap(T, {bcs::zero_temperature_gap_meV(10), 10}), 1e-13);
    EXPECT_NEAR(gaps.Delta2_meV, bcs::gap(T, {bcs::zero_temperature_gap_meV(second_Tc), second_Tc}), 1e-12) << T;
  }
  const TwoBandGap normal({0.3, 0, 0, -0.1}, 10);
  EXPECT_EQ(normal.gaps(1).Delta2_meV, 0);
}

TEST(TwoBandGap, IsContinuousTowardsDecoupledBands) {
  const TwoBandGap decoupled({0.3, 0, 0, 0.25}, 10);
  for (double coupling : {1e-4, 1e-6, 1e-8, 1e-10}) {
    const TwoGaps near = TwoBandGap({0.3, coupling, coupling, 0.25}, 10).gaps(2);
    EXPECT_NEAR(near.Delta2_meV, decoupled.gaps(2).Delta2_meV, 30 * coupling) << coupling;
    EXPECT_NEAR(near.Delta1_meV, decoupled.gaps(2).Delta1_meV, 30 * coupling) << coupling;
  }
}

TEST(TwoBandGap, IdenticalBandsAreOneBand) {
  for (double sign : {1., -1.}) {
    const TwoBandGap bands({0.2, sign * 0.1, sign * 0.1, 0.2}, 10);
    const TwoBandGap limited = TwoBandGap::with_cutoff({0.2, sign * 0.1, sign * 0.1, 0.2}, 30);
    const CutoffGap one(0.3, 30);
    EXPECT_NEAR(limited.Tc_K(), one.Tc_K(), 1e-12);
    for (double u : {1e-10, 0.1, 0.5, 0.95}) {
      const double bcs_gap = bcs::zero_temperature_gap_meV(10) * bcs::reduced_gap_below_tc(u);
      EXPECT_NEAR(bands.gaps_below_tc(u).Delta1_meV / bcs_gap, 1, 1e-13);
      EXPECT_NEAR(bands.gaps_below_tc(u).Delta2_meV / bcs_gap, sign, 1e-13);
      EXPECT_NEAR(limited.gaps_below_tc(u).Delta2_meV / one.gap_below_tc(u), sign, 1e-12);
    }
  }
}

TEST(TwoBandGap, SeparableCouplingsKeepTheRatioOfTheGaps) {  // det λ = 0: V_ij = v_i v_j
  const TwoBandGap bands({0.2, 0.1, 0.1, 0.05}, 10);
  for (double u : {1e-10, 0.1, 0.5, 0.95, 1.}) {
    const TwoGaps gaps = bands.gaps_below_tc(u);
    EXPECT_NEAR(gaps.Delta2_meV / gaps.Delta1_meV, 0.5, 1e-13);
  }
}

TEST(TwoBandGap, OneGapLiesAboveTheBcsRatioAndOneBelow) {
  for (const TwoBandCoupling& c : samples) {
    const TwoGaps gaps = TwoBandGap(c, 10).gaps(0);
    const double one = std::abs(gaps.Delta1_meV), other = std::abs(gaps.Delta2_meV);
    EXPECT_GT(std::max(one, other), bcs::zero_temperature_gap_meV(10) * (1 - 1e-12));
    EXPECT_LT(std::min(one, other), bcs::zero_temperature_gap_meV(10));
  }
}

TEST(TwoBandGap, RepulsionBetweenTheBandsTurnsTheSecondGapAndNothingElse) {
  const TwoGaps plus = TwoBandGap({0.3, 0.1, 0.05, 0.2}, 10).gaps(4);
  const TwoGaps minus = TwoBandGap({0.3, -0.1, -0.05, 0.2}, 10).gaps(4);
  EXPECT_EQ(plus.Delta1_meV, minus.Delta1_meV);
  EXPECT_EQ(plus.Delta2_meV, -minus.Delta2_meV);
}

TEST(TwoBandGap, DoesNotCareWhichBandIsCalledFirst) {
  const TwoGaps one = TwoBandGap({0.3, 0.1, 0.05, 0.2}, 10).gaps(4);
  const TwoGaps other = TwoBandGap({0.2, 0.05, 0.1, 0.3}, 10).gaps(4);
  EXPECT_DOUBLE_EQ(one.Delta1_meV, other.Delta2_meV);
  EXPECT_DOUBLE_EQ(one.Delta2_meV, other.Delta1_meV);
  EXPECT_NEAR(TwoBandGap({0.3, 0.1, 0.05, 0.2}, 10).density_of_states_share(), 1. / 3, 1e-15);
}

TEST(TwoBandGap, ApproachesTheFormWithoutCutOffForAHighDebyeEnergy) {
  const TwoBandCoupling c{0.1, 0.03, 0.02, 0.06};
  const TwoBandGap limited = TwoBandGap::with_cutoff(c, 100);
  const TwoBandGap unlimited(c, limited.Tc_K());
  for (double u : {1e-8, 0.3, 0.9}) {
    EXPECT_NEAR(limited.gaps_below_tc(u).Delta1_meV / unlimited.gaps_below_tc(u).Delta1_meV, 1, 1e-6) << u;
    EXPECT_NEAR(limited.gaps_below_tc(u).Delta2_meV / unlimited.gaps_below_tc(u).Delta2_meV, 1, 1e-6) << u;
  }
}

TEST(TwoBandGap, DerivativesAreExact) {
  for (const TwoBandCoupling& c : {TwoBandCoupling{0.3, 0.1, 0.05, 0.2}, TwoBandCoupling{0.21, -0.04, -0.09, 0.27}}) {
    const double T = 6, Tc = 10, h = 1e-5;
    const auto exact = TwoBandGap(c, Tc).gaps_and_derivatives(T);
    const auto expect = [&](const TwoGaps& derivative, const TwoGaps& up, const TwoGaps& down, const char* what) {
      EXPECT_NEAR(derivative.Delta1_meV, (up.Delta1_meV - down.Delta1_meV) / (2 * h), 2e-7) << what;  // h² and ε/h
      EXPECT_NEAR(derivative.Delta2_meV, (up.Delta2_meV - down.Delta2_meV) / (2 * h), 2e-7) << what;
    };
    expect(exact.d_temperature, TwoBandGap(c, Tc).gaps(T + h), TwoBandGap(c, Tc).gaps(T - h), "T");
    expect(exact.d_Tc, TwoBandGap(c, Tc + h).gaps(T), TwoBandGap(c, Tc - h).gaps(T), "Tc");
    const auto by = [&](double TwoBandCoupling::*member, const TwoGaps& derivative, const char* what) {
      TwoBandCoupling up = c, down = c;
      up.*member += h;
      down.*member -= h;
      expect(derivative, TwoBandGap(up, Tc).gaps(T), TwoBandGap(down, Tc).gaps(T), what);
    };
    by(&TwoBandCoupling::lambda11, exact.d_lambda11, "lambda11");
    by(&TwoBandCoupling::lambda12, exact.d_lambda12, "lambda12");
    by(&TwoBandCoupling::lambda21, exact.d_lambda21, "lambda21");
    by(&TwoBandCoupling::lambda22, exact.d_lambda22, "lambda22");
  }
  const auto above = TwoBandGap({0.3, 0.1, 0.05, 0.2}, 10).gaps_and_derivatives(11);
  EXPECT_EQ(above.value.Delta1_meV, 0);
  EXPECT_EQ(above.d_Tc.Delta1_meV, 0);
}

TEST(TwoBandGap, ConvergesForAnyCouplings) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> uniform(-1, 1);
  int solved = 0;
  for (int k = 0; k < 2000; ++k) {
    const double size = 0.3 * std::pow(10, -8 * std::abs(uniform(random))) * (uniform(random) > 0 ? 1 : -1);
    const TwoBandCoupling c{0.3 + 0.3 * uniform(random), size, size * std::pow(10, uniform(random)),
                            0.3 + 0.5 * uniform(random)};
    if (largest_eigenvalue(c) < 1e-3) continue;
    const TwoBandGap bands(c, 1);
    TwoGaps last{0, 0};
    for (double u : {1e-10, 1e-5, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.}) {
      const TwoGaps gaps = bands.gaps_below_tc(u);
      EXPECT_GT(gaps.Delta1_meV, last.Delta1_meV * 0.9) << k << " " << u;  // s± gaps may shrink a little on cooling
      EXPECT_GT(gaps.Delta2_meV / size, 0) << k << " " << u;
      last = gaps;
    }
    ++solved;
  }
  EXPECT_GT(solved, 1900);
}

TEST(TwoBandGap, RefusesWhatIsNoPairOfBands) {
  EXPECT_THROW(TwoBandGap({0.3, 0.1, -0.1, 0.2}, 10), InvalidArgument);
  EXPECT_THROW(TwoBandGap({0.3, 0.1, 0, 0.2}, 10), InvalidArgument);
  EXPECT_THROW(TwoBandGap({-0.3, 0.1, 0.1, -0.2}, 10), InvalidArgument);
  EXPECT_THROW(TwoBandGap({0.3, 0.1, 0.1, std::nan("")}, 10), InvalidArgument);
  EXPECT_THROW(TwoBandGap({0.3, 0.1, 0.1, 0.2}, 0), InvalidArgument);
  EXPECT_THROW(TwoBandGap::with_cutoff({0.3, 0.1, 0.1, 0.2}, -1), InvalidArgument);
  EXPECT_THROW(TwoBandGap::with_cutoff({30, 0.1, 0.1, 0.2}, 1), InvalidArgument);
  EXPECT_THROW(TwoBandGap({0.3, 0.1, 0.1, 0.2}, 10).gaps(-1), InvalidArgument);
  EXPECT_THROW(TwoBandGap({0.3, 0, 0, 0.2}, 10).density_of_states_share(), InvalidArgument);
  EXPECT_THROW(TwoBandGap({0.3, 0, 0, 0.2}, 10).gaps_and_derivatives(5), InvalidArgument);
  EXPECT_THROW(TwoBandGap::with_cutoff({0.3, 0.1, 0.1, 0.2}, 30).gaps_and_derivatives(5), InvalidArgument);
}

}  // namespace
}  // namespace didv
