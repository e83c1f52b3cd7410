#pragma once

#include <optional>

#include "didv/result.hpp"
#include "fit/data_set.hpp"
#include "fit/spectrum_curve.hpp"

namespace didv::fitting {

/// How far a curve whose zero of bias was taken as it is lies off it.
struct OffCentre {
  double offset_mV;
  double error_mV;
};

/// The bias offset to which one linear step from the minimum leads if it is freed beside the free parameters, with its
/// standard error from what is then left. A slope of the background is freed as well: it is no offset. Empty where the
/// offset is fitted already, or the points do not tell it from the other parameters.
std::optional<OffCentre> off_centre(const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve);

}  // namespace didv::fitting
