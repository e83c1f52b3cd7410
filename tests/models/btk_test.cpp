// What Blonder, Tinkham and Klapwijk found, in sentences.

#include "didv/models/btk.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "didv/models/dynes.hpp"

namespace {

using namespace didv;

constexpr double rounding = 1e-13;  // identities of a few operations
constexpr double contract = 1e-9;   // what a curve promises
const std::vector<double> barriers{0, 0.1, 0.5, 1, 3, 10};

double at(double V, const ParameterValues& values) { return models::btk()(std::vector<double>{V}, values)[0]; }

TEST(Btk, a_transparent_contact_conducts_twice_as_well_inside_the_gap) {
  for (const double E : {0.0, 0.2, 0.7, 0.999}) {
    EXPECT_NEAR((Btk<>{1.3, 0, 0}(1.3 * E)), 2, rounding);
    EXPECT_NEAR(at(1.3 * E, {{"Delta", 1.3}, {"Gamma", 0}, {"Z", 0}, {"T", 0}}), 2, rounding);
  }
}

TEST(Btk, at_the_gap_the_conductance_is_twice_that_without_barrier_whatever_the_barrier) {
  for (const double Z : barriers) {
    EXPECT_NEAR((Btk<>{0.7, 0, Z}(0.7)), 2 * (1 + Z * Z), rounding * (1 + Z * Z) * (1 + Z * Z));
    EXPECT_NEAR((Btk<>{0.7, 0, Z}(-0.7)), 2 * (1 + Z * Z), rounding * (1 + Z * Z) * (1 + Z * Z));
  }
}

TEST(Btk, at_zero_bias_a_barrier_suppresses_andreev_reflection) {
  for (const double Z : barriers) {
    EXPECT_NEAR((Btk<>{0.7, 0, Z}(0.0)), 2 * (1 + Z * Z) / std::pow(1 + 2 * Z * Z, 2), rounding);
  }
}

TEST(Btk, a_strong_barrier_shows_the_density_of_states) {
  const double Z = 1e5;  // corrections are of order 1/Z² = 1e-10 of the peak squared
  for (const double Gamma : {0.05, 0.5}) {
    for (const double E : {0.0, 0.4, 1.0, 1.1, 3.0}) {
      EXPECT_NEAR((Btk<>{1, Gamma, Z}(E)), (Dynes<>{1, Gamma}(E)), 1e-8);
    }
  }
}

TEST(Btk, every_electron_ends_in_one_of_four_ways) {
  for (const double Z : barriers) {
    for (const double Gamma : {0.0, 1e-3, 0.3, 2.0}) {
      for (const double E : {-3.0, -1.0, -0.5, 0.0, 0.5, 0.999999, 1.0, 1.000001, 1.5, 20.0}) {
        const auto p = Btk<>{1, Gamma, Z}.probabilities(E);
        EXPECT_NEAR(p.A + p.B + p.C + p.D, 1, rounding * (1 + Z * Z));
        for (const double probability : {p.A, p.B, p.C, p.D}) EXPECT_GE(probability, -rounding);
      }
    }
  }
}

TEST(Btk, the_conductance_is_what_is_not_reflected_normally_and_what_is_reflected_as_holes) {
  for (const double Z : barriers) {
    for (const double Gamma : {0.0, 0.01, 0.7}) {
      for (const double E : {-2.0, 0.0, 0.8, 1.0, 1.2, 5.0}) {
        const Btk<> contact{1, Gamma, Z};
        const auto p = contact.probabilities(E);
        EXPECT_NEAR(contact(E), (1 + Z * Z) * (1 + p.A - p.B), rounding * (1 + Z * Z) * (1 + Z * Z));
      }
    }
  }
}

// Phys. Rev. B 25, 4515, Table II, as printed: inside the gap by A, outside by u, v and γ.
TEST(Btk, reflection_probabilities_are_those_of_table_II) {
  for (const double Z : barriers) {
    for (const double E : {0.0, 0.3, 0.95}) {
      const double A = 1 / (E * E + (1 - E * E) * std::pow(1 + 2 * Z * Z, 2));
      const auto p = Btk<>{1, 0, Z}.probabilities(E);
      EXPECT_NEAR(p.A, A, rounding);
      EXPECT_NEAR(p.B, 1 - A, rounding);
    }
    for (const double E : {1.05, 1.5, 4.0}) {
      const double w = std::sqrt(E * E - 1) / E, u2 = (1 + w) / 2, v2 = 1 - u2,
                   gamma2 = std::pow(u2 + Z * Z * (u2 - v2), 2);
      const auto p = Btk<>{1, 0, Z}.probabilities(E);
      EXPECT_NEAR(p.A, u2 * v2 / gamma2, rounding);
      EXPECT_NEAR(p.B, std::pow(u2 - v2, 2) * Z * Z * (1 + Z * Z) / gamma2, rounding);
      EXPECT_NEAR(p.C, u2 * (u2 - v2) * (1 + Z * Z) / gamma2, rounding);
      EXPECT_NEAR(p.D, v2 * (u2 - v2) * Z * Z / gamma2, rounding);
    }
  }
}

TEST(Btk, without_a_gap_it_is_a_normal_metal) {
  for (const double Z : barriers) {
    for (const double Gamma : {0.0, 0.2}) {
      for (const double T : {0.0, 1.0}) {
        const ParameterValues values{{"Delta", 0}, {"Gamma", Gamma}, {"Z", Z}, {"T", T}};
        for (const double V : {-1.0, 0.0, 1e-9, 2.0}) EXPECT_EQ(at(V, values), 1);
        EXPECT_DOUBLE_EQ(models::btk().current(std::vector<double>{0.7}, models::btk().arrange(values)).value[0], 0.7);
      }
    }
  }
}

TEST(Btk, the_excess_current_of_a_transparent_contact_is_four_thirds_of_the_gap) {
  EXPECT_DOUBLE_EQ(btk_excess_current(1.5, 0), 2);
  EXPECT_NEAR(excess_current(models::btk(), {{"Delta", 1.5}, {"Gamma", 0}, {"Z", 0}}), 2, 1e-8);
}

TEST(Btk, the_excess_current_in_closed_form_is_the_integral) {
  for (const double Z : {1e-3, 0.04, 0.05, 0.3, 1.0, 4.0, 20.0}) {
    EXPECT_NEAR(excess_current(models::btk(), {{"Delta", 1}, {"Gamma", 0}, {"Z", Z}}), btk_excess_current(1, Z), 1e-9)
        << Z;
  }
  for (const double Z : {1e4, 1e8, 1e12, 1e200, infinity}) EXPECT_NEAR(btk_excess_current(1, Z), 0, 1e-7) << Z;
}

TEST(Btk, the_excess_current_does_not_depend_on_temperature) {
  const Model btk = models::btk();
  const double V = 5e3;
  const double expected = excess_current(btk, {{"Gamma", 0.2}, {"Z", 0.4}});
  for (const double T : {1.0, 20.0}) {
    const auto p = btk.arrange({{"Gamma", 0.2}, {"Z", 0.4}, {"T", T}});
    const auto I = btk.current(std::vector<double>{V, 2 * V}, p).value;
    EXPECT_NEAR(2 * (I[1] - 2 * V) - (I[0] - V), expected, 1e-8);
  }
}

TEST(Btk, broadening_washes_the_excess_current_out) {
  double before = 4. / 3;
  for (const double Gamma : {1e-3, 0.1, 1.0}) {
    const double now = excess_current(models::btk(), {{"Gamma", Gamma}, {"Z", 0}});
    EXPECT_LT(now, before);
    before = now;
  }
}

TEST(Btk, heat_smears_the_double_conductance_of_a_transparent_contact) {
  EXPECT_NEAR(at(0, {{"Delta", 1}, {"Gamma", 0}, {"Z", 0}, {"T", 0.1}}), 2, contract);
  EXPECT_LT(at(0, {{"Delta", 1}, {"Gamma", 0}, {"Z", 0}, {"T", 10}}), 1.9);
}

}  // namespace
