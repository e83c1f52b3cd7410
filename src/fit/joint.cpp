#include "fit/joint.hpp"

#include <algorithm>

#include "fit/assemble.hpp"
#include "fit/solve.hpp"

namespace didv::fitting {
namespace {

Slot slot_of(const PlannedParameter& parameter, double start, double unit) {
  return {parameter.info.name, start, parameter.info.lower, parameter.info.upper, unit, parameter.rule.measured};
}

/// Adds a task to a problem; shared_slot holds, per parameter, the slot that all blocks share.
void add_block(Problem& problem, const Task& task, const std::vector<PlannedParameter>& parameters,
               const std::vector<std::optional<std::size_t>>& shared_slot) {
  Block block = block_of(task.data);
  block.curve = task.curve;
  for (std::size_t j = 0; j < parameters.size(); ++j) {
    Source source;
    if (task.held[j]) {
      source.value = *task.held[j];
    } else if (shared_slot[j]) {
      source.slot = shared_slot[j];
    } else {
      source.slot = problem.slots.size();
      block.own.push_back(problem.slots.size());
      problem.slots.push_back(slot_of(parameters[j], task.starts.front()[j], task.unit[j]));
    }
    block.parameters.push_back(source);
  }
  problem.blocks.push_back(std::move(block));
}

std::vector<double> slot_values(const Block& block, const std::vector<double>& parameters, std::size_t slots) {
  std::vector<double> values(slots, 0);
  for (std::size_t j = 0; j < parameters.size(); ++j)
    if (block.parameters[j].slot) values[*block.parameters[j].slot] = parameters[j];
  return values;
}

struct Solved {
  Problem problem;
  Outcome outcome;
};

Solved solve_alone(const Task& task, const std::vector<PlannedParameter>& parameters) {
  Solved solved;
  add_block(solved.problem, task, parameters, std::vector<std::optional<std::size_t>>(parameters.size()));
  check_enough_points(solved.problem, task.data.name);
  std::vector<std::vector<double>> starts;
  for (const std::vector<double>& start : task.starts)
    starts.push_back(slot_values(solved.problem.blocks[0], start, solved.problem.slots.size()));
  solved.outcome = solve(solved.problem, starts);
  return solved;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Each data set alone tells where the joint fit begins.
Solved solve_together(std::vector<Task> tasks, const std::vector<PlannedParameter>& parameters,
                      const std::vector<char>& is_shared) {
  int evaluations = 0;
  for (Task& task : tasks) {
    const Solved alone = solve_alone(task, parameters);
    evaluations += alone.outcome.evaluations;
    std::vector<double>& start = task.starts.front();
    for (std::size_t j = 0; j < start.size(); ++j)
      if (const auto slot = alone.problem.blocks[0].parameters[j].slot) start[j] = alone.outcome.slots[*slot].value;
  }
  Solved solved;
  std::vector<std::optional<std::size_t>> shared_slot(parameters.size());
  for (std::size_t j = 0; j < parameters.size(); ++j) {
    if (!is_shared[j]) continue;
    std::vector<double> found;
    for (const Task& task : tasks) found.push_back(task.starts.front()[j]);
    shared_slot[j] = solved.problem.slots.size();
    solved.problem.shared.push_back(solved.problem.slots.size());
    solved.problem.slots.push_back(
        slot_of(parameters[j], parameters[j].rule.start.value_or(median(found)), tasks.front().unit[j]));
  }
  for (const Task& task : tasks) add_block(solved.problem, task, parameters, shared_slot);
  solved.outcome = solve(solved.problem);
  solved.outcome.evaluations += evaluations;
  return solved;
}

}  // namespace

FitResult solve_tasks(const std::vector<PlannedParameter>& parameters, const std::vector<Task>& tasks) {
  std::vector<char> is_shared;
  for (std::size_t j = 0; j < parameters.size(); ++j)
    is_shared.push_back(tasks.size() > 1 && parameters[j].rule.shared && !tasks.front().held[j]);
  const bool together = std::count(is_shared.begin(), is_shared.end(), 1) > 0;

  FitResult result;
  const auto take = [&](const Solved& solved, std::size_t first_task) {
    add_outcome(result, solved.outcome,
                tasks.size() > 1 && !together ? tasks[first_task].data.name + ": " : std::string());
    for (std::size_t block = 0; block < solved.problem.blocks.size(); ++block) {
      const Task& task = tasks[first_task + block];
      result.data.push_back(
          assemble({&task.data, &solved.problem, &solved.outcome, block, task.held_because}, parameters));
    }
  };
  if (together) {
    take(solve_together(tasks, parameters, is_shared), 0);
  } else {
    for (std::size_t k = 0; k < tasks.size(); ++k) take(solve_alone(tasks[k], parameters), k);
  }
  return result;
}

}  // namespace didv::fitting
