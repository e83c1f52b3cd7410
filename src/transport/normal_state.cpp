#include "transport/normal_state.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "didv/error.hpp"
#include "didv/units.hpp"
#include "numerics/polynomial.hpp"
#include "text/number.hpp"
#include "transport/transition_line.hpp"

namespace didv {

namespace {

// What makes a transition: R falls below this share of the line through the normal state above it, within 40 % of the
// temperature where that line begins. A metal, however pure, loses its resistance along the line or above it.
constexpr double half_lost = 0.5, part_lost = 0.8;
constexpr double lowest_reach = 0.6;
constexpr double normal_range = 0.25;  // of Tc
constexpr std::size_t fewest_normal_points = 5;

/// A normal state that ends in a transition: temperatures where the line begins, and where ρ has fallen below the
/// level.
struct Candidate {
  Interval range_K;
  double fallen_K;
};

std::optional<Candidate> search_downwards(const numerics::SortedCurve& coarse, double level) {
  for (std::size_t i = coarse.size(); i-- > 0;) {
    const double begin_K = coarse.x[i];
    const auto [first, count] = coarse.range(begin_K, (1 + normal_range) * begin_K);
    if (count < fewest_normal_points) continue;
    const numerics::Polynomial line = numerics::fit_polynomial(std::span(coarse.x).subspan(first, count),
                                                               std::span(coarse.y).subspan(first, count), 1);
    const double span_K = coarse.x[first + count - 1] - begin_K;
    for (std::size_t j = first; j-- > 0;) {
      const double t = coarse.x[j], normal = line(t);
      if (t < lowest_reach * begin_K || begin_K - t > 3 * span_K || normal <= 0) break;
      // Four standard deviations of the point and of the line there: the search looks in thousands of places.
      const double error = 4 * std::sqrt(line.scatter_squared() * (1 + line.variance_at(t))) / normal;
      const bool fallen = coarse.y[j] / normal + error < level;
      const bool stays = j == 0 || coarse.y[j - 1] < level * line(coarse.x[j - 1]);
      if (fallen && stays) return Candidate{{begin_K, coarse.x[first + count - 1]}, t};
    }
  }
  return std::nullopt;
}

std::string why_no_transition(const numerics::SortedCurve& coarse, bool given) {
  const std::size_t end = std::max<std::size_t>(coarse.size() / 10, 1);
  double low = 0, high = 0;
  for (std::size_t k = 0; k < end; ++k) {
    low += coarse.y[k] / static_cast<double>(end);
    high += coarse.y[coarse.size() - 1 - k] / static_cast<double>(end);
  }
  const std::string where = text::rounded(coarse.x.front()) + " to " + text::rounded(coarse.x.back()) + " K";
  if (!given && high > 0 && low < 0.2 * high) {
    return "the resistance falls to " + text::rounded(std::max(100 * low / high, 0.0)) +
           " % from the highest temperature to the lowest (" + where + "), but no straight normal state of " +
           std::to_string(fewest_normal_points) +
           " points or more lies above a transition; measure higher, or give the range of the normal state";
  }
  return "no transition: from " + where + " the resistance nowhere falls below " + text::rounded(100 * part_lost) +
         " % of the straight line through the normal state above";
}

}  // namespace

ReducedResistance::ReducedResistance(const numerics::SortedCurve& curve, TransitionLine normal, double noise,
                                     double noise_of_T)
    : normal_(std::move(normal)) {
  // As many neighbours as bring the noise of a mean to 2 % of the normal state, or as the thermometer takes for each
  // other, but 40 means at least.
  const double relative = noise / std::abs(normal_.value) / 0.02;
  const double alike = noise_of_T * static_cast<double>(curve.size()) / (curve.x.back() - curve.x.front());
  const double most = std::max(1.0, static_cast<double>(curve.size()) / 40);
  const double group = std::clamp(std::max(relative * relative, alike), 1.0, most);
  means_ = numerics::averaged(curve, static_cast<std::size_t>(group));
  std::size_t kept = 0;  // above the first temperature where the extrapolated line has vanished there is no ρ
  for (std::size_t i = means_.size(); i-- > 0 && normal_(means_.x[i]) > 0;) ++kept;
  const auto unusable = static_cast<std::ptrdiff_t>(means_.size() - kept);
  means_.x.erase(means_.x.begin(), means_.x.begin() + unusable);
  means_.y.erase(means_.y.begin(), means_.y.begin() + unusable);
  for (std::size_t i = 0; i < means_.size(); ++i) means_.y[i] /= normal_(means_.x[i]);
}

double ReducedResistance::between(std::size_t below, double fraction) const {
  if (below + 1 >= means_.size()) return means_.x[below];
  const double low = means_.y[below], high = means_.y[below + 1];
  const double share = high == low ? 0.5 : std::clamp((fraction - low) / (high - low), 0.0, 1.0);
  return means_.x[below] + share * (means_.x[below + 1] - means_.x[below]);
}

bool ReducedResistance::anchor(double fraction, double below_K) {
  for (std::size_t i = means_.size(); i-- > 0;) {
    if (means_.x[i] >= below_K || means_.y[i] >= fraction || (i > 0 && means_.y[i - 1] >= fraction)) continue;
    anchor_ = i;
    anchor_K_ = between(i, fraction);
    return true;
  }
  return false;
}

std::optional<double> ReducedResistance::crossing_K(double fraction) const {
  if (means_.y[anchor_] < fraction) {
    for (std::size_t i = anchor_ + 1; i < means_.size(); ++i) {
      const bool stays = i + 1 == means_.size() || means_.y[i + 1] >= fraction;
      if (means_.y[i] >= fraction && stays) return between(i - 1, fraction);
    }
    return std::nullopt;
  }
  for (std::size_t i = anchor_; i-- > 0;) {
    if (means_.y[i] < fraction && (i == 0 || means_.y[i - 1] < fraction)) return between(i, fraction);
  }
  return std::nullopt;
}

double ReducedResistance::lowest_share() const { return std::clamp(std::ranges::min(means_.y), 0.0, 1.0); }

Interval ReducedResistance::steep_range_K() const {
  const double share = 1 - lowest_share();
  return {crossing_K(1 - 0.9 * share, means_.x.front()), crossing_K(1 - 0.1 * share, normal_.range_K.first)};
}

double ReducedResistance::lowest_resistance() const {
  double lowest = infinity;
  for (std::size_t i = 0; i < means_.size(); ++i) lowest = std::min(lowest, resistance(i));
  return lowest;
}

bool ReducedResistance::returns_above(double threshold, double below_K) const {
  for (std::size_t i = 1; i < means_.size() && means_.x[i] < below_K; ++i) {
    if (resistance(i) > threshold && resistance(i - 1) > threshold) return true;
  }
  return false;
}

std::variant<NormalState, std::string> find_normal_state(const numerics::SortedCurve& curve,
                                                         const std::optional<Interval>& given_K, double noise_of_T) {
  constexpr std::size_t most_means = 1200;  // the search is quadratic in them
  const numerics::SortedCurve coarse = numerics::averaged(curve, (curve.size() + most_means - 1) / most_means);
  if (std::all_of(curve.y.begin(), curve.y.end(), [](double r) { return r == 0; })) {
    return "no transition: the resistance is 0 at every temperature";
  }

  double level = half_lost, begin_K = 0;
  std::optional<TransitionLine> line;
  if (given_K) {
    line = line_through(curve, *given_K, 3);
    if (!line) {
      throw InvalidArgument("range of the normal state " + text::rounded(given_K->first) + " to " +
                            text::rounded(given_K->second) + " K holds fewer than 3 points, expected 3 or more");
    }
    begin_K = line->range_K.first;
  } else {
    std::optional<Candidate> candidate = search_downwards(coarse, half_lost);
    if (!candidate) {
      candidate = search_downwards(coarse, part_lost);
      level = part_lost;
    }
    if (!candidate) return why_no_transition(coarse, false);
    line = line_through(curve, candidate->range_K, 3);
    begin_K = candidate->range_K.first;
  }
  if (!line || line->value <= 0) return why_no_transition(coarse, given_K.has_value());

  ReducedResistance reduced(curve, *line, noise_around(curve, line->range_K), noise_of_T);
  if (!reduced.anchor(level, begin_K)) {
    level = part_lost;
    if (!reduced.anchor(level, begin_K)) return why_no_transition(coarse, given_K.has_value());
  }
  if (given_K) return NormalState{*line, std::move(reduced), level == half_lost};

  // The line is drawn next to the transition: it begins two shoulders (ρ = 0.9 or more) above it.
  for (int round = 0; round < 10; ++round) {
    const double anchor_K = reduced.anchor_K();
    const std::optional<double> shoulder_K = reduced.crossing_K(1 - (1 - level) / 5);
    if (!shoulder_K) break;
    const double shoulder = *shoulder_K - anchor_K;
    std::optional<TransitionLine> next;
    for (const double distance : {2.0, 1.0, 0.5}) {
      // Where all is lost at one temperature the line begins above it.
      const double from_K = std::nextafter(*shoulder_K + distance * shoulder, infinity);
      next = line_through(curve, {from_K, from_K + std::max(normal_range * anchor_K, 10 * shoulder)},
                          fewest_normal_points);
      if (next) break;
    }
    if (!next || next->value <= 0) break;
    const bool settled = next->range_K == line->range_K;
    ReducedResistance again(curve, *next, noise_around(curve, next->range_K), noise_of_T);
    if (!again.anchor(level, next->range_K.first)) break;
    line = next;
    reduced = std::move(again);
    if (settled) break;
  }
  return NormalState{*line, std::move(reduced), level == half_lost};
}

}  // namespace didv
