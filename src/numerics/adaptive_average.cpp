#include "numerics/adaptive_average.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "didv/error.hpp"
#include "numerics/columns.hpp"
#include "text/number.hpp"

namespace didv::numerics {
namespace {

constexpr double value_tolerance = 1e-10;
constexpr double derivative_tolerance = 1e-7;
constexpr int deepest = 48;                // bisections of one panel
constexpr int most_bisections = 1000;      // of one stretch: a curve that is noisy in its last digits has no other end
constexpr std::size_t most_at_once = 512;  // panels per call of the curve: bounds the memory

// Gauss–Kronrod 7–15 on [−1, 1]; the even entries are the Gauss points (R. Piessens et al., QUADPACK, 1983).
constexpr std::array<double, 8> kronrod_x{0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
                                          0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
                                          0.586087235467691130294144691693013, 0.405845151377397166906606412076961,
                                          0.207784955007898467600689403773245, 0};
constexpr std::array<double, 8> kronrod_w{0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
                                          0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
                                          0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
                                          0.204432940075298892414161999234649, 0.209482141084727828012999174891714};
constexpr std::array<double, 4> gauss_w{0.129484966168869693270611432679082, 0.279705391489276667901467771423780,
                                        0.381830050505118944950369775488975, 0.417959183673469387755102040816327};
constexpr std::size_t points = 15;

// Part [from, to] ⊂ [0, 1] of the stretch between two crossings of edges.
struct Panel {
  std::size_t bias, stretch;
  double begin, end;  // of the stretch, in the path's variable
  double from, to;
  int depth;
};

struct Sample {
  double bias, weight, share;  // share: its part in the Gauss rule, 0 for the Kronrod-only points
};

void sample(const Panel& panel, const Path& path, double V, std::vector<Sample>& out) {
  const double half = (panel.to - panel.from) / 2, middle = (panel.from + panel.to) / 2,
               length = panel.end - panel.begin;
  for (std::size_t q = 0; q < points; ++q) {
    const std::size_t k = q < 8 ? q : points - 1 - q;
    const double y = middle + half * (q < 8 ? -kronrod_x[k] : kronrod_x[k]);
    // y²(3−2y): quadratic at both ends, where an edge may sit; counted from the nearer end to keep the distance to it.
    const double t =
        y < 0.5 ? panel.begin + length * y * y * (3 - 2 * y) : panel.end - length * (1 - y) * (1 - y) * (1 + 2 * y);
    const double measure = half * length * 6 * y * (1 - y) * path.weight(t);
    out.push_back({V + path.shift(t), measure * kronrod_w[k], k % 2 == 1 ? gauss_w[k / 2] / kronrod_w[k] : 0});
  }
}

std::vector<Panel> first_panels(std::span<const Edge> edges, const Path& path, std::span<const double> bias_mV) {
  std::vector<Panel> out;
  const double low = std::min(path.shift(path.begin), path.shift(path.end));
  const double high = std::max(path.shift(path.begin), path.shift(path.end));
  for (std::size_t i = 0; i < bias_mV.size(); ++i) {
    std::vector<double> cuts{path.begin, path.end};
    for (const Edge& edge : edges) {
      for (const double at : {edge.energy_meV, -edge.energy_meV}) {
        const double shift = at - bias_mV[i];
        if (shift > low && shift < high) cuts.push_back(path.parameter(shift));
      }
    }
    std::sort(cuts.begin(), cuts.end());
    for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
      if (cuts[c + 1] > cuts[c]) out.push_back({i, out.size(), cuts[c], cuts[c + 1], 0, 1, 0});
    }
  }
  return out;
}

}  // namespace

Curve adaptive_average(const std::function<Curve(std::span<const double>)>& curve, std::span<const Edge> edges,
                       const Path& path, std::span<const double> bias_mV) {
  Curve out;
  bool shaped = false;
  std::vector<Panel> waiting = first_panels(edges, path, bias_mV);
  if (waiting.empty()) return curve(bias_mV);
  std::vector<int> bisections(waiting.size(), 0);
  while (!waiting.empty()) {
    const std::size_t taken = std::min(most_at_once, waiting.size());
    const std::vector<Panel> panels(waiting.end() - taken, waiting.end());
    waiting.resize(waiting.size() - taken);
    std::vector<Sample> samples;
    for (const Panel& panel : panels) sample(panel, path, bias_mV[panel.bias], samples);
    std::vector<double> energy;
    for (const Sample& s : samples) energy.push_back(s.bias);
    Curve values = curve(energy);
    if (!shaped) out = zero_like(values, bias_mV.size());
    shaped = true;
    const auto from = columns(values), to = columns(out);
    for (std::size_t n = 0; n < panels.size(); ++n) {
      const Panel& panel = panels[n];
      std::vector<double> integral(from.size());
      bool good = true;
      for (std::size_t c = 0; c < from.size(); ++c) {
        double kronrod = 0, gauss = 0, size = 0;
        for (std::size_t q = n * points; q < (n + 1) * points; ++q) {
          const double term = samples[q].weight * (*from[c])[q];
          kronrod += term;
          gauss += term * samples[q].share;
          size += std::abs(term);
        }
        integral[c] = kronrod;
        // Piessens' estimate: the difference of the two rules overstates the error of the better one.
        const double difference = std::abs(kronrod - gauss);
        const double error = size == 0 ? 0 : size * std::min(1.0, std::pow(200 * difference / size, 1.5));
        const double tolerance = (c == 0 ? value_tolerance : derivative_tolerance) *
                                 std::max({1.0, std::abs((*to[c])[panel.bias]), std::abs(kronrod)});
        good = good && (error <= tolerance || difference <= 1e-14 * size);
      }
      if (good) {
        for (std::size_t c = 0; c < from.size(); ++c) (*to[c])[panel.bias] += integral[c];
      } else if (panel.depth == deepest || ++bisections[panel.stretch] > most_bisections) {
        throw AccuracyError("average over the modulation or bias noise not converged at bias " +
                            text::number(bias_mV[panel.bias]) +
                            " mV: the curve is not integrable, not finite or noisy in its last digits there");
      } else {
        const double middle = (panel.from + panel.to) / 2;
        waiting.push_back({panel.bias, panel.stretch, panel.begin, panel.end, panel.from, middle, panel.depth + 1});
        waiting.push_back({panel.bias, panel.stretch, panel.begin, panel.end, middle, panel.to, panel.depth + 1});
      }
    }
  }
  return out;
}

}  // namespace didv::numerics
