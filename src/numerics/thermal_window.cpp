#include "numerics/thermal_window.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

#include "didv/error.hpp"
#include "numerics/energy_nodes.hpp"
#include "numerics/exp_log.hpp"
#include "numerics/moving_edges.hpp"
#include "numerics/window_sums.hpp"
#include "text/number.hpp"

namespace didv::numerics {
namespace {

using detail::KernelFunction;

constexpr double reach = 28;          // in kT: e^{−28} = 7e-13 is left out of the thermal window
constexpr double smooth_beyond = 30;  // in kT: so far from every edge the Gauss rule has an error below 1e-11
constexpr double near = 9;            // in kT: beyond, two terms of the window's series leave out e^{−27} = 2e-12
constexpr double longest_pack = 64;   // in kT
constexpr double longest_neighbourhood = 500;   // in kT: growth stays within e^{±300}
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

// Nodes around one neighbourhood of biases, and what each contributes relative to the normal metal (σ − 1, exact there)
// times the trapezoid weight. Columns: σ − 1, with derivatives also (E − reference)(σ − 1), then σ − 1 with alternating
// sign, and one per parameter.
struct Sources {
  double reference_energy;  // energies are counted from here …
  double middle;            // … and, in units of kT, from here on, so that no exponential overflows
  std::vector<double> u;    // (E − reference)/kT − middle, ascending
  NodeRows rows;
};

Sources sources(const Problem& p, double first, double last, double refinement) {
  const double lower = first - reach * p.kT, upper = last + reach * p.kT;
  // Counted from an edge, so that |V − Δ| ~ kT is exact however small kT is.
  int reference = -1;
  for (int k = 0; k < int(p.moving.at.size()); ++k) {
    if (p.moving.energy(k) > lower && p.moving.energy(k) < upper) reference = k;
  }
  const double reference_energy = reference < 0 ? (first + last) / 2 : p.moving.energy(reference);
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
  Sources s{reference_energy,
            ((first + last) / 2 - reference_energy) / p.kT,
            std::vector<double>(size),
            {columns, p.wanted() ? 2u : 0u, std::vector<double>(size), std::vector<double>(columns * size)}};
  const auto place = [&](std::size_t at, double from_reference, double excess) {
    s.u[at] = from_reference / p.kT - s.middle;
    double* row = &s.rows.row[at * columns];
    *row++ = excess;
    if (p.wanted()) *row++ = excess * from_reference;
    *row++ = at % 2 ? -excess : excess;
    return row;
  };
  std::size_t at = images;
  std::vector<double> values;
  for (const NodeRun& run : runs) {
    const std::size_t n = run.offset.size();
    values.resize(n * (p.wanted() ? p.count() + 1 : 1));
    p.moving.evaluate(p.kernel, p.parameters, run.edge, run.offset, p.derivatives, values);
    const double shift = run.edge == reference && reference >= 0 ? 0 : p.moving.energy(run.edge) - reference_energy;
    for (std::size_t j = 0; j < n; ++j, ++at) {
      double* row = place(at, shift + run.offset[j], run.weight[j] * (values[j] - 1));
      for (std::size_t k = 1; k * n < values.size(); ++k) *row++ = run.weight[j] * values[k * n + j];
    }
  }
  for (std::size_t image = 0; image < images; ++image) {
    const std::size_t original = 2 * images - 1 - image;
    const double* row = &s.rows.row[original * columns];
    double* mirrored_row = place(image, -2 * reference_energy - (s.u[original] + s.middle) * p.kT, row[0]);
    if (p.wanted()) std::copy_n(row + 3, p.count(), mirrored_row);
  }
  exponentials(s.u, s.rows.growth);
  return s;
}

// So many biases, [begin, begin + count) of a neighbourhood, are summed side by side.
struct Pack {
  std::size_t begin, count, from, to;  // nodes [from, to) are near
  Lanes scale;
  WindowSums sums;
};

std::vector<Pack> packs(const Problem& p, const Sources& s, std::span<const double> bias) {
  std::vector<Pack> out;
  out.reserve(bias.size() / lanes + 1);
  std::size_t from = 0, to = 0;
  for (std::size_t begin = 0; begin < bias.size();) {
    Pack pack{begin, 0, 0, 0, {}, WindowSums(s.rows)};
    double v = 0;
    while (pack.count < lanes && begin + pack.count < bias.size() &&
           bias[begin + pack.count] - bias[begin] <= longest_pack * p.kT) {
      v = (bias[begin + pack.count] - s.reference_energy) / p.kT - s.middle;
      if (pack.count == 0) {
        while (from < s.u.size() && s.u[from] < v - near) ++from;
      }
      pack.scale[pack.count++] = fast_exp(-v);
    }
    for (std::size_t l = pack.count; l < lanes; ++l) pack.scale[l] = pack.scale[pack.count - 1];
    while (to < s.u.size() && s.u[to] <= v + near) ++to;
    pack.from = from;
    pack.to = to;
    begin += pack.count;
    out.push_back(std::move(pack));
  }
  return out;
}

// One neighbourhood of biases, ascending, at one density of nodes; returns the largest alternation, the mark of
// unresolved structure.
double window(const Problem& p, std::span<const double> bias, std::span<const std::size_t> index, double refinement,
              Curve& out) {
  const Sources s = sources(p, bias.front(), bias.back(), refinement);
  std::vector<Pack> all = packs(p, s, bias);
  FarSide below(s.rows), above(s.rows);
  std::size_t taken = 0;
  for (Pack& pack : all) {
    below.take_upwards(taken, pack.from);
    taken = pack.from;
    below.add_to_biases_above(pack.scale, pack.sums);
    add_near(s.rows, pack.from, pack.to, pack.scale, pack.sums);
  }
  taken = s.u.size();
  for (std::size_t k = all.size(); k-- > 0;) {
    above.take_downwards(all[k].to, taken);
    taken = all[k].to;
    above.add_to_biases_below(all[k].scale, all[k].sums);
  }
  double alternation = 0;
  const double scale = 1 / p.kT;
  for (const Pack& pack : all) {
    const auto &plain = pack.sums.plain, &tilted = pack.sums.tilted;
    for (std::size_t l = 0; l < pack.count; ++l) {
      const std::size_t i = index[pack.begin + l];
      const double S0 = scale * plain[0][l], odd = scale * plain[p.wanted() ? 2 : 1][l];
      out.value[i] = 1 + S0;
      alternation = std::max(alternation, std::abs(odd) / std::max(1.0, std::abs(out.value[i])));
      if (!p.wanted()) continue;
      const double from_reference = bias[pack.begin + l] - s.reference_energy;
      const double S1 = scale * scale * tilted[0][l], S2 = scale * scale * tilted[1][l];
      out.d_bias[i] = -S1;
      out.d_parameter[p.count()][i] = -scale * (S0 + S2 - from_reference * S1);
      for (std::size_t k = 0; k < p.count(); ++k) {
        // Nodes that stretch take the measure and the window along: ∫(σ−1) d/dE[E(−f′)] dE.
        out.d_parameter[k][i] = scale * plain[3 + k][l] + p.moving.stretch[k] * (S0 + S2 + s.reference_energy * S1);
      }
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
  std::vector<std::size_t> order(size), far, close;
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (!std::is_sorted(bias_mV.begin(), bias_mV.end())) {
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return bias_mV[a] < bias_mV[b]; });
  }
  std::vector<double> close_bias;
  for (const std::size_t i : order) {
    const auto& edges = p.moving.at;
    const bool smooth = !edges.empty() && std::all_of(edges.begin(), edges.end(), [&](const Edge& edge) {
      const double away = std::abs(bias_mV[i] - edge.energy_meV);
      return std::max(away, edge.width_meV) > smooth_beyond * kT;
    });
    (smooth ? far : close).push_back(i);
    if (!smooth) close_bias.push_back(bias_mV[i]);
  }
  gauss(p, bias_mV, far, out);
  for (std::size_t begin = 0, end; begin < close.size(); begin = end) {
    end = begin + 1;
    while (end < close.size() && close_bias[end] - close_bias[end - 1] <= 2 * reach * kT &&
           close_bias[end] - close_bias[begin] <= longest_neighbourhood * kT) {
      ++end;
    }
    const auto bias = std::span(close_bias).subspan(begin, end - begin);
    const auto index = std::span(close).subspan(begin, end - begin);
    double refinement = 1, alternation = window(p, bias, index, refinement, out);
    for (int step = 0; alternation > tolerated_alternation && step < most_refinements; ++step) {
      refinement *= 2;
      alternation = window(p, bias, index, refinement, out);
    }
    if (!(alternation <= tolerated_alternation)) {
      throw AccuracyError("model " + kernel.card.name + ": thermal average at kT = " + text::number(kT) +
                          " meV not resolved near bias " + text::number(bias.front()) +
                          " mV: the kernel has structure there that its edges() do not tell, or is not finite");
    }
  }
  return out;
}

}  // namespace didv::numerics
