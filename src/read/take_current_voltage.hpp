#pragma once
// The current and the voltage of a table, whether it holds one curve or many.

#include <string>

#include "didv/read.hpp"
#include "didv/spectrum.hpp"

namespace didv::read {

struct CurrentVoltageColumns {
  CurrentVoltage all;  ///< of every row
  std::string voltage_header, current_header;
};

/// Throws DataError as read_current_voltage does, but says nothing of several curves; rows of ColumnChoice::where are
/// to be chosen before.
CurrentVoltageColumns take_current_voltage(Table& table, const ColumnChoice& choice);

}  // namespace didv::read
