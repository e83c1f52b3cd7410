#pragma once
// Where else a minimum may be, seen from the best that was found.

#include <optional>
#include <vector>

#include "fit/data_set.hpp"
#include "fit/parameter_plan.hpp"
#include "fit/spectrum_curve.hpp"

namespace didv::fitting {

/// Where the sum or the difference of two energies of the model stays what it is at `best` and they exchange what they
/// share: the data may fix one of the two sharply (steps of the current at Δ₁ + Δ₂) and show the other in a feature so
/// narrow that no start came near it. Local minima of the misfit along these lines, the lowest first. May be none.
std::vector<std::vector<double>> exchanging_starts(const SpectrumCurve& curve, const DataSet& data,
                                                   std::vector<PlannedParameter> parameters,
                                                   const std::vector<std::optional<double>>& held,
                                                   const std::vector<double>& best);

/// Where at `best` a parameter has no effect (spin-orbit scattering without a splitting, the gap of a band without
/// weight) because another is at its bound: these two away from there, over their ranges, with all others as they are.
/// None where all have an effect.
std::vector<std::vector<double>> waking_starts(const SpectrumCurve& curve, const DataSet& data,
                                               std::vector<PlannedParameter> parameters,
                                               const std::vector<std::optional<double>>& held,
                                               const std::vector<double>& best);

/// Where an energy of the model lies at one of the sharpest features of the data (with a free offset: midway between
/// two), or the sum and the difference of two at two of them, or one of these that keep the other, in steps that are
/// fine beside the distance of the points: where the curve is sharper than these are apart, a valley of the misfit is
/// narrower as well, and no start falls into it. Tried with the widths as they are and with widths of a quarter of that
/// distance; the lowest first. May be none.
std::vector<std::vector<double>> sharp_starts(const SpectrumCurve& curve, const DataSet& data,
                                              std::vector<PlannedParameter> parameters,
                                              const std::vector<std::optional<double>>& held,
                                              const std::vector<double>& best);

/// Two energies exchanged, for each pair of them: where their widths are held and differ, the data may not say which is
/// which, and the two minima are far apart.
std::vector<std::vector<double>> swapped_starts(const SpectrumCurve& curve, const DataSet& data,
                                                std::vector<PlannedParameter> parameters,
                                                const std::vector<std::optional<double>>& held,
                                                const std::vector<double>& best);

}  // namespace didv::fitting
