#pragma once
// A fit to first order around its minimum: what one linear step says of a parameter that was held, or that it did not
// have.

#include <Eigen/Dense>
#include <optional>
#include <vector>

#include "didv/result.hpp"
#include "fit/data_set.hpp"
#include "fit/spectrum_curve.hpp"

namespace didv::fitting {

/// How far a parameter goes that was held, and what that changes.
struct Freed {
  double step;
  double error;                  ///< standard error, from the residuals that are then left
  std::vector<double> moves;     ///< of each parameter of the fit, 0 of those that are held
  std::vector<double> residual;  ///< that is then left, in units of sigma where there is one
};

class AtMinimum {
 public:
  AtMinimum(const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve);

  /// ∂curve/∂parameter at each point, by its place in SpectrumCurve.
  std::vector<double> by_parameter(std::size_t index) const;
  /// The same of an offset of the bias, whether it is fitted or not.
  std::vector<double> by_offset() const;
  /// G/G_N of the model at each point, and what the data have it multiplied with: scale and background.
  const std::vector<double>& conductance() const { return conductance_; }
  const std::vector<double>& factor() const { return factor_; }
  /// ∂(G/G_N)/∂V at each point; of symmetrised data that of the image at V.
  const std::vector<double>& slope() const { return slope_; }

  /// Where one linear step leads a parameter whose derivative is this column, freed beside those that were free and
  /// those with the columns `beside`. Empty where the points do not tell it from the others.
  std::optional<Freed> freed(const std::vector<double>& column,
                             const std::vector<std::vector<double>>& beside = {}) const;

 private:
  Eigen::VectorXd weighted(const std::vector<double>& column) const;

  const FittedData& fitted_;
  const DataSet& data_;
  std::size_t width_, offset_index_;
  std::vector<double> jacobian_, conductance_, factor_, slope_;
  Eigen::VectorXd residual_;
  std::vector<std::size_t> free_;
};

}  // namespace didv::fitting
