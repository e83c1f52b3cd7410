#pragma once
// The thermal averages again, by a route that shares nothing with the library: long double, tanh-sinh quadrature on the
// real axis cut towards gap edge and thermal window, kernels in the published u, v form (BTK) and the real form
// (Dynes).

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <functional>
#include <string>
#include <vector>

namespace reference {

using Real = long double;
using Complex = std::complex<Real>;

/// ∫_a^b f, f may be singular at the ends; f gets the point as (from, offset), from + offset, offset from the closer
/// end.
inline Real tanh_sinh(const std::function<Real(Real, Real)>& f, Real a, Real b) {
  constexpr Real step = 1 / Real(12);
  const Real half = (b - a) / 2, pi_2 = std::acos(Real(-1)) / 2;
  Real sum = pi_2 * f(a, half);
  for (int k = 1; k <= 52; ++k) {
    const Real t = k * step, s = pi_2 * std::sinh(t), e = std::exp(-2 * s);
    const Real distance = half * 2 * e / (1 + e), weight = pi_2 * std::cosh(t) * 4 * e / ((1 + e) * (1 + e));
    if (weight < Real(1e-44)) break;  // an inverse root loses the root of this
    sum += weight * (f(a, distance) + f(b, -distance));
  }
  return half * step * sum;
}

/// Parameters by name; kT in meV. `side` of zero energy: kernels get |E|.
struct Point {
  Real Delta, Gamma, Z, kT, V, P = 0;
  int side = 1;
};

/// x = E − Delta is passed beside E > 0 to be exact.
inline Real dynes(Real x, Real E, const Point& p) {
  if (p.Gamma == 0) return x > 0 ? E / std::sqrt(x * (E + p.Delta)) : 0;
  const Real a = x * (E + p.Delta) - p.Gamma * p.Gamma, m = std::hypot(a, 2 * E * p.Gamma);
  // The smaller of the two roots from their product EΓ.
  const Real larger = std::sqrt((m + std::abs(a)) / 2), smaller = E * p.Gamma / larger;
  const Real P = a >= 0 ? larger : smaller, Q = a >= 0 ? smaller : larger;
  return (E * P + p.Gamma * Q) / m;
}

/// A and B of Blonder, Tinkham and Klapwijk, for Γ > 0.
inline std::array<Real, 2> andreev_and_normal(Real x, Real E, const Point& p) {
  const Real Z2 = p.Z * p.Z;
  const Complex z(E, p.Gamma), w = std::sqrt(Complex(x, p.Gamma) * (z + p.Delta) / (z * z));
  const Complex u2 = (Real(1) + w) / Real(2), v2 = Real(1) - u2, gamma = u2 + Z2 * w;
  return {std::abs(u2) * std::abs(v2) / std::norm(gamma), std::norm(w * Complex(Z2, p.Z)) / std::norm(gamma)};
}

inline Real btk(Real x, Real E, const Point& p) {
  const Real Z2 = p.Z * p.Z;
  if (p.Gamma == 0) {
    if (x <= 0) return 2 * (1 + Z2) * p.Delta * p.Delta / (E * E - x * (E + p.Delta) * (1 + 2 * Z2) * (1 + 2 * Z2));
    const Real N = E / std::sqrt(x * (E + p.Delta));
    return 2 * N * (1 + Z2) / (N + 1 + 2 * Z2);
  }
  const auto [A, B] = andreev_and_normal(x, E, p);
  return (1 + Z2) * (1 + A - B);
}

inline Real btk_strijkers(Real x, Real E, const Point& p) {
  const Real Z2 = p.Z * p.Z;
  Real polarised = 0;  // 1 − B/(1−A)
  if (p.Gamma == 0) {
    if (x > 0) {  // C + D and B, both times γ²
      const Real w = std::sqrt(x * (E + p.Delta)) / E, u2 = (1 + w) / 2;
      const Real through = w * (1 + Z2) * u2 + w * Z2 * (1 - u2), reflected = w * w * Z2 * (1 + Z2);
      polarised = through / (through + reflected);
    }
  } else {
    const auto [A, B] = andreev_and_normal(x, E, p);
    polarised = (1 - A - B) / (1 - A);
  }
  return (1 - p.P) * btk(x, E, p) + p.P * (1 + Z2) * polarised;
}

inline Real btk_mazin(Real x, Real E, const Point& p) {
  const Real Z2 = p.Z * p.Z;
  Real half_metal = 0;
  if (p.Gamma == 0) {
    if (x > 0) {
      const Real root = std::sqrt(x * (E + p.Delta));  // β = E/root, multiplied through
      half_metal = 4 * E * root * (1 + Z2) / ((root + E) * (root + E) + 4 * Z2 * root * root);
    }
  } else {
    // √(z²−Δ²) with Im > 0; x and E belong to |E|, of which −z* is the image.
    const Complex right = std::sqrt(Complex(x, p.Gamma) * Complex(E + p.Delta, p.Gamma));
    const Complex root = p.side > 0 ? right : -std::conj(right), z(p.side * E, p.Gamma), g = p.Delta / (z + root);
    half_metal =
        (1 + Z2) * (1 - std::pow(std::abs(g), Real(4))) / std::norm(Real(1) + Complex(0, p.Z) * (Real(1) - g * g));
  }
  return (1 - p.P) * btk(x, E, p) + p.P * half_metal;
}

/// Where only the real part of the root is broadened.
inline Real legacy_btk_real_root(Real x, Real E, const Point& p) {
  const Real Z2 = p.Z * p.Z;
  const Complex z(E, p.Gamma), beyond = Complex(x, p.Gamma) * (z + p.Delta);  // z² − Δ²
  Real A, B;
  if (p.Gamma < p.Delta && E * E <= (p.Delta - p.Gamma) * (p.Delta + p.Gamma)) {
    A = std::real(p.Delta * p.Delta / (z * z - beyond * std::pow(1 + 2 * Z2, Real(2))));
    B = 1 - A;
  } else {
    const Real w = std::real(std::sqrt(beyond / (z * z))), u2 = (1 + w) / 2, v2 = 1 - u2, gamma = u2 + Z2 * w;
    A = u2 * v2 / (gamma * gamma);
    B = w * w * Z2 * (1 + Z2) / (gamma * gamma);
  }
  return (1 + Z2) * (1 + A - B);
}

/// Where the modulus of the energy stands above the root.
inline Real legacy_dynes_modulus(Real x, Real E, const Point& p) {
  const Complex z(E, p.Gamma);
  return std::real(std::abs(z) / std::sqrt(Complex(x, p.Gamma) * (z + p.Delta)));
}

using Kernel = Real (*)(Real, Real, const Point&);

inline Real window(Real y) {
  const Real e = std::exp(-std::abs(y));
  return e / ((1 + e) * (1 + e));
}

/// G(V) = ∫₀^∞ [σ(E) w(E−V) + σ(−E) w(E+V)]dE.
inline Real conductance(Kernel kernel, const Point& p) {
  const Real top = std::abs(p.V) + 50 * p.kT;
  Point mirrored = p;
  mirrored.side = -1;
  const auto piece = [&](Real length, int sign) {
    std::vector<Real> cuts{0, length};
    // A strong barrier has a structure of its own at the edge, Δ/(1+2Z²)² wide.
    const Real barrier = p.Delta / std::pow(1 + 2 * p.Z * p.Z, 2), own = std::min(p.kT / 100, barrier / 4);
    const Real closest = p.Gamma > 0 ? std::min(p.Gamma / 4, own) : own;
    const auto cut = [&](Real x) {
      if (x >= closest && x < length) cuts.push_back(x);
    };
    for (Real x = closest; x < length; x *= 8) cut(x);
    // Where a kernel with the real part of the root alone jumps.
    if (sign < 0 && p.Gamma > 0 && p.Gamma < p.Delta)
      cuts.push_back(p.Gamma * p.Gamma / (p.Delta + std::sqrt((p.Delta - p.Gamma) * (p.Delta + p.Gamma))));
    for (const int k : {-30, -12, -5, -2, 0, 2, 5, 12, 30}) {
      for (const Real centre : {p.V, -p.V}) cut(sign * (centre + k * p.kT - p.Delta));
    }
    // The resonance of a half metal behind a barrier: a zero of its denominator on the other sheet.
    if (p.P > 0 && p.Z > 0) {
      const Complex at = p.Delta * Complex(2 * p.Z, -1) / (Real(2) * std::sqrt(Complex(p.Z * p.Z, -p.Z)));
      const Real width = p.Gamma - at.imag();
      cut(sign * (at.real() - p.Delta));
      for (Real away = width / 4; away < length; away *= 4)
        for (const Real from : {at.real() - away, at.real() + away}) cut(sign * (from - p.Delta));
    }
    std::sort(cuts.begin(), cuts.end());
    Real sum = 0;
    for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
      const Real nearest = std::min(std::abs(p.Delta + sign * (cuts[c] + cuts[c + 1]) / 2 - std::abs(p.V)), top);
      if (nearest - (cuts[c + 1] - cuts[c]) / 2 > 45 * p.kT) continue;  // e^{−45}
      sum += tanh_sinh(
          [&](Real from, Real offset) {
            const Real x = sign * (from + offset), E = p.Delta + x;
            const Real positive = kernel(x, E, p), negative = p.P > 0 ? kernel(x, E, mirrored) : positive;
            return (positive * window((E - p.V) / p.kT) + negative * window((E + p.V) / p.kT)) / p.kT;
          },
          cuts[c], cuts[c + 1]);
    }
    return sum;
  };
  return (top > p.Delta ? piece(top - p.Delta, 1) : 0) + (p.Delta > 0 ? piece(p.Delta, -1) : 0);
}

/// The derivative with respect to one member by fourth-order differences in steps of h (forward ones at a bound).
inline Real derivative(Kernel kernel, const Point& p, Real Point::*member, Real h) {
  const auto at = [&](int steps) {
    Point shifted = p;
    shifted.*member += steps * h;
    return conductance(kernel, shifted);
  };
  if (p.*member < 2 * h && member != &Point::V) {
    return (-25 * at(0) + 48 * at(1) - 36 * at(2) + 16 * at(3) - 3 * at(4)) / (12 * h);
  }
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
}

}  // namespace reference
