#include "fit/joint.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "fit/assemble.hpp"
#include "fit/bootstrap.hpp"
#include "fit/posterior.hpp"
#include "fit/replicate.hpp"
#include "fit/walk.hpp"
#include "numerics/median.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

Intervals intervals_of(const Plan& plan) {
  switch (plan.intervals.method) {
    case IntervalMethod::profile:
      return Intervals::all;
    case IntervalMethod::bootstrap:
    case IntervalMethod::posterior:
      return Intervals::none;
    case IntervalMethod::where_needed:
      break;
  }
  return Intervals::where_needed;
}

std::size_t add_shared_slot(Problem& problem, const PlannedParameter& parameter, double start, double unit) {
  const std::size_t slot = problem.slots.size();
  problem.shared.push_back(slot);
  problem.slots.push_back(slot_of(parameter, start, unit));
  return slot;
}

Tie tie_of(const PlannedTie& planned, const Plan& plan, const std::vector<Number>& law_numbers) {
  const ParameterInfo& info = plan.parameters[planned.parameter].info;
  Tie tie{planned.law.name,
          info.name,
          planned.law.function,
          {Number{}},
          info.lower,
          info.upper,
          planned.law.vanishes_above.has_value()};
  for (const std::size_t j : planned.arguments) tie.arguments.push_back(law_numbers[j]);
  return tie;
}

/// Each data set alone tells where the joint fit begins.
struct Together {
  Problem problem;
  Outcome outcome;
  std::vector<Number> law_numbers;
  std::vector<AskedContour> contours;
  std::vector<std::string> complaints;  ///< of data sets that cannot be fitted alone
};

/// Of χ², where the noise is known, or of −2 ln L.
double rise_of(const Problem& problem, const Outcome& from, const Outcome& to) {
  if (!from.sigma_estimated && !from.blocks.front().noise) return to.chi_squared - from.chi_squared;
  double rise = 0;
  for (std::size_t k = 0; k < problem.blocks.size(); ++k) {
    const BlockOutcome &old = from.blocks[k], &now = to.blocks[k];
    rise += old.noise ? now.noise->deviance - old.noise->deviance
                      : problem.blocks[k].independent_points() * std::log(now.chi_squared / old.chi_squared);
  }
  return rise;
}

/// A Tc that only spectra tell which show no gap by themselves may hang on their noise. Then one well below it does as
/// well, and an error bar would say that it does not.
void question_closings(Together& together, const Plan& plan, const std::vector<Task>& tasks,
                       const std::vector<Witness>& witnesses) {
  constexpr double well_below = 4;                              // standard errors
  constexpr double indistinct = 0.5 * well_below * well_below;  // of χ²: half of what a parabola would have risen by
  Outcome& outcome = together.outcome;
  if (outcome.status != FitStatus::converged) return;
  for (const PlannedTie& tie : plan.ties) {
    if (!tie.law.vanishes_above) continue;
    const auto slot = together.law_numbers[tie.arguments[*tie.law.vanishes_above]].slot;
    if (!slot || !outcome.slots[*slot].standard_error) continue;
    SlotOutcome& Tc = outcome.slots[*slot];
    double warmest_open_K = 0;  // by the law
    for (const Task& task : tasks)
      if (const auto T_K = task.held[plan.temperature]; T_K && *T_K < Tc.value)
        warmest_open_K = std::max(warmest_open_K, *T_K);
    const double open_K = open_until_K(tie, plan, witnesses),
                 below = std::max(Tc.value - well_below * *Tc.standard_error, open_K);
    if (warmest_open_K <= open_K || !(below > together.problem.slots[*slot].lower)) continue;
    Problem limited = together.problem;
    limited.slots[*slot].upper = below;
    std::vector<double> start;
    for (const SlotOutcome& found : outcome.slots) start.push_back(found.value);
    start[*slot] = below;
    const Outcome other = solve(limited, {start}, {.starts_are_near = true, .rough = true});
    outcome.evaluations += other.evaluations;
    const double rise = rise_of(together.problem, outcome, other);
    if (other.status != FitStatus::converged || !(rise < indistinct)) continue;
    const SlotOutcome& lower = other.slots[*slot];
    const std::string told = "a value of " + text::rounded(lower.value, 3) +
                             " describes the spectra nearly as well (Δχ² = " + text::rounded(rise, 3) +
                             "), and none above " + text::rounded(open_K, 3) + " K shows a gap by itself";
    // Where that is a minimum of its own the truth may lie at either; where χ² has risen to it all the way the
    // parabola that does so is the wider one.
    std::optional<double> error;
    if (lower.standard_error) error = std::hypot(Tc.value - lower.value, *lower.standard_error);
    if (lower.state == ParameterState::at_bound && rise > 1) error = (Tc.value - lower.value) / std::sqrt(rise);
    Tc.standard_error = error;
    if (error) {
      outcome.notes.push_back(together.problem.slots[*slot].name + ": " + told + ": its error takes that in");
    } else {
      Tc.state = ParameterState::not_determined;
      Tc.reason = told;
    }
  }
}

Together solve_together(const Plan& plan, const std::vector<Task>& tasks, const std::vector<char>& is_shared,
                        const Progress& progress) {
  Together together;
  Problem& problem = together.problem;
  const std::vector<Witness> witnesses = walk(plan, tasks, progress);
  Common common = Common::nothing(plan.parameters.size());
  for (std::size_t j = 0; j < plan.parameters.size(); ++j) {
    if (!is_shared[j]) continue;
    std::vector<double> found;
    for (const Witness& witness : witnesses) found.push_back(witness.beginning.values[j]);
    common.source[j].slot =
        add_shared_slot(problem, plan.parameters[j], plan.parameters[j].rule.start.value_or(numerics::median(found)),
                        witnesses.front().beginning.unit[j]);
  }
  const std::vector<double> starts = law_starts(plan, tasks, witnesses);
  for (std::size_t j = 0; j < plan.law_parameters.size(); ++j) {
    const PlannedParameter& parameter = plan.law_parameters[j];
    Number number{{}, starts[j]};
    if (!parameter.rule.fixed)
      number.slot = add_shared_slot(problem, parameter, starts[j], starts[j] != 0 ? std::abs(starts[j]) : 1);
    together.law_numbers.push_back(number);
  }
  for (const PlannedTie& tie : plan.ties) {
    common.source[tie.parameter].tie = tie_of(tie, plan, together.law_numbers);
    if (!tie.law.vanishes_above) continue;
    if (const auto slot = together.law_numbers[tie.arguments[*tie.law.vanishes_above]].slot)
      for (const Task& task : tasks)
        if (const auto T_K = task.held[plan.temperature]) problem.slots[*slot].corners.push_back(*T_K);
  }
  int evaluations = 0;
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    add_block(problem, plan, tasks[k], witnesses[k].beginning, common);
    evaluations += witnesses[k].evaluations;
    if (!witnesses[k].complaint.empty()) together.complaints.push_back(witnesses[k].complaint);
  }
  for (const Block& block : problem.blocks)
    for (const std::size_t slot : block.own) problem.slots[slot].name.insert(0, block.name + ": ");
  check_enough_points(problem, "the " + std::to_string(tasks.size()) + " data sets together");
  for (std::size_t k = 0; k < tasks.size(); ++k)
    for (AskedContour& asked : asked_contours(plan, problem, k, together.law_numbers))
      together.contours.push_back(std::move(asked));
  std::vector<std::vector<double>> begin(1);
  for (const Slot& slot : problem.slots) begin.front().push_back(slot.start);
  for (const std::vector<double>& law : further_law_starts(plan, tasks, witnesses, starts)) {
    begin.push_back(begin.front());
    for (std::size_t j = 0; j < law.size(); ++j)
      if (const auto slot = together.law_numbers[j].slot) begin.back()[*slot] = law[j];
  }
  together.outcome =
      solve(problem, begin,
            {.starts_are_near = true, .intervals = intervals_of(plan), .contours = slots_of(together.contours)});
  question_closings(together, plan, tasks, witnesses);
  together.outcome.evaluations += evaluations;
  replicate(plan.intervals, problem, together.outcome);
  if (progress) progress(tasks.size() + 1, tasks.size() + 1);
  return together;
}

bool is_lower(const Alone& one, const Alone& other) {
  constexpr double rounding = 1e-9;
  return one.outcome.status == FitStatus::converged &&
         (other.outcome.status != FitStatus::converged ||
          one.outcome.chi_squared < other.outcome.chi_squared * (1 - rounding));
}

/// What was the minimum until a lower one was found is one of the others now.
void tell_the_old_ones(Alone& lower, const Alone& old) {
  lower.outcome.others = old.outcome.others;
  if (old.outcome.status != FitStatus::converged) return;
  OtherEnd end{old.outcome.chi_squared, {}};
  for (const SlotOutcome& slot : old.outcome.slots) end.value.push_back(slot.value);
  lower.outcome.others.insert(lower.outcome.others.begin(), std::move(end));
}

/// Each by itself. A neighbour's result is one more start for what its own starts do not fit down to the noise, and one
/// that cannot be fitted at all is told, while the others go on.
std::vector<Alone> solve_independently(const Plan& plan, const std::vector<Task>& tasks, const Progress& progress) {
  const auto by_itself = [&](const Task& task, const Starts& starts) {
    // One start alone: it is the caller's, who knows where to begin.
    return search_alone(
        plan, task, starts,
        {.starts_are_near = starts.values.size() == 1, .rough = plan.values_only, .intervals = intervals_of(plan)});
  };
  if (tasks.size() == 1) return {by_itself(tasks.front(), tasks.front().starts())};
  std::vector<Alone> found(tasks.size());
  std::vector<double> neighbour;
  std::size_t done = 0;
  for (const std::size_t k : from_lowest_rank(tasks)) {
    Starts starts = tasks[k].starts();
    try {
      found[k] = by_itself(tasks[k], starts);
      if (!found[k].outcome.fits_down_to_the_noise && !neighbour.empty()) {
        starts.values = {tasks[k].adapted(neighbour)};
        Alone from_neighbour = solve_alone(plan, tasks[k], starts, {.intervals = intervals_of(plan)});
        from_neighbour.outcome.evaluations += found[k].outcome.evaluations;
        if (is_lower(from_neighbour, found[k])) {
          tell_the_old_ones(from_neighbour, found[k]);
          found[k] = std::move(from_neighbour);
        }
      }
    } catch (const InvalidArgument& error) {
      found[k] = not_begun(plan, tasks[k], starts, error.what());
    }
    if (found[k].outcome.status == FitStatus::converged) neighbour = parameters_of(found[k]);
    if (progress) progress(++done, tasks.size());
  }
  return found;
}

}  // namespace

FitResult solve_tasks(const Plan& plan, const std::vector<Task>& tasks, const Progress& progress) {
  check(plan.intervals.bootstrap);
  check(plan.intervals.posterior);
  check_contours(plan);
  std::vector<char> is_shared;
  for (std::size_t j = 0; j < plan.parameters.size(); ++j)
    is_shared.push_back(tasks.size() > 1 && plan.parameters[j].rule.shared && !tasks.front().held[j]);
  FitResult result;
  if (plan.ties.empty() && std::count(is_shared.begin(), is_shared.end(), 1) == 0) {
    std::vector<Alone> found = solve_independently(plan, tasks, progress);
    for (std::size_t k = 0; k < tasks.size(); ++k) {
      replicate_alone(plan.intervals, tasks[k], found[k]);
      add_outcome(result, found[k].outcome, tasks.size() > 1 ? tasks[k].data.name + ": " : std::string());
      for (AskedContour& asked : found[k].contours) asked.told.data = tasks.size() > 1 ? tasks[k].data.name : "";
      add_contours(result, found[k].contours, found[k].outcome);
      result.data.push_back(
          assemble({&tasks[k].data, &found[k].problem, &found[k].outcome, 0, tasks[k].held_because}, plan.parameters));
    }
    // One that failed among others that did not: those can still be judged.
    const auto failed = [](const FittedData& data) { return data.status == FitStatus::failed; };
    if (result.status == FitStatus::failed && !std::all_of(result.data.begin(), result.data.end(), failed))
      result.status = FitStatus::not_converged;
    return result;
  }
  const Together together = solve_together(plan, tasks, is_shared, progress);
  add_outcome(result, together.outcome, "");
  add_contours(result, together.contours, together.outcome);
  for (std::size_t k = 0; k < tasks.size(); ++k)
    result.data.push_back(
        assemble({&tasks[k].data, &together.problem, &together.outcome, k, tasks[k].held_because}, plan.parameters));
  add_shared(result, together.problem, together.outcome, plan, is_shared, together.law_numbers);
  for (const std::string& complaint : together.complaints)
    result.warnings.push_back(complaint + " (alone; in the joint fit it begins where its neighbour ended)");
  return result;
}

}  // namespace didv::fitting
