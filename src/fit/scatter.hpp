#pragma once
// Do the residuals scatter as error bars without a sigma take it for granted: alike at every point, no few of them far
// off, and with nothing that hangs together in the order of measuring?

#include <optional>
#include <string>
#include <vector>

#include "didv/result.hpp"

namespace didv::fitting {

/// Few points far off what their neighbours scatter by, which hold much of the sum of squares; empty: none.
std::optional<std::string> what_looks_like_spikes(const FittedData& data);

/// What is wrong with it, one sentence each. `sigma_unknown`: the errors come from the scatter.
std::vector<std::string> what_is_wrong_with_scatter(const FittedData& data, bool sigma_unknown);

}  // namespace didv::fitting
