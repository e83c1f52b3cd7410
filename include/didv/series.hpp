#pragma once
// What a temperature series says of the gap: Δ(T), Δ(0), Tc and 2Δ(0)/k_BTc, and whether a gap equation holds.
//
//   Fit fit(models::btk());
//   for (const Spectrum& s : spectra) fit.add(s);
//   SeriesResult global = analyse_series(fit.background(4).share("Z").tie("Delta", laws::bcs_gap()));
//   SeriesResult two_step = analyse_series(fit.without_ties());
//   std::cout << global.report();

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "didv/curve.hpp"
#include "didv/fit.hpp"
#include "didv/laws.hpp"
#include "didv/result.hpp"

namespace didv {

/// The gap at one temperature, as its spectrum alone has it.
struct GapPoint {
  std::string name;  ///< of the spectrum
  double temperature_K = 0;
  Estimate Delta;  ///< with a reason, and an upper limit if there is one, where the spectrum does not determine it
};

/// Can a law of the gap be fitted to this point? It can where it has a standard error.
bool determined(const GapPoint& point);

/// Δ(0), Tc and 2Δ(0)/k_BTc by a gap equation, and the test of it.
struct GapLaw {
  std::string law;     ///< "bcs" or "d-wave"
  std::string method;  ///< "global": all spectra in one fit with Δ tied; "two-step": the law through the points Δ(T)
  Estimate Delta0, Tc, ratio_2Delta0_kTc;
  std::optional<double> correlation;  ///< of Delta0 and Tc
  /// Σ ((Δ_k − law)/σ_k)² over the points that have an error. Points of spectra that share a parameter are correlated
  /// by it; that is not taken in.
  std::optional<double> chi_squared;
  int degrees_of_freedom = 0;
  std::vector<std::string> not_usable_because;  ///< of the fit of the law, as FitResult has it
  std::optional<double> p_value;  ///< chance of a χ² as large or larger, were the law true; empty: not tested
  /// Does the curve hold? In words, and which spectra tell no gap where it puts one. It is not tested unless gaps at
  /// more temperatures than the law has free parameters are determined.
  std::string verdict;
};

/// The law through points Δ(T), weighted by their errors, through CurveFit. Throws InvalidArgument for a law without
/// the parameters Delta0 and Tc, and for fewer than two temperatures with a determined gap. A bootstrap that does not
/// say its kind is parametric: points with errors are few, and know their noise.
GapLaw fit_gap_law(const std::vector<GapPoint>& points, const Law& law = laws::bcs_gap(),
                   IntervalChoice intervals = {});

/// A law as a curve of temperature, for a CurveFit of one's own points.
CurveFunction curve_of(const Law& law);

struct SeriesResult {
  FitResult fit;                 ///< as it was asked for
  std::vector<GapPoint> points;  ///< from the coldest up; without the tie of Delta where the fit has one
  std::optional<GapLaw> gap_law;
  std::string no_gap_law_because;  ///< empty where there is one
  std::vector<std::string> not_usable_because;
  std::vector<std::string> warnings;

  bool usable() const { return not_usable_because.empty(); }
  std::string report() const;
  /// As docs/command_line.md has it: the JSON of the fit, and "gap_law".
  std::string json() const;
};

/// Runs the fit and, where its Delta is tied, once more without ties: the test of the law. Without the tie spectra that
/// fail or do not determine their gap are told in the warnings, and the law goes through the others; it is the BCS
/// curve unless Delta is tied to the d-wave one. A shared Delta, or one tied to a law that is none of a gap, is tested
/// by the gaps of the spectra by themselves. Throws InvalidArgument for fewer than two spectra, for units of
/// conductance that differ, for a model without a parameter Delta, and as Fit::run.
SeriesResult analyse_series(const Fit& fit);

/// A series back from the JSON that SeriesResult::json() wrote, as parse_result() and read_result() of one fit. Throw
/// DataError.
SeriesResult parse_series_result(std::string_view json, const std::string& name = "result");
SeriesResult read_series_result(const std::filesystem::path& file);

}  // namespace didv
