#pragma once
// How surprising an F ratio is.

namespace didv::fitting {

/// Standard score of an F ratio of n over m degrees of freedom (m may be infinite): what a normal variable exceeds as
/// seldom. To 1e-12, between ±largest_standard_score.
double f_score(double F, double n, double m);

/// Score from which a structure is no chance. Higher than for one test: it was looked for at every energy.
constexpr double required_of_a_search = 4;

/// Would chance do as well at one of so many places? By the sum of their probabilities, against that of
/// required_of_a_search at one.
bool is_chance_among(double places, double score);

}  // namespace didv::fitting
