#include "fit/missing_parts.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <numeric>

#include "didv/combine.hpp"
#include "didv/units.hpp"
#include "fit/f_score.hpp"
#include "fit/verdict.hpp"
#include "numerics/thermal_magnitude.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

/// The fitted junction, point by point.
struct Junction {
  std::vector<double> V, g, slope, current;  // bias from the offset on, G/G_N, its slope per mV, I·R_N in mV
  double kT_meV;
};

/// ∫₀^V g dV by the trapezoidal rule through the points.
std::vector<double> current_of(const std::vector<double>& V, const std::vector<double>& g) {
  std::vector<std::size_t> order(V.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t i) { return V[i]; });
  std::vector<double> current(V.size());
  double sum = 0, at_zero = 0;
  for (std::size_t k = 0; k + 1 < order.size(); ++k) {
    const std::size_t i = order[k], j = order[k + 1];
    const double step = (V[j] - V[i]) * (g[i] + g[j]) / 2;
    if (V[i] < 0 && V[j] >= 0) at_zero = sum + step * V[i] / (V[i] - V[j]);
    current[j] = sum += step;
  }
  // Where the points begin beyond 0, or end before it, the first one stands for what lies between.
  const std::size_t first = order.front(), last = order.back();
  if (V[first] > 0) at_zero = -V[first] * g[first];
  if (V[last] < 0) at_zero = sum - V[last] * g[last];
  for (double& I : current) I -= at_zero;
  return current;
}

/// ∂(G/G_N)/∂(the combinator's parameter) where that is 0.
struct FirstOrder {
  std::string combinator;
  std::function<double(const Junction&, std::size_t)> of;
  std::string of_negative = "";  // what a negative parameter, which the combinator refuses, would stand for
};

const std::vector<FirstOrder>& first_orders() {
  static const std::vector<FirstOrder> all{
      // of (1+r)/(1/g+r) at V − rI
      {"series_resistance",
       [](const Junction& j, std::size_t i) { return j.g[i] * (1 - j.g[i]) - j.slope[i] * j.current[i]; }},
      {"normal_channel", [](const Junction& j, std::size_t i) { return 1 - j.g[i]; }},
      {"inelastic", [](const Junction& j, std::size_t i) { return numerics::thermal_magnitude(j.V[i], j.kT_meV); },
       "a background that falls as |V|, as heating makes it (a narrower window has less of it)"},
      {"asymmetric", [](const Junction& j, std::size_t i) { return j.V[i]; }}};
  return all;
}

struct Move {
  const Estimate* gap;
  double share;  // of the gap
};

/// The gap that moves most.
std::optional<Move> move_of_gap(const FittedData& fitted, const Freed& part) {
  std::optional<Move> most;
  for (std::size_t j = 0; j < fitted.parameters.size(); ++j) {
    const Estimate& p = fitted.parameters[j];
    if (!p.name.starts_with("Delta") || !p.standard_error || !(p.value > 0)) continue;
    const double share = part.moves[j] / p.value;
    if (!most || std::abs(share) > std::abs(most->share)) most = Move{&p, share};
  }
  return most;
}

bool is_worth_telling(const Move& move) {
  constexpr double worth_telling = 0.005;  // of the gap
  return std::abs(move.share) > std::max(*move.gap->standard_error / move.gap->value, worth_telling);
}

/// What explains the residuals, by its score, and whether any of it moves a gap.
struct Told {
  std::map<double, std::string, std::greater<>> words;
  bool moves_a_gap = false;
};

bool is_within(const ParameterInfo& info, double value) { return value >= info.lower && value <= info.upper; }

std::string near(const ParameterInfo& info, double value) {
  return info.name + " near " + text::rounded(value, 3) + (info.unit == "1" ? "" : " " + info.unit);
}

void tell(const Freed& part, const FittedData& fitted, const std::string& words, Told& told) {
  const double score = std::abs(part.step) / part.error;
  if (!(score > required_of_a_search)) return;
  const std::optional<Move> move = move_of_gap(fitted, part);
  if (!move || residual_structure(fitted.x, part.residual).is_surprising()) return;
  told.moves_a_gap |= is_worth_telling(*move);
  told.words[score] = words + " (" + text::rounded(score, 3) + " standard errors), which " +
                      (is_worth_telling(*move) ? "moves " + move->gap->name + " by " + (move->share > 0 ? "+" : "") +
                                                     text::rounded(100 * move->share, 3) + " % to first order"
                                               : "leaves " + move->gap->name + " where it is");
}

/// The smearing of the bias that does about what a warmer thermal window does: kT√((T² − T₀²)π²/3).
std::string or_smearing(double held_K, double T_K) {
  if (!(T_K > held_K)) return "";
  const double rms_mV = std::numbers::pi / std::sqrt(3.0) *
                        std::sqrt(std::pow(thermal_energy_meV(T_K), 2) - std::pow(thermal_energy_meV(held_K), 2));
  return ", or biases smeared by " + text::rounded(rms_mV, 2) +
         " mV rms that nobody stated (modulation, noise, smoothing)";
}

}  // namespace

std::optional<std::string> missing_parts(const AtMinimum& minimum, const FittedData& fitted, const SpectrumCurve& curve,
                                         const std::string& model_name) {
  if (fitted.noise) return {};  // its weights are not those of the linearisation
  const std::size_t T = curve.scale_index() - 1;
  const double offset_mV = curve.has_offset ? fitted.parameters[curve.offset_index()].value : 0;
  Junction junction{
      fitted.x, minimum.conductance(), minimum.slope(), {}, thermal_energy_meV(fitted.parameters[T].value)};
  for (double& V : junction.V) V -= offset_mV;
  junction.current = current_of(junction.V, junction.g);
  Told told;
  for (const FirstOrder& part : first_orders()) {
    const Combinator& combinator = *std::ranges::find(combinators(), part.combinator, &Combinator::name);
    if (curve.model.has(combinator.parameter)) continue;
    std::vector<double> column;
    for (std::size_t i = 0; i < fitted.x.size(); ++i) column.push_back(minimum.factor()[i] * part.of(junction, i));
    const std::optional<Freed> freed = minimum.freed(column);
    if (!freed) continue;
    const Model wider = combinator.apply(curve.model);
    const ParameterInfo& info = wider.parameters()[wider.index_of(combinator.parameter)];
    if (is_within(info, freed->step))
      tell(*freed, fitted,
           combinator.title + ", " + model_name + "+" + combinator.name + " with " + near(info, freed->step), told);
    else if (freed->step < 0 && !part.of_negative.empty())
      tell(*freed, fitted, part.of_negative + ", " + near(info, freed->step), told);
  }
  const ParameterInfo& temperature = curve.model.parameters()[T];
  if (const Estimate& held = fitted.parameters[T]; held.state == ParameterState::fixed)
    if (const std::optional<Freed> freed = minimum.freed(minimum.by_parameter(T));
        freed && is_within(temperature, held.value + freed->step))
      tell(*freed, fitted,
           near(temperature, held.value + freed->step) + or_smearing(held.value, held.value + freed->step), told);
  if (told.words.empty() || !(told.moves_a_gap || residual_structure(fitted).is_surprising())) return {};
  std::string words;
  for (const auto& [score, part] : told.words) words += (words.empty() ? "" : "; ") + part;
  return "the residuals ask for something else: " + words +
         "; another model (two gaps, an anisotropic one, polarisation) may explain them as well: compare before one of "
         "these is believed";
}

}  // namespace didv::fitting
