#pragma once
// How a fit finds the value of each parameter: the same few words for every fit. By default a parameter is free, has
// one value per data set, starts where the data suggest, and stays in its physical range.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "didv/result.hpp"

namespace didv {

/// An independent measurement of a parameter.
struct Measured {
  double value;
  double standard_error;
};

/// What the caller said about one parameter.
struct ParameterRule {
  std::optional<double> start;
  std::optional<Interval> bound;
  std::optional<double> fixed;
  std::optional<Measured> measured;
  bool free = false;
  bool shared = false;
};

using ParameterRules = std::map<std::string, ParameterRule, std::less<>>;

/// The words themselves, for fits to inherit. What was said is checked by run(), which throws InvalidArgument for an
/// unknown parameter (listing those there are), for values that are not finite, outside the physical range, or
/// contradict each other.
template <class FitType>
class WithParameterRules {
 public:
  /// Where to begin. Without it the data decide.
  FitType& start(std::string_view parameter, double value) { return change(parameter, &ParameterRule::start, value); }
  /// Narrows the range; ±infinity leaves a side to the physical range.
  FitType& bound(std::string_view parameter, double lower, double upper) {
    return change(parameter, &ParameterRule::bound, Interval{lower, upper});
  }
  /// Holds it.
  FitType& fix(std::string_view parameter, double value) { return change(parameter, &ParameterRule::fixed, value); }
  /// Fits what is held by itself: T (from the spectrum), scale (of normalised data).
  FitType& free(std::string_view parameter) { return change(parameter, &ParameterRule::free, true); }
  /// Fits it together with an independent measurement: one more datum, (parameter − value)/standard_error.
  FitType& measured(std::string_view parameter, double value, double standard_error) {
    return change(parameter, &ParameterRule::measured, Measured{value, standard_error});
  }
  /// One value for all data sets.
  FitType& share(std::string_view parameter) { return change(parameter, &ParameterRule::shared, true); }
  /// Has anything been said about it?
  bool has_rule(std::string_view parameter) const { return rules_.contains(parameter); }

 protected:
  ParameterRules rules_;

 private:
  template <class Field, class Value>
  FitType& change(std::string_view parameter, Field ParameterRule::*field, Value value) {
    rules_[std::string(parameter)].*field = value;
    return static_cast<FitType&>(*this);
  }
};

}  // namespace didv
