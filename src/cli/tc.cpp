// didv tc: resistance against temperature -> Tc, and its slope in a field.

#include <algorithm>
#include <cmath>
#include <memory>

#include "command.hpp"
#include "didv/read_series.hpp"
#include "didv/resistive_transition.hpp"
#include "output.hpp"
#include "quantities.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

using cli::as_json;

struct Options {
  std::string file, criterion = "intersection", normal, transition, zero, column;
  std::string json;
};

const std::vector<std::string> assumptions{
    "the normal state is straight over the range stated, and goes on so below it",
    "errors are statistical: the choice of a criterion is not in them"};

TransitionOptions transition_options(const Options& options) {
  TransitionOptions result;
  result.criterion = TransitionCriterion::parse(options.criterion);
  if (!options.normal.empty()) result.normal_range_K = range("--normal", options.normal);
  if (!options.transition.empty()) result.transition_range_K = range("--transition", options.transition);
  if (!options.zero.empty()) result.zero_resistance = number("--zero-below", options.zero);
  return result;
}

Json as_json(const std::optional<TransitionLine>& line) {
  if (!line) return nullptr;
  return {{"range_K", {line->range_K.first, line->range_K.second}},
          {"points", line->points},
          {"centre_K", line->centre_K},
          {"value", line->value},
          {"value_error", line->value_error},
          {"slope_per_K", line->slope},
          {"slope_error", line->slope_error}};
}

Json as_json(const ResistiveTransition& found) {
  Json steps = Json::array(), sweeps = Json::array();
  for (const TransitionStep& step : found.steps) {
    steps.push_back({{"temperature_K", step.temperature_K}, {"share", step.share}});
  }
  for (const TransitionSweep& sweep : found.sweeps) {
    sweeps.push_back({{"direction", sweep.warming ? "warming" : "cooling"}, {"Tc_K", as_json(sweep.Tc_K)}});
  }
  Json json{{"Tc_K", as_json(found.Tc_K)},
            {"intersection_K", as_json(found.intersection_K)},
            {"midpoint_K", as_json(found.midpoint_K)},
            {"onset_K", as_json(found.onset_K)},
            {"zero_K", as_json(found.zero_K)},
            {"foot_K", as_json(found.foot_K)},
            {"width_K", as_json(found.width_K)},
            {"zero_threshold", nullptr},
            {"resistance_unit", found.unit},
            {"points", found.points},
            {"normal_line", as_json(found.normal_line)},
            {"transition_line", as_json(found.transition_line)},
            {"steps", steps},
            {"sweeps", sweeps},
            {"warnings", found.warnings}};
  if (found.zero_threshold) json["zero_threshold"] = *found.zero_threshold;
  return json;
}

std::string line_in_words(const std::string& title, const TransitionLine& line) {
  return "  " + padded(title, 24) + "straight from " + readable(line.range_K.first) + " to " +
         readable(line.range_K.second) + " K, " + std::to_string(line.points) + " points\n";
}

std::string as_text(const ResistiveTransition& found) {
  std::string text = as_line("Tc (" + found.criterion.text() + ")", found.Tc_K);
  if (!found.normal_line) return text;
  text += as_line("intersection", found.intersection_K);
  text += as_line("midpoint", found.midpoint_K);
  text += as_line("onset", found.onset_K);
  text += as_line("zero", found.zero_K);
  text += as_line("foot of the line", found.foot_K);
  text += as_line("width, 10 to 90 %", found.width_K);
  if (found.zero_threshold) {
    text += "  " + padded("zero means below", 24) + readable(*found.zero_threshold) + " " + found.unit + "\n";
  }
  text += line_in_words("normal state", *found.normal_line);
  if (found.transition_line) text += line_in_words("transition", *found.transition_line);
  return text + as_notes(found.warnings);
}

std::string as_text(const TransitionInField& found, const TransitionCriterion& criterion) {
  std::vector<std::vector<std::string>> rows{
      {"field (T)", "Tc (" + criterion.text() + ", K)", "midpoint", "onset", "zero", "width (K)"}};
  std::string notes;
  for (const ResistiveTransition& curve : found.curves) {
    rows.push_back({shortest(*curve.field_T), cell(curve.Tc_K), cell(curve.midpoint_K), cell(curve.onset_K),
                    cell(curve.zero_K), cell(curve.width_K)});
    std::vector<std::string> located;
    for (const std::string& warning : curve.warnings) located.push_back(shortest(*curve.field_T) + " T: " + warning);
    notes += as_notes(located);
  }
  return as_table(rows) + as_line("dTc/dB", found.dTc_dB) + as_line("Tc at B = 0 by the line", found.zero_field_Tc_K) +
         notes + as_notes(found.warnings);
}

Answer answer(const Options& options, const Provenance& made_by) {
  refuse_to_overwrite("--json", options.json, options.file);
  const TransitionOptions how = transition_options(options);
  const std::vector<ResistanceCurve> curves = read_resistance_curves(options.file, {.data = options.column});

  Json json = json_head(made_by);
  json["file"] = options.file;
  json["sha256"] = curves.front().sha256;
  json["history"] = curves.front().history;
  std::string text;
  std::size_t points = 0;
  bool is_usable = false;
  json["criterion"] = how.criterion.text();
  if (!curves.front().field_T) {
    const ResistiveTransition found = find_transition(curves.front(), how);
    is_usable = found.usable();
    points = found.points;
    text = as_text(found);
    json["usable"] = is_usable;
    json.update(as_json(found));
  } else {
    const TransitionInField found = find_transition_in_field(curves, how);
    is_usable = found.usable();
    text = as_text(found, how.criterion);
    Json fields = Json::array();
    for (const ResistiveTransition& curve : found.curves) {
      points += curve.points;
      fields.push_back({{"field_T", *curve.field_T}});
      fields.back().update(as_json(curve));
    }
    json["usable"] = is_usable;
    // Up here the numbers are those of the smallest field, as of a file without fields.
    json.update(as_json(*std::min_element(found.curves.begin(), found.curves.end(), [](const auto& a, const auto& b) {
      return std::abs(*a.field_T) < std::abs(*b.field_T);
    })));
    json["points"] = points;
    json["fields"] = fields;
    json["dTc_dB"] = as_json(found.dTc_dB);
    json["zero_field_Tc_K"] = as_json(found.zero_field_Tc_K);
    json["reduced_chi_squared"] = nullptr;
    if (found.reduced_chi_squared) json["reduced_chi_squared"] = *found.reduced_chi_squared;
    for (const std::string& warning : found.warnings) json["warnings"].push_back(warning);
  }
  json["assumptions"] = assumptions;
  text = options.file + ": " + std::to_string(points) + " points\n" + as_steps(curves.front().history) + text;
  for (const std::string& assumption : assumptions) text += is_usable ? "  assumed: " + assumption + "\n" : "";
  text += report_tail(made_by, options.file, curves.front().sha256);
  return {is_usable, text, cli::as_text(json), options.json};
}

}  // namespace

Command tc(CLI::App& program) {
  CLI::App* app = program.add_subcommand("tc", "Find the critical temperature in a resistance curve");
  auto options = std::make_shared<Options>();
  app->add_option("FILE", options->file, "resistance against temperature; with a field column one curve for each field")
      ->required()
      ->option_text(" ");
  app->add_option("--criterion", options->criterion,
                  "what is called Tc: intersection (of the straight normal state and the straight transition), "
                  "midpoint, onset, zero, or a fraction of the normal state")
      ->option_text("intersection|midpoint|onset|zero|FRACTION");
  app->add_option("--normal", options->normal, "range of the normal state in K; by default found")
      ->option_text("LOWER:UPPER");
  app->add_option("--transition", options->transition,
                  "range of the straight transition in K; by default 25 to 75 % of the normal state")
      ->option_text("LOWER:UPPER");
  app->add_option("--zero-below", options->zero,
                  "resistance that counts as zero, in the unit of the file; by default 1 % of the normal state, or 5 "
                  "times the noise where that is more")
      ->option_text("R");
  app->add_option("--column", options->column, "resistance column")->option_text("NAME");
  add_json_file_option(*app, options->json);
  return with_answer(app, [options](const Provenance& made_by) { return answer(*options, made_by); });
}

}  // namespace didv::cli
