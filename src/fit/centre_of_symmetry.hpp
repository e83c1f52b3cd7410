#pragma once

#include "fit/data_set.hpp"

namespace didv::fitting {

/// Does the range of bias have its middle farther from zero than a quarter of its half?
bool is_lopsided(const DataSet& data);

/// Bias about which the data are most nearly even, sought about zero, in a lopsided range about its middle.
double centre_of_symmetry(const DataSet& data);

}  // namespace didv::fitting
