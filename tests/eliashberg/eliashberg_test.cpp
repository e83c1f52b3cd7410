#include "didv/eliashberg.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "didv/error.hpp"
#include "didv/gap_equation.hpp"
#include "didv/units.hpp"

namespace didv::eliashberg {
namespace {

constexpr double pi = std::numbers::pi;

Interaction einstein(double lambda, double mu_star = 0, double energy_meV = 1) {
  return {PhononSpectrum::einstein(lambda, energy_meV), mu_star};
}

double critical_kT(const Interaction& interaction) { return thermal_energy_meV(critical_temperature_K(interaction)); }

// Is −K positive definite, K_mn = λ(m−n) + λ(m+n+1) − 2μ* − δ_mn(2m+1 + λ(0) + 2Σ_{l≤m} λ(l))? Then the normal state is
// stable. By plain Cholesky, with the frequencies beyond `count` left out.
bool normal_state_is_stable(double lambda, double mu, double kT, int count) {
  const auto attraction = [&](int l) { return lambda / (1 + std::pow(2 * pi * kT * l, 2)); };
  const auto below = [&](int n) { return std::min(1., std::max(0., 10 / (2 * pi * kT) - n)); };
  std::vector<std::vector<double>> factor(count, std::vector<double>(count));
  double normal = attraction(0);
  for (int m = 0; m < count; ++m) {
    if (m > 0) normal += 2 * attraction(m);
    for (int n = 0; n <= m; ++n) {
      double value = -attraction(m - n) - attraction(m + n + 1) + 2 * mu * below(m) * below(n);
      if (n == m) value += 2 * m + 1 + normal;
      for (int k = 0; k < n; ++k) value -= factor[m][k] * factor[n][k];
      if (n < m) {
        factor[m][n] = value / factor[n][n];
      } else {
        if (value <= 0) return false;
        factor[m][m] = std::sqrt(value);
      }
    }
  }
  return true;
}

TEST(EliashbergTc, IsWhereTheNormalStateBecomesUnstable) {
  // Truncation at 320 frequencies lowers Tc by less than 2e-9 here; μ* = 0 and not.
  for (const auto& [lambda, mu] : {std::pair{1., 0.}, {1., 0.12}, {3., 0.1}}) {
    const double kTc = critical_kT(einstein(lambda, mu));
    EXPECT_TRUE(normal_state_is_stable(lambda, mu, kTc * (1 + 1e-10), 320)) << lambda << " " << mu;
    EXPECT_FALSE(normal_state_is_stable(lambda, mu, kTc * (1 - 5e-9), 320)) << lambda << " " << mu;
  }
}

TEST(EliashbergTc, ReachesTheAllenDynesLimitAtStrongCoupling) {
  // Allen, Dynes 1975: k_BTc → 0.1827 Ω√λ for μ* = 0; the next order is 1/λ.
  const double first = critical_kT(einstein(2e3)) / std::sqrt(2e3);
  const double second = critical_kT(einstein(4e3)) / std::sqrt(4e3);
  EXPECT_NEAR(second, 0.1827, 0.5e-4);
  EXPECT_NEAR(2 * second - first, 0.18272624777, 1e-6);  // extrapolated in 1/λ
}

TEST(EliashbergTc, LiesNearTheAllenDynesFormula) {
  for (double lambda : {0.7, 1., 1.5})
    for (double mu : {0., 0.1}) {
      const Interaction interaction = einstein(lambda, mu, 20);
      EXPECT_NEAR(allen_dynes_temperature_K(interaction) / critical_temperature_K(interaction), 1, 0.15)
          << lambda << " " << mu;
    }
  EXPECT_EQ(allen_dynes_temperature_K(einstein(0.1, 0.3)), 0);
}

TEST(EliashbergTc, ScalesWithThePhononEnergyAndFallsWithRepulsion) {
  const double tc = critical_temperature_K(einstein(1, 0.1, 1));
  EXPECT_NEAR(critical_temperature_K(einstein(1, 0.1, 37)) / (37 * tc), 1, 1e-11);
  EXPECT_LT(critical_temperature_K(einstein(1, 0.15, 1)), tc);
  EXPECT_GT(critical_temperature_K(einstein(1.1, 0.1, 1)), tc);
}

TEST(EliashbergTc, DoesNotJumpWhenAFrequencyPassesTheCutOff) {
  // At cells = cut-off/(2πkTc) integer a sharp rule would gain or lose a whole frequency.
  Interaction interaction = einstein(1, 0.1, 1);
  interaction.cutoff_meV = 2 * pi * critical_kT(interaction) * 19;  // twice, because Tc moves with it
  interaction.cutoff_meV = 2 * pi * critical_kT(interaction) * 19;
  Interaction below = interaction, above = interaction;
  below.cutoff_meV *= 1 - 1e-6;
  above.cutoff_meV *= 1 + 1e-6;
  EXPECT_NEAR(critical_kT(above) / critical_kT(below), 1, 1e-6);
}

TEST(EliashbergGap, AgreesWithAnIndependentSolution) {
  // tests/reference/eliashberg.py: coupling, μ*, kT/Ω -> Δ(iω_0)/Ω, Z(iω_0), Δ(iω_5)/Ω
  const struct {
    double lambda, mu, kT, gap0, z0, gap5;
  } table[] = {{1.0, 0.0, 0.05, 0.2324773403564, 1.934568891373, 0.1216285604677},
               {1.0, 0.1, 0.05, 0.1412367382373, 1.967711815251, 0.04996425816453},
               {3.0, 0.1, 0.1, 0.6110417158068, 3.385562885751, 0.1656408371582}};
  for (const auto& row : table) {
    const MatsubaraSolution found = solve(einstein(row.lambda, row.mu), row.kT / boltzmann_meV_per_K);
    EXPECT_NEAR(found.gap_meV[0], row.gap0, 1e-9 * row.gap0) << row.lambda;
    EXPECT_NEAR(found.renormalisation[0], row.z0, 1e-9 * row.z0) << row.lambda;
    EXPECT_NEAR(found.gap_meV[5], row.gap5, 2e-9 * row.gap0) << row.lambda;
  }
}

TEST(EliashbergGap, ClosesAtTheCriticalTemperature) {
  const Interaction interaction = einstein(1, 0.1);
  const double tc = critical_temperature_K(interaction);
  const double near = solve(interaction, 0.999 * tc).gap_meV[0], nearer = solve(interaction, 0.99975 * tc).gap_meV[0];
  EXPECT_NEAR(near / nearer, 2, 0.005);  // √(1−t), and the next order
  for (double T : {tc * (1 + 1e-9), 2 * tc}) {
    const MatsubaraSolution normal = solve(interaction, T);
    for (double gap : normal.gap_meV) EXPECT_EQ(gap, 0);
    EXPECT_NEAR(normal.renormalisation[0], 2, 1e-12);  // 1 + λ
    EXPECT_EQ(gap_edge(normal).value_meV, 0);
  }
}

TEST(EliashbergGap, HasNoEdgeWhereTheFrequenciesOfItsGapsAreNotThere) {
  MatsubaraSolution solution = solve(einstein(1, 0.1), 0.2 * critical_temperature_K(einstein(1, 0.1)));
  solution.frequency_meV.resize(3);
  EXPECT_THROW(gap_edge(solution), InvalidArgument);
}

TEST(EliashbergGap, ChangesSignAboveThePhononsWhenElectronsRepel) {  // retardation
  const double tc = critical_temperature_K(einstein(1, 0.1));
  EXPECT_LT(solve(einstein(1, 0.1), 0.3 * tc).gap_meV.back(), 0);
  EXPECT_GT(solve(einstein(1, 0), 0.3 * tc).gap_meV.back(), 0);
}

// Re Δ(E) = E from the continuation of Marsiglio, Schossmann and Carbotte, whose thermal terms are e^{−Ω/kT} here.
// Frequencies beyond the solution's are taken with Δ ∝ 1/ω².
double continued_edge(const MatsubaraSolution& solution, double lambda) {
  const double kT = thermal_energy_meV(solution.temperature_K);
  const auto phonon = [lambda](std::complex<double> z) { return lambda / (1. - z * z); };
  double edge = solution.gap_meV[0];
  for (int step = 0; step < 60; ++step) {
    double damping = 0, pairing = 0;
    const std::size_t known = solution.gap_meV.size();
    for (std::size_t n = 0; n < 400 * known; ++n) {
      const double omega = pi * kT * (2 * static_cast<double>(n) + 1);
      const double gap = n < known ? solution.gap_meV[n]
                                   : solution.gap_meV.back() * std::pow(solution.frequency_meV.back() / omega, 2);
      const auto minus = phonon({edge, -omega}), plus = phonon({edge, omega});
      damping += (std::complex<double>(0, 1) * (minus - plus)).real() * omega / std::hypot(omega, gap);
      pairing += (minus + plus).real() * gap / std::hypot(omega, gap);
    }
    edge = pi * kT * pairing / (1 + pi * kT * damping / edge);
  }
  return edge;
}

TEST(EliashbergEdge, AgreesWithTheContinuationOfTheEquations) {
  for (double lambda : {0.8, 1.5}) {
    const Interaction interaction = einstein(lambda);
    const MatsubaraSolution solution = solve(interaction, 0.1 * critical_temperature_K(interaction));
    const GapEdge edge = gap_edge(solution);
    EXPECT_LT(edge.error_meV, 1e-8 * edge.value_meV);
    EXPECT_NEAR(edge.value_meV, continued_edge(solution, lambda), 2e-5 * edge.value_meV) << lambda;  // its tail
  }
}

TEST(EliashbergRatio, StartsAtBcsAndGrowsWithTcOverThePhononEnergy) {
  double last = 2 * bcs::zero_temperature_gap_ratio;
  for (double lambda : {0.7, 1., 2., 3.}) {
    const double ratio = gap_to_tc_ratio(einstein(lambda, 0.1));
    EXPECT_GT(ratio, last);
    last = ratio;
  }
  // Mitrović, Zarate, Carbotte, Phys. Rev. B 29, 184 (1984): 3.53 [1 + 12.5 x² ln(1/2x)], x = k_BTc/ω_log, a fit within
  // some 5 %.
  for (double lambda : {0.7, 1.}) {
    const double x = critical_kT(einstein(lambda, 0.1));
    EXPECT_NEAR(gap_to_tc_ratio(einstein(lambda, 0.1)) / (3.53 * (1 + 12.5 * x * x * std::log(1 / (2 * x)))), 1, 0.05);
  }
}

TEST(PhononSpectrum, HasTheMomentsOfATriangle) {  // α²F = 0.05 ω up to 10 meV
  const PhononSpectrum ramp = PhononSpectrum::tabulated({0, 2, 5, 9, 10}, {0, 0.1, 0.25, 0.45, 0.5});
  EXPECT_NEAR(ramp.lambda(), 2 * 0.05 * 10, 1e-14);
  EXPECT_NEAR(ramp.omega_log_meV(), 10 / std::numbers::e, 1e-2);  // logarithm at 0 with a few nodes
  EXPECT_NEAR(ramp.omega_2_meV(), 10 / std::sqrt(3), 1e-13);
  EXPECT_NEAR(ramp.lambda_at(5), 2 * 0.05 * (10 - 5 * std::atan(2)), 1e-6);
}

TEST(PhononSpectrum, ThatIsNarrowActsLikeOneMode) {
  const double width = 0.02,
               lambda = 1;  // a triangle of that half width around 1 meV; the difference is of second order
  const Interaction narrow{PhononSpectrum::tabulated({1 - width, 1, 1 + width}, {0, lambda / (2 * width), 0}), 0.1};
  const double tc = critical_temperature_K(einstein(narrow.spectrum.lambda(), 0.1, narrow.spectrum.omega_log_meV()));
  EXPECT_NEAR(critical_temperature_K(narrow) / tc, 1, width * width);
}

TEST(EliashbergArguments, AreRefused) {
  EXPECT_THROW(PhononSpectrum::einstein(0, 1), InvalidArgument);
  EXPECT_THROW(PhononSpectrum::einstein(1, -1), InvalidArgument);
  EXPECT_THROW(PhononSpectrum::tabulated({1, 2}, {0}), InvalidArgument);
  EXPECT_THROW(PhononSpectrum::tabulated({2, 1}, {0, 1}), InvalidArgument);
  EXPECT_THROW(PhononSpectrum::tabulated({0, 1}, {0.1, 1}), InvalidArgument);
  EXPECT_THROW(PhononSpectrum::tabulated({0, 1}, {0, -1}), InvalidArgument);
  EXPECT_THROW(PhononSpectrum::tabulated({0, 1}, {0, 0}), InvalidArgument);
  EXPECT_THROW(critical_temperature_K(einstein(1, -0.1)), InvalidArgument);
  EXPECT_THROW(critical_temperature_K({PhononSpectrum::einstein(1, 1), 0.1, 0.5}), InvalidArgument);
  EXPECT_THROW(solve(einstein(1), 0), InvalidArgument);
  EXPECT_THROW(solve(einstein(1), std::nan("")), InvalidArgument);
}

TEST(EliashbergArguments, OutOfReachAreNamedNotGuessed) {
  EXPECT_THROW(critical_temperature_K(einstein(0.1)), AccuracyError);       // exponentially small
  EXPECT_THROW(critical_temperature_K(einstein(0.2, 0.5)), AccuracyError);  // none
  try {
    solve(einstein(1, 0, 100), 0.1);
    FAIL();
  } catch (const AccuracyError& error) {
    EXPECT_NE(std::string(error.what()).find("expected at least 2.77"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace didv::eliashberg
