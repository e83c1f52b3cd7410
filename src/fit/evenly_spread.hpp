#pragma once
// Points of the unit cube that fill it evenly in any number.

#include <cmath>
#include <cstddef>
#include <vector>

namespace didv::fitting {

/// The additive recurrence of powers of the root of x^{d+1} = x + 1 (the golden ratio for d = 1).
class EvenlySpread {
 public:
  explicit EvenlySpread(std::size_t dimensions) {
    double root = 1.5;
    for (int i = 0; i < 60; ++i) root = std::pow(1 + root, 1 / (static_cast<double>(dimensions) + 1));
    for (std::size_t j = 0; j < dimensions; ++j) step_.push_back(std::pow(root, -static_cast<double>(j + 1)));
  }
  double operator()(std::size_t point, std::size_t dimension) const {
    const double position = 0.5 + static_cast<double>(point + 1) * step_[dimension];
    return position - std::floor(position);
  }

 private:
  std::vector<double> step_;
};

}  // namespace didv::fitting
