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
    covariance_.widen(best_.position, there, noise);
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

// False: a profile has come below the minimum, and the fit goes on from there.
bool Solver::find_intervals() {
  intervals_.assign(problem_.slots.size(), {});
  const double noise = noise_scale();
  if (!(noise > 0) || effort_.intervals == Intervals::none) return true;
  std::vector<double> off_bounds(problem_.slots.size(), 0);
  for (std::size_t s = 0; s < off_bounds.size(); ++s)
    if (held_[s] && bound_reach_[s]) off_bounds[s] = 0.3 * std::abs(*bound_reach_[s] - best_.position[s]);
  const Levels level = levels();
  const double rise_of_one = rise_scale();
  for (std::size_t s = 0; s < problem_.slots.size(); ++s) {
    if (in_corner_[s] || limit_[s] || !covariance_.determined[s]) continue;
    const Slot& slot = problem_.slots[s];
    const double position = best_.position[s], error = std::sqrt(covariance_.variance[s] * noise),
                 to_lower = position - slot.lower / slot.unit, to_upper = slot.upper / slot.unit - position,
                 first = held_[s] ? (bound_reach_[s] ? std::abs(*bound_reach_[s] - position) : 0.1)
                                  : level.one_sigma * error;
    if (!std::isfinite(first) || !(first > 0)) continue;
    const Surroundings around(problem_, evaluators_, best_, covariance_, held_, s);
    Profile profile(around.problem(), around.evaluators(), around.minimum(), around.slot(),
                    {around.seen(in_corner_), around.seen(direction_of(s)), around.seen(off_bounds)});
    ProfileInterval found;
    if (effort_.intervals == Intervals::all) found.because = "asked for";
    if (held_[s])
      found.because = "at a bound";
    else if (std::min(to_lower, to_upper) < near_bound * error)
      found.because = "near a bound";
    for (const int side : {-1, 1}) {
      if (!found.because.empty()) break;
      const auto rise = profile.rise_at(side, first, rise_of_one);
      if (!rise || std::abs(*rise / (level.one_sigma * level.one_sigma) - 1) > parabola)
        found.because = "the profile is no parabola";
    }
    if (found.because.empty()) continue;
    const auto end = [&](int side, double z, double far) {
      const bool at_this_end = held_[s] && side != inward_of(s);
      return at_this_end ? std::optional((side < 0 ? slot.lower : slot.upper) / slot.unit)
                         : profile.crossing(side, z, rise_of_one, far);
    };
    const auto low_1 = end(-1, level.one_sigma, first), high_1 = end(1, level.one_sigma, first);
    const auto low_2 = end(-1, level.two_sigma, first), high_2 = end(1, level.two_sigma, first);
    if (const auto& lower = profile.lower_minimum()) {
      if (improve_from(around.whole(lower->position))) return false;
      stand_at(problem_, evaluators_, best_.position);
      continue;
    }
    const auto values = [&](const std::optional<double>& low, const std::optional<double>& high) {
      return low && high ? std::optional(Interval{std::max(*low * slot.unit, slot.lower),
                                                  std::min(*high * slot.unit, slot.upper)})
                         : std::nullopt;
    };
    found.interval_68 = values(low_1, high_1);
    found.interval_95 = values(low_2, high_2);
    intervals_[s] = found;
  }
  return true;
}

}  // namespace didv::fitting
