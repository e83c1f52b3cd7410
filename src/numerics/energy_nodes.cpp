#include "numerics/energy_nodes.hpp"

#include <algorithm>
#include <cmath>

#include "didv/multiversion.hpp"
#include "didv/units.hpp"
#include "numerics/exp_log.hpp"

namespace didv::numerics {
namespace {

constexpr double edge_step = 0.40;         // α: step in asinh of the distance to an edge in units of its width
constexpr double thermal_step = 0.65;      // β: step in units of kT
constexpr double narrowest_width = 1e-22;  // of kT: (1e-22)^½ is what an inverse-root singularity loses
constexpr double close_enough = 1e-4;      // in t, before the last step: Halley's method leaves the cube of it
constexpr int most_steps = 100;
constexpr std::size_t lanes = 8;  // numbers in the widest vector registers

/// Adds one edge's Σ asinh(y/width), its slope and curvature, y = x + distance, to the sums at every x.
DIDV_MULTIVERSION
void add_edge(const double* x, std::size_t n, double distance, double width, double* __restrict sum,
              double* __restrict slope, double* __restrict curvature) {
  const double inverse_width = 1 / width, width2 = width * width;
  for (std::size_t j = 0; j < n; ++j) {
    const double y = x[j] + distance, root = std::sqrt(y * y + width2), inverse = 1 / root;
    // From the side without cancellation.
    sum[j] += std::copysign(fast_log((std::abs(y) + root) * inverse_width), y);
    slope[j] += inverse;
    curvature[j] -= y * inverse * inverse * inverse;
  }
}

/// t(E) − t(anchor) seen from one edge, E = anchor + x.
class Map {
 public:
  Map(std::span<const Edge> edges, int anchor, double kT, double refinement)
      : alpha_(edge_step / refinement), thermal_(refinement / (thermal_step * kT)) {
    for (const Edge& edge : edges) {
      edges_.push_back(
          {edges[std::size_t(anchor)].energy_meV - edge.energy_meV, std::max(edge.width_meV, narrowest_width * kT)});
    }
    width_ = edges_[std::size_t(anchor)].width;
    for (const Seen& edge : edges_) at_anchor_ += std::asinh(edge.distance / edge.width);
  }

  double t(double x) const {
    double sum = -at_anchor_;
    for (const Seen& edge : edges_) sum += std::asinh((x + edge.distance) / edge.width);
    return sum / alpha_ + x * thermal_;
  }

  /// The places where t is first, first + 1, … , and dE/dt there. All of them lie in lower … upper: a step beyond could
  /// end behind the next edge, and never return.
  void invert(double first, std::size_t n, double lower, double upper, std::vector<double>& x,
              std::vector<double>& weight) const {
    x.resize(n);
    weight.resize(n);
    start(first, n, x.data());
    std::vector<double> sum(n), slope(n), curvature(n);
    for (int step = 0; step < most_steps; ++step) {
      slopes(x, sum, slope, curvature);
      if (advance(first, n, lower, upper, x.data(), sum.data(), slope.data(), curvature.data()) < close_enough) break;
    }
    slopes(x, sum, slope, curvature);
    for (std::size_t j = 0; j < n; ++j) weight[j] = 1 / (slope[j] / alpha_ + thermal_);
  }

 private:
  struct Seen {
    double distance, width;  // of the anchor from this edge
  };

  void slopes(const std::vector<double>& x, std::vector<double>& sum, std::vector<double>& slope,
              std::vector<double>& curvature) const {
    std::fill(sum.begin(), sum.end(), -at_anchor_);
    std::fill(slope.begin(), slope.end(), 0);
    std::fill(curvature.begin(), curvature.end(), 0);
    for (const Seen& edge : edges_) {
      add_edge(x.data(), x.size(), edge.distance, edge.width, sum.data(), slope.data(), curvature.data());
    }
  }

  // Too far out, because every term of t alone is below t: Newton's method comes in from there.
  DIDV_MULTIVERSION void start(double first, std::size_t n, double* __restrict x) const {
    const double alpha = alpha_, thermal = thermal_, width = width_;
    for (std::size_t j = 0; j < n; ++j) {
      const double t = first + double(j), growth = fast_exp(alpha * std::abs(t));
      const double by_edge = 0.5 * width * (growth - 1 / growth), by_window = std::abs(t) / thermal;
      x[j] = std::copysign(by_edge < by_window ? by_edge : by_window, t);
    }
  }

  // One step of all nodes, in ξ = asinh(x/width), which for every x is a fair measure of how far there is to go.
  // Returns the largest distance in t before the step.
  DIDV_MULTIVERSION double advance(double first, std::size_t n, double lower, double upper, double* __restrict x,
                                   const double* __restrict sum, const double* __restrict slope,
                                   const double* __restrict curvature) const {
    const double inverse_alpha = 1 / alpha_, thermal = thermal_, width2 = width_ * width_;
    double worst = 0;
#pragma omp simd reduction(max : worst)
    for (std::size_t j = 0; j < n; ++j) {
      const double stretch = std::sqrt(x[j] * x[j] + width2);  // dx/dξ
      const double miss = sum[j] * inverse_alpha + x[j] * thermal - (first + double(j));
      const double by_x = slope[j] * inverse_alpha + thermal;
      const double by_xi = by_x * stretch;
      const double bend = by_x * x[j] + stretch * stretch * curvature[j] * inverse_alpha;
      // Halley's step is right where the map bends little; elsewhere a bounded Newton step, t being monotone.
      const double halley = -2 * miss * by_xi / (2 * by_xi * by_xi - miss * bend);
      double newton = -miss / by_xi;
      newton = newton > 3 ? 3 : newton < -3 ? -3 : newton;
      const double growth = fast_exp(std::abs(miss) < 1 ? halley : newton), decay = 1 / growth;
      const double next = 0.5 * (x[j] * (growth + decay) + stretch * (growth - decay));
      x[j] = next < lower ? lower : next > upper ? upper : next;
      worst = std::abs(miss) > worst ? std::abs(miss) : worst;
    }
    return worst;
  }

  double alpha_, thermal_, width_, at_anchor_ = 0;
  std::vector<Seen> edges_;
};

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
      if (!counting) next = std::ceil(map.t(from) + t_anchor - 0.5) + 0.5;
      counting = true;
      const double end = map.t(to) + t_anchor;
      if (next < end) {
        auto nodes = std::size_t(std::ceil(end - next));
        // Vectors have no odd end then, and nodes beyond the upper end do no harm.
        if (k + 1 == count) nodes = (nodes + lanes - 1) / lanes * lanes;
        NodeRun run{k, {}, {}};
        map.invert(next - t_anchor, nodes, from, k + 1 == count ? infinity : to, run.offset, run.weight);
        next += double(nodes);
        runs.push_back(std::move(run));
      }
    }
    if (k + 1 < count) t_anchor += map.t(edges[std::size_t(k) + 1].energy_meV - at);
  }
  return runs;
}

}  // namespace didv::numerics
