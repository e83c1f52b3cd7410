#include "fit/starts_from_best.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace didv::fitting {

AroundBest::AroundBest(const StartProblem& given, std::vector<double> at)
    : problem(given.without_starts()), best(std::move(at)), trials(trials_of(problem, best)) {
  for (const Trial& trial : trials)
    if (trial.of_first_energy)
      widths.push_back(trial.parameter);
    else if (problem.parameters[trial.parameter].info.unit == "meV")
      energies.push_back(trial.parameter);
}

double AroundBest::put(std::size_t parameter, double value) const {
  return inside(value, problem.parameters[parameter].info);
}

std::vector<Tried> local_minima(const std::vector<Tried>& line) {
  std::vector<Tried> minima;
  for (std::size_t k = 1; k + 1 < line.size(); ++k)
    if (line[k].misfit < line[k - 1].misfit && line[k].misfit < line[k + 1].misfit) minima.push_back(line[k]);
  return minima;
}

std::vector<std::vector<double>> exchanging_starts(const AroundBest& around) {
  constexpr int steps = 400;  // of a line: a feature as narrow as a hundredth of it is met
  constexpr std::size_t minima_kept = 4;
  const StartProblem& problem = around.problem;
  const std::vector<double>& best = around.best;
  const std::vector<std::size_t>& energies = around.energies;
  const double span_mV = problem.span_mV();
  const LinearPart linear(problem, problem.data.x.size());
  const auto below = [&](std::size_t j) { return std::max(problem.parameters[j].info.lower, 0.0) - best[j]; };
  const auto above = [&](std::size_t j) { return std::min(problem.parameters[j].info.upper, span_mV) - best[j]; };
  std::vector<Tried> minima;
  for (std::size_t a = 0; a < energies.size(); ++a)
    for (std::size_t b = a + 1; b < energies.size(); ++b)
      for (const double sign : {-1.0, 1.0}) {  // the sum stays, or the difference
        const std::size_t first = energies[a], second = energies[b];
        const double lower = std::max(below(first), sign > 0 ? below(second) : -above(second)),
                     upper = std::min(above(first), sign > 0 ? above(second) : -below(second));
        if (!(upper > lower)) continue;
        std::vector<Tried> line;
        for (int k = 0; k <= steps; ++k) {
          const double away = lower + (upper - lower) * k / steps;
          Tried one{0, best, {}};
          one.values[first] = around.put(first, best[first] + away);
          one.values[second] = around.put(second, best[second] + sign * away);
          one.misfit = linear.complete(one.values);
          line.push_back(std::move(one));
        }
        std::ranges::move(local_minima(line), std::back_inserter(minima));
      }
  best_first(minima);
  return values_of(std::move(minima), minima_kept);
}

std::vector<std::vector<double>> waking_starts(const AroundBest& around) {
  constexpr std::size_t woken_kept = 4;
  const auto& [problem, best, trials, energies, widths] = around;
  const LinearPart linear(problem, coarse_points);
  std::vector<double> here = best;
  const double misfit = linear.complete(here);
  std::vector<Trial> idle, moved;
  for (const Trial& trial : trials) {
    const ParameterInfo& info = problem.parameters[trial.parameter].info;
    const double value = best[trial.parameter];
    std::vector<double> elsewhere = best;
    elsewhere[trial.parameter] = inside(value > 0 ? 0.5 * value : trial.upper, info, trial.upper - trial.lower);
    if (linear.complete(elsewhere) == misfit)
      idle.push_back(trial);
    else if (value == info.lower || value == info.upper)
      moved.push_back(trial);
  }
  if (idle.empty() || moved.empty()) return {};
  moved.insert(moved.end(), idle.begin(), idle.end());
  std::vector<Tried> kept;
  for (const Tried& one : try_values(problem, linear, moved, {best}, trials_per_parameter * moved.size()))
    if (std::isfinite(one.misfit) && kept.size() < woken_kept && is_apart(one, kept)) kept.push_back(one);
  return values_of(std::move(kept), woken_kept);
}

std::vector<std::vector<double>> swapped_starts(const AroundBest& around) {
  const auto& [problem, best, trials, energies, widths] = around;
  std::vector<std::vector<double>> starts;
  for (std::size_t a = 0; a < energies.size(); ++a)
    for (std::size_t b = a + 1; b < energies.size(); ++b) {
      starts.push_back(best);
      starts.back()[energies[a]] = around.put(energies[a], best[energies[b]]);
      starts.back()[energies[b]] = around.put(energies[b], best[energies[a]]);
    }
  return starts;
}

}  // namespace didv::fitting
