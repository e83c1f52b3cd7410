#include "fit/covariance.hpp"

#include <Eigen/QR>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

namespace didv::fitting {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using Eigen::Index;

/// Columns of unit length: singular values below this are rounding. The NIST sets are fitted with values down to 1e-8.
constexpr double rank_threshold = 1e-12;
/// A slot whose whole size moves the curve by less than this part of the data does not move it: that is rounding, and a
/// column scaled up from there would lead nowhere.
constexpr double rounding_of_data = 1e-14;
/// A slot takes part in a flat direction if it carries this much of it.
constexpr double participation = 1e-3;

/// Pseudo-inverse of the normal matrix of a tall matrix, by columns scaled to unit length and singular values, and what
/// other columns look like from there. Columns no longer than `rounding` are taken as 0.
struct Factor {
  Matrix inverse;  // V S⁻¹ in unscaled columns: inverse·inverseᵀ is the covariance
  Matrix along;    // Uᵀ·others, U of the directions that are determined
  Matrix rest;     // (1 − U Uᵀ)·others, turned
  std::vector<char> determined;
  std::vector<std::vector<Index>> flat;
};

Factor factorise(const Matrix& matrix, const Matrix& others, double rounding) {
  const Index columns = matrix.cols(), rank_limit = std::min(matrix.rows(), columns);
  Factor factor;
  factor.determined.assign(static_cast<std::size_t>(columns), 1);
  Vector length = matrix.colwise().norm();
  std::vector<char> empty(static_cast<std::size_t>(columns), 0);
  for (Index j = 0; j < columns; ++j)
    if (!(length[j] > rounding)) {
      empty[static_cast<std::size_t>(j)] = 1;
      factor.determined[static_cast<std::size_t>(j)] = 0;
      factor.flat.push_back({j});
      length[j] = 1;
    }
  Matrix scaled = matrix * length.cwiseInverse().asDiagonal();
  for (Index j = 0; j < columns; ++j)
    if (empty[static_cast<std::size_t>(j)]) scaled.col(j).setZero();
  const Eigen::HouseholderQR<Matrix> qr(scaled);
  const Matrix triangle = qr.matrixQR().topRows(rank_limit).triangularView<Eigen::Upper>();
  const Eigen::JacobiSVD<Matrix> svd(triangle, Eigen::ComputeFullU | Eigen::ComputeFullV);
  const Vector& singular = svd.singularValues();
  Index rank = 0;
  while (rank < singular.size() && singular[rank] > rank_threshold * singular[0]) ++rank;

  factor.rest = others;
  factor.rest.applyOnTheLeft(qr.householderQ().adjoint());
  const Matrix top = factor.rest.topRows(rank_limit);
  factor.along = svd.matrixU().leftCols(rank).transpose() * top;
  factor.rest.topRows(rank_limit) = top - svd.matrixU().leftCols(rank) * factor.along;
  factor.inverse = length.cwiseInverse().asDiagonal() * svd.matrixV().leftCols(rank) *
                   singular.head(rank).cwiseInverse().asDiagonal();
  for (Index flat = rank; flat < columns; ++flat) {
    std::vector<Index> members;
    for (Index j = 0; j < columns; ++j)
      if (!empty[static_cast<std::size_t>(j)] && std::abs(svd.matrixV()(j, flat)) > participation) {
        members.push_back(j);
        factor.determined[static_cast<std::size_t>(j)] = 0;
      }
    if (members.size() > 1) factor.flat.push_back(members);
  }
  return factor;
}

std::vector<std::size_t> not_held(const std::vector<std::size_t>& slots, const std::vector<char>& held) {
  std::vector<std::size_t> free;
  for (const std::size_t slot : slots)
    if (!held[slot]) free.push_back(slot);
  return free;
}

/// Rows of one block, held columns left out, with a row for each measured own slot.
struct Rows {
  Matrix own;
  Matrix others;  // [shared | residual]
};

void add_measured(Matrix& columns, Eigen::Ref<Vector> residual, Index row, const Problem& problem,
                  const std::vector<std::size_t>& slots, const std::vector<double>& position) {
  for (std::size_t j = 0; j < slots.size(); ++j)
    if (const Slot& slot = problem.slots[slots[j]]; slot.measured) {
      columns(row, static_cast<Index>(j)) = slot.unit / slot.measured->standard_error;
      residual[row++] = (position[slots[j]] * slot.unit - slot.measured->value) / slot.measured->standard_error;
    }
}

Index count_measured(const Problem& problem, const std::vector<std::size_t>& slots) {
  return std::count_if(slots.begin(), slots.end(),
                       [&](std::size_t s) { return problem.slots[s].measured.has_value(); });
}

Rows rows_of(const Problem& problem, const Block& block, const BlockEvaluator& evaluator,
             const std::vector<double>& position, const std::vector<char>& held, const std::vector<std::size_t>& own,
             const std::vector<std::size_t>& shared) {
  const Index points = evaluator.residual().size(), total = points + count_measured(problem, own);
  const Index border = static_cast<Index>(shared.size());
  Rows rows{Matrix::Zero(total, static_cast<Index>(own.size())), Matrix::Zero(total, border + 1)};
  rows.others.col(border).head(points) = evaluator.residual();
  Index target = 0;
  for (std::size_t j = 0; j < block.own.size(); ++j)
    if (!held[block.own[j]]) rows.own.col(target++).head(points) = evaluator.jacobian().col(static_cast<Index>(j));
  target = 0;
  for (std::size_t j = 0; j < problem.shared.size(); ++j)
    if (!held[problem.shared[j]])
      rows.others.col(target++).head(points) =
          evaluator.jacobian().col(evaluator.own_columns() + static_cast<Index>(j));
  add_measured(rows.own, rows.others.col(border), points, problem, own, position);
  return rows;
}

}  // namespace

Eigen::MatrixXd folded(const Eigen::MatrixXd& rows, const Eigen::MatrixXd& more) {
  Matrix stacked(rows.rows() + more.rows(), rows.cols());
  stacked << rows, more;
  const Index kept = std::min(stacked.rows(), stacked.cols());
  return Eigen::HouseholderQR<Matrix>(stacked).matrixQR().topRows(kept).triangularView<Eigen::Upper>();
}

Covariance covariance(const Problem& problem, const std::vector<BlockEvaluator>& evaluators,
                      const std::vector<double>& position, const std::vector<char>& held) {
  Covariance result;
  result.variance.assign(problem.slots.size(), 0);
  result.determined.assign(problem.slots.size(), 1);
  result.step.assign(problem.slots.size(), 0);
  result.slope_squared.assign(problem.slots.size(), 0);
  for (std::size_t k = 0; k < problem.blocks.size(); ++k) {
    const Vector squares = evaluators[k].jacobian().colwise().squaredNorm();
    for (std::size_t j = 0; j < problem.blocks[k].own.size(); ++j)
      result.slope_squared[problem.blocks[k].own[j]] += squares[static_cast<Index>(j)];
    for (std::size_t j = 0; j < problem.shared.size(); ++j)
      result.slope_squared[problem.shared[j]] += squares[evaluators[k].own_columns() + static_cast<Index>(j)];
  }
  const auto note = [&](const Factor& factor, const std::vector<std::size_t>& slots) {
    for (std::size_t j = 0; j < slots.size(); ++j) result.determined[slots[j]] &= factor.determined[j];
    for (const std::vector<Index>& direction : factor.flat) {
      std::vector<std::size_t> members;
      for (const Index j : direction) members.push_back(slots[static_cast<std::size_t>(j)]);
      result.flat_directions.push_back(members);
    }
  };

  const std::vector<std::size_t> shared = not_held(problem.shared, held);
  const Index border = static_cast<Index>(shared.size());
  struct Eliminated {
    std::vector<std::size_t> own;
    Factor factor;
    Matrix shared_rows;
  };
  std::vector<Eliminated> eliminated;
  // What is left for the shared slots: an upper triangle that every block's rows are folded into.
  Matrix remainder = Matrix::Zero(0, border + 1);
  double data_squared = 0;

  for (std::size_t k = 0; k < problem.blocks.size(); ++k) {
    const Block& block = problem.blocks[k];
    Eliminated step{not_held(block.own, held), {}, Matrix::Zero(0, border + 1)};
    Rows rows = rows_of(problem, block, evaluators[k], position, held, step.own, shared);
    if (!step.own.empty()) {
      step.factor = factorise(rows.own, rows.others, rounding_of_data * evaluators[k].weighted_data_norm());
      note(step.factor, step.own);
      result.reachable += step.factor.along.col(border).squaredNorm();
    }
    data_squared += std::pow(evaluators[k].weighted_data_norm(), 2);
    if (border > 0) {
      step.shared_rows = folded(Matrix::Zero(0, border + 1), step.own.empty() ? rows.others : step.factor.rest);
      remainder = folded(remainder, step.shared_rows);
    }
    eliminated.push_back(std::move(step));
  }

  Matrix shared_covariance = Matrix::Zero(border, border);
  Vector shared_step = Vector::Zero(border);
  if (border > 0) {
    Matrix measured = Matrix::Zero(count_measured(problem, shared), border);
    Vector pull = Vector::Zero(measured.rows());
    add_measured(measured, pull, 0, problem, shared, position);
    remainder = folded(remainder, (Matrix(measured.rows(), border + 1) << measured, pull).finished());
    const Factor factor =
        factorise(remainder.leftCols(border), remainder.col(border), rounding_of_data * std::sqrt(data_squared));
    note(factor, shared);
    result.reachable += factor.along.squaredNorm();
    shared_step = -factor.inverse * factor.along;
    shared_covariance = factor.inverse * factor.inverse.transpose();
  }

  for (Index j = 0; j < border; ++j) result.step[shared[static_cast<std::size_t>(j)]] = shared_step[j];

  for (const Eliminated& step : eliminated) {
    const Index own = static_cast<Index>(step.own.size());
    BlockCovariance block{step.own, Matrix::Zero(own + border, own + border), step.shared_rows};
    block.slots.insert(block.slots.end(), shared.begin(), shared.end());
    block.matrix.bottomRightCorner(border, border) = shared_covariance;
    if (own > 0) {
      const auto coupling = step.factor.along.leftCols(border);
      const Vector own_step = -step.factor.inverse * (step.factor.along.col(border) + coupling * shared_step);
      for (Index j = 0; j < own; ++j) result.step[step.own[static_cast<std::size_t>(j)]] = own_step[j];
      block.matrix.topLeftCorner(own, own) = step.factor.inverse * step.factor.inverse.transpose();
      if (border > 0) {
        const Matrix response = -step.factor.inverse * coupling;  // own per shared
        block.matrix.topLeftCorner(own, own) += response * shared_covariance * response.transpose();
        block.matrix.topRightCorner(own, border) = response * shared_covariance;
        block.matrix.bottomLeftCorner(border, own) = block.matrix.topRightCorner(own, border).transpose();
      }
    }
    for (Index j = 0; j < own + border; ++j)
      result.variance[block.slots[static_cast<std::size_t>(j)]] = block.matrix(j, j);
    result.blocks.push_back(std::move(block));
  }
  return result;
}

void Covariance::widen(std::size_t slot, const std::vector<double>& minimum, const std::vector<double>& moved,
                       double noise) {
  Widening& widening = widenings.emplace_back(Widening{slot, {}});
  for (std::size_t s = 0; s < variance.size(); ++s) {
    widening.variance.push_back(std::pow(moved[s] - minimum[s], 2) / noise);
    variance[s] += widening.variance[s];
  }
  for (BlockCovariance& block : blocks)
    for (std::size_t a = 0; a < block.slots.size(); ++a)
      for (std::size_t b = 0; b < block.slots.size(); ++b)
        block.matrix(static_cast<Index>(a), static_cast<Index>(b)) +=
            (moved[block.slots[a]] - minimum[block.slots[a]]) * (moved[block.slots[b]] - minimum[block.slots[b]]) /
            noise;
}

std::optional<std::size_t> Covariance::widener_of(std::size_t first, std::size_t second) const {
  for (const Widening& widening : widenings)
    if (2 * widening.variance[first] > variance[first] && 2 * widening.variance[second] > variance[second])
      return widening.slot;
  return {};
}

}  // namespace didv::fitting
