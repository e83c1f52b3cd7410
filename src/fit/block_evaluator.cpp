#include "fit/block_evaluator.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "fit/neighbour_correlation.hpp"
#include "fit/tie.hpp"
#include "numerics/median.hpp"

namespace didv::fitting {
namespace {

double root_mean_square(const std::vector<double>& values) {
  double largest = 0, sum = 0;
  for (const double v : values) largest = std::max(largest, std::abs(v));
  if (largest == 0) return 1;
  for (const double v : values) sum += (v / largest) * (v / largest);
  return largest * std::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace

BlockEvaluator::BlockEvaluator(const Problem& problem, std::size_t block)
    : problem_(&problem), block_(&problem.blocks[block]), sigma_(problem.blocks[block].sigma) {
  const std::size_t points = block_->y.size(), width = block_->parameters.size();
  levers_.resize(width);
  weight_.resize(points);
  parameters_.resize(width);
  value_.resize(points);
  d_parameter_.resize(points * width);
  residual_.resize(static_cast<Eigen::Index>(points));
  jacobian_.setZero(static_cast<Eigen::Index>(points),
                    own_columns() + static_cast<Eigen::Index>(problem.shared.size()));
  if (!sigma_known()) {
    // Scatter far below the size of the data is no scatter, and no weight to begin with.
    constexpr double least = 1e-6;
    const double size = root_mean_square(block_->y);
    assumed_sigma_ = block_->expected_sigma > 0 ? std::max(block_->expected_sigma, least * size) : size;
  }
  if (const auto& correlated = block_->noise.correlated; correlated && correlated->length_points)
    rho_ = std::exp(-1 / *correlated->length_points);
  weigh();
}

void BlockEvaluator::weigh() {
  const double widening = std::sqrt(block_->points_per_independent_point);
  for (std::size_t i = 0; i < weight_.size(); ++i)
    weight_[i] = 1 / ((sigma_known() ? sigma_[i] : assumed_sigma_) * widening);
}

void BlockEvaluator::assume_sigma(double sigma) {
  assumed_sigma_ = sigma;
  weigh();
  make_rows();
}

double BlockEvaluator::sigma_by_scatter(double variance_per_square) const {
  if (block_->noise.loss == Loss::squares)
    return std::sqrt(variance_per_square * sum_of_squares() / block_->independent_points());
  // Outliers move the mean of squares, and hardly the median.
  const Eigen::VectorXd sizes = standard_residual().cwiseAbs();
  return std::sqrt(variance_per_square) * assumed_sigma_ * numerics::deviation({sizes.begin(), sizes.end()});
}

bool BlockEvaluator::adapts() const {
  const NoiseModel& noise = block_->noise;
  return noise.relative || (noise.correlated && !noise.correlated->length_points);
}

double BlockEvaluator::adapt() {
  double change = 0;
  const NoiseModel& noise = block_->noise;
  if (noise.relative) {
    for (std::size_t i = 0; i < sigma_.size(); ++i) {
      const double now = std::hypot(block_->sigma_floor[i], *noise.relative * value_[i]);
      change = std::max(change, std::abs(now / sigma_[i] - 1));
      sigma_[i] = now;
    }
    weigh();
  }
  if (noise.correlated && !noise.correlated->length_points) {
    arrange_rows();
    const double widening = std::sqrt(block_->points_per_independent_point);
    residual_ *= widening;
    jacobian_ *= widening;
    constexpr double far = 3;  // standard deviations: an outlier tells nothing of its neighbours
    if (noise.loss != Loss::squares) residual_ = residual_.cwiseMax(-far).cwiseMin(far);
    const double now = estimate_neighbour_correlation(residual_, jacobian_, sigma_known());
    // By the share of the noise that is new at each point, which is what the weights are made of.
    change = std::max(change, std::abs((1 - now) / (1 - rho_) - 1));
    rho_ = now;
  }
  make_rows();
  return change;
}

Eigen::VectorXd BlockEvaluator::standard_residual() const {
  Eigen::VectorXd standard(residual_.size());
  const double share = 1 / std::sqrt((1 - rho_) * (1 + rho_));
  double before = 0;
  for (std::size_t i = 0; i < value_.size(); ++i) {
    const double here = (value_[i] - block_->y[i]) / (sigma_known() ? sigma_[i] : assumed_sigma_);
    standard[static_cast<Eigen::Index>(i)] = i == 0 ? here : (here - rho_ * before) * share;
    before = here;
  }
  return standard;
}

Eigen::Index BlockEvaluator::column_of(std::size_t slot) const {
  const auto own = std::find(block_->own.begin(), block_->own.end(), slot);
  if (own != block_->own.end()) return own - block_->own.begin();
  const std::vector<std::size_t>& shared = problem_->shared;
  return own_columns() + (std::find(shared.begin(), shared.end(), slot) - shared.begin());
}

BlockEvaluator::Arranged BlockEvaluator::arranged_at(std::span<const double> point) const {
  const auto unit = [&](std::size_t slot) { return problem_->slots[slot].unit; };
  const auto worth = [&](const Number& number) {
    if (!number.slot) return number.value;
    const Slot& slot = problem_->slots[*number.slot];
    return std::clamp(point[static_cast<std::size_t>(column_of(*number.slot))] * slot.unit, slot.lower, slot.upper);
  };
  Arranged arranged;
  for (const Source& source : block_->parameters) {
    std::vector<Lever>& levers = arranged.levers.emplace_back();
    if (!source.tie) {
      arranged.parameters.push_back(worth(source));
      if (source.slot) levers.push_back({column_of(*source.slot), unit(*source.slot)});
      continue;
    }
    const LawValue law = value_of(*source.tie, worth);
    if (!law.complaint.empty()) {
      arranged.complaint = law.complaint;
      return arranged;
    }
    arranged.parameters.push_back(law.value);
    for (std::size_t a = 0; a < law.gradient.size(); ++a)
      if (const auto slot = source.tie->arguments[a].slot)
        levers.push_back({column_of(*slot), law.gradient[a] * unit(*slot)});
  }
  return arranged;
}

double BlockEvaluator::misfit_at(std::span<const double> own, std::span<const double> shared) const {
  std::vector<double> point(own.begin(), own.end());
  point.insert(point.end(), shared.begin(), shared.end());
  std::vector<double> value(weight_.size());
  try {
    const Arranged arranged = arranged_at(point);
    if (!arranged.complaint.empty()) return infinity;
    block_->curve(arranged.parameters, value, {});
  } catch (const Error&) {
    return infinity;
  }
  Eigen::VectorXd residual(residual_.size());
  RowMatrix no_derivatives(residual.size(), 0);
  for (std::size_t i = 0; i < value.size(); ++i)
    residual[static_cast<Eigen::Index>(i)] = (value[i] - block_->y[i]) * weight_[i];
  bend(residual, no_derivatives);
  const double sum = residual.squaredNorm();
  return std::isfinite(sum) ? sum : infinity;
}

bool BlockEvaluator::move_to(std::span<const double> own, std::span<const double> shared) {
  trial_.assign(own.begin(), own.end());
  trial_.insert(trial_.end(), shared.begin(), shared.end());
  if (trial_ == point_ && evaluations_ > 0) return good_;
  point_ = trial_;
  ++evaluations_;
  good_ = false;

  try {
    Arranged arranged = arranged_at(point_);
    if (!arranged.complaint.empty()) {
      failure_ = std::move(arranged.complaint);
      return false;
    }
    parameters_ = std::move(arranged.parameters);
    levers_ = std::move(arranged.levers);
    block_->curve(parameters_, value_, d_parameter_);
  } catch (const Error& error) {
    failure_ = error.what();
    return false;
  }

  const bool finite = make_rows();
  if (!finite) failure_ = "the curve or its derivatives are not finite";
  return good_ = finite;
}

/// Weighted residuals and derivatives of independent points.
void BlockEvaluator::arrange_rows() {
  jacobian_.setZero();
  for (std::size_t i = 0; i < value_.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    residual_[row] = (value_[i] - block_->y[i]) * weight_[i];
  }
  if (d_parameter_.empty()) return;
  for (std::size_t j = 0; j < parameters_.size(); ++j)
    for (const Lever& lever : levers_[j])
      for (std::size_t i = 0; i < value_.size(); ++i) {
        const double entry = d_parameter_[i * parameters_.size() + j] * lever.length * weight_[i];
        jacobian_(static_cast<Eigen::Index>(i), lever.column) += entry;
      }
}

/// Frees rows of what neighbours share, and bends them by the loss.
LossSums BlockEvaluator::bend(Eigen::VectorXd& residual, RowMatrix& jacobian) const {
  if (rho_ > 0) whiten(rho_, residual, jacobian);
  if (block_->noise.loss == Loss::squares) return {};
  return apply(block_->noise.loss, 1 / std::sqrt(block_->points_per_independent_point), residual, jacobian);
}

bool BlockEvaluator::make_rows() {
  arrange_rows();
  loss_sums_ = bend(residual_, jacobian_);
  double zero = 0;  // of numbers that are finite
  for (const double r : residual_) zero += 0 * r;
  for (Eigen::Index i = 0; i < jacobian_.size(); ++i) zero += 0 * jacobian_.data()[i];
  return zero == 0;
}

double BlockEvaluator::weighted_data_norm() const {
  double sum = 0;
  for (std::size_t i = 0; i < weight_.size(); ++i) sum += block_->y[i] * weight_[i] * block_->y[i] * weight_[i];
  return std::sqrt(sum);
}

double BlockEvaluator::deviance() const {
  const double points = block_->independent_points(), m = block_->points_per_independent_point;
  double log_determinant = (static_cast<double>(rows()) - 1) / m * std::log1p(-rho_ * rho_);
  if (!sigma_known() && block_->noise.loss == Loss::squares)
    return points * std::log(sum_of_squares() / points) + log_determinant;
  for (std::size_t i = 0; i < rows(); ++i)
    log_determinant += 2 / m * std::log(sigma_known() ? sigma_[i] : assumed_sigma_);
  return residual_.squaredNorm() + log_determinant;
}

double BlockEvaluator::sum_of_squares() const {
  if (!plain() && !sigma_known()) return residual_.squaredNorm() * assumed_sigma_ * assumed_sigma_;
  double sum = 0;
  for (std::size_t i = 0; i < value_.size(); ++i) sum += (value_[i] - block_->y[i]) * (value_[i] - block_->y[i]);
  return sum / block_->points_per_independent_point;
}

std::vector<double> gather(const std::vector<std::size_t>& slots, std::span<const double> all) {
  std::vector<double> values;
  values.reserve(slots.size());
  for (const std::size_t slot : slots) values.push_back(all[slot]);
  return values;
}

bool stand_at(const Problem& problem, std::vector<BlockEvaluator>& evaluators, std::span<const double> position) {
  const std::vector<double> shared = gather(problem.shared, position);
  for (std::size_t k = 0; k < evaluators.size(); ++k)
    if (!evaluators[k].move_to(gather(problem.blocks[k].own, position), shared)) return false;
  return true;
}

double misfit_at(const Problem& problem, const std::vector<BlockEvaluator>& evaluators,
                 std::span<const double> position) {
  const std::vector<double> shared = gather(problem.shared, position);
  double sum = 0;
  for (std::size_t k = 0; k < evaluators.size(); ++k)
    sum += evaluators[k].misfit_at(gather(problem.blocks[k].own, position), shared);
  return sum + pull_of_measured(problem, position);
}

double pull_of_measured(const Problem& problem, std::span<const double> position) {
  double sum = 0;
  for (std::size_t s = 0; s < problem.slots.size(); ++s)
    if (const Slot& slot = problem.slots[s]; slot.measured)
      sum += std::pow((position[s] * slot.unit - slot.measured->value) / slot.measured->standard_error, 2);
  return sum;
}

}  // namespace didv::fitting
