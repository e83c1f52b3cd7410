#include "fit/asked_contours.hpp"

#include <algorithm>

#include "didv/error.hpp"

namespace didv::fitting {
namespace {

std::optional<std::size_t> place_of(const std::vector<PlannedParameter>& parameters, const std::string& name) {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.info.name == name; });
  return found == parameters.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - parameters.begin()));
}

}  // namespace

void check_contours(const Plan& plan) {
  for (const auto& [first, second] : plan.contours) {
    if (first == second) throw InvalidArgument("contour: expected two parameters, got " + first + " twice");
    for (const std::string& name : {first, second}) {
      if (place_of(plan.parameters, name) || place_of(plan.law_parameters, name)) continue;
      std::string known;
      for (const auto& of : {plan.parameters, plan.law_parameters})
        for (const PlannedParameter& parameter : of) known += (known.empty() ? "" : ", ") + parameter.info.name;
      throw InvalidArgument("contour: unknown parameter '" + name + "': there are " + known);
    }
  }
}

std::vector<AskedContour> asked_contours(const Plan& plan, const Problem& problem, std::size_t block,
                                         const std::vector<Number>& law_numbers) {
  const auto slot_of_name = [&](const std::string& name) {
    if (const auto j = place_of(plan.parameters, name)) return problem.blocks[block].parameters[*j].slot;
    return law_numbers[*place_of(plan.law_parameters, name)].slot;
  };
  const auto is_shared = [&](std::size_t slot) {
    return std::find(problem.shared.begin(), problem.shared.end(), slot) != problem.shared.end();
  };
  std::vector<AskedContour> all;
  for (const auto& [first, second] : plan.contours) {
    AskedContour asked{{"", first, second, {}, {}, ""}, {}};
    const auto a = slot_of_name(first), b = slot_of_name(second);
    if (a && b) {
      asked.slots = {*a, *b};
    } else {
      asked.told.reason = (a ? second : first) + " is not fitted";
    }
    // What all blocks share the first one tells.
    const bool of_all = a && b && is_shared(*a) && is_shared(*b);
    if (of_all && block > 0) continue;
    if (problem.blocks.size() > 1 && !of_all) asked.told.data = problem.blocks[block].name;
    all.push_back(std::move(asked));
  }
  return all;
}

std::vector<SlotPair> slots_of(const std::vector<AskedContour>& asked) {
  std::vector<SlotPair> slots;
  for (const AskedContour& one : asked)
    if (one.slots) slots.push_back(*one.slots);
  return slots;
}

void add_contours(FitResult& result, std::vector<AskedContour> asked, const Outcome& outcome) {
  auto found = outcome.contours.begin();
  for (AskedContour& one : asked) {
    if (one.slots && found == outcome.contours.end()) {
      one.told.reason = "the fit did not converge";
    } else if (one.slots) {
      one.told.points_68 = found->points_68;
      one.told.points_95 = found->points_95;
      one.told.reason = found->reason;
      ++found;
    }
    if (!one.told.reason.empty())
      result.warnings.push_back("no contour of " + one.told.first + " and " + one.told.second + ": " + one.told.reason);
    result.contours.push_back(std::move(one.told));
  }
}

}  // namespace didv::fitting
