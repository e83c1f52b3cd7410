#include "numerics/thermal_window.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

#include "didv/error.hpp"
#include "numerics/energy_nodes.hpp"
#include "numerics/moving_edges.hpp"
#include "numerics/window_sums.hpp"
#include "text/number.hpp"

namespace didv::numerics {
namespace {

using detail::KernelFunction;

constexpr double reach = 28;                    // in kT: e^{−28} = 7e-13 is left out of the thermal window
constexpr double smooth_beyond = 30;            // in kT: so far from every edge the Gauss rule has an error below 1e-11
constexpr double tolerated_alternation = 2e-5;  // its square is the error of the trapezoid rule
constexpr int most_refinements = 5;

// Gauss rule of the weight sech²(x/2)/4 on the whole axis, from its recurrence b_n = n⁴π²/(4n²−1).
constexpr std::array<double, 7> gauss_x{-13.208619179276130153, -6.8222585657045345924, -2.7401586343998033468, 0,
                                        2.7401586343998033468,  6.8222585657045345924,  13.208619179276130153};
constexpr std::array<double, 7> gauss_w{0.000015006783863250833043, 0.0054715468031045287974, 0.18481163647966423209,
                                        0.61940361986673597656,     0.18481163647966423209,   0.0054715468031045287974,
                                        0.000015006783863250833043};

struct Problem {
  const KernelFunction& kernel;
  std::span<const double> parameters;
  double kT;
  Derivatives derivatives;
  MovingEdges moving;

  bool wanted() const { return derivatives == Derivatives::yes; }
  std::size_t count() const { return parameters.size(); }
};

void gauss(const Problem& p, std::span<const double> bias, const std::vector<std::size_t>& members, Curve& out) {
  const std::size_t n = members.size() * gauss_x.size();
  if (n == 0) return;
  std::vector<double> energy;
  energy.reserve(n);
  for (const std::size_t i : members) {
    for (const double x : gauss_x) energy.push_back(bias[i] + p.kT * x);
  }
  std::vector<double> table(n * (p.wanted() ? p.count() + 2 : 1));
  p.kernel.at(p.parameters, energy, p.derivatives, table);
  const auto sum = [&](std::size_t column, std::size_t m, bool moment) {
    double total = 0;
    for (std::size_t q = 0; q < gauss_x.size(); ++q) {
      total += gauss_w[q] * (moment ? gauss_x[q] : 1) * table[column * n + m * gauss_x.size() + q];
    }
    return total;
  };
  for (std::size_t m = 0; m < members.size(); ++m) {
    const std::size_t i = members[m];
    out.value[i] = sum(0, m, false);
    if (!p.wanted()) continue;
    for (std::size_t k = 0; k < p.count(); ++k) out.d_parameter[k][i] = sum(k + 1, m, false);
    out.d_bias[i] = sum(p.count() + 1, m, false);
    out.d_parameter[p.count()][i] = sum(p.count() + 1, m, true);
  }
}

// Energies in units of kT come in blocks, so that one exponential per bias and block serves all nodes without overflow.
constexpr double block_length = 64;
double block_of(double u) { return std::floor(u / block_length + 0.5); }
double centre(double block) { return block_length * block; }

// What every node contributes, relative to the normal metal (σ − 1, exact there) and times the trapezoid weight.
// Columns: σ−1, the same with alternating sign, then with derivatives (E − reference)(σ−1) and the parameters.
struct Sources {
  std::size_t size;
  std::vector<double> u;       // (E − reference)/kT, ascending
  std::vector<double> growth;  // e^{u − centre of its block}
  std::vector<double> table;

  double* column(std::size_t c) { return table.data() + c * size; }
  const double* column(std::size_t c) const { return table.data() + c * size; }
};

Sources sources(const Problem& p, double lower, double upper, int reference, double reference_energy,
                double refinement) {
  const bool mirrored = p.kernel.even && lower < 0 && upper > 0;
  const auto runs = mirrored ? energy_nodes(p.moving.at, p.kT, 0, std::max(upper, -lower), refinement)
                             : energy_nodes(p.moving.at, p.kT, lower, upper, refinement);
  std::size_t nodes = 0, images = 0;
  for (const NodeRun& run : runs) {
    nodes += run.offset.size();
    if (!mirrored) continue;
    images += std::size_t(std::lower_bound(run.offset.begin(), run.offset.end(), -lower - p.moving.energy(run.edge)) -
                          run.offset.begin());
  }
  const std::size_t size = images + nodes, columns = p.wanted() ? 3 + p.count() : 2;
  Sources s{size, std::vector<double>(size), std::vector<double>(size), std::vector<double>(columns * size)};
  const auto place = [&](std::size_t at, double from_reference) {
    s.u[at] = from_reference / p.kT;
    s.growth[at] = std::exp(s.u[at] - centre(block_of(s.u[at])));
  };
  std::size_t at = images;
  std::vector<double> values;
  for (const NodeRun& run : runs) {
    const std::size_t n = run.offset.size();
    values.resize(n * (p.wanted() ? p.count() + 1 : 1));
    p.moving.evaluate(p.kernel, p.parameters, run.edge, run.offset, p.derivatives, values);
    const double shift = run.edge == reference && reference >= 0 ? 0 : p.moving.energy(run.edge) - reference_energy;
    for (std::size_t j = 0; j < n; ++j, ++at) {
      const double from_reference = shift + run.offset[j], excess = run.weight[j] * (values[j] - 1);
      place(at, from_reference);
      s.column(0)[at] = excess;
      s.column(1)[at] = at % 2 ? -excess : excess;
      if (!p.wanted()) continue;
      s.column(2)[at] = excess * from_reference;
      for (std::size_t k = 0; k < p.count(); ++k) s.column(3 + k)[at] = run.weight[j] * values[(k + 1) * n + j];
    }
  }
  for (std::size_t image = 0; image < images; ++image) {
    const std::size_t original = 2 * images - 1 - image;
    const double from_reference = -2 * reference_energy - s.u[original] * p.kT, excess = s.column(0)[original];
    place(image, from_reference);
    s.column(0)[image] = excess;
    s.column(1)[image] = image % 2 ? -excess : excess;
    if (!p.wanted()) continue;
    s.column(2)[image] = excess * from_reference;
    for (std::size_t k = 0; k < p.count(); ++k) s.column(3 + k)[image] = s.column(3 + k)[original];
  }
  return s;
}

// One neighbourhood of biases at one density of nodes; returns the largest alternation, the mark of unresolved
// structure.
double window(const Problem& p, std::span<const double> bias, const std::vector<std::size_t>& group, double refinement,
              Curve& out) {
  const double first = bias[group.front()], last = bias[group.back()];
  const double lower = first - reach * p.kT, upper = last + reach * p.kT;
  // Energies are counted from an edge, so that |V − Δ| ~ kT is exact however small kT is.
  int reference = -1;
  for (int k = 0; k < int(p.moving.at.size()); ++k) {
    if (p.moving.energy(k) > lower && p.moving.energy(k) < upper) reference = k;
  }
  const double reference_energy = reference < 0 ? (first + last) / 2 : p.moving.energy(reference);
  const Sources s = sources(p, lower, upper, reference, reference_energy, refinement);
  const std::size_t columns = p.wanted() ? 3 + p.count() : 2;
  std::vector<double> plain(columns), tilted(columns), K(s.u.size()), K1(s.u.size());
  double alternation = 0;
  std::size_t from = 0, to = 0;
  for (const std::size_t i : group) {  // in ascending order
    const double v = (bias[i] - reference_energy) / p.kT;
    std::fill(plain.begin(), plain.end(), 0);
    std::fill(tilted.begin(), tilted.end(), 0);
    while (from < s.size && s.u[from] < v - reach) ++from;
    while (to < s.size && s.u[to] <= v + reach) ++to;
    for (std::size_t j = from; j < to;) {
      const double block = block_of(s.u[j]);
      const auto end = std::lower_bound(s.u.begin() + std::ptrdiff_t(j), s.u.begin() + std::ptrdiff_t(to),
                                        centre(block) + block_length / 2);
      const std::size_t stop = std::max(std::size_t(end - s.u.begin()), j + 1), length = stop - j;
      const double growth = std::exp(centre(block) - v);
      if (p.wanted()) {
        thermal_weights(&s.growth[j], growth, length, K.data(), K1.data());
        tilted[0] += dot(s.column(0) + j, K1.data(), length);
        tilted[2] += dot(s.column(2) + j, K1.data(), length);
      } else {
        thermal_weights(&s.growth[j], growth, length, K.data());
      }
      for (std::size_t c = 0; c < columns; ++c) plain[c] += dot(s.column(c) + j, K.data(), length);
      j = stop;
    }
    const double scale = 1 / p.kT;
    out.value[i] = 1 + scale * plain[0];
    alternation = std::max(alternation, std::abs(scale * plain[1]) / std::max(1.0, std::abs(out.value[i])));
    if (!p.wanted()) continue;
    const double from_reference = bias[i] - reference_energy;
    const double S0 = scale * plain[0], S1 = scale * scale * tilted[0], S2 = scale * scale * tilted[2];
    out.d_bias[i] = -S1;
    out.d_parameter[p.count()][i] = -scale * (S0 + S2 - from_reference * S1);
    for (std::size_t k = 0; k < p.count(); ++k) {
      // Nodes that stretch take the measure and the window along: ∫(σ−1) d/dE[E(−f′)] dE.
      out.d_parameter[k][i] = scale * plain[3 + k] + p.moving.stretch[k] * (S0 + S2 + reference_energy * S1);
    }
  }
  return alternation;
}

}  // namespace

Curve thermal_window(const KernelFunction& kernel, std::span<const double> bias_mV, std::span<const double> parameters,
                     double kT, Derivatives derivatives) {
  const Problem p{kernel, parameters, kT, derivatives, MovingEdges(kernel, parameters)};
  const std::size_t size = bias_mV.size();
  Curve out;
  out.value.assign(size, 0);
  if (p.wanted()) {
    out.d_bias.assign(size, 0);
    out.d_parameter.assign(p.count() + 1, std::vector<double>(size, 0));
  }
  std::vector<double> bias(bias_mV.begin(), bias_mV.end());
  if (kernel.even) {
    for (double& V : bias) V = std::abs(V);
  }
  std::vector<std::size_t> order(size), far;
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return bias[a] < bias[b]; });
  std::vector<std::vector<std::size_t>> groups;
  for (const std::size_t i : order) {
    const auto& edges = p.moving.at;
    const bool smooth = !edges.empty() && std::all_of(edges.begin(), edges.end(), [&](const Edge& edge) {
      const double away = std::abs(bias[i] - edge.energy_meV);
      return std::max(away, edge.width_meV) > smooth_beyond * kT;
    });
    if (smooth) {
      far.push_back(i);
    } else if (groups.empty() || bias[i] - bias[groups.back().back()] > 2 * reach * kT) {
      groups.push_back({i});
    } else {
      groups.back().push_back(i);
    }
  }
  gauss(p, bias, far, out);
  for (const auto& group : groups) {
    double refinement = 1, alternation = window(p, bias, group, refinement, out);
    for (int step = 0; alternation > tolerated_alternation && step < most_refinements; ++step) {
      refinement *= 2;
      alternation = window(p, bias, group, refinement, out);
    }
    if (!(alternation <= tolerated_alternation)) {
      throw AccuracyError("model " + kernel.card.name + ": thermal average at kT = " + text::number(kT) +
                          " meV not resolved near bias " + text::number(bias[group.front()]) +
                          " mV: the kernel has structure there that its edges() do not tell, or is not finite");
    }
  }
  if (kernel.even && p.wanted()) {
    for (std::size_t i = 0; i < size; ++i) out.d_bias[i] = std::copysign(1.0, bias_mV[i]) * out.d_bias[i];
  }
  return out;
}

}  // namespace didv::numerics
