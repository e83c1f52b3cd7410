// The critical field against the closed free energy of BCS theory, and the α-model's against its entropy.

#include <gsl/gsl_integration.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "didv/error.hpp"
#include "didv/thermodynamics.hpp"

namespace didv {
namespace {

using std::numbers::pi;

/// (F_n − F_s)/γTc² = (3t/π)Σ(√(ω²+Δ²) − ω)²/√(ω²+Δ²): BCS, sum over Matsubara frequencies with its tail.
double bcs_free_energy_difference(double t) {
  const double gap = AlphaModel::weak_coupling().gap(t);
  double sum = 0;
  constexpr int terms = 20000;
  for (int n = terms - 1; n >= 0; --n) {
    const double frequency = pi * t * (2 * n + 1), energy = std::hypot(frequency, gap);
    const double difference = gap * gap / (energy + frequency);
    sum += difference * difference / energy;
  }
  const double last = 2 * pi * t * terms;
  return 3 * t / pi * (sum + std::pow(gap, 4) / (4 * 2 * pi * t * 2 * last * last));
}

/// ∫_t^1 (t' − S) dt' by Gauss–Kronrod.
double from_entropy(const AlphaModel& model, double t) {
  gsl_integration_workspace* workspace = gsl_integration_workspace_alloc(200);
  gsl_function f{[](double x, void* m) { return x - static_cast<const AlphaModel*>(m)->entropy(x); },
                 const_cast<AlphaModel*>(&model)};
  double result = 0, error = 0;
  gsl_integration_qag(&f, t, 1, 1e-13, 1e-12, 200, GSL_INTEG_GAUSS61, workspace, &result, &error);
  gsl_integration_workspace_free(workspace);
  return result;
}

TEST(CriticalField, OfBcsFollowsFromTheFreeEnergyAsWellAsFromTheEntropy) {
  const CriticalField field(AlphaModel::weak_coupling());
  for (const double t : {0.1, 0.3, 0.5, 0.7, 0.9, 0.99}) {
    EXPECT_NEAR(field.free_energy_difference(t), bcs_free_energy_difference(t), 1e-11) << t;
    EXPECT_NEAR(field.free_energy_difference(t), from_entropy(AlphaModel::weak_coupling(), t), 1e-12) << t;
  }
}

TEST(CriticalField, CondensationEnergyOfBcsIsThreeQuartersOfTheSquaredRatioOverPiSquared) {
  const double alpha = weak_coupling_gap_ratio(GapSymmetry::s_wave);
  EXPECT_NEAR(CriticalField(AlphaModel::weak_coupling()).free_energy_difference(0), 3 * alpha * alpha / (4 * pi * pi),
              1e-13);
  // The d-wave condensation energy has the mean square of its gap.
  const double maximum = weak_coupling_gap_ratio(GapSymmetry::d_wave);
  EXPECT_NEAR(CriticalField(AlphaModel::weak_coupling(GapSymmetry::d_wave)).free_energy_difference(0),
              3 * maximum * maximum / (8 * pi * pi), 1e-12);
}

TEST(CriticalField, DeviatesFromTheParabolaAsBcsSays) {
  const CriticalField field(AlphaModel::weak_coupling());
  EXPECT_NEAR(field.deviation(0.7), -0.036834,
              5e-7);  // extended-precision sum over Matsubara frequencies, to its digits
  EXPECT_NEAR(field.deviation(0.7),
              std::sqrt(bcs_free_energy_difference(0.7) / (3 * std::pow(1.7638769888620456, 2) / (4 * pi * pi))) - 0.51,
              1e-11);
}

TEST(CriticalField, OfTheAlphaModelComesFromItsEntropyNotFromTheBcsCondensationEnergy) {
  // ∫(S_n − S_s) by extended-precision quadrature; 3α²/4π² would be 0.170979 and 0.367796.
  EXPECT_NEAR(CriticalField(AlphaModel(3.0)).free_energy_difference(0), 0.205551, 5e-7);
  EXPECT_NEAR(CriticalField(AlphaModel(4.4)).free_energy_difference(0), 0.279546, 5e-7);
  for (const GapSymmetry symmetry : {GapSymmetry::s_wave, GapSymmetry::d_wave}) {
    for (const double ratio : {2.0, 5.0, 12.0}) {
      const AlphaModel model(ratio, symmetry);
      const CriticalField field(model);
      EXPECT_DOUBLE_EQ(field.reduced(0), 1);
      for (const double t : {0.05, 0.4, 0.8})
        EXPECT_NEAR(field.free_energy_difference(t), from_entropy(model, t), 1e-11);
    }
    const AlphaModel strong(30, symmetry);
    EXPECT_NEAR(CriticalField(strong).free_energy_difference(0.3), from_entropy(strong, 0.3), 1e-8);
  }
}

TEST(CriticalField, VanishesLinearlyAtTc) {
  // Near Tc, F_n − F_s = (ΔC/2Tc)(Tc − T)².
  for (const double ratio : {3.0, 3.5277539777240912, 4.5}) {
    const AlphaModel model(ratio);
    const double below = std::ldexp(1.0, -30);
    EXPECT_NEAR(CriticalField(model).free_energy_difference(1 - below) / (below * below),
                model.specific_heat_jump() / 2, 1e-8);
    EXPECT_EQ(CriticalField(model).reduced(1), 0);
    EXPECT_EQ(CriticalField(model).reduced(3), 0);
  }
}

TEST(CriticalField, RefusesWhatItCannotDoAccurately) {
  EXPECT_THROW(CriticalField(AlphaModel(0.4)), InvalidArgument);
  EXPECT_THROW(CriticalField(AlphaModel(31)), InvalidArgument);
  EXPECT_THROW(CriticalField(AlphaModel::weak_coupling()).reduced(-0.1), InvalidArgument);
  EXPECT_THROW(CriticalField(AlphaModel::weak_coupling()).deviation(std::nan("")), InvalidArgument);
}

}  // namespace
}  // namespace didv
