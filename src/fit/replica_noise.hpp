#pragma once
// What a bootstrap adds to a curve: noise as the residuals of one block have it.

#include <cstddef>
#include <vector>

#include "didv/intervals.hpp"
#include "fit/problem.hpp"
#include "fit/random_stream.hpp"
#include "fit/solve.hpp"

namespace didv::fitting {

class ReplicaNoise {
 public:
  /// `fitted` is what came out for `block`, `jacobian` the derivatives there, `widening` the factor that makes up for
  /// the residuals' being fitted to. Empty kind: as Bootstrap says.
  ReplicaNoise(const Block& block, const BlockOutcome& fitted, const RowMatrix& jacobian, double widening,
               std::optional<BootstrapKind> kind);

  /// The curve plus noise, in the order of the block's points.
  std::vector<double> drawn(RandomStream& stream) const;
  /// Points a run of neighbours is long; 1: they are drawn one by one.
  std::size_t run_length() const { return run_length_; }
  /// As many points as what is drawn is worth.
  double independent_points() const { return independent_points_; }

 private:
  std::vector<double> drawn_deviates(RandomStream& stream) const;
  void stretch(const Eigen::MatrixXd& taken_out);

  std::vector<double> curve_, sigma_;
  double share_;                       // of the deviate before in each: correlation of neighbours
  std::vector<std::size_t> along_;     // the points that get noise of their own, along the abscissa or as measured
  std::vector<std::size_t> repeated_;  // the points that repeat it, in the same order; empty: none
  std::vector<double> deviates_;       // to draw from; empty: normal ones
  double spread_ = 1;                  // factor on every deviate
  std::size_t run_length_ = 1;
  double independent_points_ = 0;
};

}  // namespace didv::fitting
