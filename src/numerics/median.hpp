#pragma once
// The middle of a sample.

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace didv::numerics {

/// Of an even number the upper of the two in the middle. There has to be one value.
inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The standard deviation of normal noise that is of these sizes: their median over that of |x|, x standard normal.
/// What is far off does not count. There has to be one value.
inline double deviation(std::vector<double> sizes) {
  constexpr double median_of_normal = 0.6744897501960817;
  return median(std::move(sizes)) / median_of_normal;
}

}  // namespace didv::numerics
