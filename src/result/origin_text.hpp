#pragma once
// What a report says of the data: which metadata were used and where they came from, what was done before the fit, and
// where the noise was taken from.

#include <string>
#include <vector>

#include "didv/result.hpp"

namespace didv::result {

/// "161 points", "T = 2 K (file)", "modulation 0.6 mV rms (option)", …
std::vector<std::string> metadata_text(const FittedData& data);

/// The noise model of one data set, a line for each part of it that was asked for.
std::vector<std::string> noise_model_text(const FittedData& data);

/// Where the noise of the whole fit is from, and what χ² is worth.
std::string noise_text(const FitResult& result);

/// "a, b, c".
std::string joined(const std::vector<std::string>& parts);

}  // namespace didv::result
