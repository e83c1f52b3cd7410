#include "fit/compose.hpp"

#include <algorithm>
#include <numeric>

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

Alone solve_alone(const Plan& plan, const Task& task, const Starts& starts, Effort effort) {
  Alone alone;
  add_block(alone.problem, plan, task, {starts.values.front(), starts.unit}, Common::nothing(plan.parameters.size()));
  check_enough_points(alone.problem, task.data.name);
  std::vector<std::vector<double>> slot_values;
  for (const std::vector<double>& values : starts.values) {
    slot_values.emplace_back(alone.problem.slots.size(), 0.0);
    for (std::size_t j = 0; j < values.size(); ++j)
      if (const auto slot = alone.problem.blocks[0].parameters[j].slot) slot_values.back()[*slot] = values[j];
  }
  alone.outcome = solve(alone.problem, slot_values, effort);
  if (!task.in_order || alone.outcome.status == FitStatus::failed) return alone;

  const std::vector<Source>& sources = alone.problem.blocks[0].parameters;
  const std::vector<double> found = parameters_of(alone), ordered = task.in_order(found);
  if (ordered == found) return alone;
  std::vector<double> there(alone.problem.slots.size());
  for (std::size_t j = 0; j < ordered.size(); ++j)
    if (const auto slot = sources[j].slot) there[*slot] = ordered[j];
  effort.starts_are_near = true;
  alone.outcome = solve(alone.problem, {there}, effort);
  return alone;
}

Alone not_begun(const Plan& plan, const Task& task, const Starts& starts, const std::string& why) {
  Alone alone;
  add_block(alone.problem, plan, task, {starts.values.front(), starts.unit}, Common::nothing(plan.parameters.size()));
  alone.outcome = not_begun(alone.problem, why);
  return alone;
}

std::vector<double> parameters_of(const Alone& alone) {
  std::vector<double> values;
  for (const Source& source : alone.problem.blocks.front().parameters)
    values.push_back(source.slot ? alone.outcome.slots[*source.slot].value : source.value);
  return values;
}

std::vector<std::size_t> from_lowest_rank(const std::vector<Task>& tasks) {
  std::vector<std::size_t> order(tasks.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return tasks[a].rank < tasks[b].rank; });
  return order;
}

}  // namespace didv::fitting
