// didv compare: several models to one dI/dV curve.

#include "didv/compare.hpp"

#include <algorithm>
#include <memory>

#include "command.hpp"
#include "didv/error.hpp"
#include "fit_options.hpp"
#include "model_options.hpp"
#include "output.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::string file;
  std::vector<std::string> models;
  ModelOptions of_models;
  FitOptions fit;
  std::string json;
};

/// A rule for a parameter that only some of the models have holds for those.
std::vector<std::string> rules_for(const Model& model, const std::vector<Model>& all,
                                   const std::vector<std::string>& rules) {
  std::vector<std::string> kept;
  for (const std::string& rule : items(rules)) {
    const std::string name = rule.substr(0, rule.find_last_not_of(" \t", rule.find('=') - 1) + 1);
    const bool of_another = std::any_of(all.begin(), all.end(), [&](const Model& other) { return other.has(name); });
    if (model.has(name) || !of_another) kept.push_back(rule);
  }
  return kept;
}

Comparison solve(const Options& options, const Provenance& made_by) {
  const auto [models, provenance] = named_models(names("--models", options.models), options.of_models, made_by);
  if (models.size() < 2) throw InvalidArgument("--models: expected two or more, separated by commas");
  const Spectrum spectrum = prepared(options.file, options.fit);
  std::vector<Fit> fits;
  for (const Model& model : models) {
    FitOptions own = options.fit;
    for (auto rules : {&FitOptions::fix, &FitOptions::free, &FitOptions::start, &FitOptions::bound})
      own.*rules = rules_for(model, models, options.fit.*rules);
    fits.push_back(fit_with(model, own).add(spectrum));
  }
  Comparison comparison = didv::compare(fits);
  comparison.provenance = provenance;
  return comparison;
}

Answer answer(const Options& options, const Provenance& made_by) {
  refuse_to_overwrite("--json", options.json, options.file);
  refuse_to_overwrite("--json", options.json, options.of_models.gap_distribution);
  const Comparison comparison = solve(options, made_by);
  return {.is_usable = comparison.best.has_value(),
          .report = comparison.report(),
          .json = comparison.json() + "\n",
          .json_file = options.json,
          .complaint = options.file + ": " + comparison.verdict};
}

}  // namespace

Command compare(CLI::App& program) {
  CLI::App* app = program.add_subcommand("compare", "Several models on one dI/dV curve: which describes it best");
  auto options = std::make_shared<Options>();
  app->add_option("FILE", options->file, "dI/dV curve")->required()->option_text(" ");
  add_list_option(*app, "--models", options->models, std::string("each a ") + how_to_name_a_model, "MODEL,MODEL,...");
  app->get_option("--models")->required();
  add_model_options(*app, options->of_models);
  add_fit_options(*app, options->fit);
  add_json_file_option(*app, options->json);
  return with_answer(app, [options](const Provenance& made_by) { return answer(*options, made_by); });
}

}  // namespace didv::cli
