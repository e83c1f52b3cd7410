#pragma once
// Intervals beside the symmetric error bar: Estimate::interval_68 and interval_95, 68.27 % and 95.45 %.
//
//   FitResult one = Fit(models::btk()).add(spectrum).intervals(IntervalMethod::profile).run();
//   const auto& [lower, upper] = *one["Gamma"].interval_68;

namespace didv {

/// Who gets an interval, and how.
///
/// The profile of a parameter is the lowest χ² with it held at a value and all others refitted within their ranges. The
/// interval is where the profile has risen by no more than 1 (68.27 %) and 4 (95.45 %) above the minimum, cut at the
/// bounds of the parameter: one-sided where it reaches one. Where the noise is estimated from the residuals the rise is
/// in units of χ²/ndf, and 1 and 2 are replaced by Student's t for ndf degrees of freedom: exact for a curve that is
/// linear in its parameters. Ends are found to 0.001 of their distance. Empty where a side has no end, or where the
/// curve cannot be followed to it. Beside a bound it ought to hold the truth more often than it says; no sweep has
/// measured that yet. Source: S. S. Wilks, Ann. Math. Stat. 9, 60 (1938).
enum class IntervalMethod {
  where_needed,  ///< profile, for the parameters whose covariance is not to be trusted: at a bound or within 3 standard
                 ///< errors of one, or a profile that is off its parabola by 10 % at one standard error
  profile,       ///< profile, for every fitted parameter
};

/// The word itself, for fits to inherit.
template <class FitType>
class WithIntervals {
 public:
  /// Without it: where_needed.
  FitType& intervals(IntervalMethod method) {
    interval_method_ = method;
    return static_cast<FitType&>(*this);
  }

 protected:
  IntervalMethod interval_method_ = IntervalMethod::where_needed;
};

}  // namespace didv
