#include "fit/off_centre.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace didv::fitting {

std::optional<OffCentre> off_centre(const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve) {
  constexpr double same_direction = 1e-6;  // what the other parameters leave of the offset's column
  if (curve.has_offset) return {};
  SpectrumCurve with_offset = curve;
  with_offset.has_offset = true;
  with_offset.background_degree = std::max(curve.background_degree, 1);
  std::vector<double> values;
  std::vector<std::size_t> free;
  for (std::size_t j = 0; j < fitted.parameters.size(); ++j) {
    const Estimate& p = fitted.parameters[j];
    values.push_back(p.value);
    if (p.state != ParameterState::fixed && p.state != ParameterState::at_bound) free.push_back(j);
  }
  if (curve.background_degree == 0) {
    free.push_back(values.size());
    values.push_back(0);
  }
  values.push_back(0);
  const std::size_t points = data.x.size(), width = with_offset.width();
  std::vector<double> at_minimum(points), jacobian(points * width);
  with_offset(values, at_minimum, jacobian);
  Eigen::MatrixXd others(points, free.size());
  Eigen::VectorXd offset(points), residual(points);
  for (std::size_t i = 0; i < points; ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    const double weight = data.sigma.empty() ? 1 : 1 / data.sigma[i];
    for (std::size_t j = 0; j < free.size(); ++j)
      others(row, static_cast<Eigen::Index>(j)) = weight * jacobian[i * width + free[j]];
    offset[row] = weight * jacobian[i * width + with_offset.offset_index()];
    residual[row] = weight * (data.y[i] - at_minimum[i]);
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> span(others);
  const auto beside = [&](const Eigen::VectorXd& v) { return Eigen::VectorXd(v - others * span.solve(v)); };
  const Eigen::VectorXd direction = beside(offset), left = beside(residual);
  const double square = direction.squaredNorm();
  const double m = data.points_per_independent_point;
  const double degrees_of_freedom = static_cast<double>(points) / m - static_cast<double>(free.size()) - 1;
  if (!(square > same_direction * offset.squaredNorm()) || !(degrees_of_freedom > 0)) return {};
  const double step = direction.dot(left) / square;
  const double variance = (left - step * direction).squaredNorm() / degrees_of_freedom;
  return OffCentre{step, std::sqrt(variance / square)};
}

}  // namespace didv::fitting
