#include "fit/profile.hpp"

#include <algorithm>
#include <cmath>

#include "fit/covariance.hpp"
#include "fit/linear_step.hpp"

namespace didv::fitting {

Profile::Profile(const Problem& problem, std::vector<BlockEvaluator>& evaluators, const Minimum& minimum,
                 const std::vector<char>& held, std::size_t slot)
    : problem_(problem), evaluators_(evaluators), minimum_(minimum), held_(held), slot_(slot) {
  held_[slot] = 1;
  residuals_at_minimum_ = residuals();
}

Profile::~Profile() { stand_at(problem_, evaluators_, minimum_.position); }

std::vector<double> Profile::residuals() const {
  std::vector<double> all;
  for (const BlockEvaluator& evaluator : evaluators_)
    all.insert(all.end(), evaluator.residual().begin(), evaluator.residual().end());
  return all;
}

std::optional<ProfilePoint> Profile::at(double value, double settled) {
  constexpr int most_steps = 12;
  Minimum here = minimum_;
  here.position[slot_] = value;
  if (!stand_at(problem_, evaluators_, here.position)) return {};
  here.cost = cost_at(problem_, evaluators_, here.position);
  for (int step = 0;; ++step) {
    const Covariance linear = covariance(problem_, evaluators_, here.position, held_);
    if (linear.reachable <= settled) break;
    if (step == most_steps) return {};
    // The step may lead out of the range of another slot: then the misfit settles at that bound.
    const double before = here.cost;
    if (!take_linear_step(problem_, evaluators_, linear, here)) break;
    if (2 * (before - here.cost) < 0.1 * settled) break;
  }
  ProfilePoint point{here.position, 2 * (here.cost - minimum_.cost), 0};
  const std::vector<double> now = residuals();
  for (std::size_t i = 0; i < now.size(); ++i) point.distance += std::pow(now[i] - residuals_at_minimum_[i], 2);
  for (std::size_t s = 0; s < problem_.slots.size(); ++s)
    if (const Slot& slot = problem_.slots[s]; slot.measured)
      point.distance +=
          std::pow((here.position[s] - minimum_.position[s]) * slot.unit / slot.measured->standard_error, 2);
  return point;
}

std::optional<ProfilePoint> Profile::reach(const std::function<double(const ProfilePoint&)>& measure, double target,
                                           int side, double first) {
  constexpr int most_trials = 12;
  constexpr double close = 0.03;
  const Slot& slot = problem_.slots[slot_];
  const double origin = minimum_.position[slot_],
               range = side > 0 ? slot.upper / slot.unit - origin : origin - slot.lower / slot.unit;
  // Both measures grow as a power of the distance (2 where the curve follows the slot, 4 where it follows its square).
  double distance = std::min(first, range), power = 2, last_distance = 0, last_value = 0;
  for (int trial = 0; trial < most_trials; ++trial) {
    const auto point = at(origin + side * distance, 0.01 * target);
    if (!point) return {};
    const double value = measure(*point);
    if (std::abs(value - target) < close * target || (value < target && distance >= range)) return point;
    if (last_value > 0 && value > 0 && distance != last_distance)
      power = std::clamp(std::log(value / last_value) / std::log(distance / last_distance), 0.5, 8.0);
    last_distance = distance;
    last_value = value;
    const double factor = value > 0 ? std::pow(target / value, 1 / power) : 10;
    distance = std::min(distance * std::clamp(factor, 0.1, 10.0), range);
  }
  return {};
}

}  // namespace didv::fitting
