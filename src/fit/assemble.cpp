#include "fit/assemble.hpp"

#include <algorithm>
#include <cmath>

namespace didv::fitting {

FittedData assemble(const Assembly& parts, const std::vector<PlannedParameter>& parameters) {
  const Problem& problem = *parts.problem;
  const Block& block = problem.blocks[parts.block];
  const BlockOutcome& outcome = parts.outcome->blocks[parts.block];
  FittedData fitted;
  fitted.name = parts.data->name;
  fitted.x = parts.data->x;
  fitted.data = parts.data->y;
  fitted.fit = outcome.curve;
  fitted.chi_squared = outcome.chi_squared;
  double sum = 0;
  for (std::size_t i = 0; i < fitted.fit.size(); ++i) {
    fitted.residual.push_back(fitted.data[i] - fitted.fit[i]);
    sum += fitted.residual[i] * fitted.residual[i];
  }
  fitted.rms_residual = std::sqrt(sum / static_cast<double>(fitted.residual.size()));

  for (std::size_t j = 0; j < parameters.size(); ++j) {
    const ParameterInfo& info = parameters[j].info;
    if (const Source& source = block.parameters[j]; source.slot) {
      const SlotOutcome& slot = parts.outcome->slots[*source.slot];
      fitted.parameters.push_back(
          {info.name, info.unit, slot.value, slot.standard_error, slot.state, slot.reason, {}, slot.interval_95});
    } else {
      fitted.parameters.push_back(
          {info.name, info.unit, source.value, {}, ParameterState::fixed, parts.held_because[j], {}, {}});
    }
  }

  // Pairs in the order of the parameters, not of the slots.
  for (std::size_t a = 0; a < parameters.size(); ++a)
    for (std::size_t b = a + 1; b < parameters.size(); ++b) {
      const auto place = [&](std::size_t parameter) {
        const auto slot = block.parameters[parameter].slot;
        return slot ? std::find(outcome.slots.begin(), outcome.slots.end(), *slot) : outcome.slots.end();
      };
      const auto first = place(a), second = place(b);
      if (first != outcome.slots.end() && second != outcome.slots.end())
        fitted.correlation.push_back(
            {parameters[a].info.name, parameters[b].info.name,
             outcome.correlation(first - outcome.slots.begin(), second - outcome.slots.begin())});
    }
  return fitted;
}

void add_outcome(FitResult& result, const Outcome& outcome, const std::string& prefix) {
  if (result.message.empty() || (result.status == FitStatus::converged && outcome.status != FitStatus::converged)) {
    result.status = outcome.status;
    result.message = outcome.status == FitStatus::converged ? outcome.message : prefix + outcome.message;
  }
  result.chi_squared += outcome.chi_squared;
  result.degrees_of_freedom += outcome.degrees_of_freedom;
  result.sigma_estimated = result.sigma_estimated || outcome.sigma_estimated;
  result.evaluations += outcome.evaluations;
  for (const std::string& note : outcome.notes) result.warnings.push_back(prefix + note);
}

}  // namespace didv::fitting
