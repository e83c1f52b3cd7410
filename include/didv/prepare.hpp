#pragma once
// From what was measured to what can be fitted: differentiate, normalise, symmetrise. Every step carries the errors
// along and says in history what it did. docs/preparing.md derives the formulas.

#include <vector>

#include "didv/quantity.hpp"
#include "didv/spectrum.hpp"

namespace didv {

/// How a current–voltage curve becomes dI/dV.
struct DerivativeOptions {
  int half_window = 1;     ///< straight line through 2·half_window + 1 neighbouring points
  int moving_average = 3;  ///< then the mean over this many (odd) neighbouring conductances and biases; 1: none
};

/// dI/dV from I(V): slope of the least-squares line through neighbouring points, bias = mean of their voltages, then a
/// moving average of conductance and bias; by default three points and three points.
///
/// Of current and voltage the one that was stepped (the smoother, by its second differences) is the abscissa of the
/// lines; the other carries the noise. Conductance in siemens (mA/mV = S); N − 2·half_window − moving_average + 1
/// points.
///
/// sigma: the noise of the ordinate, estimated from its third divided differences (median, so that peaks and outliers
/// do not count; exact for a locally parabolic curve with independent noise), carried through both linear filters. The
/// shift of the bias by noise is neglected. At least the step of the converter over √12 where it is so coarse that a
/// tenth of the readings repeat. Empty where the noise is zero, where there are fewer than 8 points, and, with a
/// warning, where points two to four apart scatter more than neighbours do: then the noise wanders, and the estimate
/// would be too small.
///
/// points_per_independent_point: (Σc)²/Σc² of the weights c that the filters give to successive increments; 2 for the
/// slopes alone, 3.6 by default. It bounds the correlation of the result for noise that wanders (each increment
/// independent) and for white noise, where errors of smooth parameters come out too large rather than too small.
///
/// smoothing_mV: each conductance averages dI/dV over its points, with ∫K(u)dI/dV(V+u)du; the root of the mean variance
/// of K, one step of the voltage by default. Beside structure narrower than some three times that its higher moments
/// count too.
///
/// Throws InvalidArgument: too few points, an even moving average, numbers that are not finite, a stepped quantity that
/// does not rise or fall strictly (a sweep up and down must be taken apart first), a voltage that does not change.
/// Source: the procedure of Cao et al., CeH9, Methods.
Spectrum differentiate(const CurrentVoltage& curve, const DerivativeOptions& options = {});

/// The result of normalising: the spectrum and the background that was divided out.
struct Normalised {
  Spectrum spectrum;                 ///< unit: normalised
  std::vector<double> coefficients;  ///< background = Σ c_k V^k, V in mV, in the unit of the conductance
  std::vector<double> background;    ///< at every bias
};

/// Divides by a polynomial of `degree` (0 to 9) fitted to |V| > outside_mV, weighted by 1/σ² where there is a sigma.
///
/// The papers' way. It errs, with a small error bar, where the superconducting signal reaches beyond outside_mV: prefer
/// the background as part of the fit. sigma is divided too; the error of the background itself, common to all points,
/// is not in it. Throws InvalidArgument: fewer than degree + 2 points outside, points outside on one side only while
/// there is data on both, a background that is not positive everywhere.
Normalised normalise_outside(const Spectrum& spectrum, double outside_mV, int degree);

/// (G(V) + G(−V))/2 at ±V for every V ≥ 0 whose mirror image lies inside the data (linear interpolation between
/// neighbours), in ascending order. Says nothing new in its second half: points_per_independent_point doubles,
/// and symmetrised_about_mV is 0. A curve that is not centred at zero gets a warning. Throws InvalidArgument: data on
/// one side of zero only, a bias that occurs twice, data that were symmetrised about another bias before.
Spectrum symmetrise(const Spectrum& spectrum);

/// Subtracts a constant from the bias (offset of the voltage preamplifier). Throws InvalidArgument if it is not finite.
Spectrum shift_bias(const Spectrum& spectrum, double offset_mV);

/// Keeps lower_mV ≤ bias ≤ upper_mV. Throws InvalidArgument if the window is empty or holds fewer than 2 points.
Spectrum cut_window(const Spectrum& spectrum, double lower_mV, double upper_mV);

/// Coherence peaks (or, for a point contact, conductance maxima) of a spectrum.
struct Peaks {
  Quantity negative_mV, positive_mV, half_spacing_mV;

  bool usable() const { return half_spacing_mV.value.has_value(); }
};

/// Position of the highest maximum on each side of zero: no fit of a model, and half the spacing overstates Δ.
///
/// The curve is smoothed over a twentieth of the points of a side, where nothing stands out over two or four times as
/// many, to find the maximum and the half height of its inner flank: noise makes one of a side without a peak in 1 of
/// 1000 curves. A cubic is fitted to the raw points within half of that half width of the maximum, five at least (the
/// slope of a background and the steeper inner flank are in the cubic), and its maximum is the position. Error: the
/// scatter about the cubic, joined with that of the whole side, carried to the position, times
/// √points_per_independent_point; and, in quadrature, the error of the cubic itself, from how far its maximum moves
/// when the window grows by half, supposed to grow with the third power of the window, alike on both sides. No value
/// but a reason: a side whose conductance is highest at zero or at its end, does not stand out of the noise, or has
/// fewer than 5 points around its maximum.
Peaks find_peaks(const Spectrum& spectrum);

}  // namespace didv
