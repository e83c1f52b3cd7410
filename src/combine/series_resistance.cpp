#include <algorithm>
#include <cmath>

#include "combine/wrapped.hpp"
#include "didv/combine.hpp"
#include "text/number.hpp"

namespace didv {
namespace {

/// Between 0 and `reach`, dense at the edges.
std::vector<double> probes(std::span<const Edge> edges, double reach) {
  constexpr int evenly = 16, closer = 12;  // between two edges; each time half as far from the edge
  constexpr std::size_t many = 20;         // edges: they stand for one smooth curve (a distribution of gaps)
  const int steps = edges.size() > many ? 2 : closer;
  std::vector<double> marks{0, std::abs(reach)}, at;
  for (const Edge& edge : edges)
    if (edge.energy_meV > 0 && edge.energy_meV < std::abs(reach)) marks.push_back(edge.energy_meV);
  std::ranges::sort(marks);
  for (std::size_t m = 0; m + 1 < marks.size(); ++m) {
    const double from = marks[m], length = marks[m + 1] - from;
    for (int k = 1; k < evenly; ++k) at.push_back(from + length * k / evenly);
    for (int k = 1; k <= steps; ++k)
      for (const double share : {std::ldexp(1.0, -k), 1 - std::ldexp(1.0, -k)}) at.push_back(from + length * share);
  }
  at.push_back(marks.back());
  std::ranges::sort(at);
  for (double& v : at) v = std::copysign(v, reach);
  return at;
}

/// Where V_J + rI(V_J) turns round on the way from 0 to `reach`: G = −1/r.
std::vector<double> turning_points(const CurveSource& junction, std::span<const double> p, double r, double reach) {
  constexpr int halvings = 50;
  const std::vector<double> at = probes(junction.edges(p), reach);
  const auto falls = [&](double conductance) { return 1 + r * conductance < 0; };
  const std::vector<double> g = junction.conductance(at, p, Derivatives::no).value;
  std::vector<double> before, after;
  std::vector<char> falls_before;
  for (std::size_t k = 1; k < at.size(); ++k) {
    if (falls(g[k - 1]) == falls(g[k])) continue;
    before.push_back(at[k - 1]);
    after.push_back(at[k]);
    falls_before.push_back(falls(g[k - 1]));
  }
  std::vector<double> middle(before.size());
  for (int step = 0; step < halvings && !middle.empty(); ++step) {
    for (std::size_t k = 0; k < middle.size(); ++k) middle[k] = 0.5 * (before[k] + after[k]);
    const std::vector<double> there = junction.conductance(middle, p, Derivatives::no).value;
    for (std::size_t k = 0; k < middle.size(); ++k)
      (falls(there[k]) == bool(falls_before[k]) ? before : after)[k] = middle[k];
  }
  return middle;
}

[[noreturn]] void refuse_several(double V_mV) {
  throw AccuracyError("series resistance: at " + text::number(V_mV) +
                      " mV the voltage over the junction is not unique: its conductance is below -1/Rs in between, and "
                      "what is measured jumps, at another voltage up than down");
}

/// Throws where more than one voltage over the junction belongs to a measured one.
void check_uniqueness(const CurveSource& junction, std::span<const double> V, std::span<const double> p, double r) {
  if (V.empty()) return;
  const auto [lowest, highest] = std::ranges::minmax(V);
  for (const double reach : {std::min(lowest, 0.0), std::max(highest, 0.0)}) {
    if (reach == 0) continue;
    const std::vector<double> turns = turning_points(junction, p, r, reach);
    if (turns.empty()) continue;
    const std::vector<double> current = junction.current(turns, p, Derivatives::no).value;
    for (const double v : V) {
      if (v * reach <= 0) continue;
      // V_J + rI − V from 0, where it has not reached V yet, to V, where it has.
      bool beyond = false;
      int crossings = 0;
      for (std::size_t k = 0; k < turns.size() && std::abs(turns[k]) < std::abs(v); ++k) {
        const bool now = std::abs(turns[k] + r * current[k]) > std::abs(v);
        crossings += now != beyond;
        beyond = now;
      }
      crossings += !beyond;
      if (crossings > 1) refuse_several(v);
    }
  }
}

/// The voltage over the junction for each measured one.
std::vector<double> junction_voltages(const CurveSource& junction, std::span<const double> V, std::span<const double> p,
                                      double r) {
  constexpr double close = 1e-13;
  constexpr int most_steps = 200;
  if (r > 0) check_uniqueness(junction, V, p, r);
  // I has the sign of V_J, so that V_J lies between 0 and V.
  std::vector<double> lower, upper, guess(V.begin(), V.end());
  for (const double v : V) {
    lower.push_back(std::min(v, 0.0));
    upper.push_back(std::max(v, 0.0));
  }
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < V.size(); ++i) {
    guess[i] = V[i] / (1 + r);
    if (V[i] != 0) open.push_back(i);
  }
  for (int step = 0; step < most_steps && !open.empty(); ++step) {
    std::vector<double> at;
    for (const std::size_t i : open) at.push_back(guess[i]);
    const std::vector<double> current = junction.current(at, p, Derivatives::no).value,
                              slope = junction.conductance(at, p, Derivatives::no).value;
    std::vector<std::size_t> still_open;
    for (std::size_t j = 0; j < open.size(); ++j) {
      const std::size_t i = open[j];
      const double excess = guess[i] + r * current[j] - V[i];
      (excess > 0 ? upper[i] : lower[i]) = guess[i];
      double next = guess[i] - excess / (1 + r * slope[j]);
      // A step out of the bracket, or none at an infinite slope, gives way to halving it.
      const bool halved = !(next > lower[i] && next < upper[i]);
      if (halved) next = 0.5 * (lower[i] + upper[i]);
      const bool found = excess == 0 || (!halved && std::abs(next - guess[i]) <= close * std::abs(V[i]));
      const bool closed = upper[i] - lower[i] <= close * std::abs(V[i]);
      // Of what is the same voltage the outer one: only there is a current that sets in with an infinite slope.
      if (closed) {
        guess[i] = V[i] > 0 ? upper[i] : lower[i];
      } else if (excess != 0 && !(found && std::abs(next) < std::abs(guess[i]))) {
        guess[i] = next;
      }
      if ((found || closed) && 1 + r * slope[j] < 0) refuse_several(V[i]);
      if (!found && !closed) still_open.push_back(i);
    }
    open = std::move(still_open);
  }
  if (!open.empty())
    throw AccuracyError("series resistance: the voltage over the junction at " + text::number(V[open.front()]) +
                        " mV is not found to 1e-13");
  // So little current that no voltage is lost: on the singularity itself it then stands where V stands.
  for (std::size_t i = 0; i < V.size(); ++i)
    if (std::abs(guess[i] - V[i]) <= close * std::abs(V[i])) guess[i] = V[i];
  return guess;
}

class SeriesResistance final : public Wrapped {
 public:
  explicit SeriesResistance(const Model& model)
      : Wrapped(model, "series_resistance", "with a resistance in series",
                {"Rs", "R_s", "1", 0.1, 0, 100, "series resistance over R_N of the junction alone"}) {}

  // dV/dV_J = 1 + r·g is far from 0 where Re g ≥ 0: what is smooth in V_J is so in V, on the real axis and for a good
  // way off it. An instrument tries out whether the promise holds.
  double smoothness_mV(std::span<const double> p) const override {
    return 0.5 * inner().smoothness_mV(inner_values(p));
  }

  Curve conductance(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    const double r = added(p);
    const std::vector<double> own = inner_values(p), at = junction_voltages(inner(), V, own, r);
    Curve out = inner().conductance(at, own, derivatives);
    Curve current;
    if (derivatives == Derivatives::yes) current = inner().current(at, own, derivatives);
    std::vector<double> by_resistance(V.size());
    for (std::size_t i = 0; i < V.size(); ++i) {
      const double g = out.value[i];
      out.value[i] = r == 0 ? g : (1 + r) / (1 / g + r);
      if (derivatives == Derivatives::no) continue;
      // V = V_J + r I(V_J) holds V_J: dV_J = (dV − I dr − r ∂I/∂p dp)/(1 + r g).
      const double share = 1 / (1 + r * g), by_g = (1 + r) * share * share, along = out.d_bias[i];
      by_resistance[i] = g * (1 - g) * share * share - by_g * along * current.value[i] * share;
      for (std::size_t k = 0; k < out.d_parameter.size(); ++k)
        out.d_parameter[k][i] = by_g * (out.d_parameter[k][i] - along * r * current.d_parameter[k][i] * share);
      out.d_bias[i] = by_g * along * share;
    }
    if (derivatives == Derivatives::yes) insert_column(out, std::move(by_resistance));
    return out;
  }

  Curve current(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    const double r = added(p);
    const std::vector<double> own = inner_values(p), at = junction_voltages(inner(), V, own, r);
    Curve out = inner().current(at, own, derivatives);
    std::vector<double> by_resistance(V.size());
    for (std::size_t i = 0; i < V.size(); ++i) {
      const double I = out.value[i];
      out.value[i] = (1 + r) * I;
      if (derivatives == Derivatives::no) continue;
      const double g = out.d_bias[i], share = 1 / (1 + r * g);
      by_resistance[i] = I - (1 + r) * g * I * share;
      for (std::vector<double>& column : out.d_parameter) column[i] *= (1 + r) * share;
      out.d_bias[i] = (1 + r) * g * share;
    }
    if (derivatives == Derivatives::yes) insert_column(out, std::move(by_resistance));
    return out;
  }
};

}  // namespace

Model with_series_resistance(const Model& model) { return Model(std::make_shared<const SeriesResistance>(model)); }

}  // namespace didv
