// Depairing, Zeeman splitting and spin-orbit scattering: limits, marks of the literature, and the same density of
// states from the Usadel angle.

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <vector>

#include "didv/error.hpp"
#include "didv/models.hpp"
#include "didv/units.hpp"

namespace {

using namespace didv;
using C = std::complex<double>;

const std::vector<double> biases{-3, -1.2, -1, -0.85, -0.4, 0, 0.1, 0.6, 0.99, 1.01, 1.15, 1.6, 5};

double at_zero_temperature(double E, double Gamma, double zeta, double h, double b_so) {
  return models::maki()(std::vector{E},
                        {{"Delta", 1}, {"Gamma", Gamma}, {"zeta", zeta}, {"h", h}, {"b_so", b_so}, {"T", 0}})[0];
}

TEST(Maki, without_a_field_is_dynes) {
  for (const double T : {0.0, 0.5, 4.2}) {
    const ParameterValues dynes{{"Delta", 1.1}, {"Gamma", 0.03}, {"T", T}};
    ParameterValues maki = dynes;
    for (const char* name : {"zeta", "h", "b_so"}) maki[name] = 0;
    const auto one = models::maki()(biases, maki), other = models::dynes()(biases, dynes);
    for (std::size_t i = 0; i < biases.size(); ++i)
      EXPECT_NEAR(one[i], other[i], 1e-11 * std::max(1.0, other[i])) << biases[i];
  }
}

TEST(Maki, a_zeeman_field_alone_is_two_shifted_curves) {
  const double h = 0.23, T = 0.4;
  const auto dynes = [&](double shift) {
    std::vector<double> bias = biases;
    for (double& V : bias) V += shift;
    return models::dynes()(bias, {{"Delta", 1}, {"Gamma", 0.02}, {"T", T}});
  };
  const auto up = dynes(-h), down = dynes(h);
  const auto split =
      models::maki()(biases, {{"Delta", 1}, {"Gamma", 0.02}, {"zeta", 0}, {"h", h}, {"b_so", 0}, {"T", T}});
  for (std::size_t i = 0; i < biases.size(); ++i) EXPECT_NEAR(split[i], 0.5 * (up[i] + down[i]), 1e-11) << biases[i];
}

// A. A. Abrikosov, L. P. Gor'kov: the edge of the density of states, and no gap from zeta = 1 on.
TEST(Maki, depairing_alone_has_the_edge_of_abrikosov_and_gorkov) {
  for (const double zeta : {0.01, 0.1, 0.4, 0.8}) {
    const double edge = std::pow(1 - std::pow(zeta, 2. / 3), 1.5);
    EXPECT_LT(at_zero_temperature(edge * (1 - 1e-3), 0, zeta, 0, 0), 1e-6) << zeta;
    EXPECT_GT(at_zero_temperature(edge * (1 + 1e-3), 0, zeta, 0, 0), 0.01) << zeta;
  }
  EXPECT_LT(at_zero_temperature(0, 0, 0.999, 0, 0), 1e-6);
  for (const double zeta : {1.01, 1.5, 3.0}) {
    // At E = 0: u = iζ c(u) with u = iy: N(0) = √(1 − 1/ζ²).
    EXPECT_NEAR(at_zero_temperature(0, 0, zeta, 0, 0), std::sqrt(1 - 1 / (zeta * zeta)), 1e-10) << zeta;
  }
}

/// cos θ₊ + cos θ₋ over 2 from the Usadel equations in the angle, followed down from high above the axis by plain
/// Newton steps: the same physics in other variables.
double by_usadel_angle(double E, double Gamma, double zeta, double h, double b_so) {
  C up(0, 0), down(0, 0);
  double y = 1e4;
  const C i(0, 1);
  const auto w = [&](double sign) { return -i * (C(E, y) - sign * h); };
  up = 1.0 / w(1);
  down = 1.0 / w(-1);
  for (bool last = false; !last;) {
    last = y <= Gamma;
    if (last) y = Gamma;
    for (int step = 0; step < 60; ++step) {
      const C f = std::cos(up) - w(1) * std::sin(up) - zeta * std::sin(up) * std::cos(up) - b_so * std::sin(up - down);
      const C g =
          std::cos(down) - w(-1) * std::sin(down) - zeta * std::sin(down) * std::cos(down) - b_so * std::sin(down - up);
      const C across = b_so * std::cos(up - down);
      const C f_up = -std::sin(up) - w(1) * std::cos(up) - zeta * std::cos(2.0 * up) - across,
              g_down = -std::sin(down) - w(-1) * std::cos(down) - zeta * std::cos(2.0 * down) - across;
      const C determinant = f_up * g_down - across * across;
      const C step_up = (g_down * f - across * g) / determinant, step_down = (f_up * g - across * f) / determinant;
      up -= step_up;
      down -= step_down;
      if (std::abs(step_up) + std::abs(step_down) < 1e-15) break;
    }
    y *= 0.9;
  }
  return 0.5 * std::real(std::cos(up) + std::cos(down));
}

TEST(Maki, agrees_with_the_usadel_angle) {
  for (const double Gamma : {1e-3, 0.05, 0.5})
    for (const double zeta : {0.0, 0.02, 0.3, 1.4})
      for (const double h : {0.0, 0.15, 0.6, 1.3})
        for (const double b_so : {0.0, 0.05, 0.5, 4.0})
          for (const double E : {-1.7, -0.9, -0.2, 0.0, 0.5, 0.8, 1.0, 1.1, 2.4}) {
            const double expected = by_usadel_angle(E, Gamma, zeta, h, b_so);
            EXPECT_NEAR(at_zero_temperature(E, Gamma, zeta, h, b_so), expected, 1e-10 * std::max(1.0, expected))
                << "Gamma " << Gamma << ", zeta " << zeta << ", h " << h << ", b " << b_so << ", E " << E;
          }
}

TEST(Maki, strong_spin_orbit_scattering_mixes_the_spins) {
  // Both spins then see the mean, and what is left of h is depairing h²/(2bΔ²), but for the order 1/b².
  const double h = 0.2;
  for (const double b : {75.0, 300.0})
    for (const double E : {0.0, 0.7, 0.98, 1.02, 1.5})
      EXPECT_NEAR(at_zero_temperature(E, 0.05, 0.1, h, b), at_zero_temperature(E, 0.05, 0.1 + h * h / (2 * b), 0, 0),
                  0.021 / (b * b))
          << b << ", " << E;
}

TEST(Maki, solutions_that_settle_late_are_exact_too) {
  // The first guess is poor where the spins mix strongly: so many steps of Newton's method it takes there that the last
  // one used to be left out.
  for (const double b_so : {30.0, 233.184918, 300.0})
    for (int k = 0; k <= 250; ++k) {
      const double E = 0.01 * k, Gamma = 0.2326, h = 0.764879;
      EXPECT_NEAR(at_zero_temperature(E, Gamma, 0, h, b_so), by_usadel_angle(E, Gamma, 0, h, b_so), 1e-10)
          << "b " << b_so << ", E " << E;
    }
}

TEST(Maki, strong_spin_orbit_scattering_is_refused_with_its_range) {
  try {
    models::maki()(biases, {{"b_so", 1000}});
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(), "model maki: b_so = 1000, expected from 0 to 300");
  }
}

TEST(Maki, depairing_that_just_closes_the_gap_leaves_no_state_at_zero_energy) {
  // ζ = 1: N(0) = 0, where N rises as the cube root of E; the solution stays 1e-13 Δ above the axis, which is 5.85e-5.
  EXPECT_NEAR(at_zero_temperature(0, 0, 1, 0, 0), 0, 6e-5);
  EXPECT_NEAR(at_zero_temperature(1e-9, 0, 1, 0, 0), std::sqrt(3) / 2 * std::cbrt(2e-9), 1e-6);
}

TEST(Maki, states_are_moved_and_none_is_lost) {
  // ∫(N−1)dE = 0: I(V) − V → 0.
  for (const double zeta : {0.0, 0.2, 1.5})
    EXPECT_NEAR(excess_current(models::maki(), {{"zeta", zeta}, {"h", 0.3}, {"b_so", 0.2}}), 0, 1e-8);
}

TEST(Maki, keeps_its_digits_next_to_the_edge_of_abrikosov_and_gorkov) {
  // T = 0, Γ = 0, at 1e-6 and 1e-10 on either side of Δ(1−ζ^⅔)^{3/2}: E/Δ = u(1−ζ/√(1−u²)) solved to 60 digits at these
  // very energies, followed down from high above the axis.
  struct Row {
    double zeta, E, N;
  };
  for (const auto& [zeta, E, N] : std::vector<Row>{
           {0.001, 0.985036577697991, 0},
           {0.001, 0.98503756263705, 0},
           {0.001, 0.9850375628340575, 0.0008124038870955},
           {0.001, 0.9850385477731165, 0.0812389057614286},
           {0.05, 0.8034902232108089, 0},
           {0.05, 0.8034910266214864, 0},
           {0.05, 0.8034910267821846, 0.0000559286978895},
           {0.05, 0.8034918301928623, 0.0055928638668139},
           {0.5, 0.22509800708905056, 0},
           {0.5, 0.22509823216477293, 0},
           {0.5, 0.22509823220979258, 7.884335124565789e-6},
           {0.5, 0.22509845728551495, 0.0007884334199031},
           {0.9, 0.01766585555702085, 0},
           {0.9, 0.017665873221127486, 0},
           {0.9, 0.01766587322466066, 2.281240422317709e-6},
           {0.9, 0.017665890888767296, 0.0002281240361318},
       })
    EXPECT_NEAR(at_zero_temperature(E, 0, zeta, 0, 0), N, 1e-9) << "zeta " << zeta << ", E " << E;
}

TEST(Maki, finds_the_physical_solution_everywhere) {
  // No exception and no negative density, next to the axis, over ranges that no sample has.
  for (const double Gamma : {0.0, 1e-9, 1e-4})
    for (const double zeta : {0.0, 1e-6, 1e-2, 0.5, 0.99, 1.0, 1.01, 20.0})
      for (const double h : {0.0, 1e-5, 0.3, 0.999, 1.0, 1.7, 30.0})
        for (const double b_so : {0.0, 1e-6, 0.03, 0.7, 3.0, 300.0})
          for (double E = 0; E < 2.5; E += 0.0931) {
            const double N = at_zero_temperature(E, Gamma, zeta, h, b_so);
            EXPECT_GE(N, -1e-9) << "Gamma " << Gamma << ", zeta " << zeta << ", h " << h << ", b " << b_so << ", E "
                                << E;
          }
}

}  // namespace
