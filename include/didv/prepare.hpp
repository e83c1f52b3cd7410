#pragma once
// From what was measured to what can be fitted: differentiate, normalise, symmetrise. Every step says in history what it did.

#include <vector>

#include "didv/spectrum.hpp"

namespace didv {

/// How a current–voltage curve becomes dI/dV.
struct DerivativeOptions {
  int half_window = 1;     ///< straight line through 2·half_window+1 neighbouring points
  int moving_average = 3;  ///< then the mean over this many conductances (odd; 1: none)
};

/// dI/dV from I(V): slope of the least-squares line through neighbouring points, bias = mean of their voltages, then a
/// moving average of conductance and bias (the way of Cao et al., CeH9, Methods: three points and three points).
/// Conductance in siemens (mA/mV = S). The error of each point is carried from the scatter of the current about the
/// local lines. The line is fitted with the smoother quantity (the one that was stepped) as abscissa.
/// Throws InvalidArgument for too few points, constant voltage, or windows that do not fit.
Spectrum differentiate(const CurrentVoltage& curve, const DerivativeOptions& options = {});

/// The result of normalising: the spectrum and the background that was divided out.
struct Normalised {
  Spectrum spectrum;                     ///< unit: normalised
  std::vector<double> coefficients;      ///< background = Σ c_k V^k, V in mV
  std::vector<double> background;        ///< at every bias
};

/// Divides by a polynomial of `degree` fitted to |V| > outside_mV. The papers' way; it errs where the superconducting
/// signal reaches beyond outside_mV: prefer the background as part of the fit (Fit::background).
/// Throws InvalidArgument for fewer than degree+2 points outside, or a background that is not positive everywhere.
Normalised normalise_outside(const Spectrum& spectrum, double outside_mV, int degree);

/// Mean of G(V) and G(−V) on the bias grid of the positive side (linear interpolation), as an even curve. Halves the
/// number of independent points (points_per_independent_point doubles).
Spectrum symmetrise(const Spectrum& spectrum);

/// Subtracts a constant from the bias (offset of the voltage preamplifier).
Spectrum shift_bias(const Spectrum& spectrum, double offset_mV);

/// Keeps lower ≤ bias ≤ upper. Throws InvalidArgument if nothing is left.
Spectrum cut_window(const Spectrum& spectrum, double lower_mV, double upper_mV);

/// Coherence peaks (or, for a point contact, conductance maxima) of a spectrum.
struct Peaks {
  double negative_mV, positive_mV;
  double negative_error_mV, positive_error_mV;
  double half_spacing_mV, half_spacing_error_mV;
};

/// Positions of the highest maximum on each side of zero by a local parabola over the points around it, with errors from
/// the scatter. Half their spacing overstates Δ: it is not a fit. Throws InvalidArgument if a side has no maximum inside.
Peaks find_peaks(const Spectrum& spectrum);

}  // namespace didv
