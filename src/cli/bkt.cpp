// didv bkt: current-voltage curves -> exponent of V ~ I^eta at each temperature, and T_BKT where it is 3.

#include "didv/bkt.hpp"

#include <memory>

#include "command.hpp"
#include "didv/read_series.hpp"
#include "output.hpp"
#include "quantities.hpp"
#include "spectrum_options.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

using cli::as_json;

struct Options {
  std::string file, current;
  ColumnOptions columns;
  std::string json;
};

const std::vector<std::string> assumptions{"the power law is that of vortices: no heating",
                                           "eta(T) is straight between the two temperatures around eta = 3"};

std::string in_words(const std::optional<Interval>& interval) {
  return interval ? readable(interval->first) + " to " + readable(interval->second) : "-";
}

Json as_json(const std::optional<Interval>& interval) {
  return interval ? Json{interval->first, interval->second} : Json(nullptr);
}

Json as_json(const PowerLaw& curve) {
  Json json{{"temperature_K", *curve.temperature_K}};
  json.update(as_json(curve.eta));
  json["current_range_mA"] = as_json(curve.current_range_mA);
  json["voltage_range_mV"] = as_json(curve.voltage_range_mV);
  json["resistance_ohm"] = as_json(curve.resistance_ohm);
  json["eta_beside_resistance"] = as_json(curve.eta_beside_resistance);
  json["points"] = curve.points;
  json["points_of_curve"] = curve.points_of_curve;
  return json;
}

Answer answer(const Options& options, const Provenance& made_by) {
  refuse_to_overwrite("--json", options.json, options.file);
  BktOptions how;
  if (!options.current.empty()) how.current_range_mA = range("--current", options.current);
  const std::vector<CurrentVoltage> curves = read_current_voltage_series(options.file, column_choice(options.columns));
  const BktTransition found = find_bkt(curves, how);

  Json json = json_head(made_by);
  json["file"] = options.file;
  json["sha256"] = curves.front().sha256;
  json["history"] = curves.front().history;
  json["usable"] = found.usable();
  json["T_BKT_K"] = as_json(found.T_BKT_K);
  json["range"] = how.current_range_mA ? "option" : "found";
  json["eta"] = Json::array();
  json["warnings"] = found.warnings;
  json["assumptions"] = assumptions;
  for (const PowerLaw& curve : found.curves) json["eta"].push_back(as_json(curve));

  std::vector<std::vector<std::string>> rows{{"T (K)", "eta", "|I| (mA)", "|V| (mV)", "points"}};
  for (const PowerLaw& curve : found.curves) {
    rows.push_back({shortest(*curve.temperature_K), cell(curve.eta), in_words(curve.current_range_mA),
                    in_words(curve.voltage_range_mV),
                    std::to_string(curve.points) + " of " + std::to_string(curve.points_of_curve)});
  }
  std::string text = options.file + ": " + std::to_string(found.curves.size()) + " curves, V ~ I^eta\n" +
                     as_steps(curves.front().history) + as_table(rows) + as_line("T_BKT (eta = 3)", found.T_BKT_K) +
                     as_notes(found.warnings);
  for (const std::string& assumption : assumptions) text += "  assumed: " + assumption + "\n";
  text += report_tail(made_by, options.file, curves.front().sha256);
  return {found.usable(), text, cli::as_text(json), options.json};
}

}  // namespace

Command bkt(CLI::App& program) {
  CLI::App* app =
      program.add_subcommand("bkt", "Find the Berezinskii-Kosterlitz-Thouless transition in current-voltage curves");
  auto options = std::make_shared<Options>();
  app->add_option("FILE", options->file, "current-voltage curves with a temperature column")
      ->required()
      ->option_text(" ");
  app->add_option("--current", options->current,
                  "range of |I| of the power law in mA, for every curve; by default found")
      ->option_text("LOWER:UPPER");
  add_column_options(*app, options->columns);
  add_json_file_option(*app, options->json);
  return with_answer(app, [options](const Provenance& made_by) { return answer(*options, made_by); });
}

}  // namespace didv::cli
