// didv derivative: dI/dV from a current-voltage curve, as CSV that didv fit reads.

#include <memory>

#include "command.hpp"
#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "didv/read.hpp"
#include "didv/write.hpp"
#include "output.hpp"
#include "spectrum_options.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::string file;
  SpectrumOptions data;
  std::string json, output;
};

ExitCode run(const Options& options, const Provenance& made_by) {
  refuse_to_overwrite("--output", options.output, options.file);
  refuse_to_overwrite("--json", options.json, options.file);
  refuse_same_file("--output", options.output, "--json", options.json);
  if (options.json == "-" && options.output == "-") {
    throw InvalidArgument("--json and --output: both name standard output; give one of them a file");
  }
  const DerivativeOptions windows = derivative_options(options.data);
  const CurrentVoltage curve = read_current_voltage(options.file, column_choice(options.data));
  Spectrum spectrum = on_data_of(options.file, [&] { return differentiate(curve, windows); });

  spectrum.metadata["made_by"] = made_by.text();
  spectrum.metadata.insert(sha256_line(options.file, curve.sha256));

  std::vector<Delivery> deliveries;
  if (!options.json.empty()) {
    Json json = json_head(made_by);
    json["file"] = options.file;
    json["sha256"] = curve.sha256;
    json["history"] = spectrum.history;
    json["warnings"] = spectrum.warnings;
    json["points_per_independent_point"] = spectrum.points_per_independent_point;
    json["smoothing_mV"] = spectrum.smoothing_mV;
    json["bias_mV"] = spectrum.bias_mV;
    json["conductance_S"] = spectrum.conductance;
    json["sigma_S"] = spectrum.sigma;
    deliveries.push_back({as_text(json), options.json});
  }
  if (!options.output.empty() || options.json != "-") {
    deliveries.push_back({to_csv(spectrum), options.output.empty() ? "-" : options.output});
  }
  deliver(deliveries);
  return usable;
}

}  // namespace

Command derivative(CLI::App& program) {
  CLI::App* app = program.add_subcommand("derivative", "Differentiate a current-voltage curve: dI/dV as CSV");
  auto options = std::make_shared<Options>();
  app->add_option("FILE", options->file, "current-voltage curve")->required()->option_text(" ");
  add_derivative_options(*app, options->data);
  add_column_options(*app, options->data);
  add_json_file_option(*app, options->json);
  add_output_option(*app, options->output);
  return {app, [options](const Provenance& made_by) { return run(*options, made_by); }};
}

}  // namespace didv::cli
