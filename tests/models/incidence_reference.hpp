#pragma once
// The anisotropic models again, by a route that shares nothing with the library: long double, the published formula at
// every angle from −π/2 to π/2 by tanh-sinh quadrature in θ, the thermal average by Gauss–Legendre panels.

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>
#include <vector>

#include "numerics/gauss_legendre.hpp"

namespace incidence_reference {

using Real = long double;
using Complex = std::complex<Real>;
inline constexpr Real pi = std::numbers::pi_v<Real>;

/// Δ(θ) at every angle, the singular energies, and the angles where something happens at an energy.
struct Superconductor {
  std::function<Complex(Real theta)> gap;
  std::vector<Real> edges;
  std::function<std::vector<Real>(Real E)> angles;
};

inline Superconductor s_wave(Real Delta) {
  return {[=](Real) { return Complex(Delta); }, {Delta}, [](Real) { return std::vector<Real>{}; }};
}

/// Δ₀ + Δ₁cos n(θ−α)
inline Superconductor harmonic(Real Delta0, Real Delta1, int n, Real alpha) {
  const Real meeting = Delta1 * std::abs(std::cos(n * alpha));
  std::vector<Real> edges;
  if (Delta0 == 0) edges.push_back(std::abs(Delta1 * std::sin(n * alpha)));
  for (const Real E : {Delta0 - Delta1, Delta0 - meeting, Delta0 + meeting, Delta0 + Delta1, Real(0)})
    edges.push_back(std::abs(E));
  return {[=](Real theta) { return Complex(Delta0 + Delta1 * std::cos(n * (theta - alpha))); }, edges,
          [=](Real E) {
            std::vector<Real> out;
            for (const Real level : {E, -E}) {
              const Real q = (level - Delta0) / Delta1, phi = std::acos(std::clamp(q, Real(-1), Real(1))) / n;
              for (int turn = -2 * n; turn <= 2 * n; ++turn)
                for (const Real sign : {-1, 1})
                  for (const Real mirror : {-1, 1}) out.push_back(mirror * (alpha + sign * phi + turn * 2 * pi / n));
            }
            return out;
          }};
}

inline Superconductor p_wave(Real Delta) {
  return {[=](Real theta) { return std::polar(Delta, theta); },
          {Delta},
          [=](Real E) {
            if (E > Delta) return std::vector<Real>{};
            return std::vector<Real>{std::asin(E / Delta), -std::asin(E / Delta)};
          }};
}

/// [σ_N σ_R](θ): Tanaka and Kashiwaya (1995), Z = mH/ħ²k_F; with σ_N in place of 1 − (1−σ_N), or it is 0/0 where both
/// are 1 but for rounding.
inline Real transmitted(Complex z, Complex plus, Complex minus, Real c2, Real Z2) {
  if (c2 < 1e-30L) return 0;  // grazing: nothing arrives, and 0/0 on a resonance
  const auto amplitude = [&](Complex gap) {
    const Real size = std::abs(gap);
    return size / (z + std::sqrt(z - size) * std::sqrt(z + size)) * (size > 0 ? gap / size : Complex(1));
  };
  const Complex conjugate_plus = amplitude(std::conj(plus)), pair = conjugate_plus * amplitude(minus);
  const Real sigma = c2 / (c2 + Z2), both = std::norm(pair);
  return sigma * ((1 - both) + sigma * (std::norm(conjugate_plus) + both)) /
         std::norm((Complex(1) - pair) + sigma * pair);
}

/// ∫ f over [a, b], singular at its ends.
template <class Function>
Real tanh_sinh(const Function& f, Real a, Real b) {
  constexpr Real step = 1 / Real(32);
  const Real half = (b - a) / 2;
  Real sum = pi / 2 * f((a + b) / 2);
  for (int k = 1; k <= 128; ++k) {
    const Real t = k * step, s = pi / 2 * std::sinh(t), e = std::exp(-2 * s);
    const Real distance = half * 2 * e / (1 + e), weight = pi / 2 * std::cosh(t) * 4 * e / ((1 + e) * (1 + e));
    if (weight < 1e-22L) break;
    sum += weight * (f(a + distance) + f(b - distance));
  }
  return half * step * sum;
}

inline Real conductance_at(const Superconductor& S, Real E, Real Gamma, Real Z) {
  std::vector<Real> cuts{-pi / 2, 0, pi / 2};
  for (const Real theta : S.angles(E))
    if (std::abs(theta) < pi / 2) cuts.push_back(theta);
  std::sort(cuts.begin(), cuts.end());
  const Complex z(E, Gamma);
  Real sum = 0, normal = 0;
  for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
    if (cuts[c + 1] - cuts[c] < 1e-17L) continue;
    sum += tanh_sinh(
        [&](Real theta) {
          const Real cosine = std::cos(theta);
          return cosine * transmitted(z, S.gap(theta), S.gap(pi - theta), cosine * cosine, Z * Z);
        },
        cuts[c], cuts[c + 1]);
  }
  for (const int side : {-1, 1})
    normal += side * tanh_sinh(
                         [&](Real theta) {
                           const Real cosine = std::cos(theta);
                           return cosine * cosine * cosine / (cosine * cosine + Z * Z);
                         },
                         0, side * pi / 2);
  return sum / normal;
}

/// G at several biases.
inline std::vector<Real> conductance(const Superconductor& S, Real Gamma, Real Z, Real kT,
                                     const std::vector<double>& bias) {
  if (kT == 0) {
    std::vector<Real> out;
    for (const double V : bias) out.push_back(conductance_at(S, std::abs(Real(V)), Gamma, Z));
    return out;
  }
  constexpr Real reach = 45;
  std::vector<Real> cuts;
  for (const double V : bias)
    for (Real x = -reach; x <= reach; x += 4)
      for (const Real sign : {-1, 1})
        if (sign * V + x * kT > 0) cuts.push_back(sign * V + x * kT);
  const Real top = *std::max_element(cuts.begin(), cuts.end());
  std::vector<Real> edges = S.edges;
  edges.push_back(0);
  for (const Real edge : edges) {
    cuts.push_back(edge);
    for (Real x = std::min(kT, S.edges.back() + kT); x > std::max(Gamma / 4, kT * Real(1e-14)); x /= 2)
      for (const Real sign : {-1, 1})
        if (edge + sign * x > 0 && edge + sign * x < top) cuts.push_back(edge + sign * x);
  }
  std::sort(cuts.begin(), cuts.end());
  static const auto rule = didv::numerics::gauss_legendre<20>();
  std::vector<Real> out(bias.size(), 0);
  for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
    const Real length = cuts[c + 1] - cuts[c], middle = (cuts[c] + cuts[c + 1]) / 2;
    const bool wanted = std::any_of(
        bias.begin(), bias.end(), [&](double V) { return std::abs(middle - std::abs(Real(V))) < reach * kT + length; });
    if (!wanted || length < 1e-18L) continue;
    for (const auto& node : rule) {
      const Real E = cuts[c] + length * node.position, weight = length * node.weight;
      const Real value = conductance_at(S, E, Gamma, Z);
      for (std::size_t i = 0; i < bias.size(); ++i) {
        for (const Real sign : {-1, 1}) {
          const Real e = std::exp(-std::abs(E - sign * bias[i]) / kT);
          out[i] += weight * value * e / (kT * (1 + e) * (1 + e));
        }
      }
    }
  }
  return out;
}

}  // namespace incidence_reference
