#pragma once
// One slot moved off the minimum and held there, all others refitted within their ranges: how far the data let it go,
// and where the others go with it. It holds where a covariance does not: at a bound, where the profile is no parabola,
// and where the curve does not depend on the slot to first order (Z = 0: it depends on Z²).

#include <functional>
#include <optional>
#include <vector>

#include "fit/block_evaluator.hpp"
#include "fit/minimise.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

struct ProfilePoint {
  std::vector<double> position;  ///< of every slot, in slot units
  double rise = 0;               ///< of Σ weighted residual² above the minimum
  double distance = 0;           ///< Σ (change of the weighted residual)²: how far the curve itself has moved
};

/// What is known before a profile begins. All vectors: per slot, in slot units.
struct ProfileHints {
  std::vector<char> fixed;         ///< these are not refitted: they stay where they are, or go `along`
  std::vector<double> direction;   ///< how the others follow, per unit of the slot; empty: they stay
  std::vector<double> off_bounds;  ///< how far to step off a bound before refitting, where a derivative vanishes at it
  std::vector<double> along = {};  ///< how far the fixed ones go per unit of the slot; empty: not at all
};

class Profile {
 public:
  /// The evaluators stand at the minimum before, and again when the profile is gone.
  Profile(const Problem& problem, std::vector<BlockEvaluator>& evaluators, const Minimum& minimum, std::size_t slot,
          ProfileHints hints);
  ~Profile();
  Profile(const Profile&) = delete;
  Profile& operator=(const Profile&) = delete;

  /// With the slot at `value` (slot units). `settled` is the part of Σ residual² that may be left to gain. Empty: the
  /// curve cannot be evaluated there, or the others do not settle.
  std::optional<ProfilePoint> at(double value, double settled);

  /// The point in the direction of `side` (±1) where `measure` reaches `target` to a few per cent, or the end of the
  /// slot's range if it does not get there. Empty: not found. `first` is the distance tried first.
  std::optional<ProfilePoint> reach(const std::function<double(const ProfilePoint&)>& measure, double target, int side,
                                    double first);

  /// The value in the direction of `side` at which the rise is target²·noise, to 0.001 of its distance, or the end of
  /// the slot's range if it does not get there. Empty: not found, or a lower minimum was. What one call has evaluated
  /// helps the next.
  std::optional<double> crossing(int side, double target, double noise, double first);

  /// Rise in units of `noise` at that distance, as crossing() has it.
  std::optional<double> rise_at(int side, double distance, double noise);

  /// A point visited that lies below the minimum by more than it may.
  const std::optional<ProfilePoint>& lower_minimum() const { return lower_; }

 private:
  struct Visited {
    double distance, z;  // z² = rise/noise
  };
  std::vector<double> residuals() const;
  std::vector<double> gradient(const std::vector<double>& position) const;
  int side_of_bound(const std::vector<double>& position, std::size_t slot) const;
  std::vector<char> held_at(const std::vector<double>& position) const;
  std::optional<double> refit(Minimum& here, double settled);
  bool leave_bounds(Minimum& here, double settled);
  double range(int side) const;
  std::optional<double> visit(int side, double distance, double noise);

  const Problem& problem_;
  std::vector<BlockEvaluator>& evaluators_;
  Minimum minimum_;
  std::size_t slot_;
  ProfileHints hints_;
  std::vector<double> residuals_at_minimum_;
  std::vector<Visited> visited_[2];   // below, above the minimum; from near to far
  std::vector<double> direction_[2];  // as far as is known on either side
  std::optional<ProfilePoint> lower_;
};

}  // namespace didv::fitting
