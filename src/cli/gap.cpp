// didv gap: the gap equation on the command line.

#include <cmath>
#include <memory>
#include <optional>

#include "command.hpp"
#include "didv/error.hpp"
#include "didv/gap_equation.hpp"
#include "didv/gap_equation/d_wave.hpp"
#include "didv/units.hpp"
#include "didv/version.hpp"
#include "didv/write.hpp"
#include "output.hpp"
#include "syntax.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::string delta0, tc, ratio, temperature, symmetry = "s";
  bool reduced = false, nominal_tc = false, as_json = false;
  std::string json, output;
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

ExitCode print_nominal_tc(const Options& options, const GapEquation& equation, const std::string& command_line) {
  if (options.delta0.empty() || !options.tc.empty() || !options.ratio.empty() || !options.temperature.empty()) {
    throw InvalidArgument("--nominal-tc: expected --delta0 MEV with it and nothing else but --symmetry");
  }
  const GapAndTc nominal = superconductor(options, equation);
  if (options.as_json) {
    deliver(Json{{"didv", version()},
                 {"command", command_line},
                 {"symmetry", options.symmetry},
                 {"Delta0_meV", nominal.Delta0_meV},
                 {"nominal_Tc_K", nominal.Tc_K},
                 {"ratio_2Delta0_kTc", bcs::gap_to_tc_ratio(nominal)}},
            options.json);
  } else {
    deliver(shortest(nominal.Tc_K) + "\n", options.output);
  }
  return usable;
}

/// One column over another, as CSV or JSON.
void print_curve(const Options& options, const std::string& command_line, const std::optional<GapAndTc>& metal,
                 const CsvColumn& temperature, const CsvColumn& gap) {
  if (options.as_json) {
    Json json{{"didv", version()}, {"command", command_line}, {"symmetry", options.symmetry}};
    if (metal) {
      json["Delta0_meV"] = metal->Delta0_meV;
      json["Tc_K"] = metal->Tc_K;
      json["ratio_2Delta0_kTc"] = bcs::gap_to_tc_ratio(*metal);
    }
    json[temperature.header] = temperature.values;
    json[gap.header] = gap.values;
    deliver(json, options.json);
    return;
  }
  std::vector<std::pair<std::string, std::string>> metadata{
      {"title", "weak-coupling gap, " + options.symmetry + "-wave"},
      {"source", "didv " + std::string(version()) + ", " + command_line}};
  if (metal) {
    metadata.emplace_back("Delta0_meV", shortest(metal->Delta0_meV));
    metadata.emplace_back("Tc_K", shortest(metal->Tc_K));
    metadata.emplace_back("ratio_2Delta0_kTc", shortest(bcs::gap_to_tc_ratio(*metal)));
  }
  const CsvColumn columns[]{temperature, gap};
  deliver(to_csv(metadata, columns), options.output);
}

ExitCode run(const Options& options, const std::string& command_line) {
  const GapEquation equation = gap_equation(options.symmetry);
  if (options.nominal_tc) return print_nominal_tc(options, equation, command_line);
  if (options.temperature.empty())
    throw InvalidArgument("didv gap: expected --temperature FROM:TO:COUNT or --nominal-tc");

  const std::vector<double> temperature = grid("--temperature", options.temperature);
  std::vector<double> gap;
  if (options.reduced) {
    if (!options.delta0.empty() || !options.tc.empty() || !options.ratio.empty()) {
      throw InvalidArgument("--reduced: --temperature is T/Tc and no --delta0, --tc or --ratio is needed");
    }
    for (const double t : temperature) gap.push_back(equation.reduced_gap(t));
    print_curve(options, command_line, std::nullopt, {"reduced_temperature", temperature}, {"reduced_gap", gap});
  } else {
    const GapAndTc metal = superconductor(options, equation);
    for (const double T_K : temperature) gap.push_back(equation.gap(T_K, metal));
    print_curve(options, command_line, metal, {"temperature_K", temperature}, {"Delta_meV", gap});
  }
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
  app->add_flag("--reduced", options->reduced, "print Delta(T)/Delta(0) over T/Tc");
  app->add_flag("--nominal-tc", options->nominal_tc, "print the weak-coupling Tc in K of the gap --delta0");
  CLI::Option* json = add_json_option(*app, options->json);
  add_output_option(*app, options->output);
  return {app, [options, json](const std::string& command_line) {
            options->as_json = json->count() > 0;
            return run(*options, command_line);
          }};
}

}  // namespace didv::cli
