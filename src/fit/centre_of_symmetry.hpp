#pragma once

#include "fit/data_set.hpp"

namespace didv::fitting {

/// Bias about which the data are most nearly even.
double centre_of_symmetry(const DataSet& data);

}  // namespace didv::fitting
