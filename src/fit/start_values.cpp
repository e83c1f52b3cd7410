#include "fit/start_values.hpp"

#include <cmath>
#include <utility>

namespace didv::fitting {
namespace {

constexpr std::size_t starts_kept = 8, further_kept = 12;

}  // namespace

std::vector<std::vector<double>> start_values(const StartProblem& problem) {
  const std::vector<std::vector<double>> bases = base_values(problem);
  const std::vector<Trial> trials = trials_of(problem, bases.front());
  bool all_given = trials.empty();
  for (std::size_t j = problem.curve.scale_index(); j < problem.parameters.size(); ++j)
    all_given = all_given && (problem.held[j] || problem.parameters[j].rule.start);
  if (all_given) return bases;

  const LinearPart linear(problem, coarse_points);
  const std::size_t count = trials.empty() ? 1 : trials_per_parameter * trials.size();
  return values_of(try_values(problem, linear, trials, bases, count), starts_kept);
}

std::vector<std::vector<double>> further_starts(const StartProblem& given) {
  constexpr double temperature_range = 3;  // a thermometer that far off has been read wrong
  const std::vector<std::vector<double>> bases = base_values(given);
  const StartProblem problem = given.without_starts();
  std::vector<Trial> trials = trials_of(problem, bases.front());
  const std::size_t T = problem.curve.scale_index() - 1;
  const double T_K = bases.front()[T];
  if (!problem.held[T] && !problem.parameters[T].rule.measured && T_K > 0)
    trials.push_back({T, T_K / temperature_range, T_K * temperature_range, true, false});
  if (trials.empty()) return {};

  const LinearPart linear(problem, coarse_points);
  std::vector<Tried> kept;
  for (const Tried& one : try_values(problem, linear, trials, bases, 2 * trials_per_parameter * trials.size())) {
    if (!std::isfinite(one.misfit)) break;
    if (is_apart(one, kept)) kept.push_back(one);
    if (kept.size() == further_kept) break;
  }
  return values_of(std::move(kept), further_kept);
}

std::vector<double> with_linear_part(const StartProblem& problem, std::vector<double> values) {
  LinearPart(problem, coarse_points).complete(values);
  return values;
}

}  // namespace didv::fitting
