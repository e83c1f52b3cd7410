// didv jc: current-voltage curves -> Ic(T), Jc(0) and the law of pinning.

#include <algorithm>
#include <memory>

#include "command.hpp"
#include "didv/critical_current.hpp"
#include "didv/error.hpp"
#include "didv/pinning.hpp"
#include "didv/read_series.hpp"
#include "output.hpp"
#include "quantities.hpp"
#include "spectrum_options.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

using cli::as_json;

struct Options {
  std::string file, pinning = "both", threshold, cross_section;
  ColumnOptions columns;
  std::string json;
};

std::vector<PinningLaw> laws(const std::string& text) {
  if (text == "both") return {PinningLaw::dl, PinningLaw::dTc};
  if (text == "dl") return {PinningLaw::dl};
  if (text == "dTc") return {PinningLaw::dTc};
  throw InvalidArgument("--pinning: '" + text + "': expected dl, dTc or both");
}

struct CrossSection {
  std::optional<double> um2;
  std::string origin;  ///< "file", "option"; empty where it is not known
};

CrossSection cross_section(const Options& options, const CurrentVoltage& curve) {
  if (!options.cross_section.empty()) return {number("--cross-section", options.cross_section), "option"};
  const std::optional<double> um2 = cross_section_um2(curve);
  return {um2, um2 ? "file" : ""};
}

std::vector<std::string> assumptions(const CrossSection& section) {
  std::vector<std::string> list{"the voltage at zero current is an offset and is subtracted"};
  if (section.um2) {
    list.push_back("the current flows evenly through " + readable(*section.um2) + " um2 (" + section.origin +
                   "), a number without error");
  }
  return list;
}

Json as_json(const CriticalCurrent& found, const CrossSection& section) {
  Json json{{"temperature_K", nullptr}};
  if (found.temperature_K) json["temperature_K"] = *found.temperature_K;
  json.update(as_json(found.Ic_mA));
  json["positive_mA"] = as_json(found.positive_mA);
  json["negative_mA"] = as_json(found.negative_mA);
  json["retrapping_mA"] = as_json(found.retrapping_mA);
  json["Jc_MA_per_cm2"] = as_json(current_density(found.Ic_mA, section.um2));
  json["threshold_mV"] = found.threshold_mV;
  json["noise_mV"] = found.noise_mV;
  json["offset_mV"] = found.offset_mV;
  json["warnings"] = found.warnings;
  return json;
}

Json as_json(const PinningFit& fit) {
  Json json{
      {"Ic0_mA", as_json(fit.Ic0_mA)}, {"Jc0_MA_per_cm2", as_json(fit.Jc0_MA_per_cm2)}, {"Tc_K", as_json(fit.Tc_K)},
      {"chi_squared", nullptr},        {"degrees_of_freedom", fit.degrees_of_freedom},  {"fit_mA", fit.fit_mA}};
  if (fit.chi_squared) json["chi_squared"] = *fit.chi_squared;
  return json;
}

std::string as_text(const std::vector<CriticalCurrent>& found, const PinningComparison& pinning,
                    const CrossSection& section) {
  std::vector<std::vector<std::string>> rows{
      {"T (K)", "Ic (mA)", "I > 0", "I < 0", "Jc (MA/cm2)", "threshold (mV)", ""}};
  std::vector<std::string> notes;
  for (const CriticalCurrent& curve : found) {
    const std::string temperature = curve.temperature_K ? shortest(*curve.temperature_K) : "-";
    rows.push_back({temperature, cell(curve.Ic_mA), cell(curve.positive_mA), cell(curve.negative_mA),
                    cell(current_density(curve.Ic_mA, section.um2)), readable(curve.threshold_mV),
                    curve.usable() ? "" : "Ic " + curve.Ic_mA.reason});
    if (curve.retrapping_mA.value) {
      notes.push_back(temperature + " K: retrapping at " + to_string(curve.retrapping_mA));
    }
    for (const std::string& warning : curve.warnings) notes.push_back(temperature + " K: " + warning);
  }
  std::string text = as_table(rows) + as_notes(notes);
  for (const PinningFit& fit : pinning.laws) {
    text += "  pinning " + to_string(fit.law) + "\n";
    if (!fit.Ic0_mA.value) {
      text += as_line("  Ic(0)", fit.Ic0_mA);
      continue;
    }
    text += as_line("  Jc(0)", fit.Jc0_MA_per_cm2) + as_line("  Ic(0)", fit.Ic0_mA) + as_line("  Tc", fit.Tc_K);
  }
  return text + "  verdict: " + pinning.verdict + "\n" + as_notes(pinning.warnings);
}

Answer answer(const Options& options, const Provenance& made_by) {
  refuse_to_overwrite("--json", options.json, options.file);
  const std::vector<PinningLaw> asked = laws(options.pinning);
  CriticalCurrentOptions how;
  if (!options.threshold.empty()) how.threshold_mV = number("--threshold", options.threshold);
  const std::vector<CurrentVoltage> curves = read_current_voltage_series(options.file, column_choice(options.columns));
  const CrossSection section = cross_section(options, curves.front());

  std::vector<CriticalCurrent> found;
  std::size_t points = 0;
  for (const CurrentVoltage& curve : curves) {
    points += curve.size();
    found.push_back(find_critical_current(curve, how));
  }
  const PinningComparison pinning = compare_pinning(found, asked, section.um2);
  const bool is_usable = std::any_of(found.begin(), found.end(), [](const auto& curve) { return curve.usable(); });

  Json json = json_head(made_by);
  json["file"] = options.file;
  json["sha256"] = curves.front().sha256;
  json["history"] = curves.front().history;
  json["usable"] = is_usable;
  json["points"] = points;
  json["threshold"] = options.threshold.empty() ? "5 x noise" : "option";
  json["cross_section_um2"] = {{"value", nullptr}, {"origin", section.origin}};
  if (section.um2) json["cross_section_um2"]["value"] = *section.um2;
  json["Ic"] = Json::array();
  for (const CriticalCurrent& curve : found) json["Ic"].push_back(as_json(curve, section));
  const PinningFit& told = pinning.chosen() ? *pinning.chosen() : pinning.laws.front();
  json["Jc0_MA_per_cm2"] = as_json(told.Jc0_MA_per_cm2);
  json["Ic0_mA"] = as_json(told.Ic0_mA);
  json["Tc_K"] = as_json(told.Tc_K);
  json["pinning"] = Json::object();
  for (const PinningFit& fit : pinning.laws) json["pinning"][to_string(fit.law)] = as_json(fit);
  json["temperature_K"] = pinning.temperature_K;
  json["better"] = nullptr;
  if (pinning.better) json["better"] = to_string(*pinning.better);
  json["distinguishable"] = pinning.distinguishable;
  json["verdict"] = pinning.verdict;
  json["warnings"] = pinning.warnings;
  json["assumptions"] = assumptions(section);

  std::string text = options.file + ": " + std::to_string(found.size()) +
                     (found.size() == 1 ? " curve, " : " curves, ") + std::to_string(points) + " points\n" +
                     as_steps(curves.front().history) + as_text(found, pinning, section);
  for (const std::string& assumption : assumptions(section)) text += "  assumed: " + assumption + "\n";
  text += report_tail(made_by, options.file, curves.front().sha256);
  return {is_usable, text, cli::as_text(json), options.json};
}

}  // namespace

Command jc(CLI::App& program) {
  CLI::App* app =
      program.add_subcommand("jc", "Find critical currents in current-voltage curves, Jc(0) and the pinning law");
  auto options = std::make_shared<Options>();
  app->add_option("FILE", options->file, "current-voltage curves; with a temperature column one for each temperature")
      ->required()
      ->option_text(" ");
  app->add_option("--pinning", options->pinning, "law to fit to Ic(T) (both)")->option_text("dl|dTc|both");
  app->add_option("--threshold", options->threshold, "voltage that counts, in mV; by default 5 times the noise")
      ->option_text("MV");
  app->add_option("--cross-section", options->cross_section, "in um2; by default cross_section_um2 of the file")
      ->option_text("UM2");
  add_column_options(*app, options->columns);
  add_json_file_option(*app, options->json);
  return with_answer(app, [options](const Provenance& made_by) { return answer(*options, made_by); });
}

}  // namespace didv::cli
