#pragma once
// The Eliashberg equations truncated to the first `count` positive frequencies. Beyond them the gap is taken as 0, but
// not the damping: the normal-state part of Z is summed exactly, so that the truncation error falls as the fourth power
// of 1/count.

#include <Eigen/Core>

#include "didv/eliashberg.hpp"

namespace didv::eliashberg {

class MatsubaraAxis {
 public:
  MatsubaraAxis(const Interaction& interaction, double kT_meV, int count);

  int count() const { return static_cast<int>(frequency_.size()); }
  const Eigen::VectorXd& frequency_meV() const { return frequency_; }

  /// Largest eigenvalue of the linearised equation, pairing over damping: above 1 the normal state is unstable, 1 at
  /// Tc. `mode` is where the search starts (empty: anywhere) and the unstable gap function that it ends with.
  double pairing_strength(Eigen::VectorXd& mode) const;

  /// One step of the equations: what Δ gives on their right-hand side.
  struct Step {
    Eigen::VectorXd gap, renormalisation;
  };
  Step step(const Eigen::VectorXd& gap_meV) const;

 private:
  /// Σ_m [λ(n−m) + λ(n+m+1) − 2μ*] x_m
  Eigen::VectorXd pairing(const Eigen::VectorXd& x) const;

  double kT_meV_;
  double mu_star_;
  Eigen::VectorXd frequency_;  // ω_n
  Eigen::VectorXd coulomb_;    // how much of the cell of ω_n lies below the cut-off
  Eigen::VectorXd lambda_;     // λ(l), l = 0 … 2 count
  Eigen::VectorXd mirrored_;  // λ(|k − count + 1|), k = 0 … 2 count − 2: rows of λ(n−m) without n = m, contiguous
  double static_ = 0;         // λ(0)
  Eigen::VectorXd normal_;  // damping of the normal state without n = m: 2 Σ_{1 ≤ l ≤ n} λ(l)
};

}  // namespace didv::eliashberg
