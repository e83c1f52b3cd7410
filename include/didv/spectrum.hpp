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

/// Conductance is normalised by the normal state (G/G_N), absolute in siemens, or proportional to either by a factor
/// that nobody knows.
enum class ConductanceUnit { normalised, siemens, arbitrary };

std::string to_string(ConductanceUnit unit);

/// One measured dI/dV curve. bias_mV and conductance have the same length; sigma is empty or has it too.
struct Spectrum {
  std::string name;    ///< the file it came from, or a label
  std::string sha256;  ///< of the bytes of that file, as sha256sum prints it; empty: from no file
  std::vector<double> bias_mV;
  std::vector<double> conductance;  ///< in `unit`
  std::vector<double> sigma;        ///< standard deviation of each point, in `unit`; empty: unknown
  ConductanceUnit unit = ConductanceUnit::normalised;
  std::optional<Sourced<double>> temperature_K;
  std::optional<Sourced<Modulation>> modulation;
  std::optional<Sourced<GaussianNoise>> bias_noise;
  /// The largest eigenvalue of the correlation matrix of the points, or a bound on it: 1 for raw data, 2 after
  /// symmetrising, m after a moving average over m. A fit that takes the points as independent understates its errors
  /// by at most the square root of it; it widens them by that and says so.
  double points_per_independent_point = 1;
  /// Standard deviation of the window of bias over which each conductance is an average, mV (a derivative is one over
  /// its points; a moving average another). A fit takes it for Gaussian noise of the bias, which it is to second order;
  /// else it would count as Γ.
  double smoothing_mV = 0;
  /// Each conductance is the mean of the one measured there and the one at the mirror image about this bias; empty: it
  /// is not. A fit compares such points with the same mean of the model, which need not be even.
  std::optional<double> symmetrised_about_mV;
  std::map<std::string, std::string>
      metadata;                       ///< the rest of the file's header: title, source, reconstructed, assumed
  std::vector<std::string> history;   ///< what was read and what was done to it since, one line a step
  std::vector<std::string> warnings;  ///< what was assumed on the way and ought to stand beside any result

  std::size_t size() const { return bias_mV.size(); }
};

/// One measured current–voltage curve, in the order it was taken. voltage and current have the same length.
struct CurrentVoltage {
  std::string name;
  std::string sha256;  ///< as of a Spectrum
  std::vector<double> voltage_mV;
  std::vector<double> current_mA;
  std::optional<Sourced<double>> temperature_K;
  std::optional<Sourced<Modulation>> modulation;
  std::optional<Sourced<GaussianNoise>> bias_noise;
  std::map<std::string, std::string> metadata;
  std::vector<std::string> history;
  std::vector<std::string> warnings;

  std::size_t size() const { return voltage_mV.size(); }
};

}  // namespace didv
