// Entropy, specific heat and superfluid density of the α-model against routes that share nothing with the library's:
// adaptive quadrature (GSL) of the textbook integrals over the density of states, and sums over Matsubara frequencies.

#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_ellint.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <vector>

#include "didv/error.hpp"
#include "didv/thermodynamics.hpp"

namespace didv {
namespace {

using std::numbers::pi;

const double zeta3 = std::riemann_zeta(3.0);
const double bcs_jump = 12 / (7 * zeta3);

// Requested of the adaptive quadrature; the differences below are mostly its own.
constexpr double quadrature_tolerance = 1e-11;

double integrate(std::function<double(double)> f, std::vector<double> points) {
  gsl_integration_workspace* workspace = gsl_integration_workspace_alloc(2000);
  gsl_function function{[](double x, void* call) { return (*static_cast<std::function<double(double)>*>(call))(x); },
                        &f};
  double result = 0, error = 0;
  gsl_integration_qagp(&function, points.data(), points.size(), 1e-14, quadrature_tolerance, 2000, workspace, &result,
                       &error);
  gsl_integration_workspace_free(workspace);
  return result;
}

/// ∫₀^∞ N(E/Δ) h(E/kT) d(E/kT) with the density of states itself, p = Δ/kT.
double over_density_of_states(GapSymmetry symmetry, double p, const std::function<double(double)>& h) {
  if (symmetry == GapSymmetry::s_wave) {
    // E = Δ cosh s takes the square-root singularity away.
    const double end = std::acosh(1 + 60 / p);
    return integrate([&](double s) { return p * std::cosh(s) * h(p * std::cosh(s)); }, {0, end / 4, end});
  }
  const auto states = [&](double x) {
    const double y = x / p;
    return y < 1 ? 2 / pi * y * gsl_sf_ellint_Kcomp(y, GSL_PREC_DOUBLE)
                 : 2 / pi * gsl_sf_ellint_Kcomp(1 / y, GSL_PREC_DOUBLE);
  };
  return integrate([&](double x) { return states(x) * h(x); }, {0, p, p + 60});
}

double entropy_of_state(double x) {
  const double f = 1 / (std::exp(x) + 1);
  return f < 1e-300 ? 0 : -(f * std::log(f) + (1 - f) * std::log1p(-f));
}

double minus_fermi_slope(double x) { return 0.25 / std::pow(std::cosh(x / 2), 2); }

class Symmetries : public testing::TestWithParam<GapSymmetry> {};

INSTANTIATE_TEST_SUITE_P(Thermodynamics, Symmetries, testing::Values(GapSymmetry::s_wave, GapSymmetry::d_wave),
                         [](const auto& parameter) {
                           return parameter.param == GapSymmetry::s_wave ? "SWave" : "DWave";
                         });

TEST_P(Symmetries, EntropyIsTheSumOverOccupiedAndEmptyStates) {
  for (const double ratio : {2.0, 2 * weak_coupling_gap_ratio(GetParam()), 6.0}) {
    const AlphaModel model(ratio, GetParam());
    for (const double t : {0.05, 0.2, 0.5, 0.8, 0.95, 0.999}) {
      const double p = model.gap(t) / t;
      const double expected = 6 * t / (pi * pi) * over_density_of_states(GetParam(), p, entropy_of_state);
      EXPECT_NEAR(model.entropy(t), expected, 1e-10 * expected) << ratio << " at " << t;
    }
  }
}

TEST_P(Symmetries, SuperfluidDensityIsWhatTheQuasiparticlesLeave) {
  for (const double ratio : {2.0, 2 * weak_coupling_gap_ratio(GetParam()), 6.0}) {
    const AlphaModel model(ratio, GetParam());
    for (const double t : {0.05, 0.2, 0.5, 0.8, 0.95, 0.999}) {
      const double p = model.gap(t) / t;
      EXPECT_NEAR(model.superfluid_density(t), 1 - 2 * over_density_of_states(GetParam(), p, minus_fermi_slope), 2e-10)
          << ratio << " at " << t;
    }
  }
}

TEST_P(Symmetries, SpecificHeatIsTemperatureTimesTheSlopeOfTheEntropy) {
  // Central differences of fourth order: error h⁴S⁽⁵⁾/30, worst next to t = 0.05.
  constexpr double h = 5e-4;
  for (const double ratio : {2.0, 2 * weak_coupling_gap_ratio(GetParam()), 6.0}) {
    const AlphaModel model(ratio, GetParam());
    for (const double t : {0.1, 0.3, 0.6, 0.9, 0.99}) {
      const double slope =
          (8 * (model.entropy(t + h) - model.entropy(t - h)) - model.entropy(t + 2 * h) + model.entropy(t - 2 * h)) /
          (12 * h);
      EXPECT_NEAR(model.specific_heat(t), t * slope, 1e-9) << ratio << " at " << t;
    }
  }
}

TEST_P(Symmetries, AllEntropyOfTheNormalStateIsGainedUpToTc) {
  for (const double ratio : {2.0, 2 * weak_coupling_gap_ratio(GetParam()), 6.0}) {
    const AlphaModel model(ratio, GetParam());
    const double gained =
        integrate([&](double t) { return t < 1e-3 ? 0 : model.specific_heat(t) / t; }, {0, 1e-3, 0.1, 0.4, 1});
    const double left_out = model.entropy(1e-3);
    EXPECT_NEAR(gained + left_out, 1, 1e-9) << ratio;
  }
}

TEST_P(Symmetries, EntropyIsContinuousAtTcWhereTheSpecificHeatJumps) {
  const AlphaModel model = AlphaModel::weak_coupling(GetParam());
  const double step = 1e-9;
  EXPECT_NEAR(model.entropy(1 - step), 1, 5 * step);
  EXPECT_DOUBLE_EQ(model.entropy(1), 1);
  EXPECT_DOUBLE_EQ(model.entropy(1.5), 1.5);
  EXPECT_NEAR(model.specific_heat(1 - step), 1 + model.specific_heat_jump(), 10 * step);
  EXPECT_DOUBLE_EQ(model.specific_heat(std::nextafter(1.0, 2.0)), std::nextafter(1.0, 2.0));
}

TEST(AlphaModelEntropy, EqualsTheMatsubaraSum) {
  // S = t + (6/π){Σ(√(ω²+Δ²) − ω)²/√(ω²+Δ²) − Δ²/(4πt)}; the terms fall as Δ⁴/(4ω³), so the tail is Δ⁴/(4·2πt·2ω_N²).
  const AlphaModel model = AlphaModel::weak_coupling();
  for (const double t : {0.2, 0.5, 0.9}) {
    const double gap = model.gap(t);
    double sum = 0;
    constexpr int terms = 20000;
    for (int n = terms - 1; n >= 0; --n) {
      const double frequency = pi * t * (2 * n + 1), energy = std::hypot(frequency, gap);
      const double difference = gap * gap / (energy + frequency);
      sum += difference * difference / energy;
    }
    const double last = 2 * pi * t * terms;
    sum += std::pow(gap, 4) / (4 * 2 * pi * t * 2 * last * last);
    EXPECT_NEAR(model.entropy(t), t + 6 / pi * (sum - gap * gap / (4 * pi * t)), 1e-11) << t;
  }
}

TEST(SpecificHeatJump, IsTheTextbookValue) {
  EXPECT_NEAR(AlphaModel::weak_coupling().specific_heat_jump(), bcs_jump, 1e-13);
  EXPECT_NEAR(AlphaModel::weak_coupling().specific_heat_jump(), 1.426126924, 5e-10);  // 12/(7ζ(3)), to its digits
  EXPECT_NEAR(AlphaModel::weak_coupling(GapSymmetry::d_wave).specific_heat_jump(), bcs_jump * 2 / 3, 1e-12);
}

TEST(SpecificHeatJump, GrowsWithTheSquareOfTheRatio) {
  for (const double ratio : {1.0, 3.95, 8.0}) {
    const double scale = ratio / 2 / weak_coupling_gap_ratio(GapSymmetry::s_wave);
    EXPECT_NEAR(AlphaModel(ratio).specific_heat_jump(), bcs_jump * scale * scale, 1e-12 * scale * scale) << ratio;
  }
}

TEST(LowTemperature, SpecificHeatOfAFullGapFreezesOutExponentially) {
  // C → (3√2/π^{3/2}) α^{5/2} t^{−3/2} e^{−α/t}, with corrections of order t/α: Bardeen, Cooper, Schrieffer 1957.
  const double alpha = weak_coupling_gap_ratio(GapSymmetry::s_wave);
  for (const double t : {0.02, 0.01, 0.005}) {
    const double limit =
        3 * std::sqrt(2.0) / std::pow(pi, 1.5) * std::pow(alpha, 2.5) * std::pow(t, -1.5) * std::exp(-alpha / t);
    EXPECT_NEAR(AlphaModel::weak_coupling().specific_heat(t) / limit, 1, 2.5 * t / alpha) << t;
  }
}

TEST(LowTemperature, SuperfluidDensityOfNodesFallsLinearly) {
  const AlphaModel model = AlphaModel::weak_coupling(GapSymmetry::d_wave);
  const double slope = 2 * std::numbers::ln2 / weak_coupling_gap_ratio(GapSymmetry::d_wave);
  for (const double t : {1e-6, 1e-4, 1e-3})
    EXPECT_NEAR(model.superfluid_density(t), 1 - slope * t, 3 * t * t * t + 1e-13);
}

TEST(LowTemperature, EntropyOfNodesIsQuadratic) {
  // N(E) → E/Δ: S = (6t/π²)(t/α)∫x s(x)dx; ∫₀^∞ x s dx = 9ζ(3)/4 with s = x f + ln(1 + e^{−x}).
  const AlphaModel model = AlphaModel::weak_coupling(GapSymmetry::d_wave);
  const double t = 1e-4;
  const double expected = 27 * zeta3 / (2 * pi * pi) * t * t / weak_coupling_gap_ratio(GapSymmetry::d_wave);
  EXPECT_NEAR(model.entropy(t) / expected, 1, 10 * t * t);
  EXPECT_NEAR(model.specific_heat(t) / expected, 2, 20 * t * t);
}

TEST(DirtySuperfluidDensity, IsTheGapTimesItsThermalFactor) {
  const AlphaModel model(4.0);
  EXPECT_DOUBLE_EQ(model.dirty_superfluid_density(0), 1);
  EXPECT_NEAR(model.dirty_superfluid_density(0.5), model.gap(0.5) / 2 * std::tanh(model.gap(0.5)), 1e-15);
  EXPECT_GT(model.dirty_superfluid_density(0.5), model.superfluid_density(0.5));
  EXPECT_THROW(AlphaModel::weak_coupling(GapSymmetry::d_wave).dirty_superfluid_density(0.5), InvalidArgument);
}

TEST_P(Symmetries, LimitsOfTheScaleAreValuesNotNumericalAccidents) {
  const AlphaModel model = AlphaModel::weak_coupling(GetParam());
  for (const double t : {0.0, 1e-300, 1e-12}) {
    EXPECT_NEAR(model.entropy(t), 0, 1e-20);
    EXPECT_NEAR(model.specific_heat(t), 0, 1e-20);
    EXPECT_NEAR(model.superfluid_density(t), 1, 1e-11);
  }
  for (const double t : {1.0, 1.0 + 1e-15, 7.0, std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(model.entropy(t), t);
    EXPECT_EQ(model.superfluid_density(t), 0);
  }
  const double below = 1 - std::ldexp(1.0, -40);
  EXPECT_NEAR(model.superfluid_density(below) / std::ldexp(1.0, -40), GetParam() == GapSymmetry::s_wave ? 2 : 4.0 / 3,
              1e-3);
}

TEST_P(Symmetries, ImpossibleArgumentsAreRefused) {
  const AlphaModel model = AlphaModel::weak_coupling(GetParam());
  for (const double t : {-1e-9, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THROW(model.entropy(t), InvalidArgument);
    EXPECT_THROW(model.specific_heat(t), InvalidArgument);
    EXPECT_THROW(model.superfluid_density(t), InvalidArgument);
  }
  for (const double ratio :
       {0.0, -3.5, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW(AlphaModel(ratio, GetParam()), InvalidArgument) << ratio;
}

}  // namespace
}  // namespace didv
