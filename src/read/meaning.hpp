#pragma once
// What the columns and the metadata of a table mean: which column is the bias, in which unit, at which temperature.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "didv/read.hpp"
#include "units_of_measure.hpp"

namespace didv::read {

/// A kind of quantity, and how to recognise a column of it.
struct ColumnKind {
  const char* name;                                             ///< "bias"
  const char* units;                                            ///< "V, mV, uV or nV", for messages
  std::optional<Conversion> (*convert)(std::string_view unit);  ///< nothing: not a unit of this quantity
  bool (*is_candidate)(const Column& column);
  const char* option = "";  ///< how the command line chooses one by name, for messages
};

extern const ColumnKind bias, current, conductance;

/// A column that was chosen, in the library's unit, and how it was found, in words.
struct Chosen {
  std::vector<double> values;
  std::string header;   ///< "bias_mV"
  std::string unit;     ///< the unit its numbers had
  bool unit_stated;     ///< by the file or by an option
  std::string history;  ///< "bias: column 'V' in mV (given by option)"
};

/// Takes the column of that quantity out of the table: the one named, else the only candidate. `unit` wins over the
/// file. Throws DataError: no candidate, or several (with the list); a unit that is none of this quantity; a cell that
/// is no finite number in the library's unit; a column that was taken before.
Chosen take(Table& table, const ColumnKind& quantity, const std::string& header_or_name, const std::string& unit);

/// What a unit says of a conductance; nothing if it is no unit of conductance.
std::optional<ConductanceUnit> conductance_unit(std::string_view unit);

/// Everything that a header says and that a Spectrum and a CurrentVoltage both hold; the rest goes to `metadata`.
template <class Data>
void take_metadata(const Table& table, Data& data);

/// The divisor of the bias: 1 where the metadata do not say.
double bias_divider(const Table& table);

}  // namespace didv::read
