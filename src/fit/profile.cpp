#include "fit/profile.hpp"

#include <algorithm>
#include <cmath>

#include "fit/covariance.hpp"
#include "fit/linear_step.hpp"

namespace didv::fitting {

Profile::Profile(const Problem& problem, std::vector<BlockEvaluator>& evaluators, const Minimum& minimum,
                 std::size_t slot, ProfileHints hints)
    : problem_(problem), evaluators_(evaluators), minimum_(minimum), slot_(slot), hints_(std::move(hints)) {
  hints_.direction.resize(problem.slots.size(), 0);
  hints_.off_bounds.resize(problem.slots.size(), 0);
  hints_.along.resize(problem.slots.size(), 0);
  for (std::vector<double>& direction : direction_) direction = hints_.direction;
  residuals_at_minimum_ = residuals();
}

Profile::~Profile() { stand_at(problem_, evaluators_, minimum_.position); }

std::vector<double> Profile::residuals() const {
  std::vector<double> all;
  for (const BlockEvaluator& evaluator : evaluators_)
    all.insert(all.end(), evaluator.residual().begin(), evaluator.residual().end());
  return all;
}

/// Of ½ Σ residual².
std::vector<double> Profile::gradient(const std::vector<double>& position) const {
  std::vector<double> all(problem_.slots.size(), 0);
  for (std::size_t k = 0; k < evaluators_.size(); ++k) {
    const Eigen::VectorXd of_block = evaluators_[k].jacobian().transpose() * evaluators_[k].residual();
    const std::vector<std::size_t>& own = problem_.blocks[k].own;
    for (std::size_t j = 0; j < own.size(); ++j) all[own[j]] += of_block[static_cast<Eigen::Index>(j)];
    for (std::size_t j = 0; j < problem_.shared.size(); ++j)
      all[problem_.shared[j]] += of_block[static_cast<Eigen::Index>(own.size() + j)];
  }
  for (std::size_t s = 0; s < all.size(); ++s)
    if (const Slot& slot = problem_.slots[s]; slot.measured)
      all[s] +=
          (position[s] * slot.unit - slot.measured->value) * slot.unit / std::pow(slot.measured->standard_error, 2);
  return all;
}

int Profile::side_of_bound(const std::vector<double>& position, std::size_t s) const {
  const Slot& slot = problem_.slots[s];
  const auto at = [&](double bound) {
    const double there = bound / slot.unit;
    return std::isfinite(bound) && std::abs(position[s] - there) <= 1e-9 * (1 + std::abs(there));
  };
  return at(slot.lower) ? -1 : at(slot.upper) ? 1 : 0;
}

/// What stands at a bound and would go further.
std::vector<char> Profile::held_at(const std::vector<double>& position) const {
  std::vector<char> held = hints_.fixed;
  const std::vector<double> uphill = gradient(position);
  for (std::size_t s = 0; s < held.size(); ++s) {
    const int side = side_of_bound(position, s);
    held[s] = held[s] || s == slot_ || (side != 0 && side * uphill[s] <= 0);
  }
  return held;
}

/// Brings the others to where no more than `settled` is to be gained, and says how much. Empty: they do not settle.
std::optional<double> Profile::refit(Minimum& here, double settled) {
  constexpr int most_steps = 12, iterations_of_a_refit = 50;
  constexpr double runaway = 1e6;  // times the size of a slot: nothing is to be found there
  std::vector<char> held = hints_.fixed;
  held[slot_] = 1;
  const auto lower = [&](double before) { return 2 * (before - here.cost) >= 0.1 * settled; };
  bool searched = false;
  for (int step = 0;; ++step) {
    const Covariance linear = covariance(problem_, evaluators_, here.position, held_at(here.position));
    if (linear.reachable <= settled) return linear.reachable;
    double before = here.cost;
    if (step < most_steps && take_linear_step(problem_, evaluators_, linear, here) && lower(before)) continue;
    if (searched) return step < most_steps ? std::optional(0.0) : std::nullopt;
    for (std::size_t s = 0; s < held.size(); ++s)
      if (std::abs(here.position[s]) > runaway * (1 + std::abs(minimum_.position[s]))) return {};
    // Linear steps creep or lead nowhere where a derivative all but vanishes (Z near 0), and out of the range of a
    // slot: then the misfit has settled at that bound.
    searched = true;
    before = here.cost;
    const Minimum found = minimise(problem_, evaluators_, here.position, {iterations_of_a_refit}, held);
    if (found.evaluated && found.cost <= here.cost) here = found;
    stand_at(problem_, evaluators_, here.position);
    if (!lower(before)) return 0;
    step = 0;
  }
}

/// Steps off the bounds where that leads down. False: nowhere.
bool Profile::leave_bounds(Minimum& here, double settled) {
  bool left = false;
  for (std::size_t s = 0; s < here.position.size(); ++s) {
    const int side = side_of_bound(here.position, s);
    if (side == 0 || s == slot_ || hints_.fixed[s] || !(hints_.off_bounds[s] > 0)) continue;
    for (const double share : {1.0, 0.2}) {
      Minimum inside = here;
      inside.position[s] -= side * share * hints_.off_bounds[s];
      if (!stand_at(problem_, evaluators_, inside.position)) continue;
      inside.cost = cost_at(problem_, evaluators_, inside.position);
      if (!(2 * (here.cost - inside.cost) > 0.1 * settled)) continue;
      here = inside;
      left = true;
      break;
    }
  }
  stand_at(problem_, evaluators_, here.position);
  return left;
}

std::optional<ProfilePoint> Profile::at(double value, double settled) {
  const double moved = value - minimum_.position[slot_];
  std::vector<double>& direction = direction_[moved > 0];
  Minimum here = minimum_;
  for (std::size_t s = 0; s < here.position.size(); ++s) {
    const Slot& slot = problem_.slots[s];
    if (hints_.fixed[s]) {
      here.position[s] += hints_.along[s] * moved;
    } else {
      here.position[s] += direction[s] * moved - side_of_bound(minimum_.position, s) * hints_.off_bounds[s];
    }
    here.position[s] = std::clamp(here.position[s], slot.lower / slot.unit, slot.upper / slot.unit);
  }
  here.position[slot_] = value;
  if (!stand_at(problem_, evaluators_, here.position)) {
    for (std::size_t s = 0; s < here.position.size(); ++s)
      if (!hints_.fixed[s] && s != slot_) here.position[s] = minimum_.position[s];
    if (!stand_at(problem_, evaluators_, here.position)) return {};
  }
  here.cost = cost_at(problem_, evaluators_, here.position);
  std::optional<double> to_gain = refit(here, settled);
  // Where a derivative vanishes at a bound (Z = 0) steps end there that were only passing.
  for (int attempt = 0; attempt < 2 && to_gain && leave_bounds(here, settled); ++attempt)
    to_gain = refit(here, settled);
  if (!to_gain) return {};
  if (moved != 0)
    for (std::size_t s = 0; s < direction.size(); ++s) direction[s] = (here.position[s] - minimum_.position[s]) / moved;
  // What a linear step would still gain is as good as gained.
  ProfilePoint point{here.position, 2 * (here.cost - minimum_.cost) - *to_gain, 0};
  const std::vector<double> now = residuals();
  for (std::size_t i = 0; i < now.size(); ++i) point.distance += std::pow(now[i] - residuals_at_minimum_[i], 2);
  for (std::size_t s = 0; s < problem_.slots.size(); ++s)
    if (const Slot& slot = problem_.slots[s]; slot.measured)
      point.distance +=
          std::pow((here.position[s] - minimum_.position[s]) * slot.unit / slot.measured->standard_error, 2);
  return point;
}

/// As far as the slot and all that go along with it may.
double Profile::range(int side) const {
  double shortest = infinity;
  for (std::size_t s = 0; s < problem_.slots.size(); ++s) {
    const double speed = side * (s == slot_ ? 1 : hints_.along[s]);
    const Slot& slot = problem_.slots[s];
    if (speed != 0)
      shortest = std::min(shortest, ((speed > 0 ? slot.upper : slot.lower) / slot.unit - minimum_.position[s]) / speed);
  }
  return shortest;
}

std::optional<ProfilePoint> Profile::reach(const std::function<double(const ProfilePoint&)>& measure, double target,
                                           int side, double first) {
  constexpr int most_trials = 12;
  constexpr double close = 0.03;
  const double origin = minimum_.position[slot_], end = range(side);
  // Both measures grow as a power of the distance (2 where the curve follows the slot, 4 where it follows its square).
  double distance = std::min(first, end), power = 2, last_distance = 0, last_value = 0;
  double reachable = infinity;  // the curve cannot be followed there
  for (int trial = 0; trial < most_trials; ++trial) {
    const auto point = at(origin + side * distance, 0.01 * target);
    if (!point) {
      reachable = distance;
      distance = 0.5 * (last_distance < reachable ? last_distance + reachable : reachable);
      continue;
    }
    const double value = measure(*point);
    if (std::abs(value - target) < close * target || (value < target && distance >= end)) return point;
    if (last_value > 0 && value > 0 && distance != last_distance)
      power = std::clamp(std::log(value / last_value) / std::log(distance / last_distance), 0.5, 8.0);
    last_distance = distance;
    last_value = value;
    const double factor = value > 0 ? std::pow(target / value, 1 / power) : 10;
    distance = std::min(distance * std::clamp(factor, 0.1, 10.0), end);
    if (distance >= reachable) distance = 0.5 * (last_distance + reachable);
  }
  return {};
}

std::optional<double> Profile::visit(int side, double distance, double noise) {
  constexpr double settled = 0.01, below_minimum = -0.01;  // of the noise
  const Slot& slot = problem_.slots[slot_];
  const double own_end = (side > 0 ? slot.upper : slot.lower) / slot.unit,
               value = distance >= std::abs(own_end - minimum_.position[slot_])
                           ? own_end
                           : minimum_.position[slot_] + side * std::min(distance, range(side));
  const auto point = at(value, settled * noise);
  if (!point) return {};
  if (point->rise < below_minimum * noise) {
    lower_ = point;
    return {};
  }
  const double z = std::sqrt(std::max(point->rise, 0.0) / noise);
  std::vector<Visited>& visited = visited_[side > 0];
  visited.insert(std::upper_bound(visited.begin(), visited.end(), distance,
                                  [](double d, const Visited& v) { return d < v.distance; }),
                 {distance, z});
  return z;
}

std::optional<double> Profile::rise_at(int side, double distance, double noise) {
  const auto z = visit(side, std::min(distance, range(side)), noise);
  return z ? std::optional(*z * *z) : std::nullopt;
}

std::optional<double> Profile::crossing(int side, double target, double noise, double first) {
  constexpr int most_trials = 30;
  constexpr int straight_trials = 6;  // from then on every other one halves: over a hump z is not straight at all
  constexpr double close = 0.005;     // of the target: from so near z is straight to 1e-3 of the distance
  constexpr double fold = 2e-3;       // of the distance
  const double end = range(side);
  const auto value_at = [&](double distance) { return minimum_.position[slot_] + side * distance; };
  double reachable = infinity;  // the curve cannot be evaluated there
  for (int trial = 0; trial < most_trials; ++trial) {
    Visited below{0, 0}, before{0, 0};
    std::optional<Visited> above;
    for (const Visited& v : visited_[side > 0]) {
      if (v.z > target) {
        above = v;
        break;
      }
      before = below;
      below = v;
    }
    const bool ends = below.distance >= end;
    if (ends && below.z <= target) return value_at(end);
    const auto interpolated = [&](const Visited& a, const Visited& b) {
      return a.distance + (target - a.z) * (b.distance - a.distance) / (b.z - a.z);
    };
    if (above && (above->z - target < close * target || target - below.z < close * target) &&
        above->z - below.z < 1.2 * target)
      return value_at(interpolated(below, *above));
    // z jumps where a valley folds back and ends. Or what lies beyond was reached from afar, and in another valley.
    if (above && above->distance - below.distance < fold * above->distance) {
      const double beyond = above->distance;
      std::erase_if(visited_[side > 0], [&](const Visited& v) { return v.distance == beyond; });
      const auto z = visit(side, beyond, noise);
      if (!z) return {};
      if (*z > target) return value_at(beyond);
      continue;
    }
    if (!above && below.z > target * (1 - close)) return value_at(std::min(interpolated(before, below), end));
    double next = first;
    if (above) {
      // z grows about as the distance, or (curves that follow the square of the slot) as its square.
      next = below.distance == 0 ? above->distance * target / above->z : interpolated(below, *above);
      const double width = above->distance - below.distance;
      next = trial >= straight_trials && trial % 2 == 0
                 ? below.distance + 0.5 * width
                 : std::clamp(next, below.distance + 0.05 * width, above->distance - 0.01 * width);
    } else if (below.distance > 0) {
      const double ahead = below.z > before.z ? interpolated(before, below) : infinity;
      next = std::clamp(ahead, 1.05 * below.distance, 4 * below.distance);
    }
    if (next >= reachable) next = 0.5 * (below.distance + reachable);
    next = std::min(next, end);
    if (!visit(side, next, noise)) {
      if (lower_) return {};
      reachable = next;
    }
  }
  return {};
}

}  // namespace didv::fitting
