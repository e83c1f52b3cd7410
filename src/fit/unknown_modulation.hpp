#pragma once

#include "didv/model.hpp"

namespace didv::fitting {

/// What with_unknown_modulation() adds.
inline constexpr const char* unknown_modulation = "modulation";

/// The model behind a lock-in whose amplitude is a parameter: `modulation`, mV rms, ≥ 0. Conductance that of Model with
/// Modulation(Rms), to its accuracy; the derivative in the amplitude to 1e-5 of it or so, which leads a fit and gives
/// its errors; that in the amplitude at 0 is 0, so that no fit gets away from there. Currents are dc and know of none.
Model with_unknown_modulation(const Model& model);

}  // namespace didv::fitting
