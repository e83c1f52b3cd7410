#include "fit/minimise.hpp"

#include <ceres/ceres.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace didv::fitting {
namespace {

/// The slots as Ceres sees them: one parameter block for each data block's own slots, one for the shared. With the own
/// ones eliminated first the Schur complement is as large as the number of shared slots, whatever the number of blocks.
struct Parameters {
  std::vector<std::vector<double>> own;
  std::vector<double> shared;
};

class BlockCost final : public ceres::CostFunction {
 public:
  BlockCost(BlockEvaluator& evaluator, std::size_t own, std::size_t shared)
      : evaluator_(evaluator), own_(own), shared_(shared) {
    set_num_residuals(static_cast<int>(evaluator.rows()));
    if (own > 0) mutable_parameter_block_sizes()->push_back(static_cast<int>(own));
    if (shared > 0) mutable_parameter_block_sizes()->push_back(static_cast<int>(shared));
  }

  bool Evaluate(double const* const* parameters, double* residuals, double** jacobians) const override {
    const std::span<const double> own(own_ > 0 ? parameters[0] : nullptr, own_);
    const std::span<const double> shared(shared_ > 0 ? parameters[own_ > 0] : nullptr, shared_);
    if (!evaluator_.move_to(own, shared)) return false;
    std::copy_n(evaluator_.residual().data(), evaluator_.rows(), residuals);
    if (jacobians == nullptr) return true;
    copy_columns(own_ > 0 ? jacobians[0] : nullptr, 0, own_);
    copy_columns(shared_ > 0 ? jacobians[own_ > 0] : nullptr, own_, shared_);
    return true;
  }

 private:
  void copy_columns(double* target, std::size_t first, std::size_t count) const {
    if (target == nullptr) return;
    Eigen::Map<RowMatrix>(target, static_cast<Eigen::Index>(evaluator_.rows()), static_cast<Eigen::Index>(count)) =
        evaluator_.jacobian().middleCols(static_cast<Eigen::Index>(first), static_cast<Eigen::Index>(count));
  }

  BlockEvaluator& evaluator_;
  std::size_t own_, shared_;
};

/// (slot − measured value)/standard error as one more residual.
class MeasuredCost final : public ceres::CostFunction {
 public:
  MeasuredCost(const Slot& slot, std::size_t index, std::size_t block_size) : slot_(slot), index_(index) {
    set_num_residuals(1);
    mutable_parameter_block_sizes()->push_back(static_cast<int>(block_size));
  }
  bool Evaluate(double const* const* parameters, double* residuals, double** jacobians) const override {
    residuals[0] = (parameters[0][index_] * slot_.unit - slot_.measured->value) / slot_.measured->standard_error;
    if (jacobians != nullptr && jacobians[0] != nullptr) {
      std::fill_n(jacobians[0], parameter_block_sizes()[0], 0.0);
      jacobians[0][index_] = slot_.unit / slot_.measured->standard_error;
    }
    // Ceres prints what is not finite.
    return std::isfinite(residuals[0]) && std::isfinite(slot_.unit / slot_.measured->standard_error);
  }

 private:
  const Slot& slot_;
  std::size_t index_;
};

void add_slots(ceres::Problem& ceres_problem, const Problem& problem, const std::vector<std::size_t>& slots,
               const std::vector<char>& held, const std::function<ceres::LossFunction*()>& loss,
               std::vector<double>& position) {
  if (slots.empty()) return;
  ceres_problem.AddParameterBlock(position.data(), static_cast<int>(position.size()));
  std::vector<int> constant;
  for (std::size_t i = 0; i < slots.size(); ++i)
    if (!held.empty() && held[slots[i]]) constant.push_back(static_cast<int>(i));
  if (constant.size() == slots.size()) {
    ceres_problem.SetParameterBlockConstant(position.data());
  } else if (!constant.empty()) {
    ceres_problem.SetManifold(position.data(), new ceres::SubsetManifold(static_cast<int>(position.size()), constant));
  }
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Slot& slot = problem.slots[slots[i]];
    const int index = static_cast<int>(i);
    if (std::isfinite(slot.lower)) ceres_problem.SetParameterLowerBound(position.data(), index, slot.lower / slot.unit);
    if (std::isfinite(slot.upper)) ceres_problem.SetParameterUpperBound(position.data(), index, slot.upper / slot.unit);
    if (slot.measured) ceres_problem.AddResidualBlock(new MeasuredCost(slot, i, slots.size()), loss(), position.data());
  }
}

/// Ends a descent that would not come down to the cost to beat.
class Impatience final : public ceres::IterationCallback {
 public:
  explicit Impatience(Patience patience) : patience_(patience) {}

  ceres::CallbackReturnType operator()(const ceres::IterationSummary& summary) override {
    constexpr std::size_t remembered = 5;
    constexpr double allowance = 2;  // the rest may lead down faster than the last steps did
    if (!summary.step_is_successful) return ceres::SOLVER_CONTINUE;
    costs_.push_back(summary.cost);
    if (costs_.size() <= remembered || !(summary.cost > patience_.near * patience_.to_beat))
      return ceres::SOLVER_CONTINUE;
    const double per_step = (costs_[costs_.size() - 1 - remembered] - summary.cost) / remembered;
    const double within_reach = allowance * per_step * (patience_.iterations - summary.iteration);
    return summary.cost - within_reach > patience_.to_beat ? ceres::SOLVER_TERMINATE_SUCCESSFULLY
                                                           : ceres::SOLVER_CONTINUE;
  }

 private:
  Patience patience_;
  std::vector<double> costs_;
};

ceres::Solver::Options options_for(const Problem& problem, int iterations) {
  ceres::Solver::Options options;
  options.trust_region_strategy_type = ceres::LEVENBERG_MARQUARDT;
  options.linear_solver_type = ceres::DENSE_QR;
  options.logging_type = ceres::SILENT;
  options.num_threads = 1;
  options.max_num_iterations = iterations;
  // A step to where the curve cannot be evaluated only shrinks the region. Ceres would give up after five, and print.
  options.max_num_consecutive_invalid_steps = 100;
  // A gain that is small, but not yet rounding, is no end: a flat valley (MGH10 of NIST) looks like one. Small steps
  // are. Whether the end is a minimum is judged afterwards, in standard errors, and linear steps go on faster from
  // there.
  options.function_tolerance = 1e-15;
  options.gradient_tolerance = 1e-30;
  options.parameter_tolerance = 1e-8;
  if (problem.blocks.size() > 1 && !problem.shared.empty()) options.linear_solver_type = ceres::DENSE_SCHUR;
  return options;
}

}  // namespace

double cost_at(const Problem& problem, const std::vector<BlockEvaluator>& evaluators,
               std::span<const double> position) {
  double sum = 0;
  for (const BlockEvaluator& evaluator : evaluators) sum += evaluator.residual().squaredNorm();
  return 0.5 * (sum + pull_of_measured(problem, position));
}

Minimum minimise(const Problem& problem, std::vector<BlockEvaluator>& evaluators, std::span<const double> start,
                 Patience patience, const std::vector<char>& held) {
  Parameters parameters{{}, gather(problem.shared, start)};
  for (const Block& block : problem.blocks) parameters.own.push_back(gather(block.own, start));

  Minimum minimum{{start.begin(), start.end()}};
  // From a start that is not finite Ceres would not set out, but print.
  if (!stand_at(problem, evaluators, start) || !std::isfinite(cost_at(problem, evaluators, start))) return minimum;
  minimum.evaluated = true;
  // The line search of Ceres interpolates by polynomials: it fails at costs of 1e200, and prints.
  constexpr double great_cost = 1e20;
  const double shrink = std::min(1.0, great_cost / cost_at(problem, evaluators, start));
  const auto shrunk = [&]() -> ceres::LossFunction* {
    return shrink < 1 ? new ceres::ScaledLoss(nullptr, shrink, ceres::TAKE_OWNERSHIP) : nullptr;
  };
  patience.to_beat *= shrink;

  ceres::Problem::Options problem_options;
  problem_options.disable_all_safety_checks = true;
  ceres::Problem ceres_problem(problem_options);
  ceres::Solver::Options options = options_for(problem, patience.iterations);
  Impatience impatience(patience);
  options.callbacks.push_back(&impatience);
  if (options.linear_solver_type == ceres::DENSE_SCHUR)
    options.linear_solver_ordering = std::make_shared<ceres::ParameterBlockOrdering>();
  for (std::size_t k = 0; k < problem.blocks.size(); ++k) {
    add_slots(ceres_problem, problem, problem.blocks[k].own, held, shrunk, parameters.own[k]);
    if (options.linear_solver_ordering && !parameters.own[k].empty())
      options.linear_solver_ordering->AddElementToGroup(parameters.own[k].data(), 0);
  }
  add_slots(ceres_problem, problem, problem.shared, held, shrunk, parameters.shared);
  if (options.linear_solver_ordering) options.linear_solver_ordering->AddElementToGroup(parameters.shared.data(), 1);
  for (std::size_t k = 0; k < problem.blocks.size(); ++k) {
    std::vector<double*> used;
    if (!parameters.own[k].empty()) used.push_back(parameters.own[k].data());
    if (!parameters.shared.empty()) used.push_back(parameters.shared.data());
    if (!used.empty())
      ceres_problem.AddResidualBlock(new BlockCost(evaluators[k], parameters.own[k].size(), parameters.shared.size()),
                                     shrunk(), used);
  }

  if (!problem.slots.empty()) {
    ceres::Solver::Summary summary;
    ceres::Solve(options, &ceres_problem, &summary);
    minimum.exhausted =
        summary.termination_type == ceres::NO_CONVERGENCE || summary.termination_type == ceres::USER_SUCCESS;
  }
  for (std::size_t k = 0; k < problem.blocks.size(); ++k) {
    for (std::size_t i = 0; i < parameters.own[k].size(); ++i)
      minimum.position[problem.blocks[k].own[i]] = parameters.own[k][i];
  }
  for (std::size_t i = 0; i < parameters.shared.size(); ++i) minimum.position[problem.shared[i]] = parameters.shared[i];
  stand_at(problem, evaluators, minimum.position);
  minimum.cost = cost_at(problem, evaluators, minimum.position);
  return minimum;
}

}  // namespace didv::fitting
