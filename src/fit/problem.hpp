#pragma once
// What the minimiser solves, free of models and spectra: blocks of data, each a curve of a few parameters, and slots,
// the numbers it may move. A slot belongs to one block, or to all (shared), so that the Jacobian is a column of small
// blocks with a common border and everything grows linearly with the number of blocks.

#include <Eigen/Dense>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "didv/parameter_rules.hpp"

namespace didv::fitting {

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A number the minimiser moves, between lower and upper.
struct Slot {
  std::string name;
  double start = 0;
  double lower = 0;
  double upper = 0;
  double unit = 1;  ///< typical size: the minimiser works on value/unit
  std::optional<Measured> measured;
};

/// Where a curve's parameter comes from: a slot, or held at `value`.
struct Source {
  std::optional<std::size_t> slot;
  double value = 0;
};

/// Writes the curve, and its Jacobian in rows [point][parameter]. May throw a didv::Error or write values that are not
/// finite where it cannot be evaluated.
using BlockCurve =
    std::function<void(std::span<const double> parameters, std::span<double> value, std::span<double> jacobian)>;

struct Block {
  std::vector<double> y;
  std::vector<double> sigma;  ///< empty: unknown, but the same for all points of the block
  double points_per_independent_point = 1;
  double noise_floor = 0;  ///< scatter of y that no smooth curve explains: a further start cannot fit better than that
  BlockCurve curve;
  std::vector<Source> parameters;
  std::vector<std::size_t> own;  ///< the slots that belong to this block alone

  double independent_points() const { return static_cast<double>(y.size()) / points_per_independent_point; }
};

struct Problem {
  std::vector<Slot> slots;
  std::vector<Block> blocks;
  std::vector<std::size_t> shared;  ///< the slots that belong to no single block
};

}  // namespace didv::fitting
