#include "fit/compose.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "fit/replicate.hpp"

namespace didv::fitting {

Slot slot_of(const PlannedParameter& parameter, double start, double unit) {
  return {parameter.info.name,  start, parameter.info.lower, parameter.info.upper, unit, parameter.rule.measured,
          parameter.may_vanish, {}};
}

void add_block(Problem& problem, const Plan& plan, const Task& task, const Beginning& beginning, const Common& common) {
  Block block = block_of(task.data);
  block.curve = task.curve;
  block.expected_sigma = beginning.expected_sigma;
  for (std::size_t j = 0; j < plan.parameters.size(); ++j) {
    Source source = common.source[j];
    if (task.held[j]) {
      source = {{{}, *task.held[j]}, {}};
    } else if (!source.slot && !source.tie) {
      source.slot = problem.slots.size();
      block.own.push_back(problem.slots.size());
      problem.slots.push_back(slot_of(plan.parameters[j], beginning.values[j], beginning.unit[j]));
    }
    block.parameters.push_back(source);
  }
  for (Source& source : block.parameters)
    if (source.tie) source.tie->arguments.front() = block.parameters[plan.temperature];
  problem.blocks.push_back(std::move(block));
}

namespace {

std::vector<double> slot_values(const Problem& problem, const std::vector<double>& values) {
  std::vector<double> of_slots(problem.slots.size());
  for (std::size_t j = 0; j < values.size(); ++j)
    if (const auto slot = problem.blocks[0].parameters[j].slot) of_slots[*slot] = values[j];
  return of_slots;
}

std::vector<double> all_values(const Problem& problem, const std::vector<double>& of_slots) {
  std::vector<double> values;
  for (const Source& source : problem.blocks.front().parameters)
    values.push_back(source.slot ? of_slots[*source.slot] : source.value);
  return values;
}

Alone solve_from(const Plan& plan, const Task& task, const Starts& starts, Effort effort, bool search) {
  Alone alone;
  add_block(alone.problem, plan, task, {starts.values.front(), starts.unit}, Common::nothing(plan.parameters.size()));
  check_enough_points(alone.problem, task.data.name);
  const auto of_slots = [&](const std::vector<std::vector<double>>& all) {
    std::vector<std::vector<double>> values;
    for (const std::vector<double>& one : all) values.push_back(slot_values(alone.problem, one));
    return values;
  };
  FurtherStarts further;
  if (search) {
    for (const StartSource& make : task.further) further.sources.push_back([&] { return of_slots(make()); });
    const auto from = [&](const StartsFromBest& make) -> StartsFromBest {
      if (!make) return {};
      return [&, make](const std::vector<double>& best) { return of_slots(make(all_values(alone.problem, best))); };
    };
    further.short_of_noise = from(task.further_short_of_noise);
    std::vector<std::vector<double>> found_within;
    for (const Task& held : task.within) {
      const Alone within = search_alone(plan, held, held.starts(), {.rough = true});
      if (within.outcome.status != FitStatus::failed)
        found_within.push_back(slot_values(alone.problem, parameters_of(within)));
    }
    further.always = [found_within, more = from(task.further_always)](const std::vector<double>& best) {
      std::vector<std::vector<double>> all = found_within;
      if (more) std::ranges::move(more(best), std::back_inserter(all));
      return all;
    };
    further.where_idle = from(task.further_where_idle);
    further.where_short_of_noise = task.further_where_short_of_noise;
    effort.search = task.search;
  }
  if (!effort.rough) alone.contours = asked_contours(plan, alone.problem, 0, {});
  effort.contours = slots_of(alone.contours);
  alone.outcome = solve(alone.problem, of_slots(starts.values), effort, further);
  if (!task.in_order || alone.outcome.status == FitStatus::failed) return alone;

  const std::vector<double> found = parameters_of(alone), ordered = task.in_order(found);
  if (ordered != found) {
    std::vector<OtherEnd> others = std::move(alone.outcome.others);
    alone.outcome = solve(
        alone.problem, {slot_values(alone.problem, ordered)},
        {.starts_are_near = true, .rough = effort.rough, .intervals = effort.intervals, .contours = effort.contours});
    alone.outcome.others = std::move(others);
  }
  for (OtherEnd& other : alone.outcome.others)
    other.value = slot_values(alone.problem, task.in_order(all_values(alone.problem, other.value)));
  return alone;
}

}  // namespace

Alone solve_alone(const Plan& plan, const Task& task, const Starts& starts, Effort effort) {
  return solve_from(plan, task, starts, effort, false);
}

Alone search_alone(const Plan& plan, const Task& task, const Starts& starts, Effort effort) {
  return solve_from(plan, task, starts, effort, true);
}

void replicate_alone(const IntervalChoice& how, const Task& task, Alone& alone) {
  if (!task.in_order) return replicate(how, alone.problem, alone.outcome);
  replicate(how, alone.problem, alone.outcome, [&](const std::vector<double>& of_slots) {
    return slot_values(alone.problem, task.in_order(all_values(alone.problem, of_slots)));
  });
}

Alone not_begun(const Plan& plan, const Task& task, const Starts& starts, const std::string& why) {
  Alone alone;
  add_block(alone.problem, plan, task, {starts.values.front(), starts.unit}, Common::nothing(plan.parameters.size()));
  alone.outcome = not_begun(alone.problem, why);
  return alone;
}

std::vector<double> parameters_of(const Alone& alone) {
  std::vector<double> of_slots;
  for (const SlotOutcome& slot : alone.outcome.slots) of_slots.push_back(slot.value);
  return all_values(alone.problem, of_slots);
}

std::vector<std::size_t> from_lowest_rank(const std::vector<Task>& tasks) {
  std::vector<std::size_t> order(tasks.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return tasks[a].rank < tasks[b].rank; });
  return order;
}

}  // namespace didv::fitting
