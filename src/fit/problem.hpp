#pragma once
// What the minimiser solves, free of models and spectra: blocks of data, each a curve of a few parameters, and slots,
// the numbers it may move. A slot belongs to one block, or to all (shared), so that the Jacobian is a column of small
// blocks with a common border and everything grows linearly with the number of blocks.

#include <Eigen/Dense>
#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "didv/laws.hpp"
#include "didv/noise.hpp"
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
  bool may_vanish = false;      ///< a size (a gap): where the data do not tell it from 0 they give a limit, no value
  std::vector<double> corners;  ///< values at which a block begins or ceases to depend on it
};

/// A number that a slot moves, or that is held at `value`.
struct Number {
  std::optional<std::size_t> slot;
  double value = 0;
};

/// A parameter that a law computes from other numbers.
struct Tie {
  std::string law_name, parameter_name;
  Law::Function law;  ///< of the first argument, the temperature, and the others
  std::vector<Number> arguments;
  double lower = -infinity, upper = infinity;  ///< physical range of the parameter
  bool vanishes = false;                       ///< above a temperature, with an infinite slope there: a gap
};

/// Where a curve's parameter comes from: a number, or a tie.
struct Source : Number {
  std::optional<Tie> tie;
};

/// Writes the curve, and its Jacobian in rows [point][parameter] unless that is empty. May throw a didv::Error or write
/// values that are not finite where it cannot be evaluated.
using BlockCurve =
    std::function<void(std::span<const double> parameters, std::span<double> value, std::span<double> jacobian)>;

struct Block {
  std::string name;
  std::vector<double> y;
  std::vector<double> sigma;        ///< empty: unknown, but the same for all points of the block
  std::vector<double> sigma_floor;  ///< where the noise is relative: what there is without the curve
  NoiseModel noise;
  std::vector<std::size_t> order;  ///< of the points along the abscissa; empty: as they stand
  double points_per_independent_point = 1;
  double expected_sigma = 0;  ///< where sigma is unknown: what the scatter may be, 0 for no idea
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

  double independent_points() const {
    double sum = 0;
    for (const Block& block : blocks) sum += block.independent_points();
    return sum;
  }

  /// n/(n − k), by which the mean of the squared residuals of a block is less than the variance of its points: k of
  /// them have set its own slots and, by its share of all points, the shared ones. What was measured is set by that.
  double variance_per_square(std::size_t block) const {
    const double n = blocks[block].independent_points();
    const auto to_set = [&](const std::vector<std::size_t>& some) {
      return static_cast<double>(std::ranges::count_if(some, [&](std::size_t s) { return !slots[s].measured; }));
    };
    const double k = to_set(blocks[block].own) + to_set(shared) * n / independent_points();
    return n / std::max(n - k, 1.0);
  }
};

}  // namespace didv::fitting
