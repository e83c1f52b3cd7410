// A model that its user writes, in the user's own file, with public headers alone.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "didv/combine.hpp"
#include "didv/error.hpp"
#include "didv/kernel.hpp"
#include "didv/models/dynes.hpp"
#include "didv/units.hpp"

namespace {

using namespace didv;

// A resonance on one side of the Fermi energy: not even.
template <class Real = double>
struct Resonance {
  Real E0, w, a;
  static ModelCard card() { return {"resonance", "One-sided Lorentzian resonance", "this test"}; }
  static std::array<ParameterInfo, 3> parameters() {
    return {{{"E0", "E0", "meV", 0.8, -10, 10, "position"},
             {"w", "w", "meV", 0.1, 1e-6, 10, "half width"},
             {"a", "a", "1", 0.5, 0, 10, "height"}}};
  }
  std::array<SpectralEdge<Real>, 1> edges() const { return {{{E0, w}}}; }
  Real operator()(const Energy<Real>& E) const {
    const Real x = (E - E0) / w;
    return 1 + a / (1 + x * x);
  }
};

// The same as a formula of plain numbers, and as amplitude.
template <class Real = double>
struct PlainResonance : Resonance<Real> {
  Real operator()(double E) const {
    const Real x = (E - this->E0) / this->w;
    return 1 + this->a / (1 + x * x);
  }
};
template <class Real = double>
struct AnalyticResonance : Resonance<Real> {
  using C = Complex<Real>;
  C pole(const Energy<C>& E) const { return (E - this->E0) + make_complex(Real(0), this->w); }
  C amplitude(const Energy<C>& E) const { return 1 + make_complex(Real(0), this->a * this->w) / pole(E); }
  C slope(const Energy<C>& E) const { return make_complex(Real(0), -(this->a * this->w)) / (pole(E) * pole(E)); }
  C primitive(const Energy<C>& E) const { return C(E) + make_complex(Real(0), this->a * this->w) * log(pole(E)); }
};
// Structure that no edge tells of.
template <class Real = double>
struct Step {
  Real E0;
  static ModelCard card() { return {"step", "A step it does not tell of", "this test"}; }
  static std::array<ParameterInfo, 1> parameters() { return {{{"E0", "E0", "meV", 0.3, -10, 10, "position"}}}; }
  Real operator()(double E) const { return E < E0 ? Real(1.0) : Real(2.0); }
};

// The density of states, with the branches that it takes, compiled here and not in the library.
template <class Real = double>
struct OwnDynes : Dynes<Real> {};

const std::vector<double> bias{-2, -0.81, -0.3, 0, 0.3, 0.75, 0.8, 0.9, 1.4, 30};

// The resonance at the poles of the Fermi window above the real axis, summed, the rest beyond N by an integral.
double expected(double V, double E0, double w, double a, double kT) {
  constexpr double pi = std::numbers::pi;
  constexpr int N = 4000;
  const auto z = [&](double n) { return std::complex<double>(V - E0, w + pi * kT * (2 * n + 1)); };
  std::complex<double> sum = std::complex<double>(0, a * w) / z(N - 0.5);
  for (int n = 0; n < N; ++n) sum -= 2 * pi * kT * a * w / (z(n) * z(n));
  return 1 + sum.real();
}

TEST(OwnModel, is_computed_where_it_branches_as_everywhere) {
  const Model own = make_model<OwnDynes>();
  std::vector<double> V;
  for (int k = 0; k < 37; ++k) V.push_back(0.2 * (k - 18) + 0.01);
  const std::vector<double> sigma = own(V, {{"Delta", 1.5}, {"Gamma", 0}, {"T", 0}});
  for (std::size_t i = 0; i < V.size(); ++i) {
    const double expected = std::abs(V[i]) < 1.5 ? 0 : std::abs(V[i]) / std::sqrt(V[i] * V[i] - 1.5 * 1.5);
    EXPECT_NEAR(sigma[i], expected, 1e-12 * std::max(1.0, expected)) << V[i];
  }
}

template <class Real = double>
struct BoundedResonance : Resonance<Real> {
  static std::array<ParameterInfo, 3> parameters() {
    auto narrow = Resonance<Real>::parameters();
    narrow[0].upper = 1;
    return narrow;
  }
};

TEST(OwnModel, stands_beside_itself_with_defaults_in_its_range) {
  const Model twice = side_by_side({make_model<BoundedResonance>(), make_model<BoundedResonance>()});
  for (const double G : twice(std::vector{-1.0, 0.0, 1.0}, {})) EXPECT_GT(G, 0);
}

TEST(OwnModel, is_a_full_citizen) {
  const Model own = make_model<Resonance>();
  EXPECT_EQ(own.parameters().size(), 4u);
  const double kT = 0.05;
  const auto G = own(bias, {{"T", kT / boltzmann_meV_per_K}});
  for (std::size_t i = 0; i < bias.size(); ++i)
    EXPECT_NEAR(G[i], expected(bias[i], 0.8, 0.1, 0.5, kT), 1e-8) << bias[i];
  EXPECT_GT(own(bias, {{"T", 0.1}}, {Modulation(Rms{0.05}), {}})[6], 1.4);
}

TEST(OwnModel, gives_the_same_curve_however_it_is_written) {
  const Model own = make_model<Resonance>();
  for (const double T : {0.0, 0.01, 1.0, 20.0}) {
    const auto p = own.arrange({{"T", T}});
    const Curve expected = own.conductance(bias, p, {}, Derivatives::yes);
    const Curve current = own.current(bias, p, Derivatives::yes);
    for (const Model& other : {make_model<PlainResonance>(), make_model<AnalyticResonance>()}) {
      const Curve G = other.conductance(bias, p, {}, Derivatives::yes), I = other.current(bias, p, Derivatives::yes);
      for (std::size_t i = 0; i < bias.size(); ++i) {
        EXPECT_NEAR(G.value[i], expected.value[i], 1e-9);
        EXPECT_NEAR(G.d_bias[i], expected.d_bias[i], 1e-6);
        EXPECT_NEAR(I.value[i], current.value[i], 1e-9);
        for (std::size_t k = 0; k < p.size(); ++k) {
          EXPECT_NEAR(G.d_parameter[k][i], expected.d_parameter[k][i], 1e-6) << k;
          EXPECT_NEAR(I.d_parameter[k][i], current.d_parameter[k][i], 1e-6) << k;
        }
      }
    }
  }
}

TEST(OwnModel, that_hides_a_step_is_told_so_instead_of_getting_a_wrong_curve) {
  EXPECT_THROW(make_model<Step>()(bias, {{"T", 1}}), AccuracyError);
}

}  // namespace
