#pragma once
// From a fitted law to what it says of the gap.

#include <string>
#include <vector>

#include "didv/series.hpp"
#include "series/chi_squared.hpp"

namespace didv::series {

/// A law with the parameters Delta0 and Tc and no others.
bool is_gap_law(const Law& law);

/// Both parameters, their correlation, and the ratio with the full covariance.
GapLaw gap_law_of(const FitResult& fit, const Law& law, std::string method);

/// χ² of the points against the law, and the verdict.
void test_law(GapLaw& law, const std::vector<GapPoint>& points, const Law::Function& function);

}  // namespace didv::series
