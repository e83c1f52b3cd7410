#pragma once

#include <optional>
#include <string>

#include "didv/result.hpp"
#include "fit/data_set.hpp"
#include "fit/spectrum_curve.hpp"

namespace didv::fitting {

/// In words: the combinators that explain what the fit leaves, best first, and what each would do to the gap. Of each
/// one linear step from where it does nothing; told are steps of more than required_of_a_search standard errors that
/// leave residuals without structure and move a gap by more than its standard error and half a per cent.
std::optional<std::string> missing_parts(const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve,
                                         const std::string& model_name);

}  // namespace didv::fitting
