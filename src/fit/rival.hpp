#pragma once
// What describes a spectrum as well as the superconductor does: chance, or noise that neighbours share.

#include "didv/result.hpp"
#include "fit/data_set.hpp"
#include "fit/spectrum_curve.hpp"

namespace didv::fitting {

/// Σ (·/σ)² of the residuals, of the residuals without a superconductor, and of the data. σ = their largest if unknown.
struct Misfits {
  double fit = 0, normal = 0, size = 0;
};

Misfits misfits_of(const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve);

/// Is there structure in the residuals that is not what the points share anyway?
bool has_surprising_structure(const FittedData& fitted, const DataSet& data);

/// What else would describe the data as well as the superconductor does.
enum class Rival { none, chance, shared_noise };

Rival rival_of(const FittedData& fitted, const DataSet& data, const SpectrumCurve& curve, const Misfits& misfits);

}  // namespace didv::fitting
