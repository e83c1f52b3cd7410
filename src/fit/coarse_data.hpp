#pragma once
// A data set in few points: neighbours averaged where the curve is flat, kept apart where it bends.

#include <vector>

#include "fit/data_set.hpp"

namespace didv::fitting {

struct CoarseData {
  std::vector<double> x, y, weight;  ///< weight: √(number of points averaged)
};

/// At most `count` points. Splits the range, always where the scatter about the mean is largest.
CoarseData coarsen(const DataSet& data, std::size_t count);

}  // namespace didv::fitting
