#pragma once
// Intervals beside the symmetric error bar: Estimate::interval_68 and interval_95, 68.27 % and 95.45 %.
//
//   FitResult one = Fit(models::btk()).add(spectrum).intervals(IntervalMethod::profile).run();
//   const auto& [lower, upper] = *one["Gamma"].interval_68;
//
//   FitResult two = Fit(models::btk()).add(spectrum).intervals(Bootstrap{.seed = 7}).run();

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "didv/result.hpp"

namespace didv {

/// Who gets an interval, and how.
///
/// The profile of a parameter is the lowest χ² with it held at a value and all others refitted within their ranges. The
/// interval is where the profile has risen by no more than 1 (68.27 %) and 4 (95.45 %) above the minimum, cut at the
/// bounds of the parameter: one-sided where it reaches one. Where the noise is estimated from the residuals the rise is
/// in units of χ²/ndf, and 1 and 2 are replaced by Student's t for ndf degrees of freedom: exact for a curve that is
/// linear in its parameters. Ends are found to 0.001 of their distance. Empty where a side has no end, or where the
/// curve cannot be followed to it. Coverage was measured for most models
/// (the table in docs/validation.md, with the exceptions): nominal to what 1000 synthetic curves can tell, and above it
/// where the truth stands at a bound. Source: S. S. Wilks, Ann. Math. Stat. 9, 60 (1938).
enum class IntervalMethod {
  where_needed,  ///< profile, for the parameters whose covariance is not to be trusted: at a bound or within 3 standard
                 ///< errors of one, or a profile that is off its parabola by 10 % at one standard error
  profile,       ///< profile, for every fitted parameter
  bootstrap,     ///< for every fitted and every tied parameter: see Bootstrap
  posterior,     ///< the same: see PosteriorSampler
};

/// What is added to the fitted curve to make the data of a refit.
enum class BootstrapKind {
  parametric,  ///< normal deviates with the standard deviations of the points, given or estimated
  residual,    ///< residuals in units of those standard deviations, drawn with replacement
  block,       ///< the same in runs of neighbours, which keep their correlation
};

std::string to_string(BootstrapKind kind);
/// The kind of that name. Throws InvalidArgument with the list.
BootstrapKind find_bootstrap_kind(std::string_view name);

/// Intervals from refits to data drawn anew: the curve found plus noise, each measured value (rules) redrawn about the
/// value found for it. The ends are the bias-corrected percentiles of what the refits find, which lie within the bounds
/// of the parameter. Residuals are widened by √(n/ndf); where the noise is estimated the percentiles are those of
/// Student's t, so that a curve linear in its parameters gets the interval of its standard error. With N refits an end
/// is uncertain by 2.3/√N (68.27 %) and 3.4/√N (95.45 %) of a standard error; a level whose tails hold less than one
/// refit has no interval.
///
/// Where m points carry the information of one (points_per_independent_point), single deviates are widened by √m, and
/// runs are 5 m points long, at most a fifth of them all, about the abscissa's circle, and stretched by what a fit
/// takes out of them; the percentiles are Student's with the degrees of freedom of as many independent points. Data
/// that repeat themselves at −V keep doing so. Of a noise model (noise.hpp) what is new at each point is drawn, and its
/// neighbours share it as they were found to; σ follows the curve.
///
/// A refit begins at the result and stays in its minimum. One that does not converge is left out and counted in the
/// warnings; more than one in ten, and there are no intervals. The same seed and data give the same bytes for any
/// number of threads. With more than one thread the curve is evaluated in several at once: every model of the library
/// may be; for a CurveFunction that may not, say threads = 1.
///
/// Source: B. Efron, Ann. Stat. 7, 1 (1979), and Can. J. Stat. 9, 139 (1981); H. R. Künsch, Ann. Stat. 17, 1217 (1989).
struct Bootstrap {
  /// Empty: residual, or block for data whose neighbours are correlated (m > 1, or residuals that correlate by more
  /// than 2/√n).
  std::optional<BootstrapKind> kind = {};
  std::size_t replicas = 1000;  ///< 10 … 1e6
  std::uint64_t seed = 1;
  unsigned threads = 0;  ///< 0: as many as the machine has cores
};

/// The central interval of a quantity that holds `probability` (0 … 1), from its values in the replicas of a bootstrap
/// and the value found: for what follows from parameters, computed from their Estimate::replicas one by one. Empty
/// where its tails hold less than one replica.
///   std::vector<double> ratio;
///   for (std::size_t i = 0; i < Delta.replicas.size(); ++i) ratio.push_back(Delta.replicas[i] / Gamma.replicas[i]);
std::optional<Interval> bootstrap_interval(std::span<const double> replicas, double found, double probability);

/// Draws from the posterior of all fitted parameters at once, by an ensemble of walkers that stretch towards and away
/// from one another: it needs no step size, and is as good at a long tilted valley as at a round one.
///
/// The prior is flat within the range of each parameter (bound() narrows it), in the parameter as it is named; a
/// measured value is a normal likelihood. Where σ is unknown it is integrated over with the prior 1/σ; weights that
/// follow the curve, and a correlation that was estimated, stay those of the result. The intervals are central: 68.27
/// and 95.45 % of the draws, as many below as above, so that one beside a bound does not touch it.
///
/// Several ensembles, each begun within about one standard error of the result, know nothing of each other. The first
/// half of each chain is thrown away; the other is kept as soon as it is 50 autocorrelation times long and R̂ over all
/// half chains is below 1.01 for every parameter. Where that is not so after `longest` steps there are no intervals,
/// and a warning says why; walkers do not find a minimum far from the result. The same seed and data give the same
/// bytes for any number of threads; what was said of threads at Bootstrap holds here too.
///
/// Source: J. Goodman and J. Weare, Commun. Appl. Math. Comput. Sci. 5, 65 (2010); D. Foreman-Mackey et al., Publ.
/// Astron. Soc. Pac. 125, 306 (2013); A. Gelman and D. B. Rubin, Stat. Sci. 7, 457 (1992).
struct PosteriorSampler {
  std::size_t ensembles = 2;     ///< 2 or more
  std::size_t walkers = 0;       ///< of each, even, at least twice the parameters; 0: four times, and at least 16
  std::size_t longest = 100000;  ///< steps of each chain, 100 or more; a chain keeps all, 8 bytes a number
  std::uint64_t seed = 1;
  unsigned threads = 0;  ///< 0: as many as the machine has cores
};

/// A method, with what it needs to know.
struct IntervalChoice {
  IntervalChoice(IntervalMethod how = IntervalMethod::where_needed) : method(how) {}
  IntervalChoice(const Bootstrap& how) : method(IntervalMethod::bootstrap), bootstrap(how) {}
  IntervalChoice(const PosteriorSampler& how) : method(IntervalMethod::posterior), posterior(how) {}

  IntervalMethod method;
  Bootstrap bootstrap = {};
  PosteriorSampler posterior = {};
};

/// The word itself, for fits to inherit.
template <class FitType>
class WithIntervals {
 public:
  /// Without it: IntervalMethod::where_needed.
  FitType& intervals(const IntervalChoice& choice) {
    intervals_ = choice;
    return static_cast<FitType&>(*this);
  }
  const IntervalChoice& interval_choice() const { return intervals_; }

 protected:
  IntervalChoice intervals_;
};

}  // namespace didv
