#include "fit/upper_limit.hpp"

#include <algorithm>
#include <cmath>

namespace didv::fitting {

double upper_limit(const Problem& problem, std::vector<BlockEvaluator>& evaluators, const Minimum& minimum,
                   std::size_t slot, double rise) {
  constexpr double pinned = 1e-5;  // of the value: stiff enough to stay, soft enough for the minimiser
  constexpr double largest = 1e3, accuracy = 0.01;
  Problem held = problem;
  std::vector<double> from = minimum.position;
  const auto risen_at = [&](double value) {
    held.slots[slot].measured = {value * problem.slots[slot].unit, pinned * value * problem.slots[slot].unit};
    from[slot] = value;
    const Minimum there = minimise(held, evaluators, from);
    if (!there.evaluated) return infinity;
    from = there.position;
    return 2 * (there.cost - minimum.cost) - rise;
  };
  const double end = std::min(problem.slots[slot].upper / problem.slots[slot].unit, largest);
  double below = minimum.position[slot], above = std::max(1.5 * below, 0.05);
  while (risen_at(std::min(above, end)) < 0) {
    if (above >= end) return infinity;
    below = above;
    above *= 1.5;
  }
  above = std::min(above, end);
  while (above - below > accuracy * above) {
    const double middle = 0.5 * (below + above);
    (risen_at(middle) < 0 ? below : above) = middle;
  }
  return above;
}

}  // namespace didv::fitting
