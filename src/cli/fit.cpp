// didv fit: a model to one dI/dV curve.

#include "didv/fit.hpp"

#include <iostream>
#include <memory>

#include "command.hpp"
#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "didv/version.hpp"
#include "didv/write.hpp"
#include "output.hpp"
#include "spectrum_options.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::string file;
  std::string model;
  SpectrumOptions data;
  std::vector<std::string> fix, free, start, bound;
  std::string window, background, normalise_outside, degree;
  bool offset = false;
  std::string json, output;
};

/// The spectrum that is fitted, with a temperature.
Spectrum prepared(const Options& options) {
  Spectrum spectrum = load(options.file, options.data);
  if (!options.degree.empty() && options.normalise_outside.empty()) {
    throw InvalidArgument("--degree needs --normalise-outside; a background within the fit is --background DEGREE");
  }
  if (!options.normalise_outside.empty()) {
    if (!options.background.empty()) {
      throw InvalidArgument("--background and --normalise-outside are two ways to treat one background: give one");
    }
    const double outside_mV = number("--normalise-outside", options.normalise_outside);
    const int degree = options.degree.empty() ? 2 : whole_number("--degree", options.degree, 0);
    spectrum = on_data_of(options.file, [&] { return normalise_outside(spectrum, outside_mV, degree).spectrum; });
  }
  const ParameterValues fixed = assignments("--fix", options.fix), started = assignments("--start", options.start);
  if (const auto T = fixed.find("T"); T != fixed.end()) {
    if (!options.data.temperature.empty()) throw InvalidArgument("--temperature and --fix T say the same: give one");
    spectrum.temperature_K = {T->second, Origin::option};
  } else if (const auto start = started.find("T"); start != started.end() && !spectrum.temperature_K) {
    spectrum.temperature_K = {start->second, Origin::option};
  }
  if (!spectrum.temperature_K) {
    throw DataError(options.file, 0, 0,
                    "no temperature: expected the option --temperature K or a line '# temperature_K: ...' in the file");
  }
  return spectrum;
}

FitResult solve(const Options& options) {
  Fit fit(find_model(options.model));
  for (const auto& [name, value] : assignments("--fix", options.fix)) fit.fix(name, value);
  for (const std::string& name : names("--free", options.free)) fit.free(name);
  for (const auto& [name, value] : assignments("--start", options.start)) fit.start(name, value);
  for (const auto& [name, bound] : named_ranges("--bound", options.bound)) fit.bound(name, bound.first, bound.second);
  if (!options.window.empty()) {
    const auto [lower_mV, upper_mV] = range("--window", options.window);
    fit.window(lower_mV, upper_mV);
  }
  if (!options.background.empty()) fit.background(whole_number("--background", options.background, 0));
  if (options.offset) fit.fit_offset();
  return fit.add(prepared(options)).run();
}

std::string curve_csv(const FitResult& result, const std::string& command_line) {
  const FittedData& data = result.data.front();
  std::vector<std::pair<std::string, std::string>> metadata{
      {"title", "fit of " + result.model + " to " + data.name},
      {"source", "didv " + std::string(version()) + ", " + command_line},
      {"status", to_string(result.status) + (result.usable() ? ", usable" : ", not usable")}};
  for (const Estimate& p : data.parameters) metadata.emplace_back(p.name, to_string(p));
  const CsvColumn columns[]{{"bias_mV", data.x}, {"data", data.data}, {"fit", data.fit}, {"residual", data.residual}};
  return to_csv(metadata, columns);
}

ExitCode run(const Options& options, const std::string& command_line) {
  refuse_to_overwrite("--output", options.output, options.file);
  refuse_to_overwrite("--json", options.json, options.file);
  refuse_same_file("--output", options.output, "--json", options.json);
  if (options.output == "-")
    throw InvalidArgument("--output: expected a file name: the report goes to standard output");

  const FitResult result = solve(options);
  std::vector<Delivery> deliveries;
  if (!options.output.empty()) deliveries.push_back({curve_csv(result, command_line), options.output});
  if (!options.json.empty()) deliveries.push_back({result.json(command_line) + "\n", options.json});
  if (options.json != "-") deliveries.push_back({result.report(), "-"});
  deliver(deliveries);
  if (result.usable()) return usable;
  std::string reasons;
  for (const std::string& reason : result.not_usable_because) reasons += (reasons.empty() ? "" : "; ") + reason;
  std::cerr << options.file << ": fit not usable: " << reasons << '\n';
  return not_usable;
}

}  // namespace

Command fit(CLI::App& program) {
  CLI::App* app = program.add_subcommand("fit", "Fit a model to a dI/dV curve");
  auto options = std::make_shared<Options>();
  const auto list = [app](const std::string& name, std::vector<std::string>& given, const std::string& what,
                          const std::string& syntax) {
    app->add_option(name, given, what)->allow_extra_args(false)->option_text(syntax);
  };
  app->add_option("FILE", options->file, "dI/dV curve")->required()->option_text(" ");
  app->add_option("--model", options->model, "model, as didv models lists it")->required()->option_text("MODEL");
  add_spectrum_options(*app, options->data);
  list("--fix", options->fix, "hold parameters", "NAME=VALUE,...");
  list("--free", options->free, "fit what is held by itself: T, scale", "NAME,...");
  list("--start", options->start, "where to begin; else the curve decides", "NAME=VALUE,...");
  list("--bound", options->bound, "narrow the range", "NAME=LOWER:UPPER,...");
  app->add_option("--window", options->window, "use this range of bias only (mV)")->option_text("LOWER:UPPER");
  app->add_option("--sigma", options->data.sigma,
                  "noise of each point as read, before it is symmetrised or normalised: in S for a conductance with a "
                  "unit, else in that of the column")
      ->option_text("SIGMA");
  app->add_option("--background", options->background, "polynomial background, fitted together with the model")
      ->option_text("DEGREE");
  app->add_option("--normalise-outside", options->normalise_outside,
                  "divide by a polynomial through |V| > MV first, then fit")
      ->option_text("MV");
  app->add_option("--degree", options->degree, "degree of that polynomial (2)")->option_text("N");
  app->add_flag("--offset", options->offset, "fit a bias offset")->disable_flag_override();
  add_json_file_option(*app, options->json);
  app->add_option("-o,--output", options->output, "write bias_mV,data,fit,residual there")->option_text("FILE");
  return {app, [options](const std::string& command_line) { return run(*options, command_line); }};
}

}  // namespace didv::cli
