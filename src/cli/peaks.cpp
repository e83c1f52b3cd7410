// didv peaks: coherence peaks, half their spacing, and the Tc that a weak-coupling superconductor of that gap would
// have; every other peak and a quasi-gap where asked.

#include <memory>
#include <optional>

#include "command.hpp"
#include "didv/gap_equation.hpp"
#include "didv/prepare.hpp"
#include "didv/spectral_features.hpp"
#include "output.hpp"
#include "quantities.hpp"
#include "spectrum_options.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

using cli::as_json;

struct Options {
  std::string file;
  SpectrumOptions data;
  bool all = false, quasi_gap = false;
  std::string window, significance;
  std::string json;
};

/// A row of the table and a field of the JSON.
struct Row {
  const char *key, *title;
  Quantity quantity;
};

struct Features {
  std::vector<Row> coherence_peaks;
  std::optional<std::vector<SpectralPeak>> all;
  std::optional<QuasiGap> quasi_gap;

  /// Whether what was asked for is there.
  bool usable() const {
    if (!all && !quasi_gap) return coherence_peaks.back().quantity.value.has_value();
    return (!all || !all->empty()) && (!quasi_gap || quasi_gap->width_mV.value.has_value());
  }
};

Quantity nominal_tc(const Quantity& half_spacing_mV) {
  if (!half_spacing_mV.value) return {.unit = "K", .reason = half_spacing_mV.reason};
  return {.value = bcs::critical_temperature_K(*half_spacing_mV.value),
          .standard_error = bcs::critical_temperature_K(1.0) * *half_spacing_mV.standard_error,
          .unit = "K"};
}

Features find(const Spectrum& spectrum, const Options& options) {
  const bool more = options.all || options.quasi_gap;
  if (!more && !options.window.empty()) throw InvalidArgument("--window: expected --all or --quasi-gap with it");
  if (!options.all && !options.significance.empty()) throw InvalidArgument("--significance: expected --all with it");
  std::optional<std::pair<double, double>> window_mV;
  if (!options.window.empty()) window_mV = range("--window", options.window);
  return on_data_of(options.file, [&] {
    const Peaks peaks = find_peaks(spectrum);
    Features found{{{"negative_mV", "peak at negative bias", peaks.negative_mV},
                    {"positive_mV", "peak at positive bias", peaks.positive_mV},
                    {"half_spacing_mV", "half the peak spacing", peaks.half_spacing_mV},
                    {"nominal_Tc_K", "nominal Tc", nominal_tc(peaks.half_spacing_mV)}},
                   {},
                   {}};
    if (options.all) {
      found.all = options.significance.empty()
                      ? find_all_peaks(spectrum, window_mV)
                      : find_all_peaks(spectrum, window_mV, number("--significance", options.significance));
    }
    if (options.quasi_gap) found.quasi_gap = find_quasi_gap(spectrum, window_mV);
    return found;
  });
}

Json as_json(const SpectralPeak& peak) {
  return {{"bias_mV", as_json(peak.bias_mV)},
          {"height", peak.height},
          {"prominence", peak.prominence},
          {"significance", peak.significance}};
}

Json as_json(const QuasiGap& gap) {
  return {{"width_mV", as_json(gap.width_mV)},
          {"lower_edge_mV", as_json(gap.lower_edge_mV)},
          {"upper_edge_mV", as_json(gap.upper_edge_mV)},
          {"depth", gap.depth},
          {"minimum_mV", gap.minimum_mV},
          {"left_mV", gap.left_mV},
          {"right_mV", gap.right_mV}};
}

std::string as_text(const std::vector<SpectralPeak>& peaks) {
  if (peaks.empty()) return "  no peak stands out of the noise\n";
  std::vector<std::vector<std::string>> rows{{"peak (mV)", "height", "prominence", "prominence/noise"}};
  for (const SpectralPeak& peak : peaks) {
    rows.push_back({cell(peak.bias_mV), readable(peak.height), readable(peak.prominence), readable(peak.significance)});
  }
  return as_table(rows);
}

std::string as_text(const QuasiGap& gap) {
  return as_line("quasi-gap, full width", gap.width_mV) + as_line("lower edge", gap.lower_edge_mV) +
         as_line("upper edge", gap.upper_edge_mV) + "  " + padded("depth", 24) + readable(100 * gap.depth) +
         " % of the line from shoulder to shoulder, " + readable(gap.left_mV) + " to " + readable(gap.right_mV) +
         " mV\n";
}

Answer answer(const Options& options, const Provenance& made_by) {
  refuse_to_overwrite("--json", options.json, options.file);
  const Spectrum spectrum = load(options.file, options.data);
  const Features found = find(spectrum, options);

  Json json = json_head(made_by);
  json["usable"] = found.usable();
  json["file"] = options.file;
  json["sha256"] = spectrum.sha256;
  json["points"] = spectrum.size();
  json["warnings"] = spectrum.warnings;
  for (const Row& row : found.coherence_peaks) json[row.key] = as_json(row.quantity);
  if (found.all) {
    json["peaks"] = Json::array();
    for (const SpectralPeak& peak : *found.all) json["peaks"].push_back(as_json(peak));
  }
  if (found.quasi_gap) json["quasi_gap"] = as_json(*found.quasi_gap);

  std::string text = options.file + ": " + std::to_string(spectrum.size()) + " points\n";
  for (const Row& row : found.coherence_peaks) text += as_line(row.title, row.quantity);
  if (found.all) text += as_text(*found.all);
  if (found.quasi_gap) text += as_text(*found.quasi_gap);
  if (found.coherence_peaks.back().quantity.value) {
    text +=
        "  The half spacing is no gap: temperature, modulation and broadening push the peaks outward. didv fit\n"
        "  takes them into account. Nominal Tc: half spacing / (1.764 k_B), weak-coupling BCS.\n";
  }
  text += report_tail(made_by, options.file, spectrum.sha256);
  return {found.usable(), text, cli::as_text(json), options.json};
}

}  // namespace

Command peaks(CLI::App& program) {
  CLI::App* app = program.add_subcommand("peaks", "Find the coherence peaks, half their spacing and the nominal Tc");
  auto options = std::make_shared<Options>();
  app->add_option("FILE", options->file, "dI/dV curve")->required()->option_text(" ");
  app->add_flag("--all", options->all, "list every peak that stands out of the noise")->disable_flag_override();
  app->add_flag("--quasi-gap", options->quasi_gap, "width of a partial gap between two shoulders")
      ->disable_flag_override();
  app->add_option("--window", options->window, "where --all and --quasi-gap look (mV)")->option_text("LOWER:UPPER");
  app->add_option("--significance", options->significance,
                  "least prominence of --all over the noise (what noise reaches in 1 of 1000 curves)")
      ->option_text("N");
  add_json_file_option(*app, options->json);
  add_curve_options(*app, options->data);
  return with_answer(app, [options](const Provenance& made_by) { return answer(*options, made_by); });
}

}  // namespace didv::cli
