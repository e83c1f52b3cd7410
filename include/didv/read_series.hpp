#pragma once
// Files that hold several curves one below the other, told apart by a column: I–V at many temperatures, R(T) in many
// fields. What a file may look like: docs/conventions.md.

#include <filesystem>
#include <optional>
#include <vector>

#include "didv/read.hpp"
#include "didv/resistive_transition.hpp"
#include "didv/spectrum.hpp"

namespace didv {

/// Resistance, sheet resistance or resistivity (unit kept as stated) against temperature (K, mK), one curve for each
/// value of the field column (T, mT, uT, Oe, kOe, G, kG → T) if there is one. ColumnChoice::data names the resistance.
/// Throws DataError as read_spectrum does, and for a field that hardly ever repeats.
std::vector<ResistanceCurve> read_resistance_curves(const std::filesystem::path& file, const ColumnChoice& choice = {});
std::vector<ResistanceCurve> to_resistance_curves(Table table, const ColumnChoice& choice = {});

/// Current–voltage curves (→ mA, mV), one for each value of the temperature column if there is one; else one curve at
/// the temperature of the metadata. Order within a curve as taken. Throws DataError likewise.
std::vector<CurrentVoltage> read_current_voltage_series(const std::filesystem::path& file,
                                                        const ColumnChoice& choice = {});
std::vector<CurrentVoltage> to_current_voltage_series(Table table, const ColumnChoice& choice = {});

/// The metadatum cross_section_um2, nothing where it is not there. Throws DataError if it is no positive number.
std::optional<double> cross_section_um2(const CurrentVoltage& curve);

}  // namespace didv
