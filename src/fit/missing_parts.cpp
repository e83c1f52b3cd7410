#include "fit/missing_parts.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "didv/combine.hpp"
#include "fit/f_score.hpp"
#include "fit/freed.hpp"
#include "fit/short_number.hpp"
#include "fit/verdict.hpp"

namespace didv::fitting {
namespace {

struct Move {
  const Estimate* gap;
  double share;  // of the gap
};

/// The gap that moves most; empty where none moves enough to be told.
std::optional<Move> move_of_gap(const FittedData& fitted, const Freed& part) {
  constexpr double worth_telling = 0.005;  // of the gap
  std::optional<Move> most;
  for (std::size_t j = 0; j < fitted.parameters.size(); ++j) {
    const Estimate& p = fitted.parameters[j];
    if (!p.name.starts_with("Delta") || !p.standard_error || !(p.value > 0)) continue;
    const double share = part.moves[j] / p.value;
    if (std::abs(part.moves[j]) > std::max(*p.standard_error, worth_telling * p.value) &&
        (!most || std::abs(share) > std::abs(most->share)))
      most = Move{&p, share};
  }
  return most;
}

/// By their score.
using Told = std::map<double, std::string, std::greater<>>;

void try_out(const FittedData& fitted, const DataSet& data, const SpectrumCurve& wider, const std::string& parameter,
             const std::string& words, Told& told) {
  const std::optional<Freed> part = freed(fitted, data, wider, parameter);
  if (!part) return;
  const double score = std::abs(part->step) / part->error;
  if (!(score > required_of_a_search) || residual_structure(fitted.x, part->residual).is_surprising()) return;
  const std::optional<Move> move = move_of_gap(fitted, *part);
  const auto p = std::ranges::find(fitted.parameters, parameter, &Estimate::name);
  const double value = (p == fitted.parameters.end() ? 0 : p->value) + part->step;
  const ParameterInfo& info = *std::ranges::find(wider.model.parameters(), parameter, &ParameterInfo::name);
  if (!move || value < info.lower || value > info.upper) return;
  told[score] = words + info.name + " near " + short_number(value) + (info.unit == "1" ? "" : " " + info.unit) + " (" +
                short_number(score) + " standard errors), which moves " + move->gap->name + " by " +
                (move->share > 0 ? "+" : "") + short_number(100 * move->share) + " %";
}

}  // namespace

std::optional<std::string> missing_parts(const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve,
                                         const std::string& model_name) {
  Told told;
  for (const Combinator& combinator : combinators()) {
    if (combinator.parameter.empty() || curve.model.has(combinator.parameter)) continue;
    SpectrumCurve wider = curve;
    wider.model = combinator.apply(curve.model);
    try_out(fitted, data, wider, combinator.parameter,
            combinator.title + ", " + model_name + "+" + combinator.name + " with ", told);
  }
  const Estimate& T = fitted.parameters[curve.scale_index() - 1];
  if (T.state == ParameterState::fixed) try_out(fitted, data, curve, T.name, "", told);
  if (told.empty()) return {};
  std::string words;
  for (const auto& [score, part] : told) words += (words.empty() ? "" : "; ") + part;
  return "the residuals ask for something else: " + words;
}

}  // namespace didv::fitting
