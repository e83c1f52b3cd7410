#include "model_options.hpp"

#include <algorithm>
#include <string_view>

#include "didv/combine.hpp"
#include "didv/error.hpp"
#include "didv/read.hpp"
#include "spectrum_options.hpp"

namespace didv::cli {

namespace {

constexpr std::string_view behind = "+gap_distribution";

/// A column that holds one of the two numbers of each gap: by name, with or without a unit behind it, or by place where
/// nothing names the columns.
const Column& part_of_distribution(const Table& table, std::string_view name, std::size_t place) {
  if (!table.has_header && table.columns.size() == 2) return table.column(table.columns[place].header);
  const auto with_unit = std::ranges::find_if(
      table.columns, [&](const Column& column) { return column.header.starts_with(std::string(name) + "_"); });
  return table.column(with_unit != table.columns.end() ? std::string_view(with_unit->header) : name);
}

/// Gaps in any unit: Delta is their mean, so that it is a gap whatever the file.
Combinator gap_distribution(const Table& table) {
  std::vector<double> relative_gaps = part_of_distribution(table, "gap", 0).values;
  const std::vector<double> weights = part_of_distribution(table, "weight", 1).values;
  for (std::size_t i = 0; i < table.rows(); ++i)
    if (relative_gaps[i] < 0 || weights[i] < 0)
      throw DataError(table.file, table.lines[i], 0, "has a gap or a weight below 0, expected at least 0");
  if (table.rows() == 0) throw DataError(table.file, 0, 0, "has no rows, expected gap,weight");
  const double largest_gap = std::ranges::max(relative_gaps), largest_weight = std::ranges::max(weights);
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    sum += weights[i] / largest_weight * (relative_gaps[i] / largest_gap);
    weight += weights[i] / largest_weight;
  }
  if (!(sum > 0)) throw DataError(table.file, 0, 0, "has no gap above 0 with a weight above 0");
  for (double& gap : relative_gaps) gap = gap / largest_gap * (weight / sum);
  return {std::string(behind.substr(1)), "", "a distribution of gaps that is given", [=](const Model& model) {
            (void)model.index_of("Delta");  // what is wrong behind this is wrong with the file
            return on_data_of(table.file, [&] { return with_gap_distribution(model, relative_gaps, weights); });
          }};
}

}  // namespace

void add_model_options(CLI::App& app, ModelOptions& options) {
  app.add_option("--gap-distribution", options.gap_distribution,
                 "table gap,weight: +gap_distribution behind a model is the average over these gaps, Delta their mean")
      ->option_text("FILE");
}

void add_model_options(CLI::App& app, std::string& model, ModelOptions& options) {
  app.add_option("--model", model, how_to_name_a_model)->required()->option_text("MODEL");
  add_model_options(app, options);
}

NamedModels named_models(const std::vector<std::string>& names, const ModelOptions& options, Provenance made_by) {
  const auto wanted =
      std::ranges::find_if(names, [](const std::string& name) { return name.find(behind) != std::string::npos; });
  std::vector<Combinator> known = combinators();
  if (wanted != names.end()) {
    if (options.gap_distribution.empty())
      throw InvalidArgument("model '" + *wanted + "': " + std::string(behind) +
                            " needs --gap-distribution FILE, a table gap,weight");
    const Table table = read_table(options.gap_distribution);
    known.push_back(gap_distribution(table));
    made_by.inputs.push_back({options.gap_distribution, table.sha256});
  } else if (!options.gap_distribution.empty()) {
    throw InvalidArgument("--gap-distribution: no model has " + std::string(behind) + " behind its name: '" +
                          names.front() + std::string(behind) + "'");
  }
  NamedModels named{{}, std::move(made_by)};
  for (const std::string& name : names) named.models.push_back(find_model(name, known));
  return named;
}

}  // namespace didv::cli
