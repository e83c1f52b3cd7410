#pragma once
// What the spectrometer does to a thermal curve: linear averages over the bias, ∫G(V+v)·w(v)dv.

#include <functional>
#include <span>
#include <vector>

#include "didv/model.hpp"

namespace didv::numerics {

/// A curve that can be had at any biases, and how smooth it is.
struct SmoothCurve {
  std::function<Curve(std::span<const double>)> at;
  double smoothness_mV;     ///< analytic within π times this of the real axis; 0: no promise
  std::vector<Edge> edges;  ///< where to look closer if it is not smooth enough (positive ones; both signs are meant)
};

/// The curve as measured by the instrument. Error 1e-8 of max(1, peak), AccuracyError where it cannot be reached.
/// Where the curve is smooth on the scale of the instrument: a stencil on a uniform grid; else adaptive quadrature.
SmoothCurve measured(SmoothCurve curve, const Instrument& instrument);

}  // namespace didv::numerics
