#pragma once

#include <optional>
#include <string>

#include "fit/at_minimum.hpp"

namespace didv::fitting {

/// In words: what would explain what the fit leaves, best first, and what each would do to the gap: a combinator, where
/// it begins to act, and a held T. These are linear steps of more than required_of_a_search standard errors that leave
/// residuals without structure. Told where the residuals have structure, or where one of them moves a gap by more than
/// its standard error and half a per cent. Not behind a noise model.
std::optional<std::string> missing_parts(const AtMinimum& minimum, const FittedData& fitted, const SpectrumCurve& curve,
                                         const std::string& model_name);

}  // namespace didv::fitting
