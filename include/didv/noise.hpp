#pragma once
// How points scatter where one σ each, independent of its neighbours and normal, is not the truth.
//
//   Fit(models::btk()).add(spectrum).noise({.correlated = CorrelatedNoise{}, .loss = Loss::huber}).run();

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace didv {

/// Neighbouring points share their noise, as behind a lock-in with a time constant or after smoothing: in the order of
/// the data the correlation of points i and k is ρ^|i−k|, ρ = exp(−1/length_points). Without a length ρ is estimated
/// from the residuals (restricted maximum likelihood, 0 ≤ ρ < 0.9995), so that what the parameters have taken out of
/// them is allowed for.
struct CorrelatedNoise {
  std::optional<double> length_points = {};

  bool operator==(const CorrelatedNoise&) const = default;
};

/// What a deviation of r standard deviations costs: r², or less where it is large, so that outliers do not pull.
///   huber    r² for |r| ≤ 1.345, 2·1.345·|r| − 1.345² beyond;
///   cauchy   2.385² ln(1 + (r/2.385)²).
/// Both keep 95 % of the efficiency of r² where the noise is normal. Source: P. J. Huber, Ann. Math. Stat. 35, 73
/// (1964); the constants: P. W. Holland and R. E. Welsch, Commun. Stat. A 6, 813 (1977).
enum class Loss { squares, huber, cauchy };

std::string to_string(Loss loss);

/// σ of a point is √(σ₀² + (relative·curve)²): σ₀ is the σ given, one for all or a column, and without it a tenth of
/// `relative` times the root mean square of the data. The curve is the fitted one, held while the weights are used and
/// renewed until both agree: weights from the data themselves would favour the low points.
struct NoiseModel {
  std::optional<double> relative = {};
  std::optional<CorrelatedNoise> correlated = {};
  Loss loss = Loss::squares;

  bool operator==(const NoiseModel&) const = default;
};

/// What became of a noise model that was asked for.
struct NoiseFound {
  NoiseModel model;
  double neighbour_correlation = 0;  ///< ρ
  double independent_points = 0;     ///< n (1 − ρ)/(1 + ρ) ≥ 1, n halved by symmetrising: as many fix a level
  std::size_t outliers = 0;          ///< points off by more than 5 σ, counted where the loss is not r²
  /// Minus twice the logarithm of the likelihood, but for a constant of the data: what models are compared by where
  /// each sets its own weights. A loss counts as the logarithm of a density.
  double deviance = 0;
  /// residual/σ, freed of what the point before has told already: independent, and of variance 1 if all is right.
  std::vector<double> standard_residual;
};

}  // namespace didv
