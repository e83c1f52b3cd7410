#pragma once
// The options that say how a file becomes a spectrum; the same for every command that reads one.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "didv/read.hpp"
#include "didv/spectrum.hpp"

namespace didv::cli {

/// Which columns and rows of the file, as typed; empty: not given.
struct ColumnOptions {
  std::string column, bias_column, unit, bias_unit;
  std::vector<std::string> where;
};

/// As typed; empty: not given.
struct SpectrumOptions : ColumnOptions {
  std::string temperature, modulation, gaussian;
  bool from_current = false;
  std::string half_window, moving_average;
  std::string sigma;  ///< fit alone has this option
  bool symmetrise = false;
};

void add_spectrum_options(CLI::App& app, SpectrumOptions& options);

/// Parts of them: all but how the curve was measured; which columns; how a current becomes a derivative.
void add_curve_options(CLI::App& app, SpectrumOptions& options);
void add_column_options(CLI::App& app, ColumnOptions& options);
ColumnChoice column_choice(const ColumnOptions& options);
void add_derivative_options(CLI::App& app, SpectrumOptions& options);
DerivativeOptions derivative_options(const SpectrumOptions& options);

/// Runs a step on data of that file; a complaint about the data gets the file's name in front.
template <class Step>
auto on_data_of(const std::string& file, Step step) {
  try {
    return step();
  } catch (const InvalidArgument& e) {
    throw DataError(file, 0, 0, e.what());
  }
}

/// Reads the file. What the options say wins over the file and has Origin::option.
Spectrum load(const std::string& file, const SpectrumOptions& options);

}  // namespace didv::cli
