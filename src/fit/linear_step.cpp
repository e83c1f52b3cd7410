#include "fit/linear_step.hpp"

#include <algorithm>
#include <cmath>

namespace didv::fitting {

bool take_linear_step(const Problem& problem, std::vector<BlockEvaluator>& evaluators, const Covariance& covariance,
                      Minimum& from, double share_of_way_to_bound) {
  const double unchanged = from.cost * (1 + 1e-14);
  for (double fraction = 1; fraction > 1e-3; fraction /= 2) {
    std::vector<double> there = from.position;
    for (std::size_t s = 0; s < there.size(); ++s) {
      const Slot& slot = problem.slots[s];
      const auto limit = [&](double bound) { return std::lerp(there[s], bound / slot.unit, share_of_way_to_bound); };
      there[s] = std::clamp(there[s] + fraction * covariance.step[s], limit(slot.lower), limit(slot.upper));
    }
    if (!stand_at(problem, evaluators, there)) continue;
    const double cost = cost_at(problem, evaluators, there);
    if (!(cost <= unchanged)) continue;
    from.position = there;
    from.cost = cost;
    return true;
  }
  stand_at(problem, evaluators, from.position);
  return false;
}

}  // namespace didv::fitting
