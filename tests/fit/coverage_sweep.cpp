// How often do profile and bootstrap intervals hold the truth? Synthetic curves of each model, noise 1 % of G_N and
// unknown to the fit, the true parameters spread over a range in which they can be told apart; and the same with the
// truth at the bound of Γ and of Z. Run: build/tests/sweep_fit --gtest_filter='Coverage*' prints the table of
// docs/validation.md.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "didv/fit.hpp"
#include "didv/units.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

constexpr double one_sigma = 0.6827, two_sigma = 0.9545, reach_mV = 5;

struct Count {
  int asked = 0, given_68 = 0, given_95 = 0, hold_68 = 0, hold_95 = 0, flagged = 0;
};

/// Where the truth lies: Delta = 1 meV, ranges of the others. T is given as kT in meV.
using Ranges = std::map<std::string, Interval>;

struct Curves {
  std::string model;
  Ranges ranges;
  int count = 1000;
  std::set<std::string> held{"T"};  // by the fit, at the truth
  IntervalChoice intervals = IntervalMethod::profile;
  double neighbour_correlation = 0;  // of the noise
};

bool holds(const Interval& interval, double value) { return value >= interval.first && value <= interval.second; }

/// Is the reader told that the bar of the covariance is not to be trusted?
bool is_flagged(const Estimate& estimate) { return !estimate.standard_error || !estimate.interval_from.empty(); }

std::map<std::string, Count> covered(const Curves& of, int& withheld) {
  const Model model = find_model(of.model);
  std::mt19937 generator(29);
  std::uniform_real_distribution<double> uniform;
  std::map<std::string, Count> counts;
  withheld = 0;
  for (int k = 0; k < of.count; ++k) {
    ParameterValues truth;
    for (const auto& [parameter, range] : of.ranges)
      truth[parameter] = std::lerp(range.first, range.second, uniform(generator));
    truth["T"] /= boltzmann_meV_per_K;  // given as kT
    Spectrum s = synthetic::spectrum(model, truth, reach_mV, 201, of.neighbour_correlation > 0 ? 0 : 0.01, generator);
    if (of.neighbour_correlation > 0)
      synthetic::add_correlated(s.conductance, 0.01, of.neighbour_correlation, generator);
    Fit fit_of_it = Fit(model).add(s).free("scale");
    for (const std::string& parameter : of.held) fit_of_it.fix(parameter, truth.at(parameter));
    const FitResult fit = Fit(fit_of_it).intervals(of.intervals).run(), unasked = fit_of_it.run();
    if (!fit.usable()) {
      ++withheld;
      continue;
    }
    for (const auto& [parameter, value] : truth) {
      if (of.held.contains(parameter)) continue;
      Count& count = counts[parameter];
      const Estimate& estimate = fit[parameter];
      ++count.asked;
      count.flagged += is_flagged(unasked[parameter]);
      if (estimate.interval_68) {
        ++count.given_68;
        count.hold_68 += holds(*estimate.interval_68, value);
      }
      if (estimate.interval_95) {
        ++count.given_95;
        count.hold_95 += holds(*estimate.interval_95, value);
      }
    }
  }
  return counts;
}

/// Three standard deviations of a share among so many.
double chance(double share, int of) { return 3 * std::sqrt(share * (1 - share) / of); }

void print(const Curves& of, const std::string& remark, const std::string& parameter, const Count& count,
           int withheld) {
  std::printf("| `%s`%s | %s | %d | %d | %.1f | %.1f | %d | %.1f |\n", of.model.c_str(), remark.c_str(),
              parameter.c_str(), of.count, withheld, 100.0 * count.hold_68 / count.given_68,
              100.0 * count.hold_95 / count.given_95, 2 * count.asked - count.given_68 - count.given_95,
              100.0 * count.flagged / count.asked);
  std::fflush(stdout);
}

void expect_nominal(const Curves& of, const std::string& remark = "") {
  int withheld = 0;
  for (const auto& [parameter, count] : covered(of, withheld)) {
    print(of, remark, parameter, count, withheld);
    EXPECT_NEAR(static_cast<double>(count.hold_68) / count.given_68, one_sigma, chance(one_sigma, count.given_68))
        << parameter;
    EXPECT_NEAR(static_cast<double>(count.hold_95) / count.given_95, two_sigma, chance(two_sigma, count.given_95))
        << parameter;
    EXPECT_GE(count.given_95, 0.99 * count.asked) << parameter;
  }
}

/// With the truth of one parameter at its bound its interval may hold more often, never less, and its bar is flagged.
void expect_at_least_nominal(Curves of, const std::string& at_bound) {
  of.ranges[at_bound] = {0, 0};
  int withheld = 0;
  for (const auto& [parameter, count] : covered(of, withheld)) {
    print(of, ", " + at_bound + " = 0", parameter, count, withheld);
    EXPECT_GT(static_cast<double>(count.hold_68) / count.given_68, one_sigma - chance(one_sigma, count.given_68))
        << parameter;
    EXPECT_GT(static_cast<double>(count.hold_95) / count.given_95, two_sigma - chance(two_sigma, count.given_95))
        << parameter;
    if (parameter == at_bound) {
      EXPECT_GE(count.flagged, 0.99 * count.asked) << parameter;
    }
  }
}

const Ranges tunnelling{{"Delta", {1, 1}}, {"Gamma", {0.05, 0.3}}, {"T", {0.05, 0.15}}};
const Ranges contact{{"Delta", {1, 1}}, {"Gamma", {0.05, 0.3}}, {"Z", {0.3, 1}}, {"T", {0.05, 0.15}}};

Ranges with(Ranges ranges, const Ranges& more) {
  ranges.insert(more.begin(), more.end());
  return ranges;
}

const Ranges two_gaps{{"Delta1", {0.7, 0.9}},   {"Delta2", {1.5, 1.8}}, {"Gamma1", {0.05, 0.15}},
                      {"Gamma2", {0.05, 0.15}}, {"w", {0.35, 0.65}},    {"T", {0.03, 0.08}}};

TEST(CoverageOfDynes, IsNominal) { expect_nominal({.model = "dynes", .ranges = tunnelling, .count = 2000}); }
TEST(CoverageOfBtk, IsNominal) { expect_nominal({.model = "btk", .ranges = contact, .count = 2000}); }
TEST(CoverageOfDynes, IsAtLeastNominalAtZeroBroadening) {
  expect_at_least_nominal({.model = "dynes", .ranges = tunnelling}, "Gamma");
}
TEST(CoverageOfBtk, IsAtLeastNominalAtZeroBroadening) {
  expect_at_least_nominal({.model = "btk", .ranges = contact}, "Gamma");
}
TEST(CoverageOfBtk, IsAtLeastNominalWithoutABarrier) {
  expect_at_least_nominal({.model = "btk", .ranges = contact}, "Z");
}
TEST(CoverageOfTwoGaps, IsNominalForDynes) { expect_nominal({.model = "two_gap_dynes", .ranges = two_gaps}); }
TEST(CoverageOfTwoGaps, IsNominalForBtk) {
  expect_nominal({.model = "two_gap_btk", .ranges = with(two_gaps, {{"Z1", {0.4, 0.8}}, {"Z2", {0.4, 0.8}}})});
}
TEST(CoverageOfPolarisedContacts, IsNominalForMazin) {
  expect_nominal({.model = "btk_mazin", .ranges = with(contact, {{"P", {0.3, 0.6}}})});
}
TEST(CoverageOfPolarisedContacts, IsNominalForStrijkers) {
  expect_nominal({.model = "btk_strijkers", .ranges = with(contact, {{"P", {0.3, 0.6}}})});
}
TEST(CoverageOfOtherModels, IsNominalForSpreadGaps) {
  expect_nominal(
      {.model = "gap_distribution_dynes",
       .ranges = {{"Delta", {1, 1}}, {"Gamma", {0.05, 0.1}}, {"sigma_Delta", {0.15, 0.25}}, {"T", {0.03, 0.08}}}});
}
TEST(CoverageOfOtherModels, IsNominalForSplitGaps) {
  // Depairing, broadening and spin-orbit scattering all round the peaks of one curve: one of them is fitted.
  expect_nominal({.model = "maki",
                  .ranges = {{"Delta", {1, 1}},
                             {"Gamma", {0.02, 0.02}},
                             {"zeta", {0.05, 0.2}},
                             {"h", {0.2, 0.4}},
                             {"b_so", {0, 0}},
                             {"T", {0.02, 0.05}}},
                  .count = 300,
                  .held = {"T", "Gamma", "b_so"}});
}
TEST(CoverageOfOtherModels, IsNominalForASuperconductingTip) {
  expect_nominal({.model = "sis",
                  .ranges = {{"Delta1", {0.6, 0.8}},
                             {"Delta2", {1.2, 1.4}},
                             {"Gamma1", {0.02, 0.1}},
                             {"Gamma2", {0.02, 0.1}},
                             {"T", {0.1, 0.2}}},
                  .count = 300});
}
TEST(CoverageOfOtherModels, IsNominalForAveragedContacts) { expect_nominal({.model = "btk_2d", .ranges = contact}); }
TEST(CoverageOfOtherModels, IsNominalForPWaves) {
  // With less of a barrier two branches of Γ and Z describe one curve.
  expect_nominal({.model = "btk_p_wave",
                  .ranges = {{"Delta", {1, 1}}, {"Gamma", {0.05, 0.3}}, {"Z", {0.7, 1.2}}, {"T", {0.05, 0.15}}}});
}
TEST(CoverageOfOtherModels, IsNominalForDWaves) {
  expect_nominal({.model = "btk_d_wave", .ranges = with(contact, {{"alpha", {0.2, 0.6}}})});
}
TEST(CoverageOfOtherModels, IsNominalForAnisotropicSWaves) {
  expect_nominal({.model = "btk_anisotropic_s",
                  .ranges = with(contact, {{"a", {0.3, 0.5}}, {"alpha", {0.2, 0.5}}}),
                  .count = 300});
}
TEST(CoverageOfLegacyModels, IsNominalForTheRealRoot) {
  expect_nominal({.model = "legacy_btk_real_root", .ranges = contact, .count = 300});
}
TEST(CoverageOfLegacyModels, IsNominalForTheModulus) {
  expect_nominal({.model = "legacy_dynes_modulus", .ranges = tunnelling, .count = 300});
}
TEST(CoverageOfABootstrap, IsNominalForDynes) {
  expect_nominal({.model = "dynes", .ranges = tunnelling, .intervals = Bootstrap{.replicas = 400}}, ", bootstrap");
}
TEST(CoverageOfABootstrap, IsNominalForBtk) {
  expect_nominal({.model = "btk", .ranges = contact, .count = 300, .intervals = Bootstrap{.replicas = 400}},
                 ", bootstrap");
}
TEST(CoverageOfABlockBootstrap, IsNominalWhereNeighboursShareTheirNoise) {
  for (const double rho : {0.5, 0.8}) {
    const Curves curves{.model = "dynes",
                        .ranges = tunnelling,
                        .count = 300,
                        .intervals = Bootstrap{.replicas = 400},
                        .neighbour_correlation = rho};
    expect_nominal(curves, rho == 0.5 ? ", block bootstrap, ρ = 0.5" : ", block bootstrap, ρ = 0.8");
  }
}

}  // namespace
}  // namespace didv
