#include "numerics/moving_edges.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace didv::numerics {
namespace {

using MovingEdge = detail::KernelFunction::MovingEdge;

/// The rate at which all these edges move with parameter p; 0 for none of them.
std::optional<double> common_stretch(const std::vector<MovingEdge>& edges, std::size_t p) {
  double stretch = 0;
  for (const MovingEdge& edge : edges) {
    if (edge.at.energy_meV == 0) continue;
    stretch = edge.velocity[p] / edge.at.energy_meV;
    break;
  }
  const bool all = std::ranges::all_of(edges, [&](const MovingEdge& edge) {
    return detail::moves_along(edge.velocity[p], edge.at.energy_meV, stretch);
  });
  return all ? std::optional(stretch) : std::nullopt;
}

}  // namespace

MovingEdges::MovingEdges(const detail::KernelFunction& kernel, std::span<const double> parameters)
    : stretch(parameters.size(), 0) {
  const auto moving = kernel.edges(parameters);
  struct Signed {
    Edge at;
    int index;
    double sign;
  };
  std::vector<Signed> both;
  for (std::size_t k = 0; k < moving.size(); ++k) {
    const Edge edge = moving[k].at;
    // Nodes around the same edge twice would tell nothing new.
    if (std::ranges::any_of(both, [&](const Signed& known) {
          return known.at.energy_meV == edge.energy_meV && known.at.width_meV == edge.width_meV;
        }))
      continue;
    both.push_back({edge, int(k), 1});
    if (edge.energy_meV != 0) both.push_back({{-edge.energy_meV, edge.width_meV}, int(k), -1});
  }
  std::sort(both.begin(), both.end(),
            [](const Signed& a, const Signed& b) { return a.at.energy_meV < b.at.energy_meV; });
  for (const Signed& edge : both) {
    at.push_back(edge.at);
    index.push_back(edge.index);
    sign.push_back(edge.sign);
  }
  if (!kernel.follows_edges) return;
  std::vector<MovingEdge> sharp;
  for (const MovingEdge& edge : moving) {
    if (edge.at.width_meV == 0) sharp.push_back(edge);
  }
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const auto common = common_stretch(moving, p);
    stretch[p] = common ? *common : common_stretch(sharp, p).value_or(0);
  }
}

int MovingEdges::nearest(double energy_meV) const {
  int best = -1;
  for (int k = 0; k < int(at.size()); ++k) {
    if (best < 0 || std::abs(energy_meV - energy(k)) < std::abs(energy_meV - energy(best))) best = k;
  }
  return best;
}

void MovingEdges::evaluate(const detail::KernelFunction& kernel, std::span<const double> parameters, int k,
                           std::span<const double> offsets, Derivatives derivatives, std::span<double> table) const {
  const auto edge = std::size_t(k);
  kernel.beside_edge(parameters, k < 0 ? -1 : index[edge], k < 0 ? 1 : sign[edge], offsets, stretch, derivatives,
                     table);
}

}  // namespace didv::numerics
