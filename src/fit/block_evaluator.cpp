#include "fit/block_evaluator.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "fit/tie.hpp"

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
    : problem_(&problem), block_(&problem.blocks[block]) {
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
  weigh();
}

void BlockEvaluator::weigh() {
  const double widening = std::sqrt(block_->points_per_independent_point);
  for (std::size_t i = 0; i < weight_.size(); ++i)
    weight_[i] = 1 / ((sigma_known() ? block_->sigma[i] : assumed_sigma_) * widening);
}

void BlockEvaluator::assume_sigma(double sigma) {
  residual_ *= assumed_sigma_ / sigma;
  jacobian_ *= assumed_sigma_ / sigma;
  assumed_sigma_ = sigma;
  weigh();
}

Eigen::Index BlockEvaluator::column_of(std::size_t slot) const {
  const auto own = std::find(block_->own.begin(), block_->own.end(), slot);
  if (own != block_->own.end()) return own - block_->own.begin();
  const std::vector<std::size_t>& shared = problem_->shared;
  return own_columns() + (std::find(shared.begin(), shared.end(), slot) - shared.begin());
}

double BlockEvaluator::at_point(const Number& number) const {
  if (!number.slot) return number.value;
  const Slot& slot = problem_->slots[*number.slot];
  return std::clamp(point_[static_cast<std::size_t>(column_of(*number.slot))] * slot.unit, slot.lower, slot.upper);
}

bool BlockEvaluator::arrange_parameters() {
  const auto unit = [&](std::size_t slot) { return problem_->slots[slot].unit; };
  for (std::size_t j = 0; j < parameters_.size(); ++j) {
    const Source& source = block_->parameters[j];
    levers_[j].clear();
    if (!source.tie) {
      parameters_[j] = at_point(source);
      if (source.slot) levers_[j].push_back({column_of(*source.slot), unit(*source.slot)});
      continue;
    }
    const LawValue law = value_of(*source.tie, [&](const Number& number) { return at_point(number); });
    if (!law.complaint.empty()) {
      failure_ = law.complaint;
      return false;
    }
    parameters_[j] = law.value;
    for (std::size_t a = 0; a < law.gradient.size(); ++a)
      if (const auto slot = source.tie->arguments[a].slot)
        levers_[j].push_back({column_of(*slot), law.gradient[a] * unit(*slot)});
  }
  return true;
}

bool BlockEvaluator::move_to(std::span<const double> own, std::span<const double> shared) {
  trial_.assign(own.begin(), own.end());
  trial_.insert(trial_.end(), shared.begin(), shared.end());
  if (trial_ == point_ && evaluations_ > 0) return good_;
  point_ = trial_;
  ++evaluations_;
  good_ = false;

  try {
    if (!arrange_parameters()) return false;
    block_->curve(parameters_, value_, d_parameter_);
  } catch (const Error& error) {
    failure_ = error.what();
    return false;
  }

  jacobian_.setZero();
  double zero = 0;  // of numbers that are finite
  for (std::size_t i = 0; i < value_.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    residual_[row] = (value_[i] - block_->y[i]) * weight_[i];
    zero += 0 * residual_[row];
  }
  for (std::size_t j = 0; j < parameters_.size(); ++j)
    for (const Lever& lever : levers_[j])
      for (std::size_t i = 0; i < value_.size(); ++i) {
        const double entry = d_parameter_[i * parameters_.size() + j] * lever.length * weight_[i];
        zero += 0 * entry;
        jacobian_(static_cast<Eigen::Index>(i), lever.column) += entry;
      }
  const bool finite = zero == 0;
  if (!finite) failure_ = "the curve or its derivatives are not finite";
  return good_ = finite;
}

double BlockEvaluator::weighted_data_norm() const {
  double sum = 0;
  for (std::size_t i = 0; i < weight_.size(); ++i) sum += block_->y[i] * weight_[i] * block_->y[i] * weight_[i];
  return std::sqrt(sum);
}

double BlockEvaluator::sum_of_squares() const {
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

}  // namespace didv::fitting
