#include "fit/walk.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

/// A neighbour's place is taken over only from a fit that knows what is to be tied.
bool knows_what_is_tied(const Plan& plan, const Witness& witness) {
  constexpr double largest_error = 0.3;  // relative
  return witness.complaint.empty() && std::all_of(plan.ties.begin(), plan.ties.end(), [&](const PlannedTie& tie) {
           const auto& error = witness.standard_error[tie.parameter];
           return error && *error <= largest_error * std::abs(witness.beginning.values[tie.parameter]);
         });
}

/// −2 ln L that a data set alone wins by a gap, against none.
double signal_of(const Alone& alone, const Task& task, std::size_t gap) {
  const Problem& problem = alone.problem;
  const Block& block = problem.blocks.front();
  const BlockEvaluator evaluator(problem, 0);
  const auto misfit_of = [&](const std::vector<double>& values) {
    std::vector<double> own;
    for (const std::size_t s : block.own)
      for (std::size_t j = 0; j < values.size(); ++j)
        if (block.parameters[j].slot == s) own.push_back(values[j] / problem.slots[s].unit);
    return evaluator.misfit_at(own, {});
  };
  const std::vector<double> found = parameters_of(alone);
  std::vector<double> without = found;
  without[gap] = 0;
  const double with_gap = misfit_of(found), without_gap = misfit_of(task.adapted(without));
  return block.sigma.empty() ? block.independent_points() * std::log(without_gap / with_gap) : without_gap - with_gap;
}

Witness witness_of(const Plan& plan, const Task& task, const Witness* neighbour) {
  Witness witness;
  Starts starts;
  if (neighbour != nullptr) {
    starts = {{task.adapted(neighbour->beginning.values)}, neighbour->beginning.unit};
  } else {
    starts = task.starts();
  }
  witness.beginning = {starts.values.front(), starts.unit};
  witness.standard_error.resize(plan.parameters.size());
  Alone alone;
  try {
    alone = solve_alone(plan, task, starts, {.starts_are_near = neighbour != nullptr, .rough = true});
    witness.evaluations = alone.outcome.evaluations;
    const bool done = alone.outcome.status == FitStatus::converged && alone.outcome.fits_down_to_the_noise;
    if (neighbour != nullptr && !done) {
      Starts own = task.starts();
      own.values.push_back(starts.values.front());
      alone = solve_alone(plan, task, own, {.rough = true});
      witness.evaluations += alone.outcome.evaluations;
    }
  } catch (const InvalidArgument& error) {
    witness.complaint = error.what();
    return witness;
  }
  if (alone.outcome.status != FitStatus::converged) witness.complaint = task.data.name + ": " + alone.outcome.message;
  if (alone.outcome.status == FitStatus::failed) return witness;
  for (std::size_t j = 0; j < plan.parameters.size(); ++j)
    if (const auto slot = alone.problem.blocks[0].parameters[j].slot) {
      const SlotOutcome& found = alone.outcome.slots[*slot];
      witness.standard_error[j] = found.standard_error;
      // What ended at a bound, or nowhere, is no place to begin at.
      if (found.standard_error || neighbour == nullptr) witness.beginning.values[j] = found.value;
    }
  for (const PlannedTie& tie : plan.ties)
    if (tie.law.vanishes_above && alone.problem.blocks[0].parameters[tie.parameter].slot)
      witness.signal = signal_of(alone, task, tie.parameter);
  if (alone.outcome.degrees_of_freedom > 0)
    witness.beginning.expected_sigma = std::sqrt(alone.outcome.chi_squared / alone.outcome.degrees_of_freedom);
  return witness;
}

/// The points through which a law has to go.
struct Points {
  std::vector<double> temperature_K, value, sigma;
};

Points points_of(const PlannedTie& tie, const Plan& plan, const std::vector<Task>& tasks,
                 const std::vector<Witness>& witnesses) {
  Points points;
  for (const bool need_error : {true, false}) {
    for (std::size_t k = 0; k < tasks.size(); ++k) {
      const auto& error = witnesses[k].standard_error[tie.parameter];
      if (need_error && !error) continue;
      points.temperature_K.push_back(witnesses[k].beginning.values[plan.temperature]);
      points.value.push_back(witnesses[k].beginning.values[tie.parameter]);
      points.sigma.push_back(error.value_or(1));
    }
    if (!points.value.empty()) return points;
  }
  return points;
}

/// Is the gap of a spectrum, fitted alone, open beyond doubt?
bool is_open(const PlannedTie& tie, const Witness& witness) {
  constexpr double certain = 5;  // standard errors above 0
  constexpr double told = 30;    // of −2 ln L, that up to four parameters win from noise once in 10⁵
  const auto& error = witness.standard_error[tie.parameter];
  return error && witness.beginning.values[tie.parameter] >= certain * *error && witness.signal > told;
}

/// The law through the points, weighted by their errors; begun at the values, and at what the points suggest: a gap
/// closed at every point (a Tc below them all) knows no way to open.
void refine(const PlannedTie& tie, const Points& points, const std::vector<double>& suggested, const Plan& plan,
            std::vector<double>& values, std::optional<std::size_t> held = {}) {
  Problem problem;
  Block block;
  block.name = tie.law.name;
  block.y = points.value;
  block.sigma = points.sigma;
  for (const std::size_t j : tie.arguments) {
    const PlannedParameter& parameter = plan.law_parameters[j];
    Source source;
    if (parameter.rule.fixed || j == held) {
      source.value = parameter.rule.fixed.value_or(values[j]);
    } else {
      source.slot = problem.slots.size();
      block.own.push_back(problem.slots.size());
      problem.slots.push_back(slot_of(parameter, values[j], values[j] != 0 ? std::abs(values[j]) : 1));
    }
    block.parameters.push_back(source);
  }
  if (block.own.size() > points.value.size()) return;
  block.curve = [&](std::span<const double> p, std::span<double> y, std::span<double> jacobian) {
    std::vector<double> gradient(p.size() + 1);
    for (std::size_t i = 0; i < y.size(); ++i) {
      y[i] = tie.law.function(points.temperature_K[i], p, gradient);
      if (!jacobian.empty())
        std::copy(gradient.begin() + 1, gradient.end(), jacobian.begin() + static_cast<std::ptrdiff_t>(i * p.size()));
    }
  };
  problem.blocks.push_back(block);
  std::vector<std::vector<double>> starts;
  for (const std::vector<double>& from : {values, suggested}) {
    std::vector<double>& start = starts.emplace_back();
    for (std::size_t a = 0; a < tie.arguments.size(); ++a)
      if (block.parameters[a].slot) start.push_back(from[tie.arguments[a]]);
  }
  const Outcome outcome = solve(problem, starts);
  if (outcome.status == FitStatus::failed) return;
  for (std::size_t a = 0; a < tie.arguments.size(); ++a)
    if (const auto slot = block.parameters[a].slot) values[tie.arguments[a]] = outcome.slots[*slot].value;
}

void refuse_closed_gap(const PlannedTie& tie, const Plan& plan, const std::vector<Task>& tasks,
                       const std::vector<Witness>& witnesses) {
  if (!tie.law.vanishes_above) return;
  const PlannedParameter& Tc = plan.law_parameters[tie.arguments[*tie.law.vanishes_above]];
  const double highest_K = Tc.rule.fixed.value_or(Tc.info.upper);
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    const double T_K = witnesses[k].beginning.values[plan.temperature];
    if (T_K < highest_K || !is_open(tie, witnesses[k])) continue;
    const Estimate found{plan.parameters[tie.parameter].info.name, plan.parameters[tie.parameter].info.unit,
                         witnesses[k].beginning.values[tie.parameter], witnesses[k].standard_error[tie.parameter]};
    throw InvalidArgument(tasks[k].data.name + ": " + found.name + " = " + to_string(found) + " at " +
                          text::number(T_K) + " K, but " + Tc.info.name + " is kept at or below " +
                          text::number(highest_K) + " K: the law needs it above the warmest superconducting spectrum");
  }
}

void check_law(const PlannedTie& tie, const Plan& plan, const std::vector<Task>& tasks,
               const std::vector<Witness>& witnesses, const std::vector<double>& values) {
  std::vector<double> p, gradient(tie.arguments.size() + 1);
  for (const std::size_t j : tie.arguments) p.push_back(values[j]);
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    const double T_K = witnesses[k].beginning.values[plan.temperature];
    const double value = tie.law.function(T_K, p, gradient);
    if (!std::isfinite(value))
      throw InvalidArgument("law '" + tie.law.name + "' of " + plan.parameters[tie.parameter].info.name + " at T = " +
                            text::number(T_K) + " K gives " + text::number(value) + ", expected a finite number");
  }
}

}  // namespace

std::vector<Witness> walk(const Plan& plan, const std::vector<Task>& tasks, const Progress& progress) {
  const std::vector<std::size_t> order = from_lowest_rank(tasks);
  std::vector<Witness> witnesses(tasks.size());
  const Witness* neighbour = nullptr;
  for (std::size_t done = 0; done < order.size(); ++done) {
    const Task& task = tasks[order[done]];
    Witness& witness = witnesses[order[done]];
    witness = witness_of(plan, task, neighbour);
    if (knows_what_is_tied(plan, witness)) {
      neighbour = &witness;
    } else if (neighbour != nullptr) {
      witness.beginning.values = task.adapted(neighbour->beginning.values);
    }
    if (progress) progress(done + 1, tasks.size() + 1);
  }
  return witnesses;
}

std::vector<double> law_starts(const Plan& plan, const std::vector<Task>& tasks,
                               const std::vector<Witness>& witnesses) {
  std::vector<std::optional<double>> said;
  std::vector<double> values;
  for (const auto& [info, rule, may_vanish] : plan.law_parameters) {
    said.push_back(rule.fixed ? rule.fixed : rule.start);
    if (!said.back() && rule.measured) said.back() = rule.measured->value;
    values.push_back(said.back().value_or(std::clamp(info.default_value, info.lower, info.upper)));
  }
  for (const PlannedTie& tie : plan.ties) {
    refuse_closed_gap(tie, plan, tasks, witnesses);
    const Points points = points_of(tie, plan, tasks, witnesses);
    std::vector<double> suggested = values;
    if (tie.law.guess) {
      const std::vector<double> guessed = tie.law.guess(points.temperature_K, points.value);
      for (std::size_t a = 0; a < tie.arguments.size(); ++a) {
        const std::size_t j = tie.arguments[a];
        const ParameterInfo& info = plan.law_parameters[j].info;
        suggested[j] = std::clamp(guessed[a], info.lower, info.upper);
        if (!said[j]) values[j] = suggested[j];
      }
    }
    check_law(tie, plan, tasks, witnesses, values);
    refine(tie, points, suggested, plan, values);
    for (const std::size_t j : tie.arguments) said[j] = values[j];
  }
  return values;
}

double open_until_K(const PlannedTie& tie, const Plan& plan, const std::vector<Witness>& witnesses) {
  double highest_K = 0;
  for (const Witness& witness : witnesses)
    if (is_open(tie, witness)) highest_K = std::max(highest_K, witness.beginning.values[plan.temperature]);
  return highest_K;
}

// χ² has a corner where a law closes the gap of a spectrum, and a minimum of its own between any two of them. What one
// descent finds depends on where it begins.
std::vector<std::vector<double>> further_law_starts(const Plan& plan, const std::vector<Task>& tasks,
                                                    const std::vector<Witness>& witnesses,
                                                    const std::vector<double>& values) {
  constexpr std::size_t enough = 6;
  std::vector<std::vector<double>> starts;
  for (const PlannedTie& tie : plan.ties) {
    if (!tie.law.vanishes_above) continue;
    const std::size_t j = tie.arguments[*tie.law.vanishes_above];
    const PlannedParameter& Tc = plan.law_parameters[j];
    if (Tc.rule.fixed) continue;
    std::vector<double> temperatures_K;
    for (const Witness& witness : witnesses) temperatures_K.push_back(witness.beginning.values[plan.temperature]);
    std::ranges::sort(temperatures_K);
    temperatures_K.push_back(1.2 * temperatures_K.back());
    const Points points = points_of(tie, plan, tasks, witnesses);
    double before_K = open_until_K(tie, plan, witnesses);
    for (const double T_K : temperatures_K) {
      if (T_K <= before_K || starts.size() == enough) continue;
      std::vector<double> start = values;
      start[j] = std::clamp(0.5 * (before_K + T_K), Tc.info.lower, Tc.info.upper);
      refine(tie, points, start, plan, start, j);
      starts.push_back(std::move(start));
      before_K = T_K;
    }
  }
  return starts;
}

}  // namespace didv::fitting
