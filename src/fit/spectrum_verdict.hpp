#pragma once
// What only somebody who knows superconductors asks of a fit: is there a signal, is the bias window wide enough, does
// temperature or modulation swallow the broadening, and where did temperature and modulation come from.

#include <string>
#include <vector>

#include "didv/result.hpp"
#include "didv/spectrum.hpp"
#include "fit/data_set.hpp"
#include "fit/spectrum_curve.hpp"

namespace didv::fitting {

/// Returns whether the superconductor explains more than chance would.
bool judge_spectrum(FitResult& result, std::size_t index, const Spectrum& spectrum, const DataSet& data,
                    const SpectrumCurve& curve);

}  // namespace didv::fitting
