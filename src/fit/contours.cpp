// Contours: where χ², with all slots but two refitted, has risen to a level, on lines through the minimum.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "fit/profile.hpp"
#include "fit/solver.hpp"
#include "fit/surroundings.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

constexpr int lines = 24;

/// Rise of χ² over the noise on the contour that holds both with that probability: −2 ln(1 − P), and where the noise is
/// estimated twice the quantile of F for 2 and ν degrees of freedom.
double level_of(double probability, bool noise_is_estimated, double degrees_of_freedom) {
  if (!noise_is_estimated) return -2 * std::log1p(-probability);
  return degrees_of_freedom * std::expm1(-2 / degrees_of_freedom * std::log1p(-probability));
}

}  // namespace

/// Covariance of two slots, in slot units squared: what is held at a bound may go as far as the data let it.
Eigen::Matrix2d Solver::covariance_of(const SlotPair& pair) const {
  Eigen::Matrix2d both = Eigen::Matrix2d::Zero();
  for (const BlockCovariance& block : covariance_.blocks) {
    const auto place = [&](std::size_t s) {
      return std::find(block.slots.begin(), block.slots.end(), s) - block.slots.begin();
    };
    const auto a = place(pair.first), b = place(pair.second), end = static_cast<std::ptrdiff_t>(block.slots.size());
    if (a != end && b != end) both(0, 1) = both(1, 0) = block.matrix(a, b) * noise_scale();
  }
  const auto variance = [&](std::size_t s) {
    if (!held_[s]) return covariance_.variance[s] * noise_scale();
    const double reach = bound_reach_[s] ? *bound_reach_[s] - best_.position[s] : 0.1;
    return reach * reach;
  };
  both(0, 0) = variance(pair.first);
  both(1, 1) = variance(pair.second);
  return both;
}

/// How all slots follow two that are moved, to first order, `moved` being their move.
std::vector<double> Solver::direction_of(const SlotPair& pair, const Eigen::Vector2d& moved) const {
  std::vector<double> direction(problem_.slots.size(), 0);
  for (const BlockCovariance& block : covariance_.blocks) {
    std::vector<Eigen::Index> places;
    std::vector<double> moves;
    for (const auto& [slot, move] : {std::pair{pair.first, moved[0]}, std::pair{pair.second, moved[1]}}) {
      const auto found = std::find(block.slots.begin(), block.slots.end(), slot);
      if (found == block.slots.end()) continue;
      places.push_back(found - block.slots.begin());
      moves.push_back(move);
    }
    if (places.empty()) continue;
    const Eigen::MatrixXd among = block.matrix(places, places);
    const Eigen::VectorXd follow = block.matrix(Eigen::all, places) *
                                   among.completeOrthogonalDecomposition().solve(Eigen::Map<const Eigen::VectorXd>(
                                       moves.data(), static_cast<Eigen::Index>(moves.size())));
    for (std::size_t j = 0; j < block.slots.size(); ++j)
      direction[block.slots[j]] = follow[static_cast<Eigen::Index>(j)];
  }
  direction[pair.first] = moved[0];
  direction[pair.second] = moved[1];
  return direction;
}

/// How far along a line, in units of `moved`, both slots stay within their ranges.
double Solver::share_within(const SlotPair& pair, const Eigen::Vector2d& moved) const {
  double share = infinity;
  for (const auto& [s, move] : {std::pair{pair.first, moved[0]}, std::pair{pair.second, moved[1]}}) {
    const Slot& slot = problem_.slots[s];
    const double end = (move > 0 ? slot.upper : slot.lower) / slot.unit;
    if (move != 0) share = std::min(share, std::max(0.0, (end - best_.position[s]) / move));
  }
  return share;
}

// Lines through the minimum reach every point of a region that is no more than bent. Of one that is not they would miss
// a part, and what the profiles of the two say gives that away.
std::string Solver::why_incomplete(const SlotPair& pair, const ContourOutcome& contour) const {
  constexpr double worth_telling = 0.05;  // of the interval
  for (const std::size_t s : {pair.first, pair.second}) {
    if (s >= intervals_.size() || !intervals_[s]) continue;
    const std::string& name = problem_.slots[s].name;
    if (!intervals_[s]->missing.empty()) return "it is not closed: of " + name + " " + intervals_[s]->missing;
    if (!intervals_[s]->interval_95) continue;
    const auto [low, high] = *intervals_[s]->interval_95;
    double lowest = infinity, highest = -infinity;
    for (const auto& [first, second] : contour.points_95) {
      lowest = std::min(lowest, s == pair.first ? first : second);
      highest = std::max(highest, s == pair.first ? first : second);
    }
    const double margin = worth_telling * (high - low);
    if (lowest > low + margin || highest < high - margin)
      return "lines through the minimum do not reach all of the region: " + name + " alone may lie in " +
             text::rounded(low, 3) + " to " + text::rounded(high, 3) + " (95.45 %)";
  }
  return {};
}

ContourOutcome Solver::contour_of(const SlotPair& pair) {
  ContourOutcome contour;
  const double noise = noise_scale();
  if (!(noise > 0)) return {{}, {}, "there is no noise to compare with"};
  for (const std::size_t s : {pair.first, pair.second})
    if (limit_[s] || in_corner_[s] || !covariance_.determined[s])
      return {{}, {}, problem_.slots[s].name + " is not determined"};
  const Eigen::Matrix2d both = covariance_of(pair);
  const Eigen::Matrix2d root = both.llt().matrixL();
  // Seen from the block that owns one of them; of two that all blocks share, from all.
  const auto shared = [&](std::size_t s) {
    return std::find(problem_.shared.begin(), problem_.shared.end(), s) != problem_.shared.end();
  };
  const Surroundings around(problem_, evaluators_, best_, covariance_, held_,
                            shared(pair.first) ? pair.second : pair.first);

  const Eigen::Vector2d origin{best_.position[pair.first], best_.position[pair.second]};
  const Eigen::Vector2d unit{problem_.slots[pair.first].unit, problem_.slots[pair.second].unit};
  struct Level {
    double rise;
    std::vector<std::pair<double, double>>* points;
  };
  const Level levels[]{{level_of(std::erf(std::sqrt(0.5)), unknown_noise_, degrees_of_freedom_), &contour.points_68},
                       {level_of(std::erf(std::sqrt(2.0)), unknown_noise_, degrees_of_freedom_), &contour.points_95}};
  for (const Level& level : levels) level.points->resize(2 * lines);
  for (int line = 0; line < lines; ++line) {
    const double angle = std::numbers::pi * line / lines;
    const Eigen::Vector2d moved = root * Eigen::Vector2d{std::cos(angle), std::sin(angle)};
    // The one that moves more of its error leads, the other follows on the line.
    const bool first_leads = std::abs(moved[0]) * std::sqrt(both(1, 1)) >= std::abs(moved[1]) * std::sqrt(both(0, 0));
    const double lead = first_leads ? moved[0] : moved[1];
    const std::size_t leader = first_leads ? pair.first : pair.second,
                      follower = first_leads ? pair.second : pair.first;
    std::vector<double> direction = direction_of(pair, moved / lead);
    std::vector<char> fixed = in_corner_;
    std::vector<double> along(problem_.slots.size(), 0);
    fixed[follower] = 1;
    along[follower] = direction[follower];
    Profile profile(around.problem(), around.evaluators(), around.minimum(), around.place_of(leader),
                    {around.seen(fixed), around.seen(direction), around.seen(off_bounds()), around.seen(along)});
    for (const int side : {1, -1})
      for (const Level& level : levels) {
        const double z = std::sqrt(level.rise), within_bounds = std::abs(lead) * share_within(pair, side * moved),
                     distance = std::min(z * std::abs(lead), within_bounds);
        const int direction_of_leader = lead > 0 ? side : -side;
        std::optional<double> end;
        if (within_bounds < 4 * z * std::abs(lead)) {
          const auto rise = profile.rise_at(direction_of_leader, within_bounds, rise_scale());
          if (rise && *rise <= level.rise) end = best_.position[leader] + direction_of_leader * within_bounds;
        }
        if (!end) end = profile.crossing(direction_of_leader, z, rise_scale(), distance);
        if (!end) return {{}, {}, profile.lower_minimum() ? "χ² comes below the minimum" : "it is not closed"};
        const double share = (*end - best_.position[leader]) / lead;
        const Eigen::Vector2d point = (origin + share * moved).cwiseProduct(unit);
        const auto within = [&](double value, std::size_t s) {
          return std::clamp(value, problem_.slots[s].lower, problem_.slots[s].upper);
        };
        (*level.points)[static_cast<std::size_t>(side > 0 ? line : line + lines)] = {within(point[0], pair.first),
                                                                                     within(point[1], pair.second)};
      }
  }
  if (std::string why = why_incomplete(pair, contour); !why.empty()) return {{}, {}, std::move(why)};
  return contour;
}

}  // namespace didv::fitting
