// Contacts with a spin-polarised metal, in sentences, and against the printed formulas.

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "didv/models/btk_mazin.hpp"
#include "didv/models/btk_strijkers.hpp"
#include "didv/models/dynes.hpp"

namespace {

using namespace didv;

constexpr double rounding = 1e-12;
const std::vector<double> barriers{0, 0.2, 0.7, 2};
const std::vector<double> energies{0, 0.3, 0.9, 1.1, 1.7, 5};

TEST(SpinPolarised, without_polarisation_both_are_btk) {
  for (const double Z : barriers)
    for (const double Gamma : {0.0, 0.1})
      for (const double E : energies) {
        const double btk = Btk<>{1, Gamma, Z}(E);
        EXPECT_NEAR((BtkMazin<>{1, Gamma, Z, 0}(E)), btk, rounding);
        EXPECT_NEAR((BtkStrijkers<>{1, Gamma, Z, 0}(E)), btk, rounding);
      }
}

TEST(SpinPolarised, a_half_metal_carries_no_current_inside_the_gap) {
  for (const double Z : barriers)
    for (const double E : {0.0, 0.3, 0.9, 0.999}) {
      EXPECT_NEAR((BtkMazin<>{1, 0, Z, 1}(E)), 0, rounding);
      EXPECT_EQ((BtkStrijkers<>{1, 0, Z, 1}(E)), 0);
    }
}

// Mazin, Golubov, Nadgorny, ballistic, E > Δ, normalised: half metal 4β(1+Z²)/[(1+β)² + 4Z²], β = |E|/√(E²−Δ²).
TEST(SpinPolarised, above_the_gap_mazin_is_the_printed_formula) {
  for (const double Z : barriers)
    for (const double E : {1.01, 1.4, 3.0}) {
      const double beta = E / std::sqrt(E * E - 1);
      EXPECT_NEAR((BtkMazin<>{1, 0, Z, 1}(E)), 4 * beta * (1 + Z * Z) / (std::pow(1 + beta, 2) + 4 * Z * Z), 1e-10);
    }
}

// Matching of the Bogoliubov waves at the barrier with a reflected hole that dies out at once: b = (1−N−2iZ)/(1+N+2iZ)
// with N = z/√(z²−Δ²), also for Γ > 0.
TEST(SpinPolarised, mazin_is_what_wave_matching_gives_without_a_hole_to_reflect) {
  for (const double Z : barriers)
    for (const double Gamma : {0.02, 0.4})
      for (const double E : energies) {
        const std::complex<double> z(E, Gamma), N = z / (std::sqrt(z - 1.0) * std::sqrt(z + 1.0));
        const std::complex<double> b =
            (1.0 - N - std::complex<double>(0, 2 * Z)) / (1.0 + N + std::complex<double>(0, 2 * Z));
        EXPECT_NEAR((BtkMazin<>{1, Gamma, Z, 1}(E)), (1 + Z * Z) * (1 - std::norm(b)), 1e-10) << E << ' ' << Gamma;
      }
}

// Strijkers: A = (ε²−1)/(ε+1+2Z²)², B = 4Z²(1+Z²)/(ε+1+2Z²)² above the gap, ε = |E|/√(E²−Δ²).
TEST(SpinPolarised, above_the_gap_strijkers_is_the_printed_formula) {
  const double P = 0.45;
  for (const double Z : barriers)
    for (const double E : {1.01, 1.4, 3.0}) {
      const double e = E / std::sqrt(E * E - 1), square = std::pow(e + 1 + 2 * Z * Z, 2);
      const double A = (e * e - 1) / square, B = 4 * Z * Z * (1 + Z * Z) / square;
      EXPECT_NEAR((BtkStrijkers<>{1, 0, Z, P}(E)), (1 + Z * Z) * ((1 - P) * (1 + A - B) + P * (1 - B / (1 - A))),
                  1e-10);
    }
}

TEST(SpinPolarised, the_two_differ_above_the_gap) {
  EXPECT_NEAR((BtkStrijkers<>{1, 0, 0, 1}(1.0001)), 1, 1e-9);
  const double N = 1.0001 / std::sqrt(1.0001 * 1.0001 - 1);
  EXPECT_NEAR((BtkMazin<>{1, 0, 0, 1}(1.0001)), 4 * N / std::pow(1 + N, 2), 1e-9);
}

TEST(SpinPolarised, broadened_polarised_electrons_tell_the_sign_of_the_bias) {
  const BtkMazin<> contact{1, 0.2, 0.7, 1};
  EXPECT_GT(std::abs(contact(0.9) - contact(-0.9)), 0.01);
  const BtkMazin<> sharp{1, 0, 0.7, 1};
  for (const double E : energies) EXPECT_NEAR(sharp(E), sharp(-E), rounding);
}

// Behind a barrier the half metal resonates just below Δ, narrower than that is away. The nodes of the thermal average
// have to know: for some Γ their check met it where it changes sign, and passed a value that was off by 3e-7. Values by
// mpmath, 25 digits, of the integral over the printed form with cuts at the resonance.
TEST(SpinPolarised, the_resonance_of_a_half_metal_behind_a_barrier_is_resolved) {
  const Model mazin = models::btk_mazin();
  const auto G = [&](double V, double Gamma, double P, double T) {
    return mazin(std::vector{V}, {{"Delta", 1}, {"Gamma", Gamma}, {"Z", 3}, {"P", P}, {"T", T}}).front();
  };
  EXPECT_NEAR(G(0.917, 0.01506, 0.3, 6), 0.8745612707968256, 1e-9);
  EXPECT_NEAR(G(1.047, 0.01506, 1, 3), 1.2254743336667, 1e-9);
}

}  // namespace
