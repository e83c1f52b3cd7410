#include "numerics/energy_nodes.hpp"

#include <algorithm>
#include <cmath>

#include "didv/units.hpp"

namespace didv::numerics {
namespace {

constexpr double edge_step = 0.40;         // α: step in asinh of the distance to an edge in units of its width
constexpr double thermal_step = 0.65;      // β: step in units of kT
constexpr double narrowest_width = 1e-22;  // of kT: (1e-22)^½ is what an inverse-root singularity loses

// t(E) − t(anchor) and its inverse, for energies written as anchor + offset. The unknown is ξ = asinh(offset/width): a
// step in it is never too coarse, however close to the anchor.
class Map {
 public:
  Map(std::span<const Edge> edges, int anchor, double kT, double refinement)
      : alpha_(edge_step / refinement), thermal_(refinement / (thermal_step * kT)) {
    const double at = anchor < 0 ? 0 : edges[anchor].energy_meV;
    for (int k = 0; k < int(edges.size()); ++k) {
      const double width = std::max(edges[k].width_meV, narrowest_width * kT);
      if (k == anchor) {
        width_ = width;
      } else {
        const double distance = at - edges[k].energy_meV;
        others_.push_back({distance, width, std::asinh(distance / width)});
      }
    }
    anchored_ = anchor >= 0;
  }

  double t(double offset) const {
    double sum = anchored_ ? std::asinh(offset / width_) : 0;
    for (const Other& o : others_) sum += std::asinh((offset + o.distance) / o.width) - o.at_anchor;
    return sum / alpha_ + offset * thermal_;
  }

  double slope(double offset) const {
    double sum = anchored_ ? 1 / std::hypot(offset, width_) : 0;
    for (const Other& o : others_) sum += 1 / std::hypot(offset + o.distance, o.width);
    return sum / alpha_ + thermal_;
  }

  /// The offset at which t has the given value, from a guess of it.
  double offset_at(double target, double guess) const {
    double offset = guess;
    for (int step = 0; step < 60; ++step) {
      const double miss = t(offset) - target;
      // Newton in ξ = asinh(offset/scale): monotone in both limits, and it cannot step across the edge by a wrong
      // order.
      const double scale = anchored_ ? width_ : 1 / thermal_;
      const double xi = std::asinh(offset / scale), stretch = std::hypot(offset, scale);
      const double change = std::clamp(-miss / (slope(offset) * stretch), -3.0, 3.0);
      offset = scale * std::sinh(xi + change);
      if (std::abs(miss) < 1e-11) break;
    }
    return offset;
  }

 private:
  struct Other {
    double distance, width, at_anchor;
  };
  double alpha_, thermal_;
  bool anchored_ = false;
  double width_ = 0;
  std::vector<Other> others_;
};

}  // namespace

std::vector<NodeRun> energy_nodes(std::span<const Edge> edges, double kT, double lower, double upper,
                                  double refinement) {
  std::vector<NodeRun> runs;
  const int count = int(edges.size());
  // Each edge owns the energies up to half-way to its neighbours. Counted from the first one, node j sits at t = j + ½,
  // so that no node falls on a symmetry point.
  const int first = count ? 0 : -1;
  double t_anchor = 0, next = -infinity;
  for (int k = first; k < std::max(count, 0); ++k) {
    const double at = k < 0 ? 0 : edges[k].energy_meV;
    const Map map(edges, k, kT, refinement);
    const double from = k <= 0 ? lower - at : std::max(lower - at, (edges[k - 1].energy_meV - at) / 2);
    const double to = k < 0 || k + 1 == count ? upper - at : std::min(upper - at, (edges[k + 1].energy_meV - at) / 2);
    if (from < to) {
      NodeRun run{k, {}, {}};
      const double t_from = map.t(from) + t_anchor, t_to = map.t(to) + t_anchor;
      double offset = from;
      next = std::max(next, std::ceil(t_from - 0.5) + 0.5);  // never a node twice where two edges meet
      for (; next < t_to; next += 1) {
        offset = map.offset_at(next - t_anchor, offset);
        run.offset.push_back(offset);
        run.weight.push_back(1 / map.slope(offset));
      }
      if (!run.offset.empty()) runs.push_back(std::move(run));
    }
    if (k >= 0 && k + 1 < count) t_anchor += map.t(edges[k + 1].energy_meV - at);
  }
  return runs;
}

}  // namespace didv::numerics
