#pragma once
// Finds the normal state above a resistive transition, and with it whether there is a transition at all.

#include <optional>
#include <string>
#include <variant>

#include "didv/resistive_transition.hpp"
#include "numerics/sorted_curve.hpp"

namespace didv {

/// ρ(T) = R/R_n with R_n from the line, coarse enough that single points of noise do not make crossings.
class ReducedResistance {
 public:
  ReducedResistance(const numerics::SortedCurve& curve, TransitionLine normal, double noise, double noise_of_T);

  /// Goes down from `below_K` to where ρ falls below the fraction, for two neighbouring means.
  bool anchor(double fraction, double below_K);
  /// Where ρ = fraction: upwards from the anchor for fractions above it, else downwards.
  std::optional<double> crossing_K(double fraction) const;
  double crossing_K(double fraction, double otherwise) const { return crossing_K(fraction).value_or(otherwise); }
  double anchor_K() const { return anchor_K_; }
  /// What is left of the resistance below the transition, or where the data end.
  double lowest_share() const;
  /// From 10 to 90 % of the fall.
  Interval steep_range_K() const;
  /// Of the means. Far below the transition the line may come near 0, and ρ be anything.
  double lowest_resistance() const;
  /// Does R rise above that again, at temperatures below?
  bool returns_above(double threshold, double below_K) const;
  const numerics::SortedCurve& means() const { return means_; }

 private:
  double between(std::size_t below, double fraction) const;
  double resistance(std::size_t i) const { return means_.y[i] * normal_(means_.x[i]); }
  TransitionLine normal_;
  numerics::SortedCurve means_;  ///< y = ρ
  std::size_t anchor_ = 0;
  double anchor_K_ = 0;
};

struct NormalState {
  TransitionLine line;
  ReducedResistance reduced;
  bool half_lost = true;  ///< ρ falls below 0.5; else only below 0.8
};

/// The normal state, or why there is none or no transition below it.
std::variant<NormalState, std::string> find_normal_state(const numerics::SortedCurve& curve,
                                                         const std::optional<Interval>& given_K, double noise_of_T);

}  // namespace didv
