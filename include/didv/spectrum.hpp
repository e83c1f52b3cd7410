#pragma once
// Measured data with units and with where each piece of metadata came from. Knows no model.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "didv/instrument.hpp"

namespace didv {

/// Where a metadatum came from: never taken silently.
enum class Origin { file, option, assumed };

std::string to_string(Origin origin);

/// A value and its origin.
template <class Value>
struct Sourced {
  Value value;
  Origin origin;
};

/// Conductance is either normalised by the normal state (G/G_N) or absolute in siemens.
enum class ConductanceUnit { normalised, siemens };

std::string to_string(ConductanceUnit unit);

/// One measured dI/dV curve. bias_mV and conductance have the same length; sigma is empty or has it too.
struct Spectrum {
  std::string name;                             ///< the file it came from, or a label
  std::vector<double> bias_mV;
  std::vector<double> conductance;              ///< in `unit`
  std::vector<double> sigma;                    ///< standard deviation of each point, in `unit`; empty: unknown
  ConductanceUnit unit = ConductanceUnit::normalised;
  std::optional<Sourced<double>> temperature_K;
  std::optional<Sourced<Modulation>> modulation;
  std::optional<Sourced<GaussianNoise>> bias_noise;
  /// How many points carry the information of one independent point: 1 for raw data, 2 after symmetrising, m after a
  /// moving average over m. A fit widens its errors by the square root of it and says so.
  double points_per_independent_point = 1;
  std::map<std::string, std::string> metadata;  ///< the rest of the file's header: title, source, reconstructed, assumed
  std::vector<std::string> history;             ///< what was done to the data since it was read, one line a step

  std::size_t size() const { return bias_mV.size(); }
};

/// One measured current–voltage curve, in the order it was taken. voltage and current have the same length.
struct CurrentVoltage {
  std::string name;
  std::vector<double> voltage_mV;
  std::vector<double> current_mA;
  std::optional<Sourced<double>> temperature_K;
  std::optional<Sourced<Modulation>> modulation;
  std::map<std::string, std::string> metadata;
  std::vector<std::string> history;

  std::size_t size() const { return voltage_mV.size(); }
};

}  // namespace didv
