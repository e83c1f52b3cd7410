#include "fit/freed.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstddef>

namespace didv::fitting {
std::optional<Freed> freed(const FittedData& fitted, const DataSet& data, const SpectrumCurve& wider,
                           const std::string& name) {
  constexpr double same_direction = 1e-6;  // what the other parameters leave of the freed one's column
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::vector<double> values;
  std::vector<std::size_t> columns, fitted_index;  // of those that are free beside it
  std::size_t own_column = none;
  for (const ParameterInfo& info : SpectrumCurve::parameters(wider.model, wider.background_degree, wider.has_offset)) {
    const auto p = std::ranges::find(fitted.parameters, info.name, &Estimate::name);
    const bool is_new = p == fitted.parameters.end();
    if (info.name == name) {
      own_column = values.size();
    } else if (is_new || (p->state != ParameterState::fixed && p->state != ParameterState::at_bound)) {
      columns.push_back(values.size());
      fitted_index.push_back(is_new ? none : static_cast<std::size_t>(p - fitted.parameters.begin()));
    }
    values.push_back(is_new ? 0 : p->value);
  }
  const std::size_t points = data.x.size(), width = values.size();
  std::vector<double> at_minimum(points), jacobian(points * width);
  wider(values, at_minimum, jacobian);
  Eigen::MatrixXd others(points, columns.size());
  Eigen::VectorXd own(points), residual(points);
  for (std::size_t i = 0; i < points; ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    const double weight = data.sigma.empty() ? 1 : 1 / data.sigma[i];
    for (std::size_t j = 0; j < columns.size(); ++j)
      others(row, static_cast<Eigen::Index>(j)) = weight * jacobian[i * width + columns[j]];
    own[row] = weight * jacobian[i * width + own_column];
    residual[row] = weight * (data.y[i] - at_minimum[i]);
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> span(others);
  const Eigen::VectorXd direction = own - others * span.solve(own), left = residual - others * span.solve(residual);
  const double square = direction.squaredNorm();
  const double degrees_of_freedom =
      static_cast<double>(points) / data.points_per_independent_point - static_cast<double>(columns.size()) - 1;
  if (!(square > same_direction * own.squaredNorm()) || !(degrees_of_freedom > 0)) return {};
  const double step = direction.dot(left) / square;
  const Eigen::VectorXd then_left = left - step * direction, moves = span.solve(residual - step * own);
  Freed out{step, std::sqrt(then_left.squaredNorm() / degrees_of_freedom / square), {}, {}};
  out.moves.resize(fitted.parameters.size());
  for (std::size_t j = 0; j < columns.size(); ++j)
    if (fitted_index[j] != none) out.moves[fitted_index[j]] = moves[static_cast<Eigen::Index>(j)];
  out.residual.assign(then_left.begin(), then_left.end());
  return out;
}

}  // namespace didv::fitting
