#include "fit/surroundings.hpp"

#include <algorithm>

namespace didv::fitting {
namespace {

using Eigen::Index;

/// Every slot that `source` hangs on by its new number.
void renumber(Source& source, const std::vector<std::size_t>& slots) {
  const auto here = [&](Number& number) {
    if (number.slot)
      number.slot = static_cast<std::size_t>(std::find(slots.begin(), slots.end(), *number.slot) - slots.begin());
  };
  here(source);
  if (source.tie)
    for (Number& argument : source.tie->arguments) here(argument);
}

/// A block whose residuals are rows·(slots − minimum) + residual at the minimum.
Block linear_block(const Eigen::MatrixXd& rows, const std::vector<double>& minimum, const Problem& local,
                   const std::vector<std::size_t>& shared) {
  Block block;
  block.name = "the other data sets";
  const auto points = static_cast<std::size_t>(rows.rows());
  block.y.assign(points, 0);
  block.sigma.assign(points, 1);
  std::vector<double> unit;
  for (const std::size_t s : shared) {
    block.parameters.push_back({{s, 0}, {}});
    unit.push_back(local.slots[s].unit);
  }
  block.curve = [rows, minimum, unit](std::span<const double> parameters, std::span<double> value,
                                      std::span<double> jacobian) {
    const Index columns = static_cast<Index>(parameters.size());
    for (Index i = 0; i < rows.rows(); ++i) {
      double sum = rows(i, columns);
      for (Index j = 0; j < columns; ++j) {
        const auto at = static_cast<std::size_t>(j);
        sum += rows(i, j) * (parameters[at] / unit[at] - minimum[at]);
        if (!jacobian.empty()) jacobian[static_cast<std::size_t>(i * columns + j)] = rows(i, j) / unit[at];
      }
      value[static_cast<std::size_t>(i)] = sum;
    }
  };
  return block;
}

}  // namespace

Surroundings::Surroundings(const Problem& problem, std::vector<BlockEvaluator>& evaluators, const Minimum& minimum,
                           const Covariance& covariance, const std::vector<char>& held, std::size_t slot)
    : all_(problem),
      all_evaluators_(evaluators),
      all_minimum_(minimum),
      covariance_(covariance),
      held_(held),
      slot_(slot) {
  if (problem.blocks.size() == 1) return;
  for (std::size_t k = 0; k < problem.blocks.size(); ++k) {
    const std::vector<std::size_t>& own = problem.blocks[k].own;
    if (std::find(own.begin(), own.end(), slot) != own.end()) build(k);
  }
}

std::size_t Surroundings::place_of(std::size_t slot) const {
  if (!local_) return slot;
  return static_cast<std::size_t>(std::find(local_->slots.begin(), local_->slots.end(), slot) - local_->slots.begin());
}

bool Surroundings::turn_to(std::size_t slot) {
  const auto owner = std::find_if(all_.blocks.begin(), all_.blocks.end(), [&](const Block& block) {
    return std::find(block.own.begin(), block.own.end(), slot) != block.own.end();
  });
  const bool by_itself = all_.blocks.size() > 1 && owner != all_.blocks.end();
  if (by_itself != !is_whole()) return false;
  if (local_) {
    if (local_->block != static_cast<std::size_t>(owner - all_.blocks.begin())) return false;
    local_->slot = place_of(slot);
  }
  slot_ = slot;
  return true;
}

void Surroundings::build(std::size_t block) {
  local_ = std::make_unique<Local>();
  Local& local = *local_;
  local.block = block;
  const Block& own = all_.blocks[block];
  local.slots = own.own;
  local.slots.insert(local.slots.end(), all_.shared.begin(), all_.shared.end());
  local.problem.blocks.push_back(own);
  Block& seen = local.problem.blocks.front();
  for (std::size_t j = 0; j < local.slots.size(); ++j) {
    local.problem.slots.push_back(all_.slots[local.slots[j]]);
    local.minimum.position.push_back(all_minimum_.position[local.slots[j]]);
    if (j < own.own.size()) {
      seen.own[j] = j;
    } else {
      local.problem.shared.push_back(j);
    }
    if (local.slots[j] == slot_) local.slot = j;
  }
  for (Source& source : seen.parameters) renumber(source, local.slots);

  std::vector<std::size_t> moving;
  std::vector<double> at_minimum;
  for (const std::size_t j : local.problem.shared)
    if (!held_[local.slots[j]]) {
      moving.push_back(j);
      at_minimum.push_back(local.minimum.position[j]);
    }
  Eigen::MatrixXd others = Eigen::MatrixXd::Zero(0, static_cast<Index>(moving.size()) + 1);
  if (!moving.empty())
    for (std::size_t k = 0; k < all_.blocks.size(); ++k)
      if (k != block) others = folded(others, covariance_.blocks[k].shared_rows);
  if (others.rows() > 0) local.problem.blocks.push_back(linear_block(others, at_minimum, local.problem, moving));

  local.evaluators.push_back(all_evaluators_[block].in(local.problem, 0));
  if (local.problem.blocks.size() > 1) local.evaluators.emplace_back(local.problem, 1);
  stand_at(local.problem, local.evaluators, local.minimum.position);
  local.minimum.cost = cost_at(local.problem, local.evaluators, local.minimum.position);
  local.minimum.evaluated = true;
}

std::vector<double> Surroundings::whole(const std::vector<double>& position) const {
  if (!local_) return position;
  std::vector<double> all = all_minimum_.position;
  for (std::size_t j = 0; j < local_->slots.size(); ++j) all[local_->slots[j]] = position[j];
  std::vector<double> shift;
  for (const std::size_t s : all_.shared)
    if (!held_[s]) shift.push_back(all[s] - all_minimum_.position[s]);
  if (shift.empty()) return all;
  const Eigen::VectorXd moved = Eigen::Map<const Eigen::VectorXd>(shift.data(), static_cast<Index>(shift.size()));
  for (std::size_t k = 0; k < covariance_.blocks.size(); ++k) {
    if (k == local_->block) continue;
    const BlockCovariance& block = covariance_.blocks[k];
    const Index border = moved.size(), own = block.matrix.rows() - border;
    if (own == 0) continue;
    const Eigen::VectorXd follow =
        block.matrix.topRightCorner(own, border) *
        block.matrix.bottomRightCorner(border, border).completeOrthogonalDecomposition().solve(moved);
    for (Index j = 0; j < own; ++j) all[block.slots[static_cast<std::size_t>(j)]] += follow[j];
  }
  return all;
}

}  // namespace didv::fitting
