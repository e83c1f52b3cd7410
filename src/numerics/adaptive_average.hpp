#pragma once
// Averages of a curve over the bias by adaptive quadrature, many biases at once.

#include <functional>
#include <span>
#include <vector>

#include "didv/model.hpp"

namespace didv::numerics {

/// A weighted path along the bias axis: ∫ weight(t)·G(V + shift(t)) dt for t in [begin, end], shift monotone.
struct Path {
  double begin, end;
  std::function<double(double)> shift;
  std::function<double(double)> weight;
  std::function<double(double)> parameter;  ///< inverse of shift
};

/// The average at every bias: Gauss–Kronrod panels, split where the path crosses ±edge and mapped there so that an
/// inverse square root is smooth; all panels of all biases share the calls of `curve`. Error 1e-10 of max(1, |value|),
/// derivatives 1e-7 of max(1, |derivative|); AccuracyError where that is not reached.
Curve adaptive_average(const std::function<Curve(std::span<const double>)>& curve, std::span<const Edge> edges,
                       const Path& path, std::span<const double> bias_mV);

}  // namespace didv::numerics
