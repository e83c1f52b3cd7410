#pragma once
// What a fit found, with honest errors: a value, its error bar, or the reason why there is none.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "didv/spectrum.hpp"

namespace didv {

/// How a parameter got its value.
enum class ParameterState {
  free,            ///< fitted; has a standard error
  fixed,           ///< held by the caller
  measured,        ///< fitted, but pulled to an independent measurement (value ± error)
  shared,          ///< fitted, one value for all spectra
  tied,            ///< computed from a law
  at_bound,        ///< fitted and pushed against its bound: no standard error
  not_determined,  ///< the data do not fix it (flat or degenerate direction): no standard error
};

std::string to_string(ParameterState state);

using Interval = std::pair<double, double>;

/// One parameter as it came out. Where standard_error is empty, `reason` says why; it is never 0 or NaN.
struct Estimate {
  std::string name;
  std::string unit;
  double value = 0;
  std::optional<double> standard_error;  ///< 1σ from the covariance
  ParameterState state = ParameterState::free;
  std::string reason;
  std::optional<Interval> interval_68;
  std::optional<Interval> interval_95;
};

/// "21.04(5) meV", or the value with the reason why there is no error.
std::string to_string(const Estimate& estimate);

/// How the minimiser ended.
enum class FitStatus { converged, not_converged, failed };

std::string to_string(FitStatus status);

/// What the residuals looked like per data set, and the curve itself.
struct FittedCurve {
  std::string name;
  std::vector<double> x;         ///< bias in mV, or the abscissa of a general curve
  std::vector<double> data;
  std::vector<double> fit;
  std::vector<double> residual;  ///< data − fit, in the unit of the data
  double rms_residual = 0;       ///< relative to the fitted scale where there is one (so: in units of G/G_N)
};

/// Statistics and verdict that every fit shares.
struct FitSummary {
  FitStatus status = FitStatus::failed;
  std::string message;                       ///< one line: why it ended
  std::vector<std::string> not_usable_because;  ///< empty: the result is usable
  std::vector<std::string> warnings;         ///< what a referee would ask, in words
  double chi_squared = 0;
  double degrees_of_freedom = 0;             ///< of independent points; not an integer after smoothing
  bool sigma_estimated = false;              ///< noise unknown: taken from the residuals
  int evaluations = 0;

  double reduced_chi_squared() const { return degrees_of_freedom > 0 ? chi_squared / degrees_of_freedom : 0; }
  bool usable() const { return not_usable_because.empty(); }
};

}  // namespace didv
