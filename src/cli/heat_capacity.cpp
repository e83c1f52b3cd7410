// didv heat-capacity: γ, β, Debye temperature, residual γ₀, Tc, jump and gap from C(T).

#include "didv/heat_capacity.hpp"

#include <memory>
#include <utility>

#include "command.hpp"
#include "didv/error.hpp"
#include "output.hpp"
#include "quantities.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::string file, temperature_column, column, normal_above, normal_below, atoms, symmetry = "s", exponential_below;
  std::string json;
};

HeatCapacityOptions analysis_options(const Options& options) {
  HeatCapacityOptions analysis;
  if (!options.normal_above.empty()) analysis.normal_above_K = number("--normal-above", options.normal_above);
  if (!options.normal_below.empty()) analysis.normal_below_K = number("--normal-below", options.normal_below);
  if (!options.atoms.empty()) analysis.atoms_per_formula_unit = number("--atoms", options.atoms);
  if (!options.exponential_below.empty())
    analysis.exponential_below = number("--exponential-below", options.exponential_below);
  if (options.symmetry != "s" && options.symmetry != "d")
    throw InvalidArgument("--symmetry: '" + options.symmetry + "': expected s or d");
  if (options.symmetry == "d") analysis.symmetry = GapSymmetry::d_wave;
  return analysis;
}

/// A row of the table and a field of the JSON.
struct Row {
  const char *key, *title;
  const Quantity* quantity;
};

Answer answer(const Options& options, const Provenance& made_by) {
  refuse_to_overwrite("--json", options.json, options.file);
  const HeatCapacityCurve curve =
      to_heat_capacity(read_table(options.file), options.temperature_column, options.column);
  const HeatCapacityAnalysis a = analyse_heat_capacity(curve, analysis_options(options));

  const std::pair<const char*, std::vector<Row>> groups[]{
      {"normal state, C/T = gamma + beta T^2",
       {{"gamma", "gamma", &a.gamma},
        {"beta", "beta", &a.beta},
        {"debye_temperature_K", "Debye temperature", &a.debye_temperature_K}}},
      {"alpha-model through all points",
       {{"gamma_0", "residual gamma_0", &a.gamma_0},
        {"gamma_s", "superconducting gamma_s", &a.gamma_s},
        {"ratio_2Delta0_kTc", "2 Delta(0)/(k_B Tc)", &a.ratio_2Delta0_kTc},
        {"Delta0_meV", "Delta(0)", &a.Delta0_meV},
        {"model_jump", "its jump dC/(gamma_s Tc)", &a.model_jump},
        {"model_Tc_K", "its Tc", &a.model_Tc_K},
        {"Tc_spread_K", "spread of Tc", &a.Tc_spread_K}}},
      {"jump of the same entropy", {{"Tc_K", "Tc", &a.Tc_K}, {"jump", "dC/(gamma_s Tc)", &a.jump}}},
      {"exponential at low temperature, C_es/T ~ exp(-Delta/k_B T)",
       {{"exponential_Delta_meV", "effective Delta", &a.exponential_Delta_meV},
        {"exponential_ratio", "2 Delta/(k_B Tc)", &a.exponential_ratio}}}};

  Json json = json_head(made_by);
  json["usable"] = a.usable();
  json["file"] = options.file;
  json["sha256"] = curve.sha256;
  json["symmetry"] = options.symmetry;
  json["points"] = a.points;
  json["points_fitted"] = a.means;
  json["relative_noise"] = a.relative_noise;
  json["normal_range_K"] = nullptr;
  if (a.normal_range_K) json["normal_range_K"] = {a.normal_range_K->first, a.normal_range_K->second};
  std::string text = options.file + ": " + std::to_string(a.points) + " points\n";
  if (a.normal_range_K) {
    text += "  normal state from " + shortest(a.normal_range_K->first) + " K to " + shortest(a.normal_range_K->second) +
            " K\n";
  }
  for (const auto& [title, rows] : groups) {
    text += std::string("\n") + title + "\n";
    for (const Row& row : rows) {
      json[row.key] = as_json(*row.quantity);
      text += "  " + padded(row.title, 28) + to_string(*row.quantity) + "\n";
    }
  }
  json["warnings"] = a.warnings;
  text += "\n";
  for (const std::string& warning : a.warnings) text += "note: " + warning + "\n";
  text += report_tail(made_by, options.file, curve.sha256);
  return {a.usable(), text, cli::as_text(json), options.json};
}

}  // namespace

Command heat_capacity(CLI::App& program) {
  CLI::App* app =
      program.add_subcommand("heat-capacity", "Find gamma, beta, gamma_0, Tc, the jump and the gap of a heat capacity");
  auto options = std::make_shared<Options>();
  app->add_option("FILE", options->file, "C(T): columns temperature_K, heat_capacity_mJ_per_molK")
      ->required()
      ->option_text(" ");
  app->add_option("--normal-above", options->normal_above, "lower end of the normal state, in place of the one found")
      ->option_text("K");
  app->add_option("--normal-below", options->normal_below, "upper end of the normal state (all data)")
      ->option_text("K");
  app->add_option("--atoms", options->atoms, "atoms per formula unit, for the Debye temperature")->option_text("N");
  app->add_option("--exponential-below", options->exponential_below, "T/Tc where the exponential fit ends (0.5)")
      ->option_text("FRACTION");
  app->add_option("--symmetry", options->symmetry, "s-wave or d-wave gap (s)")->option_text("s|d");
  app->add_option("--column", options->column, "heat capacity column")->option_text("NAME");
  app->add_option("--temperature-column", options->temperature_column, "temperature column")->option_text("NAME");
  add_json_file_option(*app, options->json);
  return with_answer(app, [options](const Provenance& made_by) { return answer(*options, made_by); });
}

}  // namespace didv::cli
