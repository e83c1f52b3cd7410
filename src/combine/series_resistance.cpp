#include <algorithm>
#include <cmath>

#include "combine/wrapped.hpp"
#include "didv/combine.hpp"
#include "text/number.hpp"

namespace didv {
namespace {

/// The voltage over the junction for each measured one.
std::vector<double> junction_voltages(const CurveSource& junction, std::span<const double> V, std::span<const double> p,
                                      double r) {
  constexpr double close = 1e-13;
  constexpr int most_steps = 200;
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
