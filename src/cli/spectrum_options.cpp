#include "spectrum_options.hpp"

#include "didv/error.hpp"
#include "syntax.hpp"

namespace didv::cli {

void add_column_options(CLI::App& app, ColumnOptions& options) {
  app.add_option("--column", options.column, "column of the conductance, or of the current of a current-voltage curve")
      ->option_text("NAME");
  app.add_option("--bias-column", options.bias_column, "column of the bias, or of the voltage")->option_text("NAME");
  app.add_option("--unit", options.unit, "its unit, where the file is silent or wrong: S, nS, G0, normalised, nA, ...")
      ->option_text("UNIT");
  app.add_option("--bias-unit", options.bias_unit, "unit of the bias: V, mV, uV")->option_text("UNIT");
  app.add_option("--where", options.where, "of a file with many curves the rows where a column is nearest to a value")
      ->allow_extra_args(false)
      ->option_text("NAME=VALUE,...");
}

ColumnChoice column_choice(const ColumnOptions& options) {
  const ParameterValues where = assignments("--where", options.where);
  return {.bias = options.bias_column,
          .data = options.column,
          .bias_unit = options.bias_unit,
          .data_unit = options.unit,
          .where = {where.begin(), where.end()}};
}

void add_derivative_options(CLI::App& app, SpectrumOptions& options) {
  app.add_option("--half-window", options.half_window, "slope through 2N+1 neighbouring points (1)")->option_text("N");
  app.add_option("--moving-average", options.moving_average, "then the mean over this many conductances, odd (3)")
      ->option_text("N");
}

void add_curve_options(CLI::App& app, SpectrumOptions& options) {
  add_column_options(app, options);
  app.add_flag("--from-current", options.from_current, "differentiate a current-voltage curve first")
      ->disable_flag_override();
  add_derivative_options(app, options);
  app.add_flag("--symmetrise", options.symmetrise, "use the mean of G(V) and G(-V)")->disable_flag_override();
}

void add_spectrum_options(CLI::App& app, SpectrumOptions& options) {
  app.add_option("--temperature", options.temperature, "temperature in K; wins over temperature_K of the file")
      ->option_text("K");
  app.add_option("--modulation", options.modulation,
                 "lock-in modulation: \"0.6 mV rms\", \"… peak\", \"… peak-to-peak\", none")
      ->option_text("TEXT");
  app.add_option("--gaussian", options.gaussian, "standard deviation of bias noise: \"0.05 mV\"")->option_text("TEXT");
  add_curve_options(app, options);
}

DerivativeOptions derivative_options(const SpectrumOptions& options) {
  DerivativeOptions derivative;
  if (!options.half_window.empty()) derivative.half_window = whole_number("--half-window", options.half_window, 1);
  if (!options.moving_average.empty()) {
    derivative.moving_average = whole_number("--moving-average", options.moving_average, 1);
  }
  return derivative;
}

Spectrum load(const std::string& file, const SpectrumOptions& options) {
  if (!options.from_current && !(options.half_window.empty() && options.moving_average.empty())) {
    throw InvalidArgument("--half-window and --moving-average need --from-current");
  }
  const ColumnChoice choice = column_choice(options);
  const DerivativeOptions windows = derivative_options(options);
  const auto differentiated = [&] { return differentiate(read_current_voltage(file, choice), windows); };
  Spectrum spectrum = options.from_current ? on_data_of(file, differentiated) : read_spectrum(file, choice);
  if (!options.temperature.empty()) {
    const double temperature_K = number("--temperature", options.temperature);
    if (temperature_K < 0) throw InvalidArgument("--temperature: '" + options.temperature + "': expected K >= 0");
    spectrum.temperature_K = {temperature_K, Origin::option};
  }
  if (!options.modulation.empty()) spectrum.modulation = {Modulation::parse(options.modulation), Origin::option};
  if (!options.gaussian.empty()) spectrum.bias_noise = {GaussianNoise::parse(options.gaussian), Origin::option};
  if (!options.sigma.empty()) {
    const double sigma = number("--sigma", options.sigma);
    if (!(sigma > 0)) throw InvalidArgument("--sigma: '" + options.sigma + "': expected a standard deviation > 0");
    spectrum.sigma.assign(spectrum.size(), sigma);
    spectrum.history.push_back("sigma of each point: " + options.sigma + " (option)");
  }
  return options.symmetrise ? on_data_of(file, [&] { return symmetrise(spectrum); }) : spectrum;
}

}  // namespace didv::cli
