#include <algorithm>
#include <cmath>

#include "fit/solver.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

/// An error this many times larger than the value and its typical size is no error bar.
constexpr double meaningless_error = 100;

std::string list(const Problem& problem, const std::vector<std::size_t>& slots) {
  std::string names;
  for (std::size_t i = 0; i < slots.size(); ++i)
    names += (i == 0 ? "" : i + 1 == slots.size() ? " and " : ", ") + problem.slots[slots[i]].name;
  return names;
}

}  // namespace

void Solver::tell_slots(Outcome& outcome) const {
  const bool no_noise = unknown_noise_ && residuals_are_rounding();
  for (std::size_t s = 0; s < problem_.slots.size(); ++s) {
    const Slot& slot = problem_.slots[s];
    SlotOutcome told;
    told.value = std::clamp(best_.position[s] * slot.unit, slot.lower, slot.upper);
    const bool shared = problem_.blocks.size() > 1 &&
                        std::find(problem_.shared.begin(), problem_.shared.end(), s) != problem_.shared.end();
    told.state = slot.measured ? ParameterState::measured : shared ? ParameterState::shared : ParameterState::free;
    if (held_[s]) {
      const bool lower = told.value - slot.lower <= slot.upper - told.value;
      told.value = lower ? slot.lower : slot.upper;
      told.state = ParameterState::at_bound;
      told.reason = std::string("at its ") + (lower ? "lower" : "upper") + " bound " + text::number(told.value);
      if (s < intervals_.size() && intervals_[s] && intervals_[s]->interval_95) {
        const auto [lowest, highest] = *intervals_[s]->interval_95;
        const bool whole_range = lowest <= slot.lower && highest >= slot.upper;
        told.reason += "; " +
                       (whole_range ? "not determined: the data allow all of its range, " +
                                          text::rounded(slot.lower, 3) + " to " + text::rounded(slot.upper, 3)
                        : lower ? "below " + text::rounded(highest, 3)
                                : "above " + text::rounded(lowest, 3)) +
                       " (95.45 %)";
      }
    } else if (limit_[s]) {
      const double limit = *limit_[s] * slot.unit;
      told.state = ParameterState::not_determined;
      told.reason = "the data do not tell it from 0";
      if (std::isfinite(limit)) {
        told.interval_95 = {slot.lower, limit};
        told.interval_from = "profile: not told from 0";
        told.reason += "; below " + text::rounded(limit, 3) + " (95.45 %)";
      } else {
        told.reason += ", nor do they limit it";
      }
    } else if (!covariance_.determined[s]) {
      told.state = ParameterState::not_determined;
      told.reason = "the data do not depend on it";
      for (const auto& direction : covariance_.flat_directions)
        if (direction.size() > 1 && std::find(direction.begin(), direction.end(), s) != direction.end())
          told.reason = "only a combination of " + list(problem_, direction) + " is determined";
    } else if (!(degrees_of_freedom_ > 0) && unknown_noise_) {
      told.reason = "no degrees of freedom left to estimate the noise from, and no sigma given";
    } else if (no_noise) {
      told.reason = "the curve goes through every point to rounding: no noise to estimate an error from";
    } else {
      const double error = std::sqrt(covariance_.variance[s] * error_scale_squared()) * slot.unit;
      const double meaningful =
          std::min(slot.upper - slot.lower, meaningless_error * std::max(std::abs(told.value), slot.unit));
      if (!std::isfinite(error) || error > meaningful) {
        told.state = ParameterState::not_determined;
        told.reason = "its standard error would be " + text::rounded(error, 3) + ": the data do not fix it";
      } else {
        told.standard_error = error;
      }
    }
    if (s < intervals_.size() && intervals_[s] && (intervals_[s]->interval_68 || intervals_[s]->interval_95)) {
      told.interval_68 = intervals_[s]->interval_68;
      told.interval_95 = intervals_[s]->interval_95;
      told.interval_from = "profile: " + intervals_[s]->because;
    }
    outcome.slots.push_back(told);
  }
}

NoiseFound Solver::noise_found(std::size_t block) const {
  constexpr double outlying = 5;
  NoiseFound found;
  found.model = problem_.blocks[block].noise;
  found.neighbour_correlation = evaluators_[block].neighbour_correlation();
  const double rho = found.neighbour_correlation;
  found.independent_points = std::max(problem_.blocks[block].independent_points() * (1 - rho) / (1 + rho), 1.0);
  found.deviance = evaluators_[block].deviance();
  const Eigen::VectorXd standard = evaluators_[block].standard_residual();
  // What was taken to the point before is an error here: data − curve.
  for (const double r : standard) found.standard_residual.push_back(-r);
  if (found.model.loss != Loss::squares)
    found.outliers = static_cast<std::size_t>((standard.array().abs() > outlying).count());
  return found;
}

void Solver::tell_blocks(Outcome& outcome) const {
  const bool estimated = unknown_noise_;
  for (std::size_t k = 0; k < problem_.blocks.size(); ++k) {
    BlockOutcome& block = outcome.blocks.emplace_back();
    block.curve = evaluators_[k].curve();
    block.chi_squared = estimated ? evaluators_[k].sum_of_squares() : evaluators_[k].residual().squaredNorm();
    const NoiseModel& noise = problem_.blocks[k].noise;
    if (noise.relative || noise.correlated || noise.loss != Loss::squares) block.noise = noise_found(k);
    block.neighbour_correlation = evaluators_[k].neighbour_correlation();
    const double scatter =
        estimated && !noise_matters_ && degrees_of_freedom_ > 0 ? std::sqrt(chi_squared() / degrees_of_freedom_) : 1;
    for (const double weight : evaluators_[k].weights())
      block.sigma.push_back(scatter / (weight * std::sqrt(problem_.blocks[k].points_per_independent_point)));
    const BlockCovariance& all = covariance_.blocks[k];
    std::vector<Eigen::Index> kept;
    for (std::size_t j = 0; j < all.slots.size(); ++j)
      if (outcome.slots[all.slots[j]].standard_error) {
        kept.push_back(static_cast<Eigen::Index>(j));
        block.slots.push_back(all.slots[j]);
      }
    const Eigen::MatrixXd matrix = all.matrix(kept, kept);
    const Eigen::VectorXd scale = matrix.diagonal().cwiseSqrt().cwiseInverse();
    block.correlation = (scale.asDiagonal() * matrix * scale.asDiagonal()).cwiseMax(-1.0).cwiseMin(1.0);
    for (const std::size_t first : block.slots)
      for (const std::size_t second : block.slots)
        if (const auto slot = covariance_.widener_of(first, second)) block.because_of[{first, second}] = *slot;
    outcome.chi_squared += block.chi_squared;
  }
  outcome.pull_of_measured = pull_of_measured(problem_, best_.position);
  if (!estimated) outcome.chi_squared = chi_squared();
}

// (Σ w²)²/Σ w⁴ is the number of points of equal weight that would fix a mean as well.
void Solver::tell_weights(Outcome& outcome) const {
  constexpr double worth_telling = 0.5;  // of the points
  double points = 0, square = 0, fourth = 0, least = infinity, most = 0;
  for (const BlockEvaluator& evaluator : evaluators_)
    for (const double w : evaluator.weights()) {
      ++points;
      least = std::min(least, w);
      most = std::max(most, w);
    }
  for (const BlockEvaluator& evaluator : evaluators_)
    for (const double w : evaluator.weights()) {
      const double part = (w / most) * (w / most);
      square += part;
      fourth += part * part;
    }
  const double telling = square * square / fourth;
  if (telling >= static_cast<double>(problem_.slots.size()) + 1 || telling > worth_telling * points) return;
  outcome.notes.push_back("the weight lies on " + text::rounded(std::max(telling, 1.0), 3) + " of " +
                          text::rounded(points, 3) + " points: the smallest sigma is " +
                          text::rounded(most / least, 3) +
                          " times smaller than the largest; values and errors rest on these few");
}

void Solver::tell_notes(Outcome& outcome) const {
  tell_weights(outcome);
  for (std::size_t s = 0; s < held_.size(); ++s) {
    if (!held_[s]) continue;
    const Slot& slot = problem_.slots[s];
    const auto moved = bound_reach_[s];
    outcome.notes.push_back(slot.name + " is at its bound: the other errors " +
                            (moved ? "take in what follows when it goes to " + text::rounded(*moved * slot.unit, 3) +
                                         ", one standard error off"
                                   : "hold with it held there"));
  }
  for (std::size_t s = 0; s < intervals_.size(); ++s)
    if (intervals_[s] && !intervals_[s]->missing.empty())
      outcome.notes.push_back(problem_.slots[s].name + ": no " +
                              (intervals_[s]->interval_68 ? "95.45 % interval" : "interval") + ", " +
                              intervals_[s]->missing);
  if (!intervals_settle_) outcome.notes.push_back("no intervals: one profile after the other comes below the minimum");
  for (const auto& direction : covariance_.flat_directions)
    outcome.notes.push_back(direction.size() > 1 ? "only a combination of " + list(problem_, direction) +
                                                       " is determined: fix one of them, or measure it independently"
                                                 : list(problem_, direction) + " does not change the curve: fix it");
}

}  // namespace didv::fitting
