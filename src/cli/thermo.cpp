// didv thermo: entropy, specific heat, critical field and superfluid density over temperature.

#include <functional>
#include <memory>
#include <vector>

#include "command.hpp"
#include "didv/error.hpp"
#include "didv/thermodynamics.hpp"
#include "didv/units.hpp"
#include "didv/write.hpp"
#include "output.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::string ratio, tc, temperature, symmetry = "s";
  ResultOptions result;
};

AlphaModel superconductor(const Options& options) {
  if (options.symmetry != "s" && options.symmetry != "d")
    throw InvalidArgument("--symmetry: '" + options.symmetry + "': expected s or d");
  const GapSymmetry symmetry = options.symmetry == "s" ? GapSymmetry::s_wave : GapSymmetry::d_wave;
  return options.ratio.empty() ? AlphaModel::weak_coupling(symmetry)
                               : AlphaModel(number("--ratio", options.ratio), symmetry);
}

/// A column of the table and a field of the JSON.
struct TableColumn {
  std::string name;
  std::function<double(double reduced_temperature)> of;
  bool in_table = true;
};

ExitCode run(const Options& options, const Provenance& made_by) {
  if (options.tc.empty()) throw InvalidArgument("didv thermo: expected --tc K");
  if (options.temperature.empty()) throw InvalidArgument("didv thermo: expected --temperature FROM:TO:COUNT");
  const AlphaModel model = superconductor(options);
  const double Tc_K = number("--tc", options.tc);
  if (!(Tc_K > 0)) throw InvalidArgument("--tc: '" + options.tc + "': expected a number > 0");
  const std::vector<double> temperature_K = grid("--temperature", options.temperature);
  for (const double T : temperature_K) {
    if (!(T >= 0)) throw InvalidArgument("--temperature: " + shortest(T) + " K: expected 0 or more");
  }
  const CriticalField field(model);

  std::vector<TableColumn> quantities{
      {"Delta_meV", [&](double t) { return model.gap(t) * thermal_energy_meV(Tc_K); }},
      {"entropy", [&](double t) { return model.entropy(t); }},
      {"specific_heat", [&](double t) { return model.specific_heat(t); }},
      {"critical_field", [&](double t) { return field.reduced(t); }},
      {"superfluid_density", [&](double t) { return model.superfluid_density(t); }},
      {"critical_field_deviation", [&](double t) { return field.deviation(t); }, false},
      {"free_energy_difference", [&](double t) { return field.free_energy_difference(t); }, false}};
  if (model.symmetry() == GapSymmetry::s_wave) {
    quantities.push_back(
        {"dirty_superfluid_density", [&](double t) { return model.dirty_superfluid_density(t); }, false});
  }

  std::vector<std::vector<double>> columns;
  for (const TableColumn& quantity : quantities) {
    std::vector<double>& column = columns.emplace_back();
    for (const double T : temperature_K) column.push_back(quantity.of(T / Tc_K));
  }

  if (options.result.as_json()) {
    Json json = json_head(made_by);
    json["symmetry"] = options.symmetry;
    json["Tc_K"] = Tc_K;
    json["ratio_2Delta0_kTc"] = model.ratio_2Delta0_kTc();
    json["specific_heat_jump"] = model.specific_heat_jump();
    json["temperature_K"] = temperature_K;
    for (std::size_t i = 0; i < quantities.size(); ++i) json[quantities[i].name] = columns[i];
    deliver(json, options.result.file());
    return usable;
  }
  const std::vector<std::pair<std::string, std::string>> metadata{
      {"title", "thermodynamics of the alpha-model, " + options.symmetry + "-wave"},
      source_line(made_by),
      {"units", "entropy S/(gamma Tc), specific heat C/(gamma Tc), critical field Hc/Hc(0), clean superfluid density"},
      {"Tc_K", shortest(Tc_K)},
      {"ratio_2Delta0_kTc", shortest(model.ratio_2Delta0_kTc())},
      {"specific_heat_jump", shortest(model.specific_heat_jump())}};
  std::vector<CsvColumn> table{{"temperature_K", temperature_K}};
  for (std::size_t i = 0; i < quantities.size(); ++i) {
    if (quantities[i].in_table) table.push_back({quantities[i].name, columns[i]});
  }
  deliver(to_csv(metadata, table), options.result.file());
  return usable;
}

}  // namespace

Command thermo(CLI::App& program) {
  CLI::App* app = program.add_subcommand(
      "thermo", "Print gap, entropy, specific heat, critical field and superfluid density over temperature");
  auto options = std::make_shared<Options>();
  app->add_option("--ratio", options->ratio, "2 Delta(0)/(k_B Tc); by default weak coupling")->option_text("R");
  app->add_option("--tc", options->tc, "critical temperature in K")->option_text("K");
  app->add_option("--temperature", options->temperature, "temperatures in K; at Tc the superconducting side is printed")
      ->option_text("FROM:TO:COUNT");
  app->add_option("--symmetry", options->symmetry, "s-wave or d-wave (s)")->option_text("s|d");
  options->result.add_to(*app);
  return {app, [options](const Provenance& made_by) { return run(*options, made_by); }};
}

}  // namespace didv::cli
