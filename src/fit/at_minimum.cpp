#include "fit/at_minimum.hpp"

#include <cmath>

namespace didv::fitting {

AtMinimum::AtMinimum(const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve)
    : fitted_(fitted), data_(data) {
  SpectrumCurve with_offset = curve;
  with_offset.has_offset = true;
  width_ = with_offset.width();
  offset_index_ = with_offset.offset_index();
  std::vector<double> values;
  for (const Estimate& p : fitted.parameters) {
    if (p.state != ParameterState::fixed && p.state != ParameterState::at_bound) free_.push_back(values.size());
    values.push_back(p.value);
  }
  values.resize(width_);
  std::vector<double> at(data.x.size());
  jacobian_.resize(at.size() * width_);
  with_offset(values, at, jacobian_);
  const double scale = values[curve.scale_index()];
  for (std::size_t i = 0; i < at.size(); ++i) {
    double polynomial = 0;
    for (int k = curve.background_degree; k > 0; --k)
      polynomial = (polynomial + values[curve.background_index(k)]) * data.x[i];
    factor_.push_back(scale * (1 + polynomial));
    conductance_.push_back(at[i] / factor_.back());
    at[i] = data.y[i] - at[i];
  }
  residual_ = weighted(at);

  std::vector<double> one_image = jacobian_;
  if (with_offset.mirror_mV) {
    with_offset.mirror_mV.reset();
    with_offset(values, at, one_image);
  }
  for (std::size_t i = 0; i < at.size(); ++i) slope_.push_back(-one_image[i * width_ + offset_index_] / factor_[i]);
}

std::vector<double> AtMinimum::by_parameter(std::size_t index) const {
  std::vector<double> column;
  for (std::size_t at = index; at < jacobian_.size(); at += width_) column.push_back(jacobian_[at]);
  return column;
}

std::vector<double> AtMinimum::by_offset() const { return by_parameter(offset_index_); }

Eigen::VectorXd AtMinimum::weighted(const std::vector<double>& column) const {
  Eigen::VectorXd out = Eigen::Map<const Eigen::VectorXd>(column.data(), static_cast<Eigen::Index>(column.size()));
  if (!data_.sigma.empty()) out.array() /= Eigen::Map<const Eigen::ArrayXd>(data_.sigma.data(), out.size());
  return out;
}

std::optional<Freed> AtMinimum::freed(const std::vector<double>& column,
                                      const std::vector<std::vector<double>>& beside) const {
  constexpr double same_direction = 1e-6;  // what the other parameters leave of the column
  Eigen::MatrixXd others(residual_.size(), static_cast<Eigen::Index>(free_.size() + beside.size()));
  Eigen::Index next = 0;
  for (const std::size_t j : free_) others.col(next++) = weighted(by_parameter(j));
  for (const std::vector<double>& more : beside) others.col(next++) = weighted(more);
  const Eigen::VectorXd own = weighted(column);
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> span(others);
  const Eigen::VectorXd direction = own - others * span.solve(own), left = residual_ - others * span.solve(residual_);
  const double square = direction.squaredNorm();
  const double degrees_of_freedom =
      static_cast<double>(own.size()) / data_.points_per_independent_point - static_cast<double>(others.cols()) - 1;
  if (!(square > same_direction * own.squaredNorm()) || !(degrees_of_freedom > 0)) return {};
  const double step = direction.dot(left) / square;
  const Eigen::VectorXd then_left = left - step * direction, moves = span.solve(residual_ - step * own);
  Freed out{step,
            std::sqrt(then_left.squaredNorm() / degrees_of_freedom / square),
            std::vector<double>(fitted_.parameters.size()),
            {then_left.begin(), then_left.end()}};
  for (std::size_t j = 0; j < free_.size(); ++j) out.moves[free_[j]] = moves[static_cast<Eigen::Index>(j)];
  return out;
}

}  // namespace didv::fitting
