#include "fit/solve.hpp"

#include <algorithm>
#include <cmath>

#include "fit/linear_step.hpp"
#include "fit/solver.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

constexpr Closeness polished{1e-10, 1e-16};
/// Closer to its bound than this many standard errors a slot counts as at it: of the errors that it would have were all
/// others known. Where others can make up for it those are the smaller ones, and on the way to the bound the curve
/// would leave the data.
constexpr double at_bound_distance = 1e-3;

}  // namespace

double Solver::measured_count() const {
  return static_cast<double>(std::count_if(problem_.slots.begin(), problem_.slots.end(),
                                           [](const Slot& s) { return s.measured.has_value(); }));
}

// Near its minimum a loss rises by E[ψ′] δᵀJᵀJδ, and the covariance of δ is E[ψ²]/E[ψ′]² (JᵀJ)⁻¹; the normal matrix
// here is JᵀJ times the mean of its own factor.
double Solver::error_scale_squared() const {
  if (robust_) {
    const LossSums mean = loss_sums();
    return mean.psi_squared * mean.normal_matrix / (mean.slope * mean.slope);
  }
  return unknown_noise_ && !noise_matters_ && degrees_of_freedom_ > 0 ? chi_squared() / degrees_of_freedom_ : 1;
}

double Solver::rise_scale() const {
  if (!robust_) return error_scale_squared();
  const LossSums mean = loss_sums();
  return mean.psi_squared / mean.slope;
}

LossSums Solver::loss_sums() const {
  constexpr double least_slope = 0.05;  // where most points are outliers there is nothing to be had
  if (!(degrees_of_freedom_ > 0)) return {1, 1, 1};
  LossSums mean;
  double rows = 0;
  for (const BlockEvaluator& evaluator : evaluators_) {
    mean.psi_squared += evaluator.loss_sums().psi_squared / degrees_of_freedom_;
    mean.slope += evaluator.loss_sums().slope;
    mean.normal_matrix += evaluator.loss_sums().normal_matrix;
    rows += static_cast<double>(evaluator.rows());
  }
  mean.slope = std::max(mean.slope / rows, least_slope);
  mean.normal_matrix /= rows;
  return mean;
}

bool Solver::residuals_are_rounding() const {
  double residual = 0, data = 0;
  for (const BlockEvaluator& evaluator : evaluators_) {
    residual += evaluator.residual().squaredNorm();
    data += std::pow(evaluator.weighted_data_norm(), 2);
  }
  constexpr double rounding_of_a_curve = 1e-14;  // relative: some tens of ulp
  return residual <= rounding_of_a_curve * rounding_of_a_curve * data;
}

int Solver::side_of_bound(std::size_t s) const {
  const Slot& slot = problem_.slots[s];
  const auto at = [&](double bound) {
    const double u = bound / slot.unit;
    return std::isfinite(bound) && std::abs(best_.position[s] - u) <= 1e-9 * (1 + std::abs(u));
  };
  return at(slot.lower) ? -1 : at(slot.upper) ? 1 : 0;
}

bool Solver::improve_from(const std::vector<double>& start, const std::vector<char>& held) {
  const Minimum found = minimise(problem_, evaluators_, start, {effort_.iterations}, held);
  if (!found.evaluated || !std::isfinite(found.cost)) return false;
  if (best_.evaluated && !(found.cost < best_.cost)) return false;
  best_ = found;
  return true;
}

// A bound where the derivative vanishes (Z = 0: the curve depends on Z²) holds a minimiser that was only passing.
void Solver::leave_bounds() {
  for (const double share : {0.2, 0.02}) {
    std::vector<double> inside = best_.position;
    bool any = false;
    for (std::size_t s = 0; s < inside.size(); ++s) {
      const int side = side_of_bound(s);
      if (side == 0) continue;
      any = true;
      const Slot& slot = problem_.slots[s];
      const double range = (slot.upper - slot.lower) / slot.unit;
      inside[s] -= side * std::min(share * std::max(1.0, std::abs(inside[s])), 0.25 * range);
    }
    if (any) improve_from(inside);
  }
}

// Noise unknown, beside something with an absolute error: alternate between a step of the fit and the scatter that it
// leaves.
bool Solver::settle_noise() {
  constexpr int limit = 50;
  // Relative; it moves a parameter by less than that of its error. The maximum of a likelihood is known to the root of
  // rounding.
  const double settled = weights_adapt_ ? 1e-6 : 1e-9;
  constexpr double nearly = 1e-6;  // where steps halve at best: next to a corner, along a valley
  double change = 0;
  for (int round = 0; round < limit; ++round) {
    change = 0;
    for (std::size_t k = 0; k < evaluators_.size(); ++k) {
      change = std::max(change, evaluators_[k].adapts() ? evaluators_[k].adapt() : 0);
      if (evaluators_[k].sigma_known() || !noise_matters_) continue;
      const double old = evaluators_[k].assumed_sigma();
      const double data =
          evaluators_[k].weighted_data_norm() * old / std::sqrt(static_cast<double>(evaluators_[k].rows()));
      const double now =
          std::max(evaluators_[k].sigma_by_scatter(problem_.variance_per_square(k)), 1e-12 * std::max(data, 1e-300));
      change = std::max(change, std::abs(now / old - 1));
      evaluators_[k].assume_sigma(now);
    }
    best_.cost = cost_at(problem_, evaluators_, best_.position);
    if (change < settled) return true;
    judge();
    if (take_linear_step(problem_, evaluators_, covariance_, best_, effort_.starts_are_near ? short_of_bounds : 1))
      continue;
    best_ = minimise(problem_, evaluators_, best_.position, {effort_.iterations});
    if (!best_.evaluated) return false;
  }
  return change < nearly;
}

bool Solver::at_minimum(Closeness closeness) const {
  double data = 0;
  for (const BlockEvaluator& evaluator : evaluators_) data += std::pow(evaluator.weighted_data_norm(), 2);
  const double noise = degrees_of_freedom_ > 0 ? error_scale_squared() : 0;
  return covariance_.reachable <=
         std::max(std::pow(closeness.standard_errors, 2) * noise, std::pow(closeness.data, 2) * data);
}

// Trust regions creep along a bound and towards the end; a linear step with what is at a bound held there does neither.
bool Solver::polish() {
  constexpr int limit = 30;
  judge();
  for (int step = 0; step < limit && !at_minimum(effort_.rough ? converged : polished); ++step) {
    const double before = covariance_.reachable;
    if (!take_linear_step(problem_, evaluators_, covariance_, best_)) break;
    judge();
    // Steps that lead to steps as long are rounding, which grows with the number of points.
    if (at_minimum(converged) && covariance_.reachable > 0.7 * before) break;
  }
  return at_minimum(converged);
}

// Where a law closes the gap of a spectrum (Tc at its temperature) χ² has a corner, and a minimum in it has no
// vanishing gradient: with the slot held there the others have.
bool Solver::settle_in_corner() {
  for (std::size_t s = 0; s < problem_.slots.size(); ++s) {
    const Slot& slot = problem_.slots[s];
    for (const double corner : slot.corners) {
      const double there = corner / slot.unit;
      if (in_corner_[s] || std::abs(there - best_.position[s]) > 3 * std::abs(covariance_.step[s])) continue;
      const Minimum before = best_;
      best_.position[s] = there;
      in_corner_[s] = 1;
      if (stand_at(problem_, evaluators_, best_.position)) {
        best_.cost = cost_at(problem_, evaluators_, best_.position);
        if (polish() && best_.cost <= before.cost * (1 + 1e-9)) return true;
      }
      in_corner_[s] = 0;
      best_ = before;
      stand_at(problem_, evaluators_, best_.position);
      judge();
    }
  }
  return false;
}

// The error in a corner is the one seen from the side where the spectrum does not speak.
void Solver::release_corners() {
  if (std::count(in_corner_.begin(), in_corner_.end(), 1) == 0) return;
  for (std::size_t s = 0; s < held_.size(); ++s) held_[s] = held_[s] && !in_corner_[s];
  covariance_ = covariance(problem_, evaluators_, best_.position, held_);
}

void Solver::judge() {
  held_.assign(problem_.slots.size(), 0);
  bound_reach_.assign(problem_.slots.size(), {});
  for (std::size_t s = 0; s < held_.size(); ++s) held_[s] = side_of_bound(s) != 0 || in_corner_[s];
  for (int pass = 0; pass < 2; ++pass) {
    covariance_ = covariance(problem_, evaluators_, best_.position, held_);
    // A slot that ended at its bound was free to leave it: it has used its degree of freedom.
    const double free =
        static_cast<double>(problem_.slots.size()) - static_cast<double>(covariance_.flat_directions.size());
    degrees_of_freedom_ = problem_.independent_points() + measured_count() - free;
    bool more = false;
    for (std::size_t s = 0; s < held_.size(); ++s) {
      const Slot& slot = problem_.slots[s];
      if (held_[s] || !covariance_.determined[s] || !(degrees_of_freedom_ > 0)) continue;
      // A linear curve tells nothing of a bound far away: a gap far below its Tc hardly knows of it.
      constexpr double far = 0.1;  // of the typical size
      const double near =
          std::min(at_bound_distance * std::sqrt(error_scale_squared() / covariance_.slope_squared[s]), far);
      if (best_.position[s] - slot.lower / slot.unit < near || slot.upper / slot.unit - best_.position[s] < near)
        held_[s] = more = true;
    }
    if (!more) return;
  }
}

// From the best end so far to the bottom of its minimum, errors included.
bool Solver::settle() {
  leave_bounds();
  noise_settled_ = !(noise_matters_ || weights_adapt_) || settle_noise();

  stand_at(problem_, evaluators_, best_.position);
  bool at_end = polish() || settle_in_corner();
  for (int attempt = 0; attempt < (effort_.rough ? 1 : 3) && !at_end; ++attempt) {
    // A trust region creeps along a bound: what is there is held in every other attempt.
    improve_from(std::vector<double>(best_.position), attempt % 2 == 0 ? held_ : std::vector<char>());
    stand_at(problem_, evaluators_, best_.position);
    at_end = polish() || settle_in_corner();
  }
  release_corners();
  for (int attempt = 0; attempt < 3 && at_end && !effort_.rough && !follow_bounds(); ++attempt) {
    stand_at(problem_, evaluators_, best_.position);
    at_end = polish();
    release_corners();
  }
  limit_.assign(problem_.slots.size(), {});
  if (at_end && !effort_.rough) limit_what_may_vanish();
  return at_end;
}

bool Solver::leaves_something_open() const {
  Outcome told;
  tell_slots(told);
  for (std::size_t s = 0; s < told.slots.size(); ++s)
    if (told.slots[s].state == ParameterState::not_determined && !limit_[s]) return true;
  return false;
}

Outcome Solver::run(const std::vector<std::vector<double>>& starts) {
  if (!find_minimum(starts)) {
    std::string why = "the misfit is not finite at the start";
    for (const BlockEvaluator& evaluator : evaluators_)
      if (!evaluator.failure().empty()) {
        why = "the curve cannot be evaluated at the start: " + evaluator.failure();
        break;
      }
    return not_begun(problem_, why);
  }
  Outcome outcome;
  outcome.sigma_estimated = unknown_noise_;
  if (further_.where_short_of_noise && (effort_.search != Search::until_one_fits || !fits_down_to_the_noise()))
    search_further();
  if (further_.short_of_noise && !fits_down_to_the_noise()) search_from_best(further_.short_of_noise);
  if (further_.always) search_from_best(further_.always);
  // Weights that each minimum sets for itself leave nothing to compare minima by.
  const bool costs_compare = !weights_adapt_ && !(robust_ && noise_matters_);
  bool at_end = settle();
  if (!(at_end && noise_settled_) || leaves_something_open())
    if (search_further()) at_end = settle();
  if (further_.where_idle && at_end && effort_.search == Search::everywhere && search_where_idle()) at_end = settle();
  for (int attempt = 0; attempt < 3 && at_end && !effort_.rough && problem_.blocks.size() == 1 && costs_compare;
       ++attempt) {
    outcome.others.clear();
    if (list_others(outcome)) break;
    at_end = settle();
  }
  intervals_.assign(problem_.slots.size(), {});
  for (int attempt = 0; at_end && !effort_.rough && !find_intervals(); ++attempt) {
    constexpr int most_attempts = 5;
    intervals_.assign(problem_.slots.size(), {});
    at_end = settle();
    if (attempt == most_attempts) {
      intervals_settle_ = false;
      break;
    }
  }
  stand_at(problem_, evaluators_, best_.position);
  if (at_end && !effort_.rough && effort_.intervals != Intervals::none) take_in(outcome.others);
  outcome.status = at_end && noise_settled_ ? FitStatus::converged : FitStatus::not_converged;
  outcome.evaluations = evaluations_elsewhere_;
  for (const BlockEvaluator& evaluator : evaluators_) outcome.evaluations += evaluator.evaluations();
  outcome.degrees_of_freedom = degrees_of_freedom_;
  outcome.noise = noise_scale();
  if (outcome.status == FitStatus::converged)
    for (const SlotPair& pair : effort_.contours) outcome.contours.push_back(contour_of(pair));
  if (outcome.noise > 0) outcome.levels = levels();
  outcome.fits_down_to_the_noise = fits_down_to_the_noise();
  tell_slots(outcome);
  tell_blocks(outcome);
  tell_notes(outcome);
  if (outcome.status == FitStatus::converged) {
    outcome.message = "converged: no step would move a parameter by 0.001 of its standard error";
  } else if (!noise_settled_) {
    outcome.message = "the estimate of the noise and the fit do not settle together";
  } else {
    outcome.message = best_.exhausted
                          ? "stopped after " + std::to_string(effort_.iterations) + " iterations before the minimum"
                          : "stopped where a step of " +
                                text::rounded(std::sqrt(covariance_.reachable / error_scale_squared()), 3) +
                                " standard errors is still predicted";
  }
  return outcome;
}

Outcome not_begun(const Problem& problem, const std::string& why) {
  Outcome outcome;
  outcome.message = why;
  for (const Slot& slot : problem.slots)
    outcome.slots.push_back({slot.start, {}, {}, ParameterState::not_determined, "the fit did not begin"});
  for (const Block& block : problem.blocks) {
    outcome.sigma_estimated = outcome.sigma_estimated || block.sigma.empty();
    outcome.blocks.emplace_back();
    outcome.blocks.back().curve.assign(block.y.size(), 0);
  }
  return outcome;
}

Outcome solve(const Problem& problem, const std::vector<std::vector<double>>& starts, Effort effort,
              const FurtherStarts& further) {
  if (!starts.empty()) return Solver(problem, effort, further).run(starts);
  std::vector<double> own;
  for (const Slot& slot : problem.slots) own.push_back(slot.start);
  return Solver(problem, effort, further).run({own});
}

}  // namespace didv::fitting
