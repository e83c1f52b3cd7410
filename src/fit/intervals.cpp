// Bounds and intervals: how far the data let a slot go, whatever the covariance says.

#include <algorithm>
#include <cmath>

#include "fit/profile.hpp"
#include "fit/solver.hpp"
#include "fit/student_t.hpp"
#include "fit/surroundings.hpp"
#include "fit/upper_limit.hpp"

namespace didv::fitting {
namespace {

/// Closer to a bound than this many standard errors a bar is not taken from the covariance. (Two would let one fit in
/// forty of a parameter that is 0 pass.)
constexpr double near_bound = 3;
/// The rise at one standard error may differ from a parabola's by this much.
constexpr double parabola = 0.1;

}  // namespace

double Solver::noise_scale() const {
  return degrees_of_freedom_ > 0 && !residuals_are_rounding() ? error_scale_squared() : 0;
}

Levels levels_of(bool noise_is_estimated, double degrees_of_freedom) {
  if (!noise_is_estimated) return {1, 2};
  return {central_student_t(std::erf(std::sqrt(0.5)), degrees_of_freedom),
          central_student_t(std::erf(std::sqrt(2.0)), degrees_of_freedom)};
}

Levels Solver::levels() const { return levels_of(unknown_noise_, degrees_of_freedom_); }

int Solver::inward_of(std::size_t s) const {
  const Slot& slot = problem_.slots[s];
  return best_.position[s] - slot.lower / slot.unit < slot.upper / slot.unit - best_.position[s] ? 1 : -1;
}

// What is held at a bound might as well be anywhere the data allow, and the others would follow: their errors grow by
// that. Unlike the linear covariance this sees a curve that depends on the square of the slot.
bool Solver::follow_bounds() {
  const double noise = noise_scale();
  if (!(noise > 0)) return true;
  // What all blocks share costs some dozen evaluations of all of them.
  int to_follow = 5;
  const Covariance linear = covariance_;
  for (std::size_t s = 0; s < held_.size(); ++s) {
    if (!held_[s]) continue;
    const Surroundings around(problem_, evaluators_, best_, linear, held_, s);
    if (around.is_whole() && problem_.blocks.size() > 1 && --to_follow < 0) continue;
    Profile profile(around.problem(), around.evaluators(), around.minimum(), around.slot(),
                    {around.seen(in_corner_), {}, {}});
    const auto moved = profile.reach([](const ProfilePoint& p) { return p.distance; }, noise, inward_of(s), 0.1);
    if (!moved) continue;
    const std::vector<double> there = around.whole(moved->position);
    if (moved->rise < -0.01 * noise && improve_from(there)) return false;
    bound_reach_[s] = there[s];
    covariance_.widen(s, best_.position, there, noise);
  }
  return true;
}

void Solver::limit_what_may_vanish() {
  limit_.assign(problem_.slots.size(), {});
  const double noise = noise_scale();
  if (!(noise > 0)) return;
  constexpr double indistinct = 2;  // standard errors above 0
  for (std::size_t s = 0; s < limit_.size(); ++s) {
    if (!problem_.slots[s].may_vanish || held_[s] || problem_.slots[s].measured) continue;
    const double error = covariance_.determined[s] ? std::sqrt(covariance_.variance[s] * noise) : infinity;
    if (best_.position[s] > indistinct * error) continue;
    const double z = levels().two_sigma;
    limit_[s] = upper_limit(problem_, evaluators_, best_, s, z * z * rise_scale());
    stand_at(problem_, evaluators_, best_.position);
  }
}

/// How the others follow a slot to first order.
std::vector<double> Solver::direction_of(std::size_t s) const {
  std::vector<double> direction(problem_.slots.size(), 0);
  for (const BlockCovariance& block : covariance_.blocks) {
    const auto place = std::find(block.slots.begin(), block.slots.end(), s) - block.slots.begin();
    if (place == static_cast<std::ptrdiff_t>(block.slots.size()) || !(block.matrix(place, place) > 0)) continue;
    for (std::size_t j = 0; j < block.slots.size(); ++j)
      direction[block.slots[j]] = block.matrix(static_cast<Eigen::Index>(j), place) / block.matrix(place, place);
  }
  return direction;
}

// One standard error to either side along the line that the others follow to first order χ² has risen as on the profile
// but for the fourth order; what is odd about it shows as it is. So a profile that is no parabola gives itself away for
// two curves, without derivatives or a refit.
bool Solver::rises_as_a_parabola(const Surroundings& around, const std::vector<double>& direction, double first,
                                 double rise) const {
  const Problem& problem = around.problem();
  for (const int side : {-1, 1}) {
    std::vector<double> there = around.minimum().position;
    for (std::size_t s = 0; s < there.size(); ++s) {
      const Slot& slot = problem.slots[s];
      const double moved = s == around.slot() ? 1 : direction[s];
      there[s] = std::clamp(there[s] + side * first * moved, slot.lower / slot.unit, slot.upper / slot.unit);
    }
    const double risen = misfit_at(problem, around.evaluators(), there) - 2 * around.minimum().cost;
    if (!(std::abs(risen / rise - 1) <= parabola)) return false;
  }
  return true;
}

std::string Solver::why_interval(const Surroundings& around, const std::vector<double>& direction, Profile& profile,
                                 double error, double first) const {
  const Slot& slot = around.problem().slots[around.slot()];
  const double position = around.minimum().position[around.slot()];
  if (std::min(position - slot.lower / slot.unit, slot.upper / slot.unit - position) < near_bound * error)
    return "near a bound";
  if (effort_.intervals == Intervals::all) return "asked for";
  // Of many spectra it would be the intervals of all.
  for (std::size_t s = 0; s < held_.size() && problem_.blocks.size() == 1; ++s)
    if (held_[s] && !in_corner_[s] && !bound_reach_[s])
      return "the error holds " + problem_.slots[s].name + " at its bound";
  const double rise_of_one = rise_scale(), z = levels().one_sigma;
  if (rises_as_a_parabola(around, direction, first, z * z * rise_of_one)) return {};
  for (const int side : {-1, 1}) {
    const auto rise = profile.rise_at(side, first, rise_of_one);
    if (!rise || std::abs(*rise / (z * z) - 1) > parabola) return "the profile is no parabola";
  }
  return {};
}

/// How far a profile steps off each bound before it refits.
std::vector<double> Solver::off_bounds() const {
  std::vector<double> steps(problem_.slots.size(), 0);
  for (std::size_t s = 0; s < steps.size(); ++s)
    if (held_[s] && bound_reach_[s]) steps[s] = 0.3 * std::abs(*bound_reach_[s] - best_.position[s]);
  return steps;
}

// A profile follows its own valley. Another minimum that the data allow as well lies behind a ridge, and belongs to the
// interval none the less.
void Solver::take_in(const std::vector<OtherEnd>& others) {
  if (!(noise_scale() > 0)) return;
  double here = 2 * best_.cost;
  if (unknown_noise_) {
    here = 0;
    for (const BlockEvaluator& evaluator : evaluators_) here += evaluator.sum_of_squares();
  }
  const Levels level = levels();
  const double rise_of_one = unknown_noise_ ? here / degrees_of_freedom_ : rise_scale();
  const auto widen = [](Interval& interval, double value) {
    interval = {std::min(interval.first, value), std::max(interval.second, value)};
  };
  for (const OtherEnd& other : others) {
    const double rise = (other.chi_squared - here) / rise_of_one;
    if (!(rise < level.two_sigma * level.two_sigma)) continue;
    for (std::size_t s = 0; s < problem_.slots.size(); ++s) {
      const Slot& slot = problem_.slots[s];
      const double value = other.value[s], best = best_.position[s] * slot.unit;
      if (limit_[s]) {
        limit_[s] = std::max(*limit_[s], value / slot.unit);
        continue;
      }
      if (!intervals_[s]) {
        if (held_[s] || in_corner_[s] || !covariance_.determined[s]) continue;
        const double error = std::sqrt(covariance_.variance[s] * noise_scale()) * slot.unit;
        if (std::abs(value - best) < level.two_sigma * error) continue;
        const auto around = [&](double z) {
          return Interval{std::max(best - z * error, slot.lower), std::min(best + z * error, slot.upper)};
        };
        intervals_[s] = {around(level.one_sigma), around(level.two_sigma), "holds another minimum"};
      } else if (intervals_[s]->interval_95 &&
                 (value < intervals_[s]->interval_95->first || value > intervals_[s]->interval_95->second)) {
        intervals_[s]->because += "; holds another minimum";
      }
      if (intervals_[s]->interval_95) widen(*intervals_[s]->interval_95, value);
      if (intervals_[s]->interval_68 && rise < level.one_sigma * level.one_sigma)
        widen(*intervals_[s]->interval_68, value);
    }
  }
}

// False: a profile has come below the minimum, and the fit goes on from there.
bool Solver::find_intervals() {
  intervals_.assign(problem_.slots.size(), {});
  const double noise = noise_scale();
  if (!(noise > 0) || effort_.intervals == Intervals::none) return true;
  const Levels level = levels();
  const double rise_of_one = rise_scale();
  std::optional<Surroundings> around;
  for (std::size_t s = 0; s < problem_.slots.size(); ++s) {
    if (in_corner_[s] || limit_[s] || !covariance_.determined[s]) continue;
    const Slot& slot = problem_.slots[s];
    const double error = std::sqrt(covariance_.variance[s] * noise),
                 first = held_[s] ? (bound_reach_[s] ? std::abs(*bound_reach_[s] - best_.position[s]) : 0.1)
                                  : level.one_sigma * error;
    if (!std::isfinite(first) || !(first > 0)) continue;
    if (!around || !around->turn_to(s)) around.emplace(problem_, evaluators_, best_, covariance_, held_, s);
    const std::vector<double> direction = around->seen(direction_of(s));
    Profile profile(around->problem(), around->evaluators(), around->minimum(), around->slot(),
                    {around->seen(in_corner_), direction, around->seen(off_bounds())});
    ProfileInterval found;
    found.because = held_[s] ? "at a bound" : why_interval(*around, direction, profile, error, first);
    const bool of_a_contour = std::ranges::any_of(
        effort_.contours, [&](const SlotPair& pair) { return s == pair.first || s == pair.second; });
    if (found.because.empty() && of_a_contour) found.because = "asked for with a contour";
    if (found.because.empty()) continue;
    const auto end = [&](int side, double z) {
      const bool at_this_end = held_[s] && side != inward_of(s);
      return at_this_end ? std::optional((side < 0 ? slot.lower : slot.upper) / slot.unit)
                         : profile.crossing(side, z, rise_of_one, first);
    };
    bool open_below = false, open_above = false;
    const auto interval = [&](double z) {
      const auto low = end(-1, z), high = end(1, z);
      open_below |= !low;
      open_above |= !high;
      return low && high ? std::optional(Interval{std::max(*low * slot.unit, slot.lower),
                                                  std::min(*high * slot.unit, slot.upper)})
                         : std::nullopt;
    };
    found.interval_68 = interval(level.one_sigma);
    found.interval_95 = interval(level.two_sigma);
    if (open_below || open_above)
      found.missing = std::string("no end of the profile is found ") + (open_below && open_above ? "on either side"
                                                                        : open_below             ? "below"
                                                                                                 : "above");
    if (const auto& lower = profile.lower_minimum()) {
      if (improve_from(around->whole(lower->position))) return false;
      stand_at(problem_, evaluators_, best_.position);
      found = {{}, {}, found.because, "the profile comes below the minimum, where the fit cannot follow"};
    }
    intervals_[s] = found;
  }
  return true;
}

}  // namespace didv::fitting
