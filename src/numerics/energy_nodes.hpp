#pragma once
// Nodes on the energy axis that are dense at every spectral edge and everywhere dense on the thermal scale.

#include <span>
#include <vector>

#include "didv/model.hpp"

namespace didv::numerics {

/// A run of nodes written from one edge, energy = edge + offset, so that the distance to the edge is exact.
struct NodeRun {
  int edge;                    ///< position in the list of edges, −1: none, offsets count from 0
  std::vector<double> offset;  ///< meV, ascending
  std::vector<double> weight;  ///< trapezoid weights dE/dt, meV
};

/// Equidistant nodes of t(E) = Σ_k asinh((E−E_k)/w_k)/α + E/(β·kT) on [lower, upper]: the trapezoid rule in t
/// integrates a function with edges E_k of width w_k times a thermal window with an error exp(−π²/α), exp(−2π²/β).
/// Edges ascending; widths are raised to 1e-22 kT; `refinement` divides α and β. From lower = 0 on, edges that come in
/// pairs ±E_k give nodes whose mirror images continue the rule to negative energies.
std::vector<NodeRun> energy_nodes(std::span<const Edge> edges, double kT, double lower, double upper,
                                  double refinement);

}  // namespace didv::numerics
