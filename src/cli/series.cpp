// didv series: one contact at many temperatures, and its gap law.

#include "didv/series.hpp"

#include <algorithm>
#include <limits>
#include <memory>

#include "command.hpp"
#include "didv/error.hpp"
#include "didv/write.hpp"
#include "fit_options.hpp"
#include "model_options.hpp"
#include "output.hpp"
#include "progress_bar.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::vector<std::string> files;
  std::string model;
  ModelOptions of_model;
  FitOptions fit;
  std::vector<std::string> share, tie;
  std::string json, output;
};

/// --temperature of each file: as many as there are files, or none.
std::vector<std::string> temperatures(const Options& options) {
  const std::string& given = options.fit.data.temperature;
  if (given.empty()) return std::vector<std::string>(options.files.size());
  std::vector<std::string> each = names("--temperature", {given});
  if (each.size() != options.files.size())
    throw InvalidArgument("--temperature: expected one for each of the " + std::to_string(options.files.size()) +
                          " files, K,K,..., got " + std::to_string(each.size()));
  return each;
}

void add_ties(Fit& fit, const Options& options) {
  for (const auto& [parameter, law] : named_words("--tie", options.tie)) {
    std::string unit = "meV";  // of a parameter that there is not, which the tie refuses
    for (const ParameterInfo& info : fit.model().parameters())
      if (info.name == parameter) unit = info.unit;
    fit.tie(parameter, laws::find(law, parameter, unit));
  }
}

Fit fit_of(const Model& model, const Options& options) {
  Fit fit = fit_with(model, options.fit);
  for (const std::string& name : names("--share", options.share)) fit.share(name);
  add_ties(fit, options);
  const std::vector<std::string> temperature = temperatures(options);
  for (std::size_t k = 0; k < options.files.size(); ++k) {
    FitOptions of_file = options.fit;
    of_file.data.temperature = temperature[k];
    fit.add(prepared(options.files[k], of_file));
  }
  return fit;
}

struct Column {
  std::string header;
  std::vector<double> values;
  operator CsvColumn() const { return {header, values}; }
};

/// An empty cell.
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::string with_unit(const std::string& name, const std::string& unit) {
  return unit == "1" || unit.empty() ? name : name + "_" + unit;
}

/// Where the points, sorted by temperature, stand among the spectra.
std::vector<std::size_t> order_of(const FitResult& fit) {
  std::vector<std::size_t> order(fit.data.size());
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return fit.estimate("T", a).value < fit.estimate("T", b).value;
  });
  return order;
}

double value_or_unknown(const Estimate& estimate) {
  return estimate.state == ParameterState::not_determined ? unknown : estimate.value;
}

std::string table_csv(const SeriesResult& result) {
  const std::vector<std::size_t> order = order_of(result.fit);
  const auto column = [&](const std::string& header, const auto& value) {
    Column made{header, {}};
    for (const std::size_t k : order) made.values.push_back(value(k));
    return made;
  };
  std::vector<Column> columns;
  const auto add = [&](const std::string& name, const std::string& unit) {
    columns.push_back(
        column(with_unit(name, unit), [&](std::size_t k) { return value_or_unknown(result.fit.estimate(name, k)); }));
    columns.push_back(column(with_unit(name + "_error", unit), [&](std::size_t k) {
      return result.fit.estimate(name, k).standard_error.value_or(unknown);
    }));
  };
  columns.push_back(column("temperature_K", [&](std::size_t k) { return result.fit.estimate("T", k).value; }));
  add("Delta", "meV");
  columns.push_back(column("Delta_limit_meV", [&](std::size_t k) {
    const Estimate& gap = result.fit.estimate("Delta", k);
    return gap.state == ParameterState::not_determined && gap.interval_95 ? gap.interval_95->second : unknown;
  }));
  if (result.fit.estimate("Delta", 0).state == ParameterState::tied) {
    Column value{"Delta_alone_meV", {}}, error{"Delta_alone_error_meV", {}};
    for (const GapPoint& point : result.points) {
      value.values.push_back(value_or_unknown(point.Delta));
      error.values.push_back(point.Delta.standard_error.value_or(unknown));
    }
    columns.push_back(value);
    columns.push_back(error);
  }
  for (const Estimate& p : result.fit.data.front().parameters)
    if (p.name != "Delta" && p.state != ParameterState::fixed) add(p.name, p.name == "offset_mV" ? "" : p.unit);
  std::vector<std::pair<std::string, std::string>> metadata{
      {"title", "series fit of " + result.fit.model + " to " + std::to_string(order.size()) + " spectra"},
      source_line(result.fit.provenance),
      {"status", to_string(result.fit.status) + (result.usable() ? ", usable" : ", not usable")}};
  for (const std::size_t k : order) metadata.push_back(sha256_line(result.fit.data[k].name, result.fit.data[k].sha256));
  if (const auto& law = result.gap_law) {
    metadata.emplace_back("gap_law", law->law + ", " + law->method);
    for (const Estimate* e : {&law->Delta0, &law->Tc, &law->ratio_2Delta0_kTc})
      metadata.emplace_back(e->name, to_string(*e));
  }
  return to_csv(metadata, std::vector<CsvColumn>(columns.begin(), columns.end()));
}

Answer answer(const Options& options, const Provenance& made_by) {
  std::vector<std::string> read = options.files;
  read.push_back(options.of_model.gap_distribution);
  for (const std::string& file : read) {
    refuse_to_overwrite("--output", options.output, file);
    refuse_to_overwrite("--json", options.json, file);
  }
  refuse_same_file("--output", options.output, "--json", options.json);
  if (options.output == "-")
    throw InvalidArgument("--output: expected a file name: the report goes to standard output");

  auto [models, provenance] = named_models({options.model}, options.of_model, made_by);
  Fit fit = fit_of(models.front(), options);
  SeriesResult result;
  {
    const ProgressBar bar;
    result = analyse_series(fit.on_progress([&](std::size_t done, std::size_t of) { bar.show(done, of); }));
  }
  result.fit.provenance = std::move(provenance);
  Answer found{result.usable(), result.report(), options.json.empty() ? "" : result.json() + "\n", options.json};
  if (!options.output.empty()) found.beside.push_back({table_csv(result), options.output});
  found.complaint = "series not usable: " + joined(result.not_usable_because);
  return found;
}

}  // namespace

Command series(CLI::App& program) {
  CLI::App* app = program.add_subcommand("series", "Fit one contact at many temperatures, and its gap law");
  auto options = std::make_shared<Options>();
  app->add_option("FILE", options->files, "dI/dV curves, in any order")->required()->option_text("...");
  add_model_options(*app, options->model, options->of_model);
  add_fit_options(*app, options->fit);
  app->get_option("--temperature")->description("temperatures in K, one for each file")->option_text("K,K,...");
  add_list_option(*app, "--share", options->share, "one value for all spectra", "NAME,...");
  add_list_option(*app, "--tie", options->tie, "laws of temperature: bcs, d-wave, linear, constant", "NAME=LAW,...");
  add_json_file_option(*app, options->json);
  app->add_option("-o,--output", options->output, "write temperature_K,Delta_meV,Delta_error_meV,... there")
      ->option_text("FILE");
  return with_answer(app, [options](const Provenance& made_by) { return answer(*options, made_by); });
}

}  // namespace didv::cli
