#include "fit/assemble.hpp"

#include <algorithm>
#include <cmath>

#include "fit/replicate.hpp"
#include "fit/tie.hpp"
#include "text/number.hpp"

namespace didv::fitting {

namespace {

std::vector<Correlation> correlations_of(const Problem& problem, const Outcome& all, const BlockOutcome& outcome,
                                         const std::vector<std::pair<std::string, std::optional<std::size_t>>>& slots) {
  std::vector<Correlation> pairs;
  const auto place = [&](std::size_t slot) { return std::ranges::find(outcome.slots, slot) - outcome.slots.begin(); };
  const auto end = static_cast<std::ptrdiff_t>(outcome.slots.size());
  for (auto first = slots.begin(); first != slots.end(); ++first)
    for (auto second = first + 1; second != slots.end(); ++second) {
      if (!first->second || !second->second) continue;
      if (!all.slots[*first->second].standard_error || !all.slots[*second->second].standard_error) continue;
      const std::ptrdiff_t a = place(*first->second), b = place(*second->second);
      if (a == end || b == end) continue;
      Correlation& pair = pairs.emplace_back(Correlation{first->first, second->first, outcome.correlation(a, b)});
      const auto because = outcome.because_of.find({*first->second, *second->second});
      if (because == outcome.because_of.end()) continue;
      const auto here = std::ranges::find_if(slots, [&](const auto& one) { return one.second == because->second; });
      pair.because_of = here != slots.end() ? here->first : problem.slots[because->second].name;
    }
  return pairs;
}

Estimate estimate_of(const ParameterInfo& info, std::size_t s, const Outcome& outcome) {
  const SlotOutcome& slot = outcome.slots[s];
  Estimate estimate{info.name,   info.unit,        slot.value,       slot.standard_error, slot.state,
                    slot.reason, slot.interval_68, slot.interval_95, slot.interval_from};
  estimate.sampling = slot.sampling;
  estimate.replicas_are = outcome.replicas_are;
  for (const std::vector<double>& values : outcome.replicas) estimate.replicas.push_back(values[s]);
  give_intervals(estimate, outcome.levels, outcome.replicas_from);
  return estimate;
}

/// What the law gives in each refit.
std::vector<double> tied_replicas(const Tie& tie, const Outcome& outcome) {
  std::vector<double> replicas;
  for (const std::vector<double>& values : outcome.replicas)
    replicas.push_back(
        value_of(tie, [&](const Number& number) { return number.slot ? values[*number.slot] : number.value; }).value);
  return replicas;
}

/// Value and error of a tied parameter, the error from the covariance of what the law depends on.
Estimate tied_estimate(const ParameterInfo& info, const Tie& tie, const Outcome& outcome, const BlockOutcome& block) {
  const LawValue law = value_of(
      tie, [&](const Number& number) { return number.slot ? outcome.slots[*number.slot].value : number.value; });
  Estimate estimate{info.name, info.unit, law.value, {}, ParameterState::tied, {}, {}, {}};
  double variance = 0;
  bool moves = false;
  for (std::size_t a = 0; a < law.gradient.size(); ++a) {
    const auto slot_a = tie.arguments[a].slot;
    if (!slot_a || law.gradient[a] == 0) continue;
    const SlotOutcome& first = outcome.slots[*slot_a];
    if (!first.standard_error) {
      estimate.reason = "law '" + tie.law_name + "': one of its parameters has no standard error";
      return estimate;
    }
    moves = true;
    const auto place_a = std::find(block.slots.begin(), block.slots.end(), *slot_a);
    for (std::size_t b = 0; b < law.gradient.size(); ++b) {
      const auto slot_b = tie.arguments[b].slot;
      if (!slot_b || law.gradient[b] == 0 || !outcome.slots[*slot_b].standard_error) continue;
      const auto place_b = std::find(block.slots.begin(), block.slots.end(), *slot_b);
      variance += law.gradient[a] * *first.standard_error * law.gradient[b] * *outcome.slots[*slot_b].standard_error *
                  block.correlation(place_a - block.slots.begin(), place_b - block.slots.begin());
    }
  }
  const double error = std::sqrt(variance);
  if (!moves)
    estimate.reason =
        law.value == 0 ? "0 by law '" + tie.law_name + "': at or above Tc" : "fixed by law '" + tie.law_name + "'";
  else if (!(error > 0))
    estimate.reason = "law '" + tie.law_name + "' gives it no error";
  else if (tie.vanishes && law.value != 0 && error > std::abs(law.value))
    estimate.reason = "so close to Tc that its error is not symmetric: " + text::rounded(error, 3) + " to first order";
  else
    estimate.standard_error = error;
  if (moves) {
    estimate.replicas = tied_replicas(tie, outcome);
    estimate.replicas_are = outcome.replicas_are;
    give_intervals(estimate, outcome.levels, outcome.replicas_from);
  }
  return estimate;
}

}  // namespace

FittedData assemble(const Assembly& parts, const std::vector<PlannedParameter>& parameters) {
  const Problem& problem = *parts.problem;
  const Block& block = problem.blocks[parts.block];
  const BlockOutcome& outcome = parts.outcome->blocks[parts.block];
  FittedData fitted;
  fitted.name = parts.data->name;
  fitted.status = parts.outcome->status;
  fitted.x = parts.data->x;
  fitted.data = parts.data->y;
  if (!parts.data->noise.relative) fitted.sigma = parts.data->sigma;
  fitted.points_per_independent_point = parts.data->points_per_independent_point;
  fitted.fit = outcome.curve;
  fitted.chi_squared = outcome.chi_squared;
  fitted.noise = outcome.noise;
  double sum = 0;
  for (std::size_t i = 0; i < fitted.fit.size(); ++i) {
    fitted.residual.push_back(fitted.data[i] - fitted.fit[i]);
    sum += fitted.residual[i] * fitted.residual[i];
  }
  fitted.rms_residual = std::sqrt(sum / static_cast<double>(fitted.residual.size()));

  for (std::size_t j = 0; j < parameters.size(); ++j) {
    const ParameterInfo& info = parameters[j].info;
    if (const Source& source = block.parameters[j]; source.tie) {
      fitted.parameters.push_back(tied_estimate(info, *source.tie, *parts.outcome, outcome));
    } else if (source.slot) {
      fitted.parameters.push_back(estimate_of(info, *source.slot, *parts.outcome));
    } else {
      fitted.parameters.push_back(
          {info.name, info.unit, source.value, {}, ParameterState::fixed, parts.held_because[j], {}, {}});
    }
  }

  for (const OtherEnd& other : parts.outcome->others) {
    OtherMinimum minimum{other.chi_squared, {}};
    for (std::size_t j = 0; j < parameters.size(); ++j)
      if (const auto slot = block.parameters[j].slot) minimum.parameters[parameters[j].info.name] = other.value[*slot];
    fitted.other_minima.push_back(std::move(minimum));
  }

  // Pairs in the order of the parameters, not of the slots.
  std::vector<std::pair<std::string, std::optional<std::size_t>>> slots;
  for (std::size_t j = 0; j < parameters.size(); ++j)
    slots.emplace_back(parameters[j].info.name, block.parameters[j].slot);
  fitted.correlation = correlations_of(problem, *parts.outcome, outcome, slots);
  return fitted;
}

void add_shared(FitResult& result, const Problem& problem, const Outcome& outcome, const Plan& plan,
                const std::vector<char>& is_shared, const std::vector<Number>& law_numbers) {
  std::vector<std::pair<std::string, std::optional<std::size_t>>> slots;
  for (std::size_t j = 0; j < is_shared.size(); ++j)
    if (is_shared[j]) {
      slots.emplace_back(plan.parameters[j].info.name, problem.blocks.front().parameters[j].slot);
      result.shared.push_back(estimate_of(plan.parameters[j].info, *slots.back().second, outcome));
    }
  for (std::size_t j = 0; j < law_numbers.size(); ++j) {
    const ParameterInfo& info = plan.law_parameters[j].info;
    slots.emplace_back(info.name, law_numbers[j].slot);
    result.shared.push_back(
        slots.back().second
            ? estimate_of(info, *slots.back().second, outcome)
            : Estimate{
                  info.name, info.unit, law_numbers[j].value, {}, ParameterState::fixed, "held by the caller", {}, {}});
    if (result.shared.back().state == ParameterState::free) result.shared.back().state = ParameterState::shared;
  }
  result.shared_correlation = correlations_of(problem, outcome, outcome.blocks.front(), slots);
}

void add_outcome(FitResult& result, const Outcome& outcome, const std::string& prefix) {
  if (result.message.empty() || (result.status == FitStatus::converged && outcome.status != FitStatus::converged)) {
    result.status = outcome.status;
    result.message = outcome.status == FitStatus::converged ? outcome.message : prefix + outcome.message;
  }
  if (outcome.status != FitStatus::converged && !prefix.empty())
    result.not_usable_because.push_back(prefix + outcome.message);
  result.chi_squared += outcome.chi_squared;
  result.pull_of_measured += outcome.pull_of_measured;
  result.degrees_of_freedom += outcome.degrees_of_freedom;
  result.sigma_estimated = result.sigma_estimated || outcome.sigma_estimated;
  result.evaluations += outcome.evaluations;
  for (const std::string& note : outcome.notes) result.warnings.push_back(prefix + note);
}

}  // namespace didv::fitting
