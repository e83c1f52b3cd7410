// didv peaks: coherence peaks, half their spacing, and the Tc that a weak-coupling superconductor of that gap would
// have.

#include <memory>

#include "command.hpp"
#include "didv/gap_equation.hpp"
#include "didv/prepare.hpp"
#include "didv/result.hpp"
#include "didv/version.hpp"
#include "output.hpp"
#include "spectrum_options.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::string file;
  SpectrumOptions data;
  std::string json;
};

/// A row of the table and a field of the JSON.
struct Quantity {
  std::string key, title, unit;
  double value, error;
};

ExitCode run(const Options& options, const std::string& command_line) {
  refuse_to_overwrite("--json", options.json, options.file);
  const Spectrum spectrum = load(options.file, options.data);
  const Peaks found = on_data_of(options.file, [&] { return find_peaks(spectrum); });
  const double kelvin_per_meV = bcs::critical_temperature_K(1.0);
  const std::vector<Quantity> quantities{
      {"negative_mV", "peak at negative bias", "mV", found.negative_mV, found.negative_error_mV},
      {"positive_mV", "peak at positive bias", "mV", found.positive_mV, found.positive_error_mV},
      {"half_spacing_mV", "half the peak spacing", "mV", found.half_spacing_mV, found.half_spacing_error_mV},
      {"nominal_Tc_K", "nominal Tc", "K", bcs::critical_temperature_K(found.half_spacing_mV),
       kelvin_per_meV * found.half_spacing_error_mV}};

  if (!options.json.empty()) {
    Json json{{"didv", version()},
              {"command", command_line},
              {"file", options.file},
              {"points", spectrum.size()},
              {"warnings", spectrum.warnings}};
    for (const Quantity& q : quantities) json[q.key] = quantity(q.value, q.error, q.unit);
    deliver(json, options.json);
  }
  if (options.json != "-") {
    std::string text = options.file + ": " + std::to_string(spectrum.size()) + " points\n";
    for (const Quantity& q : quantities) {
      text += "  " + padded(q.title, 24) +
              to_string(Estimate{.name = q.key, .unit = q.unit, .value = q.value, .standard_error = q.error}) + "\n";
    }
    text +=
        "  The half spacing is no gap: temperature, modulation and broadening push the peaks outward. didv fit\n"
        "  takes them into account. Nominal Tc: half spacing / (1.764 k_B), weak-coupling BCS.\n";
    deliver(text);
  }
  return usable;
}

}  // namespace

Command peaks(CLI::App& program) {
  CLI::App* app = program.add_subcommand("peaks", "Find the coherence peaks, half their spacing and the nominal Tc");
  auto options = std::make_shared<Options>();
  app->add_option("FILE", options->file, "dI/dV curve")->required()->option_text(" ");
  add_json_file_option(*app, options->json);
  add_spectrum_options(*app, options->data);
  return {app, [options](const std::string& command_line) { return run(*options, command_line); }};
}

}  // namespace didv::cli
