#pragma once
// One problem on its way from starts to an outcome. Where it begins: search.cpp; how it gets to the bottom: solve.cpp;
// how far the data let a slot go: intervals.cpp; two of them together: contours.cpp; what it tells: tell.cpp.

#include <optional>
#include <vector>

#include "fit/block_evaluator.hpp"
#include "fit/covariance.hpp"
#include "fit/minimise.hpp"
#include "fit/problem.hpp"
#include "fit/solve.hpp"

namespace didv::fitting {

/// How far a linear step may still lead: in standard errors, or (where the fit is exact) in the size of the data.
struct Closeness {
  double standard_errors;
  double data;
};

constexpr Closeness approached{0.1, 1e-10};  // where estimating the noise becomes worth while
constexpr Closeness converged{1e-3, 1e-10};
/// Where a linear step may still be too long: share of the way to a bound that it may go.
constexpr double short_of_bounds = 0.9;

/// What the profile of a slot says, and why it was asked; in the unit of the slot's value.
struct ProfileInterval {
  std::optional<Interval> interval_68, interval_95;
  std::string because;
  std::string missing = {};  ///< why one or both could not be had
};

class Profile;
class Surroundings;

class Solver {
 public:
  Solver(const Problem& problem, Effort effort, FurtherStarts further = {})
      : problem_(problem), effort_(effort), further_(std::move(further)), in_corner_(problem.slots.size(), 0) {
    for (std::size_t k = 0; k < problem.blocks.size(); ++k) evaluators_.emplace_back(problem, k);
    unknown_noise_ =
        std::any_of(evaluators_.begin(), evaluators_.end(), [](const auto& e) { return !e.sigma_known(); });
    const bool any_measured =
        std::any_of(problem.slots.begin(), problem.slots.end(), [](const Slot& s) { return s.measured.has_value(); });
    // The noise of one block alone scales out of its minimum; beside a measured value or another block it decides.
    robust_ = std::any_of(problem.blocks.begin(), problem.blocks.end(),
                          [](const Block& b) { return b.noise.loss != Loss::squares; });
    noise_matters_ = unknown_noise_ && (any_measured || robust_ || problem.blocks.size() > 1);
    weights_adapt_ = std::any_of(evaluators_.begin(), evaluators_.end(), [](const auto& e) { return e.adapts(); });
    // Noise thought too large to begin with would let the measured value lead the fit away from the data.
    for (std::size_t k = 0; any_measured && k < problem.blocks.size(); ++k)
      if (const Block& block = problem.blocks[k]; block.sigma.empty() && block.expected_sigma == 0)
        evaluators_[k].assume_sigma(std::max(block.noise_floor, 1e-6 * evaluators_[k].assumed_sigma()));
  }

  Outcome run(const std::vector<std::vector<double>>& starts);

 private:
  bool find_minimum(const std::vector<std::vector<double>>& starts);
  std::vector<double> in_units(const std::vector<double>& values) const;
  std::vector<double> in_values(const std::vector<double>& position) const;
  bool take(const Minimum& found);
  /// One descent among many, from values of every slot. True: the best now fits down to the noise.
  bool try_from(const std::vector<double>& start, int iterations);
  bool search_further();
  void search_from_best(const StartsFromBest& make);
  bool search_where_idle();
  bool is_at(const std::vector<double>& position, const std::vector<double>& there) const;
  double misfit() const;
  bool list_others(Outcome& outcome);
  bool settle();
  bool leaves_something_open() const;
  bool settle_noise();
  Minimum descend(const std::vector<double>& start);
  bool improve_from(const std::vector<double>& start, const std::vector<char>& held = {});
  void leave_bounds();
  bool polish();
  bool settle_in_corner();
  void release_corners();
  void judge();
  double noise_scale() const;
  Levels levels() const;
  int inward_of(std::size_t slot) const;
  std::vector<double> direction_of(std::size_t slot) const;
  std::vector<double> off_bounds() const;
  std::vector<double> direction_of(const SlotPair& pair, const Eigen::Vector2d& moved) const;
  Eigen::Matrix2d covariance_of(const SlotPair& pair) const;
  double share_within(const SlotPair& pair, const Eigen::Vector2d& moved) const;
  std::string why_incomplete(const SlotPair& pair, const ContourOutcome& contour) const;
  ContourOutcome contour_of(const SlotPair& pair);
  bool follow_bounds();
  void limit_what_may_vanish();
  bool rises_as_a_parabola(const Surroundings& around, const std::vector<double>& direction, double first,
                           double rise) const;
  std::string why_interval(const Surroundings& around, const std::vector<double>& direction, Profile& profile,
                           double error, double first) const;
  bool find_intervals();
  void take_in(const std::vector<OtherEnd>& others);
  bool at_minimum(Closeness closeness) const;
  void tell_slots(Outcome& outcome) const;
  void tell_blocks(Outcome& outcome) const;
  void tell_notes(Outcome& outcome) const;
  void tell_weights(Outcome& outcome) const;
  NoiseFound noise_found(std::size_t block) const;

  int side_of_bound(std::size_t slot) const;
  bool fits_down_to_the_noise() const;
  bool residuals_are_rounding() const;
  double measured_count() const;
  double chi_squared() const { return 2 * best_.cost; }
  /// What turns the covariance for the weights in use into the one for the true noise.
  double error_scale_squared() const;
  /// The rise of the misfit at one standard error; the same for squares, not for another loss.
  double rise_scale() const;
  LossSums loss_sums() const;

  const Problem& problem_;
  Effort effort_;
  FurtherStarts further_;
  std::vector<BlockEvaluator> evaluators_;
  bool unknown_noise_ = false;
  bool noise_matters_ = false;
  bool noise_settled_ = false;
  bool weights_adapt_ = false;
  bool robust_ = false;
  Minimum best_;
  std::vector<std::vector<double>> begun_;  // starts that try_from has been given
  std::vector<Minimum> ends_;               // of every descent from a start
  std::vector<char> held_;
  std::vector<char> in_corner_;  // per slot: the minimum sits in a corner of its χ², at this value
  Covariance covariance_;
  /// Per slot at its bound: where the curve, refitted, has moved by one standard error.
  std::vector<std::optional<double>> bound_reach_;
  std::vector<std::optional<ProfileInterval>> intervals_;  // per slot
  bool intervals_settle_ = true;
  /// Per slot: empty where the data tell it from 0; else the upper limit (95.45 %), or infinity.
  std::vector<std::optional<double>> limit_;
  double degrees_of_freedom_ = 0;
  int evaluations_elsewhere_ = 0;  // by the solvers of other minima
};

}  // namespace didv::fitting
