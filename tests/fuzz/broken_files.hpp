#pragma once
// Files that are broken in one way each: what is broken, the bytes, who reads them, and the line that has to come.

#include <string>
#include <vector>

namespace didv::attack {

enum class ReadAs { spectrum, current_voltage, resistance_curves, current_voltage_series, heat_capacity };

struct BrokenFile {
  std::string broken;  ///< "semicolons, row 2, cell 1: 'abc'"
  std::string text;    ///< the whole file, called "f" in the message
  ReadAs read_as;
  std::string message;  ///< all of it
};

/// More than 200.
std::vector<BrokenFile> broken_files();

}  // namespace didv::attack
