#include "tabulated_bias.hpp"

#include "didv/error.hpp"
#include "didv/read.hpp"

namespace didv::cli {

std::vector<double> tabulated_bias_mV(const std::string& file) {
  const Table table = read_table(file);
  const Column* found = table.columns.size() == 1 ? &table.columns.front() : table.find_column("bias");
  if (found == nullptr) found = table.find_column("voltage");
  if (found == nullptr) throw DataError(file, 0, 0, "has no column of biases, expected bias_mV or bias_V");
  const Column& column = table.column(found->header);  // throws for a cell that is no number
  const bool volts = column.unit == "V";
  if (!volts && column.unit != "mV" && !column.unit.empty()) {
    throw DataError(file, 0, 0, "has its bias column '" + column.header + "' in " + column.unit + ", expected mV or V");
  }
  std::vector<double> bias_mV = column.values;
  if (volts) {
    for (double& bias : bias_mV) bias *= 1e3;
  }
  return bias_mV;
}

}  // namespace didv::cli
