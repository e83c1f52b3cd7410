#pragma once

#include <optional>
#include <string>

#include "fit/at_minimum.hpp"

namespace didv::fitting {

/// In words: what would explain what the fit leaves, best first, and what each would do to the gap: a combinator, where
/// it begins to act, and a held T. Told are linear steps of more than required_of_a_search standard errors that leave
/// residuals without structure and move a gap by more than its standard error and half a per cent.
std::optional<std::string> missing_parts(const AtMinimum& minimum, const FittedData& fitted, const SpectrumCurve& curve,
                                         const std::string& model_name);

}  // namespace didv::fitting
