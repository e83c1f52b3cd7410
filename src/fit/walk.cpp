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

/// The law through the points, weighted by their errors; begun at the values, and at what the points suggest: a gap
/// closed at every point (a Tc below them all) knows no way to open.
void refine(const PlannedTie& tie, const Points& points, const std::vector<double>& suggested, const Plan& plan,
            std::vector<double>& values) {
  Problem problem;
  Block block;
  block.name = tie.law.name;
  block.y = points.value;
  block.sigma = points.sigma;
  for (const std::size_t j : tie.arguments) {
    const PlannedParameter& parameter = plan.law_parameters[j];
    Source source;
    if (parameter.rule.fixed) {
      source.value = *parameter.rule.fixed;
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
  constexpr double certain = 5;  // standard errors above 0
  const PlannedParameter& Tc = plan.law_parameters[tie.arguments[*tie.law.vanishes_above]];
  const double highest_K = Tc.rule.fixed.value_or(Tc.info.upper);
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    const auto& error = witnesses[k].standard_error[tie.parameter];
    const double T_K = witnesses[k].beginning.values[plan.temperature],
                 value = witnesses[k].beginning.values[tie.parameter];
    if (T_K < highest_K || !error || value < certain * *error) continue;
    const Estimate found{plan.parameters[tie.parameter].info.name, plan.parameters[tie.parameter].info.unit, value,
                         error};
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

}  // namespace didv::fitting
