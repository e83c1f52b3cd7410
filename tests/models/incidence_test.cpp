// Models averaged over the angle of incidence: their limits in sentences, and the matching of waves at the interface.

#include "didv/incidence.hpp"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <complex>
#include <numbers>

#include "didv/models/btk.hpp"
#include "didv/models/btk_2d.hpp"
#include "didv/models/btk_anisotropic_s.hpp"
#include "didv/models/btk_d_wave.hpp"
#include "didv/models/btk_mazin.hpp"
#include "didv/models/btk_p_wave.hpp"
#include "didv/models/dynes.hpp"
#include "models/incidence_reference.hpp"

namespace {

using namespace didv;
using C = std::complex<double>;

constexpr double pi = std::numbers::pi;
constexpr double contract = 1e-9;
constexpr double rounding = 1e-12;  // of the average: the tolerance of its panels
const std::vector<double> barriers{0, 0.3, 1, 5};
const std::vector<double> energies{0, 0.2, 0.7, 0.99, 1.05, 1.6, 4};

/// What matching leaves of an arriving electron.
struct Reflected {
  double as_hole, as_electron;
};

// One angle of the Bogoliubov–de Gennes equations in Andreev's approximation: (1,0)e^{ikx} + a(0,1)e^{ikx} +
// b(1,0)e^{−ikx} on the left, c(1,Γ₊)e^{ikx} + d(Γ₋,1)e^{−ikx} on the right, continuous, with the jump 2(Z/cosθ)k ψ(0)
// of the slope. A hole that finds no state dies out instead, a(0,1)e^{κkx}: hole_slope = κ in place of i.
Reflected by_matching(C Gamma_plus, C Gamma_minus, double cosine, double Z, C hole_slope = C(0, 1)) {
  const C i(0, 1);
  const double barrier = 2 * Z / cosine;
  Eigen::Matrix4cd M;
  Eigen::Vector4cd arriving;
  // Unknowns a, b, c, d. Rows: continuity of both components, then ψ_S' − ψ_N' = 2(Z/cosθ)k ψ(0), over k.
  M.row(0) << 0, -1, 1, Gamma_minus;
  M.row(1) << -1, 0, Gamma_plus, 1;
  M.row(2) << 0, i, i - barrier, (-i - barrier) * Gamma_minus;
  M.row(3) << -hole_slope, 0, (i - barrier) * Gamma_plus, -i - barrier;
  arriving << 1, 0, i, 0;
  const Eigen::Vector4cd x = M.fullPivLu().solve(arriving);
  return {std::norm(x[0]), std::norm(x[1])};
}

C pair_amplitude(C z, C gap) {
  const double size = std::abs(gap);
  return gap / (z + std::sqrt(z - size) * std::sqrt(z + size));
}

template <class Gap>
void expect_matching(const Gap& gap, const std::function<C(double)>& Delta) {
  for (const double Z : barriers)
    for (const double Gamma : {0.01, 0.3})
      for (const double E : energies)
        for (const double theta : {0.05, 0.4, 0.9, 1.4}) {
          const double cosine = std::cos(theta);
          double expected = 0;
          for (const double side : {theta, -theta}) {
            const Reflected part = by_matching(pair_amplitude(C(E, Gamma), std::conj(Delta(side))),
                                               pair_amplitude(C(E, Gamma), Delta(pi - side)), cosine, Z);
            expected += 0.5 * (1 + part.as_hole - part.as_electron);
          }
          const auto pair = gap({cosine, std::sin(theta)});
          const auto z = broadened(Energy<double>(E), Gamma);
          const double transparency = cosine * cosine / (cosine * cosine + Z * Z);
          EXPECT_NEAR(
              transmitted<double>(transparency, pair, pair_denominator(z, pair.plus), pair_denominator(z, pair.minus)),
              expected, 1e-11)
              << "E = " << E << ", Gamma = " << Gamma << ", Z = " << Z << ", theta = " << theta;
        }
}

TEST(Incidence, s_wave_is_what_matching_of_waves_gives) {
  expect_matching(Btk2d<>::Gap{1.1}, [](double) { return C(1.1); });
}
TEST(Incidence, d_wave_is_what_matching_of_waves_gives) {
  for (const double alpha : {0.0, 0.3, pi / 4})
    expect_matching(BtkDWave<>::Gap{std::cos(2 * alpha), std::sin(2 * alpha)},
                    [=](double theta) { return C(std::cos(2 * (theta - alpha))); });
}
TEST(Incidence, p_wave_is_what_matching_of_waves_gives) {
  expect_matching(BtkPWave<>::Gap{0.9}, [](double theta) { return std::polar(0.9, theta); });
}
TEST(Incidence, anisotropic_s_wave_is_what_matching_of_waves_gives) {
  const double a = 0.4, alpha = 0.25;
  expect_matching(BtkAnisotropicS<>::Gap{1 - a, 2 * a, std::cos(2 * alpha), std::sin(2 * alpha)},
                  [=](double theta) { return C(1 + a * std::cos(4 * (theta - alpha))); });
}

TEST(Matching, btk_is_what_it_gives_in_one_dimension) {
  for (const double Z : barriers)
    for (const double Gamma : {0.0, 0.2})
      for (const double E : energies) {
        const C g = pair_amplitude(C(E, Gamma), 1);
        const Reflected part = by_matching(g, g, 1, Z);
        EXPECT_NEAR((Btk<>{1, Gamma, Z}(E)), (1 + Z * Z) * (1 + part.as_hole - part.as_electron), 1e-10)
            << E << ' ' << Z;
      }
}

TEST(Matching, a_hole_without_a_state_gives_the_half_metal_of_mazin) {
  const double kappa = 1e9;  // in units of k; what it leaves of the hole is of the order of 1/κ
  for (const double Z : barriers)
    for (const double Gamma : {0.0, 0.2})
      for (const double E : energies) {
        const C g = pair_amplitude(C(E, Gamma), 1);
        EXPECT_NEAR((BtkMazin<>{1, Gamma, Z, 1}(E)), (1 + Z * Z) * (1 - by_matching(g, g, 1, Z, kappa).as_electron),
                    1e-6)
            << E << ' ' << Z;
      }
}

TEST(Incidence, the_normal_conductance_is_the_integral_of_the_transparency) {
  for (const double Z : {0.0, 1e-3, 0.3, 2.9, 3.1, 20.0}) {
    const auto f = [&](incidence_reference::Real theta) {
      const auto c = std::cos(theta);
      return Z == 0 ? c : c * c * c / (c * c + Z * Z);
    };
    const double expected = double(2 * incidence_reference::tanh_sinh(f, 0, incidence_reference::pi / 2));
    EXPECT_NEAR(normal_conductance(Z), expected, 1e-13 * expected) << Z;
  }
}

TEST(Incidence, without_a_gap_all_are_a_normal_metal) {
  for (const Model& model : {models::btk_2d(), models::btk_d_wave(), models::btk_p_wave(), models::btk_anisotropic_s()})
    for (const double T : {0.0, 3.0})
      for (const double V : {-1.0, 0.0, 0.3}) EXPECT_EQ(model(std::vector{V}, {{"Delta", 0}, {"T", T}})[0], 1);
}

TEST(Incidence, a_transparent_contact_does_not_feel_the_angle_of_an_isotropic_gap) {
  for (const double Gamma : {0.0, 0.1})
    for (const double E : energies) {
      const double btk = Btk<>{1, Gamma, 0}(E);
      EXPECT_NEAR((Btk2d<>{1, Gamma, 0}(E)), btk, rounding);
      EXPECT_NEAR((BtkPWave<>{1, Gamma, 0}(E)), btk, rounding);
    }
}

TEST(Incidence, an_anisotropy_of_zero_is_none) {
  for (const double Z : barriers)
    for (const double Gamma : {0.0, 0.1})
      for (const double E : {0.0, 0.6, 0.999, 1.0, 1.2}) {
        const double expected = Btk2d<>{1, Gamma, Z}(E);
        EXPECT_NEAR((BtkAnisotropicS<>{1, Gamma, Z, 0, 0.3}(E)), expected, contract * std::max(1.0, expected)) << E;
      }
}

TEST(Incidence, at_the_gap_every_direction_conducts_two_quanta) {
  for (const double Z : barriers)
    EXPECT_NEAR((Btk2d<>{0.8, 0, Z}(0.8)), 4 / normal_conductance(Z), contract * 4 / normal_conductance(Z));
}

TEST(Incidence, bound_states_of_a_d_wave_at_45_degrees_conduct_two_quanta_in_every_direction) {
  for (const double Z : {0.0, 0.3, 1.0, 5.0, 20.0}) {
    const double expected = 4 / normal_conductance(Z);
    EXPECT_NEAR((BtkDWave<>{1, 0, Z, pi / 4}(0.0)), expected, contract * expected);
  }
}

TEST(Incidence, without_broadening_derivatives_are_those_of_the_values_to_a_millionth_of_the_gap_over_kT) {
  std::vector<double> bias;
  for (int i = 0; i <= 40; ++i) bias.push_back(0.05 * i + 0.003);
  constexpr double Delta = 1, h = 1e-3;
  for (const Model& model : {models::btk_d_wave(), models::btk_anisotropic_s()})
    for (const double alpha : {0.3, 0.6})
      for (const double kT : {0.05, 0.2}) {
        const std::vector<double> at = model.arrange(
            {{"Delta", Delta}, {"Gamma", 0}, {"Z", 1}, {"alpha", alpha}, {"T", kT / boltzmann_meV_per_K}});
        const Curve curve = model.conductance(bias, at, {}, Derivatives::yes);
        for (std::size_t k = 0; k < at.size(); ++k) {
          if (at[k] == 0) continue;  // Γ: nothing on its other side
          const auto value = [&](int steps) {
            std::vector<double> beside = at;
            beside[k] += steps * h;
            return model.conductance(bias, beside).value;
          };
          const auto above = value(1), below = value(-1), far_above = value(2), far_below = value(-2);
          double peak = 1, worst = 0;
          for (std::size_t i = 0; i < bias.size(); ++i) {
            const double slope = (8 * (above[i] - below[i]) - (far_above[i] - far_below[i])) / (12 * h);
            peak = std::max(peak, std::abs(slope));
            worst = std::max(worst, std::abs(slope - curve.d_parameter[k][i]));
          }
          EXPECT_LE(worst, 3e-6 * Delta / kT * peak)
              << model.name() << " by " << model.parameters()[k].name << ", alpha " << alpha << ", kT " << kT;
        }
      }
}

TEST(Incidence, a_d_wave_peaks_at_zero_bias_if_its_nodes_face_the_barrier_and_only_then) {
  const ParameterValues common{{"Delta", 1}, {"Gamma", 0.02}, {"Z", 3}, {"T", 0.3}};
  const auto curve = [&](double alpha) {
    auto values = common;
    values["alpha"] = alpha;
    return models::btk_d_wave()(std::vector{0.0, 0.1, 0.3}, values);
  };
  const auto nodes = curve(pi / 4), lobes = curve(0);
  EXPECT_GT(nodes[0], 1.5 * nodes[1]);
  EXPECT_GT(nodes[0], 2);
  EXPECT_LT(lobes[0], lobes[1]);
  EXPECT_LT(lobes[1], lobes[2]);
}

TEST(Incidence, the_crystal_angle_counts_up_to_its_symmetry_only) {
  for (const double E : {0.1, 0.6, 1.1})
    for (const double alpha : {0.1, 0.6}) {
      const double d = BtkDWave<>{1, 0.05, 1, alpha}(E), s = BtkAnisotropicS<>{1, 0.05, 1, 0.5, alpha}(E);
      for (const double same : {-alpha, alpha + pi / 2, pi / 2 - alpha}) {
        EXPECT_NEAR((BtkDWave<>{1, 0.05, 1, same}(E)), d, rounding);
        EXPECT_NEAR((BtkAnisotropicS<>{1, 0.05, 1, 0.5, same}(E)), s, rounding);
      }
    }
}

TEST(Incidence, of_all_equivalent_crystal_angles_the_one_below_45_degrees_is_reported) {
  const Model d = models::btk_d_wave();
  for (const double same : {0.3, -0.3, 0.3 + pi / 2, pi / 2 - 0.3, 0.3 - pi}) {
    const auto ordered = d.in_order(d.arrange({{"alpha", same}, {"Z", 2}, {"T", 3}}));
    EXPECT_NEAR(ordered[3], 0.3, 1e-15);
    EXPECT_EQ(ordered[2], 2);
    EXPECT_EQ(ordered[4], 3);
  }
}

// A strong barrier, σ_N → cos²θ/Z²: every direction shows its density of states, with the weight cos³θ.
TEST(Incidence, a_strong_barrier_shows_the_density_of_states_of_every_direction) {
  const double Z = 1e4, Gamma = 0.1;  // corrections are of order 1/Z²
  const auto average = [&](double E, const std::function<double(double)>& gap) {
    const auto f = [&](incidence_reference::Real theta) {
      const auto c = std::cos(theta);
      return c * c * c * Dynes<>{std::abs(gap(double(theta))), Gamma}(E);
    };
    double sum = 0;
    for (int k = -4; k < 4; ++k)
      sum += 0.75 * double(incidence_reference::tanh_sinh(f, k * incidence_reference::pi / 8,
                                                          (k + 1) * incidence_reference::pi / 8));
    return sum;
  };
  for (const double E : {0.0, 0.4, 1.0, 1.7}) {
    EXPECT_NEAR((Btk2d<>{1, Gamma, Z}(E)), average(E, [](double) { return 1; }), 1e-6) << E;
    EXPECT_NEAR((BtkDWave<>{1, Gamma, Z, 0}(E)), average(E, [](double theta) { return std::cos(2 * theta); }), 1e-6)
        << E;
    EXPECT_NEAR((BtkAnisotropicS<>{1, Gamma, Z, 0.5, 0}(E)),
                average(E, [](double theta) { return 1 + 0.5 * std::cos(4 * theta); }), 1e-6)
        << E;
  }
}

TEST(Incidence, the_chiral_edge_fills_the_gap_of_a_p_wave) {
  // At any energy below Δ the edge state of some direction is met: no gap, however strong the barrier.
  for (const double E : {0.0, 0.3, 0.6}) {
    EXPECT_GT((BtkPWave<>{1, 0, 10}(E)), 1);
    EXPECT_LT((Btk2d<>{1, 0, 10}(E)), 0.02);
  }
}

TEST(Incidence, the_published_integral_is_met_where_it_is_hardest) {
  namespace R = incidence_reference;
  struct Case {
    Model model;
    ParameterValues values;
    R::Superconductor superconductor;
  };
  const double Z = 20;
  for (const Case& c : {Case{models::btk_2d(), {}, R::s_wave(1)}, Case{models::btk_p_wave(), {}, R::p_wave(1)},
                        Case{models::btk_d_wave(), {{"alpha", 0}}, R::harmonic(0, 1, 2, 0)},
                        Case{models::btk_d_wave(), {{"alpha", pi / 4}}, R::harmonic(0, 1, 2, R::Real(pi / 4))},
                        Case{models::btk_d_wave(), {{"alpha", 0.001}}, R::harmonic(0, 1, 2, R::Real(0.001))},
                        // bound states of which a panel sees no more than a ripple on what is smooth
                        Case{models::btk_d_wave(), {{"alpha", 0.3}, {"Gamma", 1e-4}}, R::harmonic(0, 1, 2, 0.3L)},
                        Case{models::btk_anisotropic_s(), {{"a", 1}, {"alpha", 0}}, R::harmonic(1, 1, 4, 0)}}) {
    ParameterValues values = c.values;
    values["Delta"] = 1, values["Z"] = Z, values["T"] = 0;
    const double Gamma = values["Gamma"];  // 0 where none is given
    const std::vector<double> bias{1e-6, 1e-3, 0.3, 0.999, 1.00001, 1.5};
    const auto mine = c.model(bias, values);
    const auto theirs = R::conductance(c.superconductor, Gamma, Z, 0, bias);
    double peak = 1;
    for (const auto G : theirs) peak = std::max(peak, double(G));
    for (std::size_t i = 0; i < bias.size(); ++i)
      EXPECT_NEAR(mine[i], double(theirs[i]), contract * peak) << c.model.name() << " at " << bias[i];
  }
}

}  // namespace
