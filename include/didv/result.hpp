#pragma once
// What a fit found, with honest errors: a value, its error bar, or the reason why there is none. One class for every
// fit, of a model to spectra (fit.hpp) and of any curve (curve.hpp). What an error bar means here: docs/fitting.md.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "didv/composition.hpp"
#include "didv/noise.hpp"
#include "didv/parameter.hpp"
#include "didv/provenance.hpp"
#include "didv/spectrum.hpp"

namespace didv {

/// How a parameter got its value.
enum class ParameterState {
  free,            ///< fitted; has a standard error
  fixed,           ///< held by the caller, or by a metadatum of the spectrum
  measured,        ///< fitted, but pulled to an independent measurement (value ± error)
  shared,          ///< fitted, one value for all data sets
  tied,            ///< computed from a law
  at_bound,        ///< fitted and pushed against its bound: no standard error
  not_determined,  ///< the data do not fix it (flat or degenerate direction): no standard error
};

std::string to_string(ParameterState state);

using Interval = std::pair<double, double>;

/// What Estimate::replicas are: what refits to data drawn anew found, or draws from the posterior.
enum class Replicas { refits, draws };

/// How far the draws from a posterior (PosteriorSampler) can be relied on.
struct Sampling {
  double autocorrelation_time = 0;  ///< steps until a walker has forgotten where it was
  double effective_draws = 0;       ///< as many independent draws would fix the mean as well
  /// √(variance/variance within a chain): 1 where all chains have seen the same.
  double r_hat = 0;
};

/// One parameter as it came out. Where standard_error is empty, `reason` says why; it is never 0 or NaN.
struct Estimate {
  std::string name;
  std::string unit;
  double value = 0;
  std::optional<double> standard_error;  ///< 1σ from the covariance
  ParameterState state = ParameterState::free;
  std::string reason;                   ///< why there is no standard error; empty where there is one
  std::optional<Interval> interval_68;  ///< 68.27 %; empty: not asked for and not needed, or not found
  std::optional<Interval> interval_95;  ///< 95.45 %; from a bound on where the data do not tell the parameter from it
  std::string interval_from = {};       ///< how they were found and why: "profile: near a bound"
  /// Its value in each refit of a bootstrap or draw of a posterior; the same place is the same one for all parameters
  /// of a fit. Empty: none.
  std::vector<double> replicas = {};
  Replicas replicas_are = Replicas::refits;
  std::optional<Sampling> sampling = {};  ///< of a fitted parameter, where its posterior was asked for
};

/// "21.04(5) meV", "21.0(1.2) meV", or the value with its state where there is no error: "0.5 (fixed)"; "not
/// determined" has none.
std::string to_string(const Estimate& estimate);

/// How the minimiser ended.
enum class FitStatus { converged, not_converged, failed };

std::string to_string(FitStatus status);

/// Correlation coefficient of two fitted parameters, −1 … 1.
struct Correlation {
  std::string first;
  std::string second;
  double value = 0;
  /// A parameter at its bound that takes both along when it leaves it, which is most of their errors; empty: none.
  std::string because_of = {};
};

/// A minimum of χ² that is not the lowest: another reading of the same data.
struct OtherMinimum {
  double chi_squared = 0;      ///< as FittedData::chi_squared, and what measured values are pulled farther there
  ParameterValues parameters;  ///< every free parameter there
};

/// One data set after the fit: the points used, the curve, and every parameter that shapes it.
struct FittedData {
  std::string name;
  std::string sha256;                       ///< of the file it came from, as of a Spectrum
  FitStatus status = FitStatus::converged;  ///< of the fit it took part in: its own, or the joint one
  std::vector<double> x;                    ///< bias in mV, or the abscissa of a general curve; only the points used
  std::vector<double> data;
  std::vector<double> sigma;                ///< standard deviation of each point; empty: unknown, or relative
  double points_per_independent_point = 1;  ///< as of the spectrum; 2 and more where it was symmetrised
  std::vector<double> fit;
  std::vector<double> residual;      ///< data − fit, in the unit of the data
  double rms_residual = 0;           ///< relative to the fitted scale where there is one (so: in units of G/G_N)
  double chi_squared = 0;            ///< the part of FitResult::chi_squared that comes from this data set
  std::vector<Estimate> parameters;  ///< the model's or curve's in their order, then scale, background_1 …, offset_mV
  /// Every pair of parameters of this data set that have a standard error, but for those that follow a law.
  std::vector<Correlation> correlation;
  /// Distinct minima that were found on the way, the lowest first. Their χ² is higher; where it is by less than 4, the
  /// noise known or estimated, a warning says that the data do not decide.
  std::vector<OtherMinimum> other_minima;
  std::optional<Sourced<double>> temperature_K;
  bool temperature_held = true;  ///< false: T was fitted, and temperature_K is only where it began
  std::optional<Sourced<Modulation>> modulation;
  std::optional<Sourced<GaussianNoise>> bias_noise;
  std::optional<NoiseFound> noise;   ///< where a noise model was asked for
  std::optional<Interval> window;    ///< of x, where one was asked for
  std::vector<std::string> history;  ///< how it was read and prepared, one line a step

  std::size_t points() const { return x.size(); }
  double independent_points() const { return static_cast<double>(points()) / points_per_independent_point; }
};

/// Where two parameters may lie together: points of the closed curves on which χ², with all others refitted, has risen
/// as far as holds both with 68.27 and 95.45 % probability (by 2.30 and 6.18; with the noise estimated by twice the
/// quantile of F for 2 and ndf degrees of freedom), cut at the bounds of both. In order around the minimum, on lines
/// through it: a region that these do not reach all of has a reason in place of points.
struct Contour {
  std::string data;  ///< the data set they belong to; empty: all of them
  std::string first, second;
  std::vector<std::pair<double, double>> points_68, points_95;  ///< (first, second)
  std::string reason;                                           ///< why there are no points
};

/// What the numbers would be had a metadatum been read otherwise: where a fit begun at the result ends.
struct MetadataRisk {
  std::string assumption;      ///< "0.6 mV is rms, not peak", "T is 2.2 K, not 2 K"
  ParameterValues parameters;  ///< of the free parameters of the model; empty: that fit does not converge
};

/// The outcome of a fit: a plain value, complete in itself.
struct FitResult {
  std::string model;       ///< name of the model or curve
  std::string reduces_to;  ///< the model that it holds as a special case, if any (ModelCard)
  Composition made_of;     ///< which others it holds as well; of a curve nothing
  std::size_t parts = 1;   ///< of a model of several side by side (two gaps): how many
  FitStatus status = FitStatus::failed;
  std::string message;                          ///< one line: how the minimiser ended
  std::vector<std::string> not_usable_because;  ///< empty: the result is usable
  std::vector<std::string> warnings;            ///< what a referee would ask, in words
  /// Σ (residual/σ)² over independent points; with a loss other than squares Σ loss(residual/σ). Where the noise is
  /// unknown σ = 1: then it is in the (unit of the data)².
  double chi_squared = 0;
  double pull_of_measured = 0;    ///< Σ ((value − measured)/error)², a part of chi_squared unless sigma_estimated
  double degrees_of_freedom = 0;  ///< of independent points; not an integer after smoothing
  bool sigma_estimated = false;   ///< noise unknown: standard errors are scaled by √(χ²/ndf)
  int evaluations = 0;            ///< of the whole set of curves with derivatives
  std::vector<FittedData> data;   ///< in the order they were added
  std::vector<Estimate> shared;   ///< what has one value for all data sets: shared parameters, then those of laws
  std::vector<Correlation> shared_correlation;  ///< every pair of them that have a standard error
  std::vector<MetadataRisk> metadata_risks;     ///< where Fit::question_metadata() asked for them
  Provenance provenance;                        ///< which didv this is; a program adds what it was asked
  std::vector<Contour> contours;                ///< those that were asked for (contour.hpp)

  /// May the numbers be used? Decides the exit code of the command line.
  bool usable() const { return not_usable_because.empty(); }

  /// χ²/ndf; empty without degrees of freedom.
  std::optional<double> reduced_chi_squared() const;

  /// A parameter by name, one of `shared` or of the only data set. Throws InvalidArgument for an unknown name (lists
  /// those there are), and for a name that has a value per data set where there are several: then say which.
  const Estimate& operator[](std::string_view parameter) const;
  const Estimate& estimate(std::string_view parameter, std::size_t data_set) const;  ///< of a data set, else shared

  /// Correlation of two parameters of that data set, or of two that all data sets share; empty where one of them has no
  /// standard error, follows a law, or is of the other kind: that is not 0.
  std::optional<double> correlation(std::string_view first, std::string_view second, std::size_t data_set = 0) const;

  /// The verdict for people: first whether to use it, then the table, then what a referee would ask.
  std::string report() const;

  /// The same for programs, as docs/command_line.md has it.
  std::string json() const;
};

}  // namespace didv
