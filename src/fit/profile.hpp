#pragma once
// One slot moved off the minimum and held there, all others refitted: how far the data let it go, and where the others
// go with it. It holds where a covariance does not: at a bound, and where the curve does not depend on the slot to
// first order (Z = 0: it depends on Z²).

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

class Profile {
 public:
  /// `held`: the slots that stay where they are at the minimum. The evaluators stand at the minimum before, and again
  /// when the profile is gone.
  Profile(const Problem& problem, std::vector<BlockEvaluator>& evaluators, const Minimum& minimum,
          const std::vector<char>& held, std::size_t slot);
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

 private:
  std::vector<double> residuals() const;

  const Problem& problem_;
  std::vector<BlockEvaluator>& evaluators_;
  Minimum minimum_;
  std::vector<char> held_;
  std::size_t slot_;
  std::vector<double> residuals_at_minimum_;
};

}  // namespace didv::fitting
