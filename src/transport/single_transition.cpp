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
#include "transport/rounding.hpp"
#include "transport/transition_line.hpp"
#include "transport/transition_noise.hpp"
#include "transport/transition_steps.hpp"

namespace didv {

namespace {

constexpr double visible_share = 0.01;  // of R_n: what the eye sees on a plot of the whole transition
constexpr double visible_noise = 5;     // standard deviations
constexpr double line_from = 0.25, line_to = 0.75;

Quantity no_kelvin(std::string reason) { return {.unit = "K", .reason = std::move(reason)}; }

std::string percent(double share) { return text::rounded(std::round(1000 * share) / 10) + " %"; }

/// From the normal state down to zero.
class Analysis {
 public:
  Analysis(numerics::SortedCurve curve, const Thermometer& thermometer, const TransitionOptions& options,
           ResistiveTransition& result)
      : curve_(std::move(curve)),
        thermometer_(thermometer),
        rounding_(rounding_step(curve_.y) / std::sqrt(12.0)),
        options_(options),
        out_(result) {}

  void run() {
    auto found = find_normal_state(curve_, options_.normal_range_K, thermometer_.noise_K);
    if (const auto* reason = std::get_if<std::string>(&found)) {
      for (Quantity* q : {&out_.Tc_K, &out_.intersection_K, &out_.midpoint_K, &out_.onset_K, &out_.zero_K, &out_.foot_K,
                          &out_.width_K}) {
        *q = no_kelvin(*reason);
      }
      return;
    }
    NormalState& normal = std::get<NormalState>(found);
    normal.line.value_error = std::hypot(normal.line.value_error, rounding_);
    normal_ = &normal;
    out_.normal_line = normal_->line;
    noise_ = find_transition_noise(curve_, *normal_, thermometer_);
    noise_.above = std::max(noise_.above, rounding_);
    noise_.below = std::max(noise_.below, rounding_);
    if (!normal_->half_lost) {
      out_.warnings.push_back("incomplete transition: the resistance does not fall to half of the normal state");
    }
    if (thermometer_.rounding_K > 0)
      out_.warnings.push_back("temperatures are rounded, to steps of " + text::rounded(thermometer_.rounding_K) +
                              " K: every error holds a step/√12 that no number of points averages out");
    if (rounding_ > noise_.above / 2)
      out_.warnings.push_back("resistances are rounded, to steps of " +
                              percent(std::sqrt(12.0) * rounding_ / line().value) +
                              " of the normal state: every error holds a step/√12 of them");
    warn_of_a_loose_line();
    warn_of_wandering();
    find_steps();
    find_lines();
    find_crossings();
    choose();
  }

 private:
  const TransitionLine& line() const { return normal_->line; }
  double at(double fraction, double otherwise) const { return normal_->reduced.crossing_K(fraction, otherwise); }
  double lowest_K() const { return curve_.x.front(); }

  /// Rounding moves all points of a temperature alike: no number of them averages it out.
  double with_rounding(double error) const { return std::hypot(error, thermometer_.rounding_K / std::sqrt(12.0)); }
  Quantity kelvin(double value, double error) const {
    const double whole = with_rounding(error);
    if (!(whole > 0))
      return {.value = value, .unit = "K", .reason = "the curve has no noise that an error could come from"};
    return {.value = value, .standard_error = whole, .unit = "K"};
  }

  /// T(ρ = fraction) from the points with ρ within ±half_width of it, and at least as far as ρ changes by twice the
  /// noise: nearer points cannot tell where it crosses.
  std::optional<Crossing> crossing(double fraction, double half_width) const {
    const ReducedResistance& reduced = normal_->reduced;
    const std::optional<double> centre = reduced.crossing_K(fraction);
    if (!centre) return std::nullopt;
    const double normal = line()(*centre);
    const double from_K = at(fraction - half_width, *centre), to_K = at(fraction + half_width, *centre);
    const double resistance =
        std::sqrt((1 - fraction) * noise_.below * noise_.below + fraction * noise_.above * noise_.above) / normal;
    const double noise_K = 2 * resistance * 2 * (at(0.75, *centre) - at(0.25, *centre));
    // Noise of the thermometer leaves no step steeper than itself.
    const double kelvin_per_rho = std::max(to_K - from_K, noise_.temperature_K) / (2 * half_width);
    const double noise =
        noise_.temperature_K > 0 ? std::hypot(resistance, noise_.temperature_K / kelvin_per_rho) : resistance;
    const double one_noise_K = std::hypot(resistance * kelvin_per_rho, noise_.temperature_K);
    const double reach_K = std::max(noise_K, 2 * one_noise_K);
    const double lower = std::min(from_K, *centre - reach_K), upper = std::max(to_K, *centre + reach_K);
    const auto [first, count] = curve_.range(lower, upper);
    const std::size_t begin = first - std::min<std::size_t>(first, 3);
    const std::size_t end = std::min(first + count + 3, curve_.size());
    std::vector<double> rho(end - begin);
    for (std::size_t i = begin; i < end; ++i) rho[i - begin] = curve_.y[i] / line()(curve_.x[i]) - fraction;
    auto found =
        locate_crossing(std::span(curve_.x).subspan(begin, end - begin), rho, lower, upper, noise, one_noise_K);
    if (found) {
      const double from_line = fraction * line().error(found->x) / normal / std::abs(found->slope);
      found->noise_error = std::hypot(found->noise_error, from_line);
      // A thermometer that scatters by σ makes ρ + ½σ²ρ″ of ρ(T), in a sharp corner up to twice as much.
      const double smeared = noise_.temperature_K * noise_.temperature_K * found->curvature / found->slope;
      const double rounded = rounding_ / normal / found->slope;
      found->resolution_error = std::hypot(found->resolution_error, smeared, rounded);
    }
    return found;
  }

  /// What the thermometer would make of a sharp step, from 10 to 90 % of it.
  double blur_K() const { return std::max(2.56 * noise_.temperature_K, 0.8 * thermometer_.rounding_K); }

  /// By more than half of the width that is seen: an eighth of that is the thermometer's.
  bool is_blurred() const {
    const Interval steep = normal_->reduced.steep_range_K();
    return blur_K() > 0.5 * (steep.second - steep.first);
  }

  /// Away from the middle a blurred step looks wider than it is.
  Quantity unless_blurred(Quantity found) const {
    if (!is_blurred()) return found;
    return {.value = found.value,
            .unit = "K",
            .reason = "the thermometer blurs a step over " + text::rounded(blur_K()) +
                      " K, more than half of the width that is seen"};
  }

  Quantity at_fraction(double fraction) const {
    const double near_end = std::min(fraction, 1 - fraction);
    if (const auto found = crossing(fraction, std::min(0.25, near_end / 2))) {
      const Quantity at = kelvin(found->x, found->error());
      return near_end < 0.25 ? unless_blurred(at) : at;
    }
    return no_kelvin(not_reached(fraction));
  }

  std::string not_reached(double fraction) const {
    const numerics::SortedCurve& means = normal_->reduced.means();
    const auto lowest = std::min_element(means.y.begin(), means.y.end());
    const double where_K = means.x[static_cast<std::size_t>(lowest - means.y.begin())];
    const std::string share = percent(fraction) + " of the normal state";
    const std::string its_lowest = ": its lowest is " + percent(*lowest) + ", at " + text::rounded(where_K) + " K";
    if (*lowest >= fraction) return "the resistance does not fall to " + share + its_lowest;
    if (const std::optional<double> near_K = normal_->reduced.crossing_K(fraction))
      return "the points near " + text::rounded(*near_K) + " K do not tell where the resistance crosses " + share;
    const bool from_above = fraction < (normal_->half_lost ? 0.5 : 0.8);
    return from_above ? "the resistance does not stay below " + share + its_lowest
                      : "the resistance does not stay above " + share;
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

  // A line that bends or noise that drifts: errors are those of independent points.
  void warn_of_wandering() {
    const auto [first, count] = curve_.range(line().range_K.first, line().range_K.second);
    double sum = 0, product = 0, last = 0;
    for (std::size_t i = first; i < first + count; ++i) {
      const double residual = curve_.y[i] - line()(curve_.x[i]);
      sum += residual * residual;
      product += residual * last;
      last = residual;
    }
    constexpr double seen = 1e-4;  // of the normal state
    const double deviation = std::sqrt(sum / static_cast<double>(count));
    const double shared = product / sum;
    const double chance = 4 / std::sqrt(static_cast<double>(count));
    if (deviation < seen * line().value || deviation < 2 * rounding_ || shared < std::max(0.3, chance)) return;
    out_.warnings.push_back(
        "the normal state wanders about its line by " + percent(deviation / line().value) + ", neighbours share " +
        text::rounded(std::round(100 * shared)) +
        " % of it: its line bends or its noise drifts, and errors that suppose neither may be too small by a "
        "factor of " +
        text::rounded(std::round(10 * std::sqrt((1 + shared) / (1 - shared))) / 10));
  }

  void find_steps() {
    if (is_blurred()) return;
    const Interval range{at(0.02, lowest_K()), at(0.98, line().range_K.first)};
    // Inside the transition the noise of the thermometer is one of the resistance as well.
    const double inside = curve_.range(range.first, range.second).second < 5 ? 0 : noise_around(curve_, range);
    out_.steps = find_transition_steps(curve_, line(), range, std::max({noise_.above, noise_.below, inside}));
    if (out_.steps.size() < 2) return;
    std::string warning = "transition in " + std::to_string(out_.steps.size()) + " steps:";
    for (const TransitionStep& step : out_.steps) {
      warning += " " + percent(step.share) + " of the resistance at " + text::rounded(step.temperature_K) + " K,";
    }
    warning.back() = ';';
    out_.warnings.push_back(warning + " the transition line is drawn through the uppermost");
  }

  /// What is left where it is coldest, in the middle of what noise makes of it.
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
    const double share = out_.steps.size() > 1 ? out_.steps.front().share : 1 - normal_->reduced.lowest_share();
    const double from = 1 - (1 - line_from) * share, to = 1 - (1 - line_to) * share;
    // Crossings of a fit, not of single points: a range that ends at a point of low noise leaves out one of high noise.
    const auto lower_K = crossing(from, share / 8), upper_K = crossing(to, share / 8);
    std::optional<TransitionLine> found;
    if (options_.transition_range_K) {
      found = line_through(curve_, *options_.transition_range_K, 2, noise_.temperature_K);
      if (!found) {
        throw InvalidArgument("range of the transition " + text::rounded(options_.transition_range_K->first) + " to " +
                              text::rounded(options_.transition_range_K->second) +
                              " K holds fewer than 2 points, expected 2 or more");
      }
    } else if (lower_K && upper_K) {
      if (normal_->reduced.lowest_share() > 0.05) {
        out_.warnings.push_back("the resistance falls to " + percent(normal_->reduced.lowest_share()) +
                                " of the normal state: the transition's line is drawn through the middle half of that "
                                "fall");
      }
      found = line_through(curve_, {lower_K->x, upper_K->x}, 2, noise_.temperature_K);
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
      found->value_error = std::hypot(found->value_error, rounding_);
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
      // The corners lie between the last temperature without a visible resistance and the first with all of it.
      const double low_K = at(1 - share + visible_share, jump->x), high_K = at(1 - visible_share, jump->x);
      out_.intersection_K = out_.foot_K = kelvin(0.5 * (low_K + high_K), (high_K - low_K) / std::sqrt(12.0));
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

    const double upper = visible(noise_.above, at(0.9, line().centre_K));
    out_.onset_K = at_fraction(1 - upper);
    if (out_.onset_K.value) out_.onset_threshold = (1 - upper) * line()(*out_.onset_K.value);

    const double foot_K = at(0.1, normal_->reduced.anchor_K());
    const double lower =
        options_.zero_resistance ? *options_.zero_resistance / line()(foot_K) : visible(noise_.below, foot_K);
    out_.zero_K = lower < 0.5 ? at_fraction(lower)
                              : no_kelvin("the threshold of zero is " + percent(lower) + " of the normal state");
    if (out_.zero_K.value) {
      out_.zero_threshold = lower * line()(*out_.zero_K.value);
      const double below_K = *out_.zero_K.value - 3 * out_.zero_K.standard_error.value_or(blur_K());
      if (normal_->reduced.returns_above(*out_.zero_threshold, below_K)) {
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
      out_.width_K = unless_blurred(kelvin(high->x - low->x, std::hypot(with_rounding(low->error()), high->error())));
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
  Thermometer thermometer_;
  double rounding_ = 0;  ///< of the resistance: all readings near one value may be off by it alike
  const TransitionOptions& options_;
  ResistiveTransition& out_;
  const NormalState* normal_ = nullptr;
  TransitionNoise noise_;
};

}  // namespace

ResistiveTransition find_single_transition(numerics::SortedCurve curve, const Thermometer& thermometer,
                                           const TransitionOptions& options) {
  ResistiveTransition result;
  result.criterion = options.criterion;
  result.points = curve.size();
  Analysis(std::move(curve), thermometer, options, result).run();
  return result;
}

}  // namespace didv
