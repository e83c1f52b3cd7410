// Bytes -> Table -> everything a table can mean. What was read is finite, of one length, and reads back bit by bit.

#include <cmath>
#include <string>

#include "didv/error.hpp"
#include "didv/heat_capacity.hpp"
#include "didv/read_series.hpp"
#include "didv/write.hpp"
#include "entries.hpp"

namespace didv::attack {

namespace {

void require_finite(const std::vector<double>& values, const std::string& what) {
  for (const double value : values) require(std::isfinite(value), what + " is not finite and nobody said so");
}

/// One line, without a character that steers a terminal.
void require_one_line(const std::string& message) {
  require(!message.empty() && message.size() < 3000, "a message has no or too many characters");
  for (const char letter : message)
    require(letter == '\t' || static_cast<unsigned char>(letter) >= 0x20,
            "a message is not one plain line: " + message);
}

/// Runs a step that may refuse with a DataError, and with nothing else.
template <class Step>
void may_refuse(Step step) {
  try {
    step();
  } catch (const DataError& refusal) {
    require_one_line(refusal.what());
  }
}

void check(const Table& table) {
  for (const Column& column : table.columns) {
    require(column.values.size() == table.rows(), "a column has another length than the table");
    for (const double value : column.values)
      require(std::isfinite(value) || column.fault, "a cell without number is not told");
  }
}

void check(const Spectrum& s) {
  require(s.size() >= 2 && s.conductance.size() == s.size() && (s.sigma.empty() || s.sigma.size() == s.size()),
          "a spectrum has columns of different lengths");
  require_finite(s.bias_mV, "bias");
  require_finite(s.conductance, "conductance");
  require_finite(s.sigma, "sigma");
  require(!s.temperature_K || (std::isfinite(s.temperature_K->value) && s.temperature_K->value >= 0), "temperature");
  const Spectrum again = to_spectrum(parse_table(to_csv(s), "written"));
  require(again.bias_mV == s.bias_mV && again.conductance == s.conductance && again.sigma == s.sigma &&
              again.unit == s.unit,
          "a written spectrum does not read back");
  require(again.temperature_K.has_value() == s.temperature_K.has_value() &&
              (!s.temperature_K || again.temperature_K->value == s.temperature_K->value),
          "a written temperature does not read back");
  require(!s.modulation || (again.modulation && again.modulation->value.text() == s.modulation->value.text()),
          "a written modulation does not read back");
}

void check(const CurrentVoltage& curve) {
  require(curve.current_mA.size() == curve.size(), "an I(V) has columns of different lengths");
  require_finite(curve.voltage_mV, "voltage");
  require_finite(curve.current_mA, "current");
  const CurrentVoltage again = to_current_voltage(parse_table(to_csv(curve), "written"));
  require(again.voltage_mV == curve.voltage_mV && again.current_mA == curve.current_mA,
          "a written I(V) does not read back");
}

/// The table as every reader of the library would take it; then with each pair of its columns called by name.
void take_every_meaning(std::string_view text) {
  may_refuse([&] {
    const Table table = parse_table(text, "f");
    check(table);
    may_refuse([&] { check(to_spectrum(table)); });
    may_refuse([&] { check(to_current_voltage(table)); });
    may_refuse([&] {
      for (const ResistanceCurve& curve : to_resistance_curves(table)) {
        require(curve.resistance.size() == curve.temperature_K.size(), "an R(T) has columns of different lengths");
        require_finite(curve.temperature_K, "temperature");
        require_finite(curve.resistance, "resistance");
      }
    });
    may_refuse([&] {
      for (const CurrentVoltage& curve : to_current_voltage_series(table)) {
        check(curve);
        cross_section_um2(curve);
      }
    });
    may_refuse([&] {
      const HeatCapacityCurve curve = to_heat_capacity(table);
      require(curve.heat_capacity.size() == curve.temperature_K.size(), "a C(T) has columns of different lengths");
      require_finite(curve.heat_capacity, "heat capacity");
    });
    if (table.columns.size() < 2) return;
    const ColumnChoice by_name{table.columns[0].header, table.columns[1].header, "V", "nS"};
    may_refuse([&] { check(to_spectrum(table, by_name)); });
  });
}

}  // namespace

void delimited(std::string_view bytes) { take_every_meaning(bytes); }

void nanonis(std::string_view bytes) { take_every_meaning("Experiment\tbias spectroscopy\t\n" + std::string(bytes)); }

void wsxm(std::string_view bytes) { take_every_meaning("WSxM file copyright Nanotec\n" + std::string(bytes)); }

}  // namespace didv::attack
