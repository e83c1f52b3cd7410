#pragma once
// Gauss–Legendre quadrature on [0, 1] with any number of nodes.

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace didv::numerics {

struct QuadratureNode {
  double position, weight;
};

/// Exact for polynomials of degree below 2·Count. The nodes are the roots of the Legendre polynomial, by Newton's
/// method.
template <std::size_t Count>
std::array<QuadratureNode, Count> gauss_legendre() {
  std::array<QuadratureNode, Count> nodes;
  constexpr double count = Count;
  for (std::size_t i = 0; i < Count; ++i) {
    double x = std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (count + 0.5)), slope = 1;
    for (int newton = 0; newton < 6; ++newton) {
      double previous = 1, value = x;
      for (double k = 2; k <= count; ++k) {
        const double next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
        previous = value;
        value = next;
      }
      slope = count * (x * value - previous) / (x * x - 1);
      x -= value / slope;
    }
    nodes[i] = {(1 + x) / 2, 1 / ((1 - x * x) * slope * slope)};
  }
  return nodes;
}

}  // namespace didv::numerics
