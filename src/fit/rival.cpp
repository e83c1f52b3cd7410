#include "fit/rival.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "didv/units.hpp"
#include "fit/f_score.hpp"
#include "fit/mirrored.hpp"
#include "fit/neighbour_correlation.hpp"
#include "fit/verdict.hpp"

namespace didv::fitting {
namespace {

/// The best polynomial without a superconductor, of the degree of the background: its columns and the data, over σ;
/// σ = unit if unknown.
struct NormalMetal {
  RowMatrix columns;
  Eigen::VectorXd data;

  NormalMetal(const DataSet& of, int degree, double unit) {
    const auto rows = static_cast<Eigen::Index>(of.x.size());
    double span = 0;
    for (const double V : of.x) span = std::max(span, std::abs(V));
    columns.resize(rows, degree + 1);
    data.resize(rows);
    for (Eigen::Index i = 0; i < rows; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const double weight = 1 / (of.sigma.empty() ? unit : of.sigma[at]);
      for (int k = 0; k <= degree; ++k) columns(i, k) = weight * std::pow(span > 0 ? of.x[at] / span : 0, k);
      data[i] = weight * of.y[at];
    }
  }

  double misfit() const { return (data - columns * columns.colPivHouseholderQr().solve(data)).squaredNorm(); }
};

/// Does noise that neighbours share describe the data as well without a superconductor as with one?
bool shared_noise_does_as_well(const FittedData& fitted, const DataSet& data, int background_degree,
                               double of_superconductor) {
  const std::vector<std::size_t> points = points_of_their_own(data.x, data.y);
  const NormalMetal metal(data, background_degree, 1);
  Eigen::VectorXd normal(points.size()), residual(points.size());
  RowMatrix columns(points.size(), metal.columns.cols());
  for (std::size_t k = 0; k < points.size(); ++k) {
    const auto row = static_cast<Eigen::Index>(k), at = static_cast<Eigen::Index>(points[k]);
    normal[row] = metal.data[at];
    columns.row(row) = metal.columns.row(at);
    residual[row] = fitted.residual[points[k]] / (data.sigma.empty() ? 1 : data.sigma[points[k]]);
  }
  const auto without = deviance_of_shared_noise(normal, columns),
             with = deviance_of_shared_noise(residual, RowMatrix(residual.size(), 0));
  return without && with &&
         f_score(std::max(*without - *with, 0.0) / of_superconductor, of_superconductor, infinity) <
             required_of_a_search;
}

}  // namespace

Misfits misfits_of(const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve) {
  Misfits misfits;
  double unit = 0;
  for (const double y : data.y) unit = std::max(unit, std::abs(y));
  if (unit == 0) unit = 1;
  for (std::size_t i = 0; i < data.y.size(); ++i) {
    const double sigma = data.sigma.empty() ? unit : data.sigma[i];
    misfits.fit += std::pow(fitted.residual[i] / sigma, 2);
    misfits.size += std::pow(data.y[i] / sigma, 2);
  }
  misfits.normal = NormalMetal(data, curve.background_degree, unit).misfit();
  return misfits;
}

bool has_surprising_structure(const FittedData& fitted, const DataSet& data) {
  return data.points_per_independent_point <= (is_mirrored(data.x, data.y) ? 2 : 1) &&
         residual_structure(fitted).is_surprising();
}

Rival rival_of(const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve, const Misfits& misfits) {
  const double fit = misfits.fit, normal = misfits.normal, size = misfits.size;
  double of_superconductor = 0, all = 0;
  for (std::size_t j = 0; j < fitted.parameters.size(); ++j) {
    const bool free = fitted.parameters[j].state != ParameterState::fixed;
    all += free;
    of_superconductor += free && j < curve.scale_index();
  }
  if (of_superconductor == 0) return Rival::none;
  // m points carry the information of one.
  const auto by_chance = [&](double m) {
    constexpr double rounding = 1e-20;
    const double left = static_cast<double>(data.y.size()) / m - all, explained = (normal - fit) / m;
    if (normal <= rounding * size || !(explained > 0)) return true;
    if (!data.sigma.empty())
      return f_score(explained / of_superconductor, of_superconductor, infinity) < required_of_a_search;
    return !(left > 0) || (fit > rounding * size && f_score(explained / of_superconductor / (fit / m / left),
                                                            of_superconductor, left) < required_of_a_search);
  };
  if (by_chance(data.points_per_independent_point)) return Rival::chance;
  // Noise that neighbours share makes structure of its own, whether or not a model of it was asked for.
  const bool may_be_shared = fitted.noise
                                 ? by_chance(static_cast<double>(data.y.size()) / fitted.noise->independent_points)
                                 : data.sigma.empty() || has_surprising_structure(fitted, data);
  return may_be_shared && shared_noise_does_as_well(fitted, data, curve.background_degree, of_superconductor)
             ? Rival::shared_noise
             : Rival::none;
}

}  // namespace didv::fitting
