#pragma once
// R(T) → Tc: where the resistance of a superconductor vanishes, by every criterion in use.
//
//   const ResistiveTransition t = find_transition({.temperature_K = T, .resistance = R});
//   if (t.usable()) std::cout << to_string(t.Tc_K);
//
// ρ(T) = R(T)/R_n(T), R_n = straight line through the normal state just above the transition, extrapolated below it.
//   intersection  R_n meets the straight line through the transition (ρ 0.25 to 0.75; incomplete: of its fall)
//   midpoint      ρ = 0.5;  any fraction f: ρ = f
//   onset         ρ = 1 − δ, δ = max(1 %, 5 × noise/R_n): the departure from the normal state that can be seen
//   zero          ρ = δ₀,    δ₀ = max(1 %, 5 × noise below the transition/R_n): resistance can no longer be seen
//   foot          the transition line reaches R = 0
//   width         T(ρ = 0.9) − T(ρ = 0.1)
// Errors are 1σ and statistical: covariance of the fitted lines, scatter of the points around each crossing, noise of
// the thermometer (from the temperatures in the order taken), step/√12 of readings that were rounded, and the
// temperature step where the curve jumps from one point to the next. They do not hold the choice of a criterion. A
// transition that the thermometer blurs over more than half of its width has an onset, zero and width without an error.
// Limits: T and the normal state straight over about Tc/4 above the transition; docs/companion/resistive_transition.md.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "didv/quantity.hpp"
#include "didv/result.hpp"

namespace didv {

/// Resistance, sheet resistance or resistivity against temperature, in any order, in one or several sweeps.
struct ResistanceCurve {
  std::string name = {};
  std::vector<double> temperature_K;
  std::vector<double> resistance;
  std::string unit = "ohm";
  std::optional<double> field_T = {};
  std::string sha256 = {};                ///< of the file, as of a Spectrum
  std::vector<std::string> history = {};  ///< how the columns and rows of the file were chosen
};

/// What is called Tc.
struct TransitionCriterion {
  enum class Kind { intersection, midpoint, onset, zero, fraction };
  Kind kind = Kind::intersection;
  double fraction = 0.5;  ///< of R_n, for Kind::fraction

  /// "intersection", "midpoint", "onset", "zero", or a fraction between 0 and 1. Throws InvalidArgument.
  static TransitionCriterion parse(std::string_view text);
  std::string text() const;
};

struct TransitionOptions {
  TransitionCriterion criterion = {};
  std::optional<Interval> normal_range_K = {};      ///< in place of the range the program finds
  std::optional<Interval> transition_range_K = {};  ///< in place of ρ from 0.25 to 0.75
  std::optional<double> zero_resistance = {};  ///< threshold of zero in the unit of the data, in place of δ₀·R_n
};

/// A least-squares line: value and slope at the centre of its points are uncorrelated.
struct TransitionLine {
  Interval range_K;
  std::size_t points = 0;
  double centre_K = 0;
  double value = 0, value_error = 0;  ///< at centre_K
  double slope = 0, slope_error = 0;  ///< per K

  double operator()(double temperature_K) const { return value + slope * (temperature_K - centre_K); }
  double error(double temperature_K) const;
};

/// One step of a transition: where it is steepest, and the share of R_n that vanishes in it.
struct TransitionStep {
  double temperature_K = 0;
  double share = 0;
};

/// Tc of one sweep of a curve that was taken up and down.
struct TransitionSweep {
  bool warming = true;
  Quantity Tc_K;
};

/// The transition: a plain value, complete in itself.
struct ResistiveTransition {
  std::string name;
  std::optional<double> field_T;
  TransitionCriterion criterion;
  Quantity Tc_K;  ///< by the criterion: one of those below, or of the fraction asked for
  Quantity intersection_K, midpoint_K, onset_K, zero_K, foot_K, width_K;
  std::optional<TransitionLine> normal_line, transition_line;
  std::optional<double> onset_threshold, zero_threshold;  ///< δ·R_n and δ₀·R_n at their crossings, unit of the data
  std::string unit;                                       ///< of the data
  std::size_t points = 0;
  std::vector<TransitionStep> steps;    ///< from high temperature to low; more than one: a transition in steps
  std::vector<TransitionSweep> sweeps;  ///< filled where sweeps differ; the numbers above are then their means
  std::vector<std::string> warnings;

  bool usable() const { return Tc_K.value.has_value(); }
};

/// Throws InvalidArgument for data that are no curve (unequal lengths, fewer than 8 points, not finite, T ≤ 0, one
/// temperature) and for impossible options. That there is no transition, or only part of one, is in the result.
ResistiveTransition find_transition(const ResistanceCurve& curve, const TransitionOptions& options = {});

/// Tc(B): a transition for each field and the straight line through them.
struct TransitionInField {
  std::vector<ResistiveTransition> curves;  ///< by ascending field
  Quantity dTc_dB;                          ///< K/T
  Quantity zero_field_Tc_K;                 ///< the line at B = 0
  std::optional<double> reduced_chi_squared;
  std::vector<std::string> warnings;

  bool usable() const;
};

/// The line is weighted by the errors of Tc; where the Tc scatter more about it than they allow, the errors of the line
/// are widened by √(χ²/ndf) and a warning says so. Throws what find_transition throws, with the field.
TransitionInField find_transition_in_field(std::span<const ResistanceCurve> curves,
                                           const TransitionOptions& options = {});

}  // namespace didv
