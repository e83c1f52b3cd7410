// Where a problem is solved from: starts, further starts, and what becomes of the minima that are not the lowest.

#include <algorithm>
#include <cmath>
#include <utility>

#include "fit/linear_step.hpp"
#include "fit/solver.hpp"
#include "fit/whiteness.hpp"

namespace didv::fitting {
namespace {

/// Two costs this close (relative) are one.
constexpr double same_cost = 1e-6;

/// Of a start among many: enough for a descent, too few for the length of a flat valley.
constexpr int iterations_of_a_search = 50;

/// Σ (difference)², in the unit of the data: what tells two minima apart. Parameters do not: one may be idle there.
double distance_squared(const std::vector<double>& curve, const std::vector<double>& other) {
  double sum = 0;
  for (std::size_t i = 0; i < curve.size(); ++i) sum += std::pow(curve[i] - other[i], 2);
  return sum;
}

}  // namespace

bool Solver::fits_down_to_the_noise() const {
  constexpr double tolerance = 1.3;  // of the standard deviation
  std::vector<double> residual;
  for (std::size_t k = 0; k < problem_.blocks.size(); ++k) {
    const Block& block = problem_.blocks[k];
    const double limit = tolerance * block.noise_floor;
    if (evaluators_[k].sum_of_squares() > limit * limit * block.independent_points()) return false;
    // Below that a wrong minimum gives itself away by what it leaves in the residuals.
    residual.assign(evaluators_[k].residual().begin(), evaluators_[k].residual().end());
    for (std::size_t i = 0; i < block.order.size(); ++i)
      residual[i] = evaluators_[k].residual()[static_cast<Eigen::Index>(block.order[i])];
    if (!residuals_are_rounding() && !looks_like_noise(residual, block.points_per_independent_point)) return false;
  }
  return true;
}

bool Solver::take(const Minimum& found) {
  if (!found.evaluated || !std::isfinite(found.cost)) return false;
  ends_.push_back(found);
  if (!best_.evaluated || found.cost < best_.cost) best_ = found;
  stand_at(problem_, evaluators_, best_.position);
  return fits_down_to_the_noise();
}

bool Solver::try_from(const std::vector<double>& start, int iterations) {
  // So many times the lowest, and nobody would take it for the same minimum; by weights that adapt costs hardly
  // compare.
  const double near = weights_adapt_ || noise_matters_ ? 10 : 2;
  const std::vector<double> position = in_units(start);
  if (std::find(begun_.begin(), begun_.end(), position) != begun_.end()) return false;
  begun_.push_back(position);
  return take(minimise(problem_, evaluators_, position, {iterations, best_.evaluated ? best_.cost : infinity, near}));
}

std::vector<double> Solver::in_units(const std::vector<double>& values) const {
  std::vector<double> position;
  for (std::size_t s = 0; s < values.size(); ++s) position.push_back(values[s] / problem_.slots[s].unit);
  return position;
}

std::vector<double> Solver::in_values(const std::vector<double>& position) const {
  std::vector<double> values;
  for (std::size_t s = 0; s < position.size(); ++s) {
    const Slot& slot = problem_.slots[s];
    values.push_back(std::clamp(position[s] * slot.unit, slot.lower, slot.upper));  // rounding may leave the range
  }
  return values;
}

bool Solver::find_minimum(const std::vector<std::vector<double>>& starts) {
  constexpr int enough_agreement = 3;  // starts that end in the same minimum
  const int iterations = starts.size() > 1 ? std::min(effort_.iterations, iterations_of_a_search) : effort_.iterations;
  for (const std::vector<double>& start : starts) {
    if (effort_.starts_are_near && take(descend(in_units(start)))) break;
    // Where linear steps end short of the noise they may have gone astray. (Many blocks begin where each has ended
    // alone.)
    if (effort_.starts_are_near && problem_.blocks.size() > 1) continue;
    if (try_from(start, iterations)) break;
    if (std::count_if(ends_.begin(), ends_.end(),
                      [&](const Minimum& end) { return end.cost <= best_.cost * (1 + same_cost); }) >= enough_agreement)
      break;
  }
  return best_.evaluated;
}

// Whether what is found agrees proves nothing: a wide basin is found often. All are tried, but for a fit of few
// parameters that describes the data.
bool Solver::search_further() {
  const Minimum before = best_;
  bool enough = false;
  for (const StartSource& make : std::exchange(further_.sources, {})) {
    if (enough) break;
    for (const std::vector<double>& start : make()) {
      enough = try_from(start, iterations_of_a_search) && effort_.search != Search::everywhere;
      if (enough) break;
    }
  }
  stand_at(problem_, evaluators_, best_.position);
  return best_.cost < before.cost;
}

void Solver::search_from_best(const StartsFromBest& make) {
  constexpr int rounds = 4;
  bool lower = true;
  for (int round = 0; round < rounds && lower; ++round) {
    const double before = best_.cost;
    for (const std::vector<double>& start : make(in_values(best_.position))) try_from(start, iterations_of_a_search);
    lower = best_.cost < before * (1 - same_cost);
  }
  stand_at(problem_, evaluators_, best_.position);
}

// A minimum in which something has no effect may lie on the rim of a lower one in which it has.
bool Solver::search_where_idle() {
  const Minimum before = best_;
  for (const std::vector<double>& start : further_.where_idle(in_values(best_.position)))
    try_from(start, iterations_of_a_search);
  stand_at(problem_, evaluators_, best_.position);
  return best_.cost < before.cost;
}

// Linear steps alone: faster than a trust region where they lead down, which is all they are taken for.
Minimum Solver::descend(const std::vector<double>& start) {
  constexpr int limit = 12;
  if (!stand_at(problem_, evaluators_, start)) return minimise(problem_, evaluators_, start, {effort_.iterations});
  const Minimum before = best_;
  best_ = {start, cost_at(problem_, evaluators_, start), true};
  bool down = false;
  for (int step = 0; !down && step < limit; ++step) {
    judge();
    down = at_minimum(noise_matters_ ? approached : converged);
    if (!down && !take_linear_step(problem_, evaluators_, covariance_, best_, short_of_bounds)) break;
  }
  const Minimum found = down ? best_ : minimise(problem_, evaluators_, best_.position, {effort_.iterations});
  best_ = before;
  return found;
}

bool Solver::is_at(const std::vector<double>& position, const std::vector<double>& there) const {
  constexpr double indistinct = 0.1;  // standard errors
  constexpr double relative = 1e-3;
  for (std::size_t s = 0; s < position.size(); ++s) {
    if (!covariance_.determined[s]) continue;
    const double error = held_[s] ? 0 : std::sqrt(covariance_.variance[s] * error_scale_squared());
    if (std::abs(position[s] - there[s]) > std::max(indistinct * error, relative * (std::abs(there[s]) + 1)))
      return false;
  }
  return true;
}

/// −2 ln likelihood but for a constant. χ² alone does not compare ends that have each estimated the noise for itself.
double Solver::misfit() const {
  double sum = chi_squared();
  if (!noise_matters_) return sum;
  for (const BlockEvaluator& evaluator : evaluators_) sum += evaluator.deviance() - evaluator.residual().squaredNorm();
  return sum;
}

// Ends of descents that are minima of their own, each brought to its bottom by itself; those that nobody would take
// for the lowest stand as the descent left them. False: one of them lies lower than the best, which has moved there.
bool Solver::list_others(Outcome& outcome) {
  constexpr std::size_t most = 10;
  constexpr double same_curve = 1e-4;      // of the noise of one point, squared
  constexpr double hopeless = 2;           // times the lowest cost: the length of a valley does not make up for that
  constexpr double no_rival = 30;          // of χ² above one that describes the data
  constexpr double same_far_curve = 1e-3;  // of its own misfit
  std::sort(ends_.begin(), ends_.end(), [](const Minimum& a, const Minimum& b) { return a.cost < b.cost; });
  const auto squares = [&] { return evaluators_.front().sum_of_squares(); };
  stand_at(problem_, evaluators_, best_.position);
  const double per_point = squares() / problem_.blocks.front().independent_points();
  // A measured value that is farther off there counts as squares of residuals do.
  const auto with_pull = [&](double chi_squared, const std::vector<double>& there) {
    const double rise = pull_of_measured(problem_, there) - pull_of_measured(problem_, best_.position);
    return chi_squared + (unknown_noise_ ? per_point : 1) * rise;
  };
  double farthest = noise_matters_ ? infinity : hopeless * best_.cost;
  if (!noise_matters_ && fits_down_to_the_noise())
    farthest = std::min(farthest, best_.cost + 0.5 * no_rival * error_scale_squared());
  std::vector<std::vector<double>> tried{best_.position}, curves{evaluators_.front().curve()};
  const auto is_known = [&](const std::vector<double>& curve, double tolerance) {
    return std::any_of(curves.begin(), curves.end(),
                       [&](const auto& known) { return distance_squared(curve, known) < tolerance; });
  };
  for (const Minimum& end : ends_) {
    if (std::any_of(tried.begin(), tried.end(), [&](const auto& place) { return is_at(end.position, place); }))
      continue;
    if (tried.size() == most) break;
    const bool far = end.cost > farthest;
    if (far && end.exhausted) continue;  // no minimum
    stand_at(problem_, evaluators_, end.position);
    const std::vector<double> here = evaluators_.front().curve();
    const double there_squared = squares(), there_chi_squared = evaluators_.front().residual().squaredNorm();
    stand_at(problem_, evaluators_, best_.position);
    // An image of a place (an angle and its mirror image, two gaps exchanged) has the same curve.
    if (is_known(here, std::max(same_curve * per_point, far ? same_far_curve * there_squared : 0))) continue;
    tried.push_back(end.position);
    if (far) {
      curves.push_back(here);
      outcome.others.push_back(
          {with_pull(unknown_noise_ ? there_squared : there_chi_squared, end.position), in_values(end.position)});
      continue;
    }
    Solver alone(problem_, {.rough = true, .iterations = iterations_of_a_search});
    const Outcome there = alone.run({in_values(end.position)});
    evaluations_elsewhere_ += there.evaluations;
    if (there.status != FitStatus::converged) continue;
    if (alone.misfit() < misfit() - 2 * same_cost * best_.cost) {
      best_ = alone.best_;
      return false;
    }
    if (is_known(there.blocks.front().curve, same_curve * per_point)) continue;
    curves.push_back(there.blocks.front().curve);
    // Where it is, not where a bound or a limit would put it.
    outcome.others.push_back(
        {with_pull(there.blocks.front().chi_squared, alone.best_.position), in_values(alone.best_.position)});
  }
  std::sort(outcome.others.begin(), outcome.others.end(),
            [](const OtherEnd& a, const OtherEnd& b) { return a.chi_squared < b.chi_squared; });
  return true;
}

}  // namespace didv::fitting
