// didv simulate: a curve as a spectrometer would record it, in a file that didv fit reads.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <memory>
#include <numbers>
#include <random>

#include "command.hpp"
#include "didv/error.hpp"
#include "didv/model.hpp"
#include "didv/units.hpp"
#include "didv/write.hpp"
#include "model_options.hpp"
#include "output.hpp"
#include "syntax.hpp"
#include "tabulated_bias.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::string model;
  ModelOptions of_model;
  std::vector<std::string> set;
  std::string bias, bias_file;
  std::string modulation, gaussian;
  std::string noise, seed = "1";
  std::string output;
};

/// Gaussian noise that is the same on every platform, which std::normal_distribution does not promise (Box and Muller
/// 1958).
void add_noise(std::vector<double>& values, double standard_deviation, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  const auto uniform = [&] { return (static_cast<double>(generator() >> 11) + 0.5) * 0x1p-53; };  // in (0, 1)
  for (double& value : values) {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    value += standard_deviation * radius * std::cos(2 * std::numbers::pi * uniform());
  }
}

std::vector<double> biases(const Options& options) {
  if (options.bias.empty() == options.bias_file.empty()) {
    throw InvalidArgument("didv simulate: expected either --bias FROM:TO:COUNT or --bias-file FILE");
  }
  return options.bias.empty() ? tabulated_bias_mV(options.bias_file) : grid("--bias", options.bias);
}

std::string listed(const Model& model, const std::vector<double>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    text += (i == 0 ? "" : ",") + model.parameters()[i].name + "=" + shortest(values[i]);
  }
  return text;
}

ExitCode run(const Options& options, const Provenance& made_by) {
  refuse_to_overwrite("--output", options.output, options.bias_file);
  refuse_to_overwrite("--output", options.output, options.of_model.gap_distribution);
  const auto [models, provenance] = named_models({options.model}, options.of_model, made_by);
  const Model& model = models.front();
  const std::vector<double> parameters = model.arrange(assignments("--set", options.set));
  const std::vector<double> bias_mV = biases(options);
  Instrument instrument;
  if (!options.modulation.empty()) instrument.modulation = Modulation::parse(options.modulation);
  if (!options.gaussian.empty()) instrument.bias_noise = GaussianNoise::parse(options.gaussian);

  std::vector<double> conductance = model.conductance(bias_mV, parameters, instrument).value;
  const auto infinite = std::count(conductance.begin(), conductance.end(), infinity);
  if (infinite > 0) {
    std::cerr << model.name() << " is infinite at " << infinite << " of these biases, where nothing broadens it\n";
  }

  std::vector<std::pair<std::string, std::string>> metadata{
      {"title", "simulated " + model.name() + ": " + model.card().title},
      source_line(provenance),
      {"model", model.name()},
      {"parameters", listed(model, parameters)},
      {"temperature_K", shortest(parameters[model.index_of("T")])},
      {"modulation", instrument.modulation.text()}};
  if (instrument.bias_noise.standard_deviation_mV > 0) {
    metadata.emplace_back("bias_noise", shortest(instrument.bias_noise.standard_deviation_mV) + " mV");
  }
  if (!options.noise.empty()) {
    const double noise = number("--noise", options.noise);
    if (noise < 0) throw InvalidArgument("--noise: '" + options.noise + "': expected a standard deviation >= 0");
    add_noise(conductance, noise, static_cast<std::uint64_t>(whole_number("--seed", options.seed, 0)));
    metadata.emplace_back("noise", shortest(noise));
    metadata.emplace_back("seed", options.seed);
  }
  const CsvColumn columns[]{{"bias_mV", bias_mV}, {"conductance", conductance}};
  deliver(to_csv(metadata, columns), options.output);
  return usable;
}

}  // namespace

Command simulate(CLI::App& program) {
  CLI::App* app = program.add_subcommand("simulate", "Compute G/G_N of a model and write it as CSV");
  auto options = std::make_shared<Options>();
  app->add_option("MODEL", options->model, how_to_name_a_model)->required()->option_text(" ");
  add_model_options(*app, options->of_model);
  app->add_option("--set", options->set, "parameters (T in K); those not named take their default")
      ->allow_extra_args(false)
      ->option_text("NAME=VALUE,...");
  app->add_option("--bias", options->bias, "bias grid in mV, both ends included")->option_text("FROM:TO:COUNT");
  app->add_option("--bias-file", options->bias_file, "take the biases from this file")->option_text("FILE");
  app->add_option("--modulation", options->modulation,
                  "lock-in modulation: \"0.6 mV rms\", \"… peak\", \"… peak-to-peak\"")
      ->option_text("TEXT");
  app->add_option("--gaussian", options->gaussian, "standard deviation of the bias noise: \"0.05 mV\"")
      ->option_text("TEXT");
  app->add_option("--noise", options->noise, "standard deviation of noise added to G/G_N")->option_text("SIGMA");
  app->add_option("--seed", options->seed, "seed of that noise (1)")->option_text("N");
  add_output_option(*app, options->output);
  return {app, [options](const Provenance& made_by) { return run(*options, made_by); }};
}

}  // namespace didv::cli
