#pragma once
// Gauss–Legendre quadrature with 12 nodes on one panel, and on panels that double.

#include <algorithm>
#include <array>

namespace didv::gap_equation {

struct GaussNode {
  double position;  ///< on [−1, 1], the positive ones
  double weight;
};

inline constexpr std::array<GaussNode, 6> gauss_nodes{{{0.125233408511468915, 0.249147045813402785},
                                                       {0.367831498998180194, 0.233492536538354809},
                                                       {0.587317954286617447, 0.203167426723065922},
                                                       {0.769902674194304687, 0.160078328543346226},
                                                       {0.904117256370474857, 0.106939325995318431},
                                                       {0.981560634246719251, 0.0471753363865118272}}};

/// ∫_lower^upper of a function that returns anything that can be scaled and added.
template <class Function>
auto integrate_panel(const Function& function, double lower, double upper) {
  const double centre = (lower + upper) / 2, half = (upper - lower) / 2;
  auto sum = gauss_nodes[0].weight * half *
             (function(centre - gauss_nodes[0].position * half) + function(centre + gauss_nodes[0].position * half));
  for (std::size_t k = 1; k < gauss_nodes.size(); ++k) {
    const auto [position, weight] = gauss_nodes[k];
    sum = sum + weight * half * (function(centre - position * half) + function(centre + position * half));
  }
  return sum;
}

/// ∫_lower^upper, 0 < lower, on [lower, 2 lower], [2 lower, 4 lower], …: full accuracy for a function whose
/// singularities all lie on the imaginary axis or to the left of it, for they stay three half-widths away from the
/// middle of each panel.
template <class Function>
auto integrate_doubling(const Function& function, double lower, double upper) {
  auto sum = integrate_panel(function, lower, std::min(2 * lower, upper));
  for (double from = 2 * lower; from < upper; from *= 2)
    sum = sum + integrate_panel(function, from, std::min(2 * from, upper));
  return sum;
}

}  // namespace didv::gap_equation
