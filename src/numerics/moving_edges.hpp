#pragma once
// The edges of a kernel on both sides of zero bias, and the common stretch of the energy axis that carries them along.

#include <span>
#include <vector>

#include "didv/kernel.hpp"

namespace didv::numerics {

/// Edges in ascending order. stretch[p] is the rate of dE/dp = stretch_p·E at which the edges move with parameter p:
/// nodes that stretch along see no singularity move, whereas the derivative of (E−Δ)^{−1/2} at a fixed energy is not
/// integrable. Where they do not move together, those of width 0 are followed; where not even those do, nothing is: it
/// is 0.
struct MovingEdges {
  std::vector<Edge> at;
  std::vector<int> index;    ///< which of the kernel's edges
  std::vector<double> sign;  ///< +1 or −1
  std::vector<double> stretch;

  MovingEdges(const detail::KernelFunction& kernel, std::span<const double> parameters);

  /// Energy of the k-th edge; 0 for k = −1, "no edge".
  double energy(int k) const { return k < 0 ? 0 : at[std::size_t(k)].energy_meV; }
  /// The edge closest to an energy, −1 if there are none.
  int nearest(double energy_meV) const;

  /// kernel.beside_edge for energies written from the k-th edge (or from 0).
  void evaluate(const detail::KernelFunction& kernel, std::span<const double> parameters, int k,
                std::span<const double> offsets, Derivatives derivatives, std::span<double> table) const;
};

}  // namespace didv::numerics
