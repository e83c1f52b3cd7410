#pragma once
// I(V) and dI/dV between two broadened superconductors by brute force on the real axis, in long double: another route
// than the library's, which has no node there.

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <vector>

#include "numerics/gauss_legendre.hpp"

namespace sis_reference {

using Real = long double;

struct Junction {
  Real Delta1, Gamma1, Delta2, Gamma2, kT;
};

struct Density {
  Real value, slope;
};

/// N = Re z/√(z²−Δ²) and dN/dE at edge + x.
inline Density density(Real edge, Real x, Real Delta, Real Gamma) {
  using Complex = std::complex<Real>;
  const Complex z(edge + x, Gamma), below((edge - Delta) + x, Gamma), above((edge + Delta) + x, Gamma);
  const Complex root = std::sqrt(below) * std::sqrt(above);
  return {(z / root).real(), (-Delta * Delta / (root * root * root)).real()};
}

inline Real fermi(Real x) { return x > 0 ? std::exp(-x) / (1 + std::exp(-x)) : 1 / (1 + std::exp(x)); }

struct Answer {
  Real conductance, current;
};

/// Gauss's rule on panels that shrink by three towards every edge and Fermi level, down to a thousandth of their width.
inline Answer by_quadrature(const Junction& j, Real V) {
  static const auto rule = didv::numerics::gauss_legendre<16>();
  struct Mark {
    Real at, width;
    int side;  // 1: an edge of the first, 2: of the second (at = E + V), 0: a Fermi level
  };
  const Real tail = 45 * j.kT;
  std::vector<Mark> marks{{j.Delta1, j.Gamma1, 1},
                          {-j.Delta1, j.Gamma1, 1},
                          {j.Delta2 - V, j.Gamma2, 2},
                          {-j.Delta2 - V, j.Gamma2, 2},
                          {0, j.kT, 0},
                          {-V, j.kT, 0}};
  const Real low = std::min<Real>(0, -V) - tail, high = std::max<Real>(0, -V) + tail;
  marks.push_back({low, high - low, 0});
  marks.push_back({high, high - low, 0});
  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.at < b.at; });
  Answer sum{0, 0};
  const auto panel = [&](const Mark& from, Real start, Real end) {
    for (const auto& node : rule) {
      const Real x = start + (end - start) * Real(node.position), E = from.at + x;
      const Real weight = std::abs(end - start) * Real(node.weight);
      const Real edge2 = from.side == 2 ? (from.at + V > 0 ? j.Delta2 : -j.Delta2) : from.at + V;
      const Density one = density(from.at, x, j.Delta1, j.Gamma1), two = density(edge2, x, j.Delta2, j.Gamma2);
      const Real f = j.kT > 0 ? fermi(E / j.kT) : Real(E < 0), g = j.kT > 0 ? fermi((E + V) / j.kT) : Real(E + V < 0);
      const Real window = j.kT > 0 ? g * fermi(-(E + V) / j.kT) / j.kT : 0;
      sum.current += weight * one.value * two.value * (f - g);
      sum.conductance += weight * one.value * (two.slope * (f - g) + two.value * window);
    }
  };
  for (std::size_t k = 0; k + 1 < marks.size(); ++k) {
    const Real left = marks[k].at, right = marks[k + 1].at, half = (right - left) / 2;
    if (right <= low || left >= high || half <= 0) continue;
    for (const auto& [mark, sign] : {std::pair{marks[k], Real(1)}, std::pair{marks[k + 1], Real(-1)}}) {
      Real outer = half;
      const Real least = mark.width > 0 ? mark.width / 1000 : half / 3;
      while (outer > least) {
        panel(mark, sign * outer / 3, sign * outer);
        outer /= 3;
      }
      panel(mark, 0, sign * outer);
    }
  }
  // At T = 0 the window is a step at E = −V.
  if (j.kT == 0) sum.conductance += density(-V, 0, j.Delta1, j.Gamma1).value * density(0, 0, j.Delta2, j.Gamma2).value;
  return sum;
}

}  // namespace sis_reference
