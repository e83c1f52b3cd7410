#pragma once
// Biases taken from a file, to compute a curve at the points of a measurement.

#include <string>
#include <vector>

namespace didv::cli {

/// The only column of the file, or the one named bias or voltage, in mV. Throws DataError.
std::vector<double> tabulated_bias_mV(const std::string& file);

}  // namespace didv::cli
