// didv gap: the gap equation on the command line.

#include <cmath>
#include <initializer_list>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "command.hpp"
#include "didv/error.hpp"
#include "didv/gap_equation.hpp"
#include "didv/gap_equation/d_wave.hpp"
#include "didv/gap_equation/finite_cutoff.hpp"
#include "didv/gap_equation/two_band.hpp"
#include "didv/units.hpp"
#include "didv/write.hpp"
#include "output.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::string delta0, tc, ratio, temperature, symmetry = "s";
  std::string coupling, debye, two_band;
  bool reduced = false, nominal_tc = false;
  ResultOptions result;
};

/// What the gap equation of one symmetry answers.
struct GapEquation {
  double (*reduced_gap)(double reduced_temperature);
  double (*gap)(double temperature_K, const GapAndTc&);
  double weak_coupling_ratio;  ///< Δ(0)/k_BTc
};

GapEquation gap_equation(const std::string& symmetry) {
  if (symmetry == "s") return {bcs::reduced_gap, bcs::gap, bcs::zero_temperature_gap_ratio};
  if (symmetry == "d") return {d_wave::reduced_gap, d_wave::gap, d_wave::zero_temperature_gap_ratio};
  throw InvalidArgument("--symmetry: '" + symmetry + "': expected s or d");
}

std::optional<double> positive(std::string_view option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const double value = number(option, text);
  if (!(value > 0)) throw InvalidArgument(std::string(option) + ": '" + text + "': expected a number > 0");
  return value;
}

/// Two of Δ(0), Tc and 2Δ(0)/k_BTc give the third; Δ(0) or Tc alone means weak coupling.
GapAndTc superconductor(const Options& options, const GapEquation& equation) {
  const auto delta0_meV = positive("--delta0", options.delta0);
  const auto tc_K = positive("--tc", options.tc);
  const auto ratio = positive("--ratio", options.ratio);
  if (delta0_meV && tc_K && ratio)
    throw InvalidArgument("--delta0, --tc, --ratio: two of them give the third; give two");
  if (!delta0_meV && !tc_K) throw InvalidArgument("didv gap: expected --delta0 MEV or --tc K");
  if (delta0_meV && tc_K) return {*delta0_meV, *tc_K};
  const double gap_over_kTc = ratio ? *ratio / 2 : equation.weak_coupling_ratio;
  if (tc_K) return {gap_over_kTc * thermal_energy_meV(*tc_K), *tc_K};
  return {*delta0_meV, *delta0_meV / (gap_over_kTc * boltzmann_meV_per_K)};
}

/// What is printed: one or two gaps over temperature, and the numbers that belong to all of them.
struct GapTable {
  std::string title;
  std::vector<std::pair<std::string, double>> numbers;
  std::string abscissa;
  std::vector<std::pair<std::string, std::vector<double>>> gaps;
};

std::vector<std::pair<std::string, double>> numbers_of(const GapAndTc& metal) {
  return {{"Delta0_meV", metal.Delta0_meV}, {"Tc_K", metal.Tc_K}, {"ratio_2Delta0_kTc", bcs::gap_to_tc_ratio(metal)}};
}

void require_none(const Options& options, std::initializer_list<std::string Options::*> fields, const char* why) {
  for (const auto field : fields) {
    if (!(options.*field).empty()) throw InvalidArgument(why);
  }
}

/// Tc as a bare number, so that a shell can take it.
void print_nominal_tc(const Options& options, const GapEquation& equation, const Provenance& made_by) {
  const char* expected = "--nominal-tc: expected --delta0 MEV with it and nothing else but --symmetry";
  if (options.delta0.empty()) throw InvalidArgument(expected);
  require_none(options, {&Options::tc, &Options::ratio, &Options::temperature}, expected);
  const GapAndTc nominal = superconductor(options, equation);
  if (!std::isfinite(nominal.Tc_K))
    throw InvalidArgument("--delta0: '" + options.delta0 +
                          "': its nominal Tc is beyond every number, expected a gap in meV");
  if (!options.result.as_json()) return deliver(shortest(nominal.Tc_K) + "\n", options.result.file());
  Json json = json_head(made_by);
  json["symmetry"] = options.symmetry;
  json["Delta0_meV"] = nominal.Delta0_meV;
  json["nominal_Tc_K"] = nominal.Tc_K;
  json["ratio_2Delta0_kTc"] = bcs::gap_to_tc_ratio(nominal);
  deliver(json, options.result.file());
}

GapTable reduced_gap(const Options& options, const std::vector<double>& reduced_temperature) {
  require_none(options, {&Options::delta0, &Options::tc, &Options::ratio},
               "--reduced: --temperature is T/Tc and no --delta0, --tc or --ratio is needed");
  const GapEquation equation = gap_equation(options.symmetry);
  std::vector<double> gap;
  for (const double t : reduced_temperature) gap.push_back(equation.reduced_gap(t));
  return {"weak-coupling gap, " + options.symmetry + "-wave", {}, "reduced_temperature", {{"reduced_gap", gap}}};
}

GapTable weak_coupling_gap(const Options& options, const std::vector<double>& temperature_K) {
  const GapEquation equation = gap_equation(options.symmetry);
  const GapAndTc metal = superconductor(options, equation);
  std::vector<double> gap;
  for (const double T_K : temperature_K) gap.push_back(equation.gap(T_K, metal));
  return {"weak-coupling gap, " + options.symmetry + "-wave", numbers_of(metal), "temperature_K", {{"Delta_meV", gap}}};
}

/// Kelvin and meV, or T/Tc and every gap over its own at T = 0.
struct Axes {
  Axes(bool reduced, double Tc_K)
      : is_reduced(reduced), kelvin(reduced ? Tc_K : 1), abscissa(reduced ? "reduced_temperature" : "temperature_K") {}

  double in_units_of(double Delta0_meV) const { return is_reduced ? Delta0_meV : 1; }
  std::string gap(const std::string& number) const {
    return is_reduced ? "reduced_gap" + number : "Delta" + number + "_meV";
  }

  bool is_reduced;
  double kelvin;  ///< of one unit of the temperatures
  std::string abscissa;
};

GapTable gap_with_cutoff(const Options& options, const std::vector<double>& temperature) {
  require_none(options, {&Options::delta0, &Options::tc, &Options::ratio},
               "--coupling: gap and Tc follow from --coupling and --debye; no --delta0, --tc or --ratio with them");
  if (options.debye.empty()) throw InvalidArgument("--coupling: expected --debye MEV with it");
  const CutoffGap metal(number("--coupling", options.coupling), number("--debye", options.debye));
  const Axes axes(options.reduced, metal.Tc_K());
  std::vector<double> gap;
  for (const double T : temperature) gap.push_back(metal.gap(T * axes.kelvin) / axes.in_units_of(metal.Delta0_meV()));
  return {"gap with cut-off", numbers_of({metal.Delta0_meV(), metal.Tc_K()}), axes.abscissa, {{axes.gap(""), gap}}};
}

TwoBandGap two_bands(const Options& options) {
  require_none(options, {&Options::delta0, &Options::ratio, &Options::coupling},
               "--two-band: no --delta0, --ratio or --coupling with it");
  const std::vector<double> lambda = grid("--two-band", options.two_band);
  if (lambda.size() != 4) {
    throw InvalidArgument("--two-band: '" + options.two_band + "': expected four numbers L11,L12,L21,L22");
  }
  const TwoBandCoupling coupling{lambda[0], lambda[1], lambda[2], lambda[3]};
  if (options.tc.empty() == options.debye.empty()) {
    throw InvalidArgument("--two-band: expected either --tc K (no cut-off) or --debye MEV with it");
  }
  return options.tc.empty() ? TwoBandGap::with_cutoff(coupling, number("--debye", options.debye))
                            : TwoBandGap(coupling, number("--tc", options.tc));
}

GapTable two_band_gaps(const Options& options, const std::vector<double>& temperature) {
  const TwoBandGap metal = two_bands(options);
  const Axes axes(options.reduced, metal.Tc_K());
  const TwoGaps at_zero = metal.gaps(0);
  std::vector<double> first, second;
  for (const double T : temperature) {
    const TwoGaps gaps = metal.gaps(T * axes.kelvin);
    first.push_back(gaps.Delta1_meV / axes.in_units_of(at_zero.Delta1_meV));
    second.push_back(gaps.Delta2_meV / axes.in_units_of(at_zero.Delta2_meV));
  }
  return {"two-band gaps", {{"Tc_K", metal.Tc_K()}}, axes.abscissa, {{axes.gap("1"), first}, {axes.gap("2"), second}}};
}

void print(const GapTable& answer, const std::vector<double>& temperature, const Options& options,
           const Provenance& made_by) {
  if (options.result.as_json()) {
    Json json = json_head(made_by);
    json["title"] = answer.title;
    for (const auto& [key, value] : answer.numbers) json[key] = value;
    json[answer.abscissa] = temperature;
    for (const auto& [name, gap] : answer.gaps) json[name] = gap;
    return deliver(json, options.result.file());
  }
  std::vector<std::pair<std::string, std::string>> metadata{{"title", answer.title}, source_line(made_by)};
  for (const auto& [key, value] : answer.numbers) metadata.emplace_back(key, shortest(value));
  std::vector<CsvColumn> columns{{answer.abscissa, temperature}};
  for (const auto& [name, gap] : answer.gaps) columns.push_back({name, gap});
  deliver(to_csv(metadata, columns), options.result.file());
}

GapTable solve(const Options& options, const std::vector<double>& temperature) {
  if (options.symmetry != "s" && !(options.two_band.empty() && options.coupling.empty())) {
    throw InvalidArgument("--symmetry: a cut-off and two bands are solved for s-wave only");
  }
  if (!options.two_band.empty()) return two_band_gaps(options, temperature);
  if (!options.coupling.empty()) return gap_with_cutoff(options, temperature);
  if (!options.debye.empty()) throw InvalidArgument("--debye: expected --coupling or --two-band with it");
  return options.reduced ? reduced_gap(options, temperature) : weak_coupling_gap(options, temperature);
}

ExitCode run(const Options& options, const Provenance& made_by) {
  if (options.nominal_tc) {
    print_nominal_tc(options, gap_equation(options.symmetry), made_by);
    return usable;
  }
  if (options.temperature.empty()) {
    throw InvalidArgument("didv gap: expected --temperature FROM:TO:COUNT or --nominal-tc");
  }
  const std::vector<double> temperature = grid("--temperature", options.temperature);
  print(solve(options, temperature), temperature, options, made_by);
  return usable;
}

}  // namespace

Command gap(CLI::App& program) {
  CLI::App* app =
      program.add_subcommand("gap", "Solve the BCS gap equation: gap over temperature, nominal Tc of a gap");
  auto options = std::make_shared<Options>();
  app->add_option("--delta0", options->delta0, "gap at T = 0 in meV")->option_text("MEV");
  app->add_option("--tc", options->tc, "critical temperature in K")->option_text("K");
  app->add_option("--ratio", options->ratio, "2 Delta(0)/(k_B Tc) in place of one of them; by default weak coupling")
      ->option_text("R");
  app->add_option("--temperature", options->temperature, "temperatures in K (with --reduced: T/Tc)")
      ->option_text("FROM:TO:COUNT");
  app->add_option("--symmetry", options->symmetry, "s-wave or d-wave (s)")->option_text("s|d");
  app->add_option("--coupling", options->coupling, "pairing strength N(0)V with a finite cut-off, --debye")
      ->option_text("LAMBDA");
  app->add_option("--debye", options->debye, "cut-off energy in meV")->option_text("MEV");
  app->add_option("--two-band", options->two_band, "couplings of two bands, with --tc (or --debye)")
      ->option_text("L11,L12,L21,L22");
  app->add_flag("--reduced", options->reduced, "print Delta(T)/Delta(0) over T/Tc")->disable_flag_override();
  app->add_flag("--nominal-tc", options->nominal_tc, "print the weak-coupling Tc in K of the gap --delta0")
      ->disable_flag_override();
  options->result.add_to(*app);
  return {app, [options](const Provenance& made_by) { return run(*options, made_by); }};
}

}  // namespace didv::cli
