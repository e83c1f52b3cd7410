#pragma once
// What one linear step says of a parameter that the fit did not have.

#include <optional>
#include <string>
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

/// One linear step from the minimum in `wider`, which is the fitted curve where the parameters that it has beside the
/// fitted ones are 0: all of these are freed, and `name`, beside the parameters that were free. Empty where the points do
/// not tell `name` from the others.
std::optional<Freed> freed(const FittedData& fitted, const DataSet& data, const SpectrumCurve& wider,
                           const std::string& name);

}  // namespace didv::fitting
