#pragma once
// Features of a measured spectrum, found without a model: every peak that stands out of the noise, and the width of a
// partial (quasi-) gap such as a charge-density wave's.
//
// Noise comes from neighbouring points, and from their means where they share it. Both work on a running mean over as
// many points as bring its noise to 1 % of the spectrum's range (at most a twentieth of the points): features narrower
// than that are not seen. Neither knows what a feature means: temperature, modulation and tip move and widen all of
// them.

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "didv/quantity.hpp"
#include "didv/spectrum.hpp"

namespace didv {

/// A local maximum of the conductance.
struct SpectralPeak {
  Quantity bias_mV;         ///< vertex of a parabola through the points of the upper half of the peak
  double height = 0;        ///< conductance there, in the unit of the spectrum
  double prominence = 0;    ///< height above the higher of the two valleys that part it from higher ground
  double significance = 0;  ///< prominence over the noise of the running mean
};

/// All maxima inside `window_mV` (default: the whole spectrum) whose prominence is at least `least_significance` times
/// the noise (default: more than noise reaches in 1 of 1000 such curves), by ascending bias; a rise that ends at an end
/// of the window is none. In-gap peaks: give the gap as window. Throws InvalidArgument for a spectrum of unequal
/// lengths or with numbers that are not finite, fewer than 12 points in the window, or a significance that is not
/// positive.
std::vector<SpectralPeak> find_all_peaks(const Spectrum& spectrum,
                                         std::optional<std::pair<double, double>> window_mV = {},
                                         std::optional<double> least_significance = {});

/// A suppression of the conductance between two shoulders. Where a Quantity is empty it says why.
struct QuasiGap {
  double minimum_mV = 0;             ///< the deepest point under the line through the shoulders
  double left_mV = 0, right_mV = 0;  ///< the shoulders
  double depth = 0;                  ///< of the minimum below that line, as a fraction of the line: 1 is a full gap
  Quantity lower_edge_mV, upper_edge_mV;
  Quantity width_mV;  ///< upper edge − lower edge
};

/// Rule: the shoulders are the highest points of the running mean on either side of zero inside the window; the edges
/// are where the conductance has risen half-way from the minimum to the straight line through the shoulders; the width
/// is their distance (a full width; for a BCS-like gap it is somewhat below 2Δ). For a slanted background give the
/// window that ends at the shoulders. The edge is read from a straight line through the points around the crossing; its
/// error is statistical. Throws InvalidArgument for fewer than 12 points in the window or a window without zero bias.
QuasiGap find_quasi_gap(const Spectrum& spectrum, std::optional<std::pair<double, double>> window_mV = {});

}  // namespace didv
