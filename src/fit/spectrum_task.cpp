#include "fit/spectrum_task.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <utility>

#include "didv/error.hpp"
#include "fit/centre_of_symmetry.hpp"
#include "fit/sharp_starts.hpp"
#include "fit/start_values.hpp"
#include "fit/starts_from_best.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

void refuse_rules_of_held(const PlannedParameter& parameter) {
  if (parameter.rule.start || parameter.rule.bound || parameter.rule.shared)
    throw InvalidArgument(parameter.info.name +
                          " is held by itself: free it to give it a start, a bound or to share it");
}

/// T is what the spectrum says, unless the caller frees, measures or fixes it.
void plan_temperature(Task& task, std::size_t index, const PlannedParameter& T, const Spectrum& spectrum) {
  if (T.rule.fixed) return;
  if (T.rule.free || T.rule.measured) {
    if (!T.rule.measured && !T.rule.start && !spectrum.temperature_K)
      throw InvalidArgument(task.data.name + ": T is free but has no start: give one, or a temperature");
    return;
  }
  if (!spectrum.temperature_K)
    throw InvalidArgument(task.data.name +
                          ": no temperature: expected --temperature K, or 'temperature_K' in the file's metadata");
  refuse_rules_of_held(T);
  const double value = spectrum.temperature_K->value;
  if (!std::isfinite(value) || value < T.info.lower)
    throw InvalidArgument(task.data.name + ": temperature " + text::number(value) + " K, expected a value from 0 K");
  task.held[index] = value;
  task.held_because[index] = "held: temperature from " + to_string(spectrum.temperature_K->origin);
}

/// In a lopsided range most starts are far from where the curve is centred, and a wrong minimum may fit down to the
/// noise: there a curve that is centred at zero is sought by itself, too.
bool asks_for_zero_offset(const SpectrumCurve& curve, const DataSet& data,
                          const std::vector<PlannedParameter>& planned) {
  if (!curve.has_offset || curve.mirror_mV || !is_lopsided(data)) return false;
  const auto& [info, rule, may_vanish] = planned[curve.offset_index()];
  return !rule.fixed && !rule.start && !rule.measured && info.lower <= 0 && info.upper >= 0;
}

double typical_size(const SpectrumCurve& curve, std::size_t index, const ParameterInfo& info, double start,
                    double span_mV) {
  if (index > curve.scale_index() && !(curve.has_offset && index == curve.offset_index()))
    return std::pow(span_mV, -static_cast<double>(index - curve.scale_index()));
  if (curve.has_offset && index == curve.offset_index()) return 0.01 * span_mV;
  if (start != 0) return std::abs(start);
  return info.default_value != 0 ? std::abs(info.default_value) : 1;
}

/// The most promising starts that the curve gives by itself, whatever the caller's; a T that is fitted begins at the
/// caller's.
std::vector<std::vector<double>> own_starts(StartProblem problem) {
  constexpr std::size_t enough = 3;  // starts that end in the same minimum settle a fit from the curve, too
  for (std::size_t j = 0; j + 1 < problem.curve.scale_index(); ++j) problem.parameters[j].rule.start.reset();
  std::vector<std::vector<double>> starts = start_values(problem);
  if (starts.size() > enough) starts.resize(enough);
  return starts;
}

}  // namespace

Task task_of(const Spectrum& spectrum, const SpectrumCurve& curve, DataSet data,
             const std::vector<PlannedParameter>& planned) {
  Task task;
  task.data = std::move(data);
  task.held.resize(planned.size());
  task.held_because.resize(planned.size());
  for (std::size_t j = 0; j < planned.size(); ++j)
    if (planned[j].rule.fixed) {
      task.held[j] = planned[j].rule.fixed;
      task.held_because[j] = "held by the caller";
    }
  const std::size_t T = curve.scale_index() - 1, scale = curve.scale_index();
  plan_temperature(task, T, planned[T], spectrum);
  const bool fit_scale = spectrum.unit != ConductanceUnit::normalised || curve.background_degree > 0 ||
                         planned[scale].rule.free || planned[scale].rule.measured;
  if (!fit_scale && !planned[scale].rule.fixed) {
    refuse_rules_of_held(planned[scale]);
    task.held[scale] = 1;
    task.held_because[scale] = "held: the data are normalised";
  }

  std::vector<PlannedParameter> with_temperature = planned;
  if (!planned[T].rule.start && spectrum.temperature_K) with_temperature[T].rule.start = spectrum.temperature_K->value;
  const double T_K = task.held[T]               ? *task.held[T]
                     : planned[T].rule.measured ? planned[T].rule.measured->value
                                                : *with_temperature[T].rule.start;
  task.rank = T_K;
  task.curve = curve;
  const auto problem =
      std::make_shared<const StartProblem>(StartProblem{curve, task.data, std::move(with_temperature), task.held});
  task.starts = [problem] {
    Starts starts{start_values(*problem), {}};
    for (std::size_t j = 0; j < problem->parameters.size(); ++j)
      starts.unit.push_back(
          typical_size(problem->curve, j, problem->parameters[j].info, starts.values.front()[j], problem->span_mV()));
    return starts;
  };
  // Of a polarised contact (four) one start in twenty leads to a minimum that noise hides.
  constexpr std::ptrdiff_t few = 3;
  const auto of_model = static_cast<std::ptrdiff_t>(scale);
  const bool given = std::any_of(planned.begin(), planned.begin() + of_model - 1,
                                 [](const PlannedParameter& p) { return p.rule.start.has_value(); });
  const bool many = curve.model.card().several_minima ||
                    std::count(task.held.begin(), task.held.begin() + of_model, std::nullopt) > few;
  task.search = many ? Search::everywhere : given ? Search::from_elsewhere : Search::until_one_fits;
  if (given && !many) task.further.push_back([problem] { return own_starts(*problem); });
  task.further.push_back([problem] { return further_starts(*problem); });
  task.further_where_short_of_noise = true;
  task.further_short_of_noise = [problem](const std::vector<double>& best) {
    return exchanging_starts(AroundBest(*problem, best));
  };
  task.further_always = [problem](const std::vector<double>& best) {
    const AroundBest around(*problem, best);
    auto starts = sharp_starts(around);
    if (!starts.empty()) std::ranges::move(exchanging_starts(around), std::back_inserter(starts));
    std::ranges::move(swapped_starts(around), std::back_inserter(starts));
    return starts;
  };
  task.further_where_idle = [problem](const std::vector<double>& best) {
    return waking_starts(AroundBest(*problem, best));
  };
  task.adapted = [problem = StartProblem{curve, task.data, planned, task.held}, T, T_K](std::vector<double> values) {
    values[T] = T_K;
    for (std::size_t j = 0; j < problem.held.size(); ++j)
      if (problem.held[j]) values[j] = *problem.held[j];
    return with_linear_part(problem, std::move(values));
  };
  if (asks_for_zero_offset(curve, task.data, planned)) {
    std::vector<PlannedParameter> at_zero = planned;
    at_zero[curve.offset_index()].rule = {.fixed = 0};
    task.within.push_back(task_of(spectrum, curve, task.data, at_zero));
  }
  task.in_order = [curve, planned, held = task.held](std::vector<double> values) {
    const std::vector<double> ordered = curve.model.in_order(std::span(values).first(curve.scale_index()));
    // What the caller has a rule for stays where the caller put it. Of two images of one model the one nearer to a
    // start is meant; of models side by side the one in order.
    double as_found = 0, in_order = 0;
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      if (ordered[j] == values[j]) continue;
      const ParameterRule& rule = planned[j].rule;
      if (held[j] || rule.bound || rule.measured || rule.shared) return values;
      if (!rule.start) continue;
      as_found += std::abs(values[j] - *rule.start);
      in_order += std::abs(ordered[j] - *rule.start);
    }
    if (as_found < in_order && curve.model.source().parts().empty()) return values;
    std::copy(ordered.begin(), ordered.end(), values.begin());
    return values;
  };
  return task;
}

}  // namespace didv::fitting
