#include "transport/single_transition.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "didv/error.hpp"
#include "numerics/median.hpp"
#include "text/number.hpp"
#include "transport/crossing.hpp"
#include "transport/normal_state.hpp"
#include "transport/transition_line.hpp"
#include "transport/transition_steps.hpp"

namespace didv {

namespace {

constexpr double visible_share = 0.01;  // of R_n: what the eye sees on a plot of the whole transition
constexpr double visible_noise = 5;     // standard deviations
constexpr double line_from = 0.25, line_to = 0.75;

Quantity kelvin(double value, double error) {
  if (!(error > 0))
    return {.value = value, .unit = "K", .reason = "the curve has no noise that an error could come from"};
  return {.value = value, .standard_error = error, .unit = "K"};
}

Quantity no_kelvin(std::string reason) { return {.unit = "K", .reason = std::move(reason)}; }

std::string percent(double share) { return text::rounded(std::round(1000 * share) / 10) + " %"; }

/// From the normal state down to zero.
class Analysis {
 public:
  Analysis(numerics::SortedCurve curve, const TransitionOptions& options, ResistiveTransition& result)
      : curve_(std::move(curve)), options_(options), out_(result) {}

  void run() {
    auto found = find_normal_state(curve_, options_.normal_range_K);
    if (const auto* reason = std::get_if<std::string>(&found)) {
      for (Quantity* q : {&out_.Tc_K, &out_.intersection_K, &out_.midpoint_K, &out_.onset_K, &out_.zero_K, &out_.foot_K,
                          &out_.width_K}) {
        *q = no_kelvin(*reason);
      }
      return;
    }
    normal_ = &std::get<NormalState>(found);
    out_.normal_line = normal_->line;
    noise_above_ = noise_in(normal_->line.range_K);
    noise_below_ = noise_below_transition();
    if (!normal_->half_lost) {
      out_.warnings.push_back("incomplete transition: the resistance does not fall to half of the normal state");
    }
    warn_of_a_loose_line();
    find_steps();
    find_lines();
    find_crossings();
    choose();
  }

 private:
  const TransitionLine& line() const { return normal_->line; }
  double at(double fraction, double otherwise) const {
    return normal_->reduced.crossing_K(fraction).value_or(otherwise);
  }
  double lowest_K() const { return curve_.x.front(); }

  double noise_in(Interval range_K) const { return noise_around(curve_, range_K); }

  double noise_below_transition() const {
    const std::optional<double> foot = normal_->reduced.crossing_K(0.1);
    if (!foot) return noise_above_;
    const double edge = *foot - 2 * (at(0.5, *foot) - *foot);
    return curve_.range(lowest_K(), edge).second < 5 ? noise_above_ : noise_in({lowest_K(), edge});
  }

  /// T(ρ = fraction) from the points with ρ within ±half_width of it, and at least as far as ρ changes by twice the
  /// noise: nearer points cannot tell where it crosses.
  std::optional<Crossing> crossing(double fraction, double half_width) const {
    const ReducedResistance& reduced = normal_->reduced;
    const std::optional<double> centre = reduced.crossing_K(fraction);
    if (!centre) return std::nullopt;
    const double normal = line()(*centre);
    const double noise =
        std::sqrt((1 - fraction) * noise_below_ * noise_below_ + fraction * noise_above_ * noise_above_) / normal;
    const double noise_K = 2 * noise * 2 * (at(0.75, *centre) - at(0.25, *centre));
    const double from_K = at(fraction - half_width, *centre), to_K = at(fraction + half_width, *centre);
    const double reach_K = std::max(noise_K, 2 * noise * (to_K - from_K) / (2 * half_width));
    const double lower = std::min(from_K, *centre - reach_K), upper = std::max(to_K, *centre + reach_K);
    const auto [first, count] = curve_.range(lower, upper);
    const std::size_t begin = first - std::min<std::size_t>(first, 3);
    const std::size_t end = std::min(first + count + 3, curve_.size());
    std::vector<double> rho(end - begin);
    for (std::size_t i = begin; i < end; ++i) rho[i - begin] = curve_.y[i] / line()(curve_.x[i]) - fraction;
    auto found = locate_crossing(std::span(curve_.x).subspan(begin, end - begin), rho, lower, upper, noise);
    if (found) {
      const double from_line = fraction * line().error(found->x) / normal / std::abs(found->slope);
      found->noise_error = std::hypot(found->noise_error, from_line);
    }
    return found;
  }

  Quantity at_fraction(double fraction) const {
    const double near_end = std::min(fraction, 1 - fraction);
    if (const auto found = crossing(fraction, std::min(0.25, near_end / 2))) return kelvin(found->x, found->error());
    return no_kelvin(not_reached(fraction));
  }

  std::string not_reached(double fraction) const {
    const numerics::SortedCurve& means = normal_->reduced.means();
    const auto lowest = std::min_element(means.y.begin(), means.y.end());
    const double where_K = means.x[static_cast<std::size_t>(lowest - means.y.begin())];
    if (*lowest < fraction)
      return "the data end before the resistance comes up to " + percent(fraction) + " of the normal state";
    return "the resistance does not fall to " + percent(fraction) + " of the normal state: its lowest is " +
           percent(*lowest) + ", at " + text::rounded(where_K) + " K";
  }

  // Few points, or noisy ones, leave the slope open: far below them the line may then pass anywhere.
  void warn_of_a_loose_line() {
    constexpr double loose = 0.1;
    const double there_K = normal_->reduced.anchor_K();
    const double share = line().error(there_K) / std::abs(line()(there_K));
    if (share > loose)
      out_.warnings.push_back("the normal state is known to " + percent(share) + " only at the transition (" +
                              std::to_string(line().points) + " points from " + text::rounded(line().range_K.first) +
                              " to " + text::rounded(line().range_K.second) + " K): choose its range");
  }

  void find_steps() {
    const Interval range{at(0.02, lowest_K()), at(0.98, line().range_K.first)};
    // Inside the transition the noise of the thermometer is one of the resistance as well.
    const double inside = curve_.range(range.first, range.second).second < 5 ? 0 : noise_in(range);
    out_.steps = find_transition_steps(curve_, line(), range, std::max({noise_above_, noise_below_, inside}));
    if (out_.steps.size() < 2) return;
    std::string warning = "transition in " + std::to_string(out_.steps.size()) + " steps:";
    for (const TransitionStep& step : out_.steps) {
      warning += " " + percent(step.share) + " of the resistance at " + text::rounded(step.temperature_K) + " K,";
    }
    warning.back() = ';';
    out_.warnings.push_back(warning + " the transition line is drawn through the uppermost");
  }

  /// What is left of the resistance below the transition, or where the data end.
  double lowest_share() const {
    const std::vector<double>& rho = normal_->reduced.means().y;
    return std::clamp(*std::min_element(rho.begin(), rho.end()), 0.0, 1.0);
  }

  /// The same where it is coldest, in the middle of what noise makes of it.
  double cold_share() const {
    const numerics::SortedCurve& means = normal_->reduced.means();
    const std::size_t below = means.range(0, normal_->reduced.anchor_K()).second;
    const auto cold = means.y.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(below / 4, 1));
    return numerics::median({means.y.begin(), cold});
  }

  bool has_points_between(double from, double to) const {
    for (std::size_t i = 0; i < curve_.size(); ++i)
      if (const double rho = curve_.y[i] / line()(curve_.x[i]); rho > from && rho < to) return true;
    return false;
  }

  /// In a range that was given by more than the noise: there need not be a transition.
  bool is_steeper(const TransitionLine& transition) const {
    const double error = std::hypot(transition.slope_error, line().slope_error);
    return transition.slope > std::max(0.0, line().slope) + (options_.transition_range_K ? 4 * error : 0);
  }

  void find_lines() {
    // Of a transition in steps the uppermost ends at the normal state; one that leaves a resistance ends there.
    const double share = out_.steps.size() > 1 ? out_.steps.front().share : 1 - lowest_share();
    const double from = 1 - (1 - line_from) * share, to = 1 - (1 - line_to) * share;
    // Crossings of a fit, not of single points: a range that ends at a point of low noise leaves out one of high noise.
    const auto lower_K = crossing(from, share / 8), upper_K = crossing(to, share / 8);
    std::optional<TransitionLine> found;
    if (options_.transition_range_K) {
      found = line_through(curve_, *options_.transition_range_K, 2);
      if (!found) {
        throw InvalidArgument("range of the transition " + text::rounded(options_.transition_range_K->first) + " to " +
                              text::rounded(options_.transition_range_K->second) +
                              " K holds fewer than 2 points, expected 2 or more");
      }
    } else if (lower_K && upper_K) {
      if (lowest_share() > 0.05) {
        out_.warnings.push_back("the resistance falls to " + percent(lowest_share()) +
                                " of the normal state: the transition's line is drawn through the middle half of that "
                                "fall");
      }
      found = line_through(curve_, {lower_K->x, upper_K->x}, 2);
    }
    if (found && is_steeper(*found)) {
      const double steepness = found->slope - line().slope;
      const double meet_K =
          line().centre_K - (line().value - (*found)(line().centre_K)) / (line().slope - found->slope);
      if (meet_K < found->range_K.first || meet_K > line().range_K.second) {
        out_.intersection_K = out_.foot_K = no_kelvin(
            "the lines of the transition and of the normal state meet outside of what they are drawn through, at " +
            text::rounded(meet_K) + " K: choose their ranges");
        return;
      }
      out_.transition_line = found;
      out_.intersection_K = kelvin(meet_K, std::hypot(found->error(meet_K), line().error(meet_K)) / steepness);
      const double foot_K = found->centre_K - found->value / found->slope;
      out_.foot_K = kelvin(foot_K, found->error(foot_K) / found->slope);
      return;
    }
    if (options_.transition_range_K) {
      out_.intersection_K = out_.foot_K = no_kelvin(
          "no transition in the range given: the resistance rises there no more "
          "steeply than that of the normal state");
      return;
    }
    const auto jump = crossing(0.5 * (from + to), 0.25 * share);
    if (jump && jump->resolution_error > 0 && !has_points_between(from, to)) {
      out_.warnings.push_back(
          "the steep part of the transition lies between two temperatures: its lines meet somewhere in the step");
      out_.intersection_K = out_.foot_K = kelvin(jump->x, jump->error());
    } else {
      out_.intersection_K = out_.foot_K =
          no_kelvin("no straight transition: fewer than 2 temperatures with R between " + percent(from) + " and " +
                    percent(to) + " of the normal state");
    }
  }

  void find_crossings() {
    const auto visible = [&](double noise, double near_K) {
      return std::max(visible_share, visible_noise * noise / line()(near_K));
    };
    out_.midpoint_K = at_fraction(0.5);

    const double upper = visible(noise_above_, at(0.9, line().centre_K));
    out_.onset_K = at_fraction(1 - upper);
    if (out_.onset_K.value) out_.onset_threshold = (1 - upper) * line()(*out_.onset_K.value);

    const double foot_K = at(0.1, normal_->reduced.anchor_K());
    const double lower =
        options_.zero_resistance ? *options_.zero_resistance / line()(foot_K) : visible(noise_below_, foot_K);
    out_.zero_K = lower < 0.5 ? at_fraction(lower)
                              : no_kelvin("the threshold of zero is " + percent(lower) + " of the normal state");
    if (out_.zero_K.value) {
      out_.zero_threshold = lower * line()(*out_.zero_K.value);
      if (normal_->reduced.returns_above(*out_.zero_threshold, *out_.zero_K.value)) {
        out_.warnings.push_back("re-entrant: below the zero the resistance rises above its threshold again");
      }
    }
    if (const double least = normal_->reduced.lowest_resistance() / line()(foot_K); least < -lower) {
      out_.warnings.push_back("negative resistance below the transition, " + percent(least) +
                              " of the normal state: more than noise; an offset of the voltmeter?");
    }

    const auto low = crossing(0.1, 0.05), high = crossing(0.9, 0.05);
    constexpr double clearly_below = 0.08;  // of what stays just above 10 %, noise alone comes down to them
    if (cold_share() > clearly_below && low) {
      out_.width_K = no_kelvin("the resistance falls to " + percent(cold_share()) +
                               " of the normal state only, too near to 10 % for a crossing");
    } else if (low && high) {
      out_.width_K = kelvin(high->x - low->x, std::hypot(low->error(), high->error()));
    } else {
      out_.width_K = no_kelvin(not_reached(low ? 0.9 : 0.1));
    }
  }

  void choose() {
    using Kind = TransitionCriterion::Kind;
    switch (options_.criterion.kind) {
      case Kind::intersection:
        out_.Tc_K = out_.intersection_K;
        break;
      case Kind::midpoint:
        out_.Tc_K = out_.midpoint_K;
        break;
      case Kind::onset:
        out_.Tc_K = out_.onset_K;
        break;
      case Kind::zero:
        out_.Tc_K = out_.zero_K;
        break;
      case Kind::fraction:
        out_.Tc_K = at_fraction(options_.criterion.fraction);
        break;
    }
  }

  numerics::SortedCurve curve_;
  const TransitionOptions& options_;
  ResistiveTransition& out_;
  const NormalState* normal_ = nullptr;
  double noise_above_ = 0, noise_below_ = 0;
};

}  // namespace

ResistiveTransition find_single_transition(numerics::SortedCurve curve, const TransitionOptions& options) {
  ResistiveTransition result;
  result.criterion = options.criterion;
  result.points = curve.size();
  Analysis(std::move(curve), options, result).run();
  return result;
}

}  // namespace didv
