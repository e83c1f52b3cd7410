#include "numerics/energy_nodes.hpp"

#include <algorithm>
#include <cmath>

namespace didv::numerics {
namespace {

constexpr double edge_step = 0.40;         // α: step in asinh of the distance to an edge in units of its width
constexpr double thermal_step = 0.65;      // β: step in units of kT
constexpr double narrowest_width = 1e-22;  // of kT: (1e-22)^½ is what an inverse-root singularity loses
constexpr double close_enough = 1e-3;      // in t, before the last step: Halley's method leaves the cube of it

/// t(E) − t(anchor) seen from one edge, as a function of ξ = asinh(offset/width): a step in ξ is never too coarse.
class Map {
 public:
  struct Place {
    double offset, stretch;   // width·sinh ξ, width·cosh ξ
    double slope, curvature;  // dt/dξ, d²t/dξ²
  };

  Map(std::span<const Edge> edges, int anchor, double kT, double refinement)
      : alpha_(edge_step / refinement), thermal_(refinement / (thermal_step * kT)) {
    const auto width = [&](std::size_t k) { return std::max(edges[k].width_meV, narrowest_width * kT); };
    const auto own = std::size_t(anchor);
    width_ = width(own);
    for (std::size_t k = 0; k < edges.size(); ++k) {
      if (k == own) continue;
      const double distance = edges[own].energy_meV - edges[k].energy_meV;
      others_.push_back({distance, width(k), 0});
      others_.back().at_anchor = others_.back().asinh(distance, others_.back().root(distance));
    }
  }

  double xi(double offset) const { return std::asinh(offset / width_); }

  double t(double offset) const {
    double sum = xi(offset);
    for (const Other& o : others_) sum += o.asinh(offset + o.distance, o.root(offset + o.distance)) - o.at_anchor;
    return sum / alpha_ + offset * thermal_;
  }

  /// The place at ξ, and t there if `t` is given.
  Place at(double xi, double* t) const {
    // The library's sinh is needed where e^ξ − e^{−ξ} cancels.
    const double growth = std::exp(xi), sinh = std::abs(xi) > 1 ? 0.5 * (growth - 1 / growth) : std::sinh(xi);
    const double x = width_ * sinh, stretch = std::sqrt(x * x + width_ * width_);
    double sum = xi, first = 0, second = 0;
    for (const Other& o : others_) {
      const double y = x + o.distance, root = o.root(y), inverse = 1 / root;
      if (t) sum += o.asinh(y, root) - o.at_anchor;
      first += inverse;
      second += y * inverse * inverse * inverse;
    }
    if (t) *t = sum / alpha_ + x * thermal_;
    return {x, stretch, (1 + stretch * first) / alpha_ + stretch * thermal_,
            (x * first - stretch * stretch * second) / alpha_ + x * thermal_};
  }

  /// ξ of a value of t, from a guess.
  double solve(double target, double guess) const {
    double xi = guess;
    for (int step = 0; step < 100; ++step) {
      double t;
      const Place place = at(xi, &t);
      const double miss = t - target;
      const double change = -2 * miss * place.slope / (2 * place.slope * place.slope - miss * place.curvature);
      // Halley's step is right where the map bends little; elsewhere a bounded Newton step, t being monotone.
      const bool near = std::abs(miss) < 1;
      xi += near ? change : std::clamp(-miss / place.slope, -3.0, 3.0);
      if (std::abs(miss) < close_enough) break;
    }
    return xi;
  }

 private:
  struct Other {
    double distance, width, at_anchor;
    double root(double y) const { return std::sqrt(y * y + width * width); }
    double asinh(double y, double root_of_y) const {
      // From the side without cancellation; a wide edge far away needs the small-argument form of the library.
      if (std::abs(y) < width) return std::asinh(y / width);
      return std::copysign(std::log((std::abs(y) + root_of_y) / width), y);
    }
  };
  double alpha_, thermal_, width_;
  std::vector<Other> others_;
};

/// Nodes at t = next, next + 1, … below t_end, seen from the anchor at t_anchor; `next` goes on counting.
void march(const Map& map, double t_anchor, double t_end, double from, double& next, NodeRun& run) {
  struct Step {
    double xi, first, second;  // ξ and its derivatives in t
  };
  Step before{}, last{};
  for (int known = 0; next < t_end; next += 1) {
    // The quintic through value, slope and curvature at the last two nodes, at the next one.
    const double guess = known >= 2 ? 32 * last.xi - 31 * before.xi - 16 * last.first - 14 * before.first +
                                          4 * last.second - 2 * before.second
                         : known == 1 ? last.xi + last.first
                                      : map.xi(from);
    const double xi = map.solve(next - t_anchor, guess);
    const Map::Place place = map.at(xi, nullptr);
    run.offset.push_back(place.offset);
    run.weight.push_back(place.stretch / place.slope);
    before = last;
    last = {xi, 1 / place.slope, -place.curvature / (place.slope * place.slope * place.slope)};
    ++known;
  }
}

}  // namespace

std::vector<NodeRun> energy_nodes(std::span<const Edge> edges, double kT, double lower, double upper,
                                  double refinement) {
  std::vector<NodeRun> runs;
  if (edges.empty()) {
    NodeRun run{-1, {}, {}};
    const double step = thermal_step * kT / refinement;
    for (double j = std::ceil(lower / step - 0.5) + 0.5; j * step < upper; j += 1) {
      run.offset.push_back(j * step);
      run.weight.push_back(step);
    }
    runs.push_back(std::move(run));
    return runs;
  }
  // Each edge owns the energies up to half-way to its neighbours. Node j sits at t = j + ½, counted from the first
  // edge, or from E = 0 where the nodes are to be mirrored: so none falls on an edge or on the mirror.
  const int count = int(edges.size());
  const bool mirrored = lower == 0;
  double t_anchor = 0, next = mirrored ? 0.5 : 0;
  bool counting = mirrored, placed = !mirrored;
  for (int k = 0; k < count; ++k) {
    const double at = edges[std::size_t(k)].energy_meV;
    if (mirrored && at < 0) continue;
    const double above = k + 1 == count ? upper - at : (edges[std::size_t(k) + 1].energy_meV - at) / 2;
    const double below = k == 0 ? lower - at : (edges[std::size_t(k) - 1].energy_meV - at) / 2;
    const double from = std::max(lower - at, below), to = std::min(upper - at, above);
    const Map map(edges, k, kT, refinement);
    if (!placed) t_anchor = -map.t(-at);
    placed = true;
    if (from < to) {
      NodeRun run{k, {}, {}};
      if (!counting) next = std::ceil(map.t(from) + t_anchor - 0.5) + 0.5;
      counting = true;
      march(map, t_anchor, map.t(to) + t_anchor, from, next, run);
      if (!run.offset.empty()) runs.push_back(std::move(run));
    }
    if (k + 1 < count) t_anchor += map.t(edges[std::size_t(k) + 1].energy_meV - at);
  }
  return runs;
}

}  // namespace didv::numerics
