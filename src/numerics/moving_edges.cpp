#include "numerics/moving_edges.hpp"

#include <algorithm>
#include <cmath>

namespace didv::numerics {

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
  for (std::size_t p = 0; kernel.follows_edges && p < parameters.size(); ++p) {
    bool common = true, set = false;
    for (const auto& edge : moving) {
      const double energy = edge.at.energy_meV, velocity = edge.velocity[p];
      if (energy == 0) {
        common = common && velocity == 0;
        continue;
      }
      common = common && (!set || std::abs(velocity / energy - stretch[p]) <= 1e-12 * std::abs(stretch[p]));
      stretch[p] = velocity / energy;
      set = true;
    }
    if (!common) stretch[p] = 0;
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
