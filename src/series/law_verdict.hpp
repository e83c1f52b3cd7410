#pragma once
// From a fitted law to what it says of the gap.

#include <string>
#include <vector>

#include "didv/series.hpp"

namespace didv::series {

/// A gap this many standard errors above 0 is beyond doubt.
constexpr double certain = 5;

/// A law with the parameters Delta0 and Tc and no others.
bool is_gap_law(const Law& law);

/// A Δ(0) or Tc no larger than its standard error is no number but a limit, from the gaps that are seen at `points`.
void withhold_meaningless(FitResult& fit, const std::vector<GapPoint>& points);

/// Both parameters, their correlation, and the ratio with the full covariance.
GapLaw gap_law_of(const FitResult& fit, const Law& law, std::string method);

/// A law of the gap with 2Δ(0)/k_BTc, about `ratio`, in the place of Delta0: what it gives for the ratio.
Law by_ratio(const Law& law, double ratio);

/// The intervals of the ratio from a fit of that law, if that is at the same minimum.
void take_intervals(Estimate& ratio, const FitResult& by_ratio);

/// χ² of the points against the law, and the verdict.
void test_law(GapLaw& law, const std::vector<GapPoint>& points, const Law& of_gap);

}  // namespace didv::series
