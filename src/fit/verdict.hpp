#pragma once
// What a result is worth: the reasons not to use it, and what a referee would ask. For every fit alike.

#include <functional>
#include <span>
#include <string>

#include "didv/result.hpp"

namespace didv::fitting {

/// Standard score from which chance is no explanation: beyond it on one side is 1 in 4300.
constexpr double surprising = 3.5;

/// How a fitted parameter is bounded.
struct Range {
  std::string name;
  double lower, upper;
};

/// What would separate two parameters that trade off.
using Advice = std::function<std::string(const std::string& first, const std::string& second)>;

/// Convergence, undetermined parameters, bounds, degenerate pairs and χ². Correlations are named only where one of the
/// two is among `interesting`, the parameters that somebody wants to know.
void judge(FitResult& result, std::span<const Range> ranges, std::span<const std::string> interesting,
           const Advice& advice = {});

/// Structure in the residuals, and what smoothed points do to the errors.
void judge_residuals(FitResult& result);

/// Of a parameter that means nothing after all: it loses its error, intervals and correlations, for this reason.
void take_back(FittedData& data, std::size_t parameter, const std::string& reason);

/// Does a law set the gap, or one of several?
bool has_tied_gap(const std::vector<Estimate>& parameters);

/// Standard score of the number of runs of equal sign, and of the lag-1 autocorrelation; both are below −/above + a few
/// where residuals hang together.
struct ResidualStructure {
  double runs_score;
  double autocorrelation;
  double autocorrelation_score;

  /// Would chance do this to independent residuals?
  bool is_surprising() const { return runs_score <= -surprising || autocorrelation_score >= surprising; }
  /// Points that carry the information of one, were this noise that neighbours share: (1 + ρ)/(1 − ρ).
  double points_of_one() const;
};

/// Of residuals in the order of x.
ResidualStructure residual_structure(std::span<const double> x, std::span<const double> residual);
/// Residuals that chance makes alike and independent: what a noise model leaves, or in units of the σ given.
std::vector<double> alike_residuals(const FittedData& data);
/// Of these in the order of x; of one side alone where the data were symmetrised.
ResidualStructure residual_structure(const FittedData& data);

}  // namespace didv::fitting
