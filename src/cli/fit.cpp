// didv fit: a model to one dI/dV curve.

#include "didv/fit.hpp"

#include <memory>

#include "command.hpp"
#include "didv/error.hpp"
#include "didv/write.hpp"
#include "fit_options.hpp"
#include "model_options.hpp"
#include "output.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::string file, model;
  ModelOptions of_model;
  FitOptions fit;
  std::vector<std::string> contours;
  std::string json, output, draws;
};

void add_contours(Fit& fit, const Options& options) {
  if (!options.contours.empty() && options.json.empty())
    throw InvalidArgument("--contour needs --json: its points stand there");
  for (const std::string& pair : options.contours) {
    const std::vector<std::string> both = names("--contour", {pair});
    if (both.size() != 2) throw InvalidArgument("--contour: expected two parameters, NAME,NAME, got '" + pair + "'");
    fit.contour(both[0], both[1]);
  }
}

std::vector<std::pair<std::string, std::string>> origin(const FitResult& result) {
  return {{"title", "fit of " + result.model + " to " + result.data.front().name},
          source_line(result.provenance),
          sha256_line(result.data.front().name, result.data.front().sha256),
          {"status", to_string(result.status) + (result.usable() ? ", usable" : ", not usable")}};
}

/// A column for each parameter, a row for each refit or draw; empty: there are none.
std::string draws_csv(const FitResult& result) {
  std::vector<CsvColumn> columns;
  auto metadata = origin(result);
  for (const Estimate& p : result.data.front().parameters) {
    if (p.replicas.empty()) continue;
    if (columns.empty()) metadata.emplace_back("draws", p.interval_from);
    columns.push_back({p.name + (p.unit == "1" ? "" : "_" + p.unit), p.replicas});
  }
  if (columns.empty()) return {};
  return to_csv(metadata, columns);
}

std::string curve_csv(const FitResult& result) {
  const FittedData& data = result.data.front();
  auto metadata = origin(result);
  for (const Estimate& p : data.parameters) metadata.emplace_back(p.name, to_string(p));
  const CsvColumn columns[]{{"bias_mV", data.x}, {"data", data.data}, {"fit", data.fit}, {"residual", data.residual}};
  return to_csv(metadata, columns);
}

Answer answer(const Options& options, const Provenance& made_by) {
  refuse_to_overwrite("--output", options.output, options.file);
  refuse_to_overwrite("--output", options.output, options.of_model.gap_distribution);
  refuse_to_overwrite("--json", options.json, options.file);
  refuse_to_overwrite("--json", options.json, options.of_model.gap_distribution);
  refuse_to_overwrite("--draws", options.draws, options.file);
  refuse_to_overwrite("--draws", options.draws, options.of_model.gap_distribution);
  refuse_same_file("--output", options.output, "--json", options.json);
  refuse_same_file("--draws", options.draws, "--json", options.json);
  refuse_same_file("--draws", options.draws, "--output", options.output);
  if (!options.draws.empty() && options.fit.intervals != "bootstrap" && options.fit.intervals != "posterior")
    throw InvalidArgument("--draws needs --intervals bootstrap or --intervals posterior");
  if (options.output == "-")
    throw InvalidArgument("--output: expected a file name: the report goes to standard output");
  if (options.draws == "-") throw InvalidArgument("--draws: expected a file name: the report goes to standard output");

  auto [models, provenance] = named_models({options.model}, options.of_model, made_by);
  Fit fit = fit_with(models.front(), options.fit).add(prepared(options.file, options.fit)).question_metadata();
  add_contours(fit, options);
  FitResult result = fit.run();
  result.provenance = std::move(provenance);
  Answer found{result.usable(), result.report(), options.json.empty() ? "" : result.json() + "\n", options.json};
  if (!options.output.empty()) found.beside.push_back({curve_csv(result), options.output});
  found.complaint = options.file + ": fit not usable: " + joined(result.not_usable_because);
  if (options.draws.empty()) return found;
  if (std::string draws = draws_csv(result); !draws.empty()) {
    found.beside.push_back({std::move(draws), options.draws});
  } else if (found.is_usable) {
    found.is_usable = false;
    found.complaint = options.file + ": --draws: there are none: " + joined(result.warnings);
  }
  return found;
}

}  // namespace

Command fit(CLI::App& program) {
  CLI::App* app = program.add_subcommand("fit", "Fit a model to a dI/dV curve");
  auto options = std::make_shared<Options>();
  app->add_option("FILE", options->file, "dI/dV curve")->required()->option_text(" ");
  add_model_options(*app, options->model, options->of_model);
  add_fit_options(*app, options->fit);
  add_list_option(*app, "--contour", options->contours, "where two parameters may lie together, in the JSON",
                  "NAME,NAME");
  add_json_file_option(*app, options->json);
  app->add_option("-o,--output", options->output, "write bias_mV,data,fit,residual there")->option_text("FILE");
  app->add_option("--draws", options->draws, "write what each refit or draw found there, a column a parameter")
      ->option_text("FILE");
  return with_answer(app, [options](const Provenance& made_by) { return answer(*options, made_by); });
}

}  // namespace didv::cli
