#include "didv/fit.hpp"

#include <cmath>

#include "didv/read.hpp"
#include "didv/write.hpp"
#include "program.hpp"

namespace didv::test {

class FitCommand : public Program {
 protected:
  /// A point contact with known parameters, as a file.
  void simulate(const std::string& file, const std::string& more = "--noise 0.005 --seed 3") const {
    const Outcome outcome =
        didv("simulate btk --set Delta=1.4,Gamma=0.15,Z=0.6,T=4.2 --bias -8:8:321 " + more + " -o " + file);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  }
  static void expect_recovered(const nlohmann::json& parameter, double truth) {
    EXPECT_EQ(parameter["state"], "free");
    EXPECT_NEAR(parameter["value"], truth, 4 * parameter["standard_error"].get<double>());
    EXPECT_GT(parameter["standard_error"], 0);
  }
};

TEST_F(FitCommand, recovers_what_was_simulated) {
  simulate("contact.csv");
  const Outcome outcome = didv("fit contact.csv --model btk --json -");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  const nlohmann::json json = outcome.json();
  EXPECT_EQ(json["model"], "btk");
  EXPECT_EQ(json["status"], "converged");
  EXPECT_EQ(json["usable"], true);
  expect_recovered(json["parameters"]["Delta"], 1.4);
  expect_recovered(json["parameters"]["Gamma"], 0.15);
  expect_recovered(json["parameters"]["Z"], 0.6);
  EXPECT_NEAR(json["rms_residual"], 0.005, 0.005 * 5 / std::sqrt(2 * 321));  // five standard deviations
}

TEST_F(FitCommand, its_json_has_every_field_of_the_contract) {
  simulate("contact.csv");
  const nlohmann::json json = didv("fit contact.csv --model btk --fix Z=0.6 --json -").json();
  for (const char* key :
       {"didv", "command", "model", "status", "usable", "message", "parameters", "chi_squared", "degrees_of_freedom",
        "reduced_chi_squared", "rms_residual", "correlation", "data", "warnings"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  EXPECT_EQ(json["command"], "didv fit contact.csv --model btk --fix Z=0.6 --json -");
  for (const char* key : {"value", "standard_error", "unit", "state", "reason"}) {
    EXPECT_TRUE(json["parameters"]["Delta"].contains(key)) << key;
  }
  EXPECT_EQ(json["parameters"]["Z"]["state"], "fixed");
  EXPECT_EQ(json["parameters"]["Z"]["value"], 0.6);
  EXPECT_TRUE(json["parameters"]["Z"]["standard_error"].is_null());
  EXPECT_TRUE(json["parameters"]["Z"]["reason"].is_string());
  EXPECT_TRUE(json["correlation"].contains("Delta,Gamma"));
  EXPECT_EQ(json["data"]["file"], "contact.csv");
  EXPECT_EQ(json["data"]["points"], 321);
  EXPECT_EQ(json["data"]["temperature_K"]["value"], 4.2);
  EXPECT_EQ(json["data"]["temperature_K"]["origin"], "file");
  EXPECT_EQ(json["data"]["modulation"]["value"], "none");
}

TEST_F(FitCommand, says_what_hangs_on_the_metadata_and_which_minima_there_are) {
  simulate("contact.csv", "--noise 0.005 --seed 3 --modulation '0.6 mV peak'");
  const nlohmann::json json = didv("fit contact.csv --model btk --json -").json();
  ASSERT_EQ(json["metadata_risks"].size(), 4u);
  EXPECT_EQ(json["metadata_risks"][0]["assumption"], "0.6 mV is rms, not peak");
  const nlohmann::json& Gamma = json["metadata_risks"][0]["parameters"]["Gamma"];
  const double here = json["parameters"]["Gamma"]["value"];
  EXPECT_LT(Gamma["value"], here);
  EXPECT_NEAR(Gamma["change_percent"], 100 * (Gamma["value"].get<double>() / here - 1), 1e-9);
  EXPECT_TRUE(json["other_minima"].is_array());
  EXPECT_NE(didv("fit contact.csv --model btk").out.find("if 0.6 mV is rms, not peak: "), std::string::npos);
}

TEST_F(FitCommand, what_runs_away_at_another_temperature_is_no_number) {
  // A second contact that the curve does not have: at 1.35 K its gap ran off to 1e7 meV.
  ASSERT_EQ(didv("simulate dynes --set Delta=1.4,Gamma=0.1,T=1.5 --bias -6:6:121 -o one.csv").exit_code, 0);
  const Outcome outcome = didv("fit one.csv --model two_gap_btk --json fit.json");
  EXPECT_NE(outcome.out.find("  if T is 1.35 K, not 1.5 K: no usable fit is found from this one\n"), std::string::npos)
      << outcome.out;
  EXPECT_TRUE(nlohmann::json::parse(read("fit.json"))["metadata_risks"][0]["parameters"].empty());
}

TEST_F(FitCommand, options_win_over_the_file_and_say_so) {
  simulate("contact.csv");
  const nlohmann::json json =
      didv("fit contact.csv --model btk --temperature 3.9 --modulation '0.1 mV rms' --json -").json();
  EXPECT_EQ(json["data"]["temperature_K"]["value"], 3.9);
  EXPECT_EQ(json["data"]["temperature_K"]["origin"], "option");
  EXPECT_EQ(json["data"]["modulation"]["value"], "0.1 mV rms");
  EXPECT_EQ(json["data"]["modulation"]["origin"], "option");
  const nlohmann::json fixed = didv("fit contact.csv --model btk --fix T=3.9 --json -").json();
  EXPECT_EQ(fixed["data"]["temperature_K"], json["data"]["temperature_K"]);
}

TEST_F(FitCommand, whatever_was_done_to_the_data_stands_in_report_and_json) {
  simulate("contact.csv");
  const std::string fit =
      "fit contact.csv --model btk --gaussian '0.05 mV' --window -6:6 --symmetrise --normalise-outside 4 --degree 1";
  const Outcome outcome = didv(fit + " --json fit.json");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  const nlohmann::json data = nlohmann::json::parse(read("fit.json"))["data"];
  EXPECT_EQ(data["bias_noise"]["value"], "0.05 mV");
  EXPECT_EQ(data["bias_noise"]["origin"], "option");
  EXPECT_EQ(data["window"], (nlohmann::json{-6, 6}));
  EXPECT_NE(outcome.out.find("bias noise 0.05 mV (option), window -6 to 6\n"), std::string::npos) << outcome.out;
  for (const char* step : {"symmetrised: mean of G(V) and G(-V)", "compared with the mean of the model at V and -V",
                           "divided by a polynomial of degree 1 fitted to |V| > 4 mV"}) {
    EXPECT_NE(data["history"].dump().find(step), std::string::npos) << step;
    EXPECT_NE(outcome.out.find("\n    " + std::string(step) + "\n"), std::string::npos) << outcome.out;
  }
  const nlohmann::json plain = didv("fit contact.csv --model btk --json -").json()["data"];
  EXPECT_FALSE(plain.contains("bias_noise"));
  EXPECT_FALSE(plain.contains("window"));
  EXPECT_EQ(plain["history"].size(), 2u) << "how the two columns were read";
}

TEST_F(FitCommand, a_temperature_that_is_fitted_is_not_stated_as_that_of_the_data) {
  simulate("contact.csv");
  const Outcome outcome = didv("fit contact.csv --model btk --free T --temperature 3 --json fit.json");
  EXPECT_NE(outcome.out.find("T fitted, from 3 K (option)"), std::string::npos) << outcome.out;
  EXPECT_EQ(nlohmann::json::parse(read("fit.json"))["data"]["temperature_K"]["held"], false);
  const Outcome started = didv("fit contact.csv --model btk --free T --start T=3 --json fit.json");
  EXPECT_NE(started.out.find("T fitted, from 3 K (option)"), std::string::npos) << started.out;
  EXPECT_EQ(nlohmann::json::parse(read("fit.json"))["data"]["temperature_K"],
            (nlohmann::json{{"value", 3.0}, {"origin", "option"}, {"held", false}}));
}

TEST_F(FitCommand, sigma_is_that_of_the_points_as_read_whatever_is_done_to_them_later) {
  simulate("contact.csv");
  // The same curve in siemens, R_N = 2 kΩ, and its noise of 0.005 in the same unit.
  const Spectrum normalised = read_spectrum(path("contact.csv"));
  Spectrum siemens = normalised;
  siemens.unit = ConductanceUnit::siemens;
  for (double& G : siemens.conductance) G *= 5e-4;
  write("siemens.csv", to_csv(siemens));
  const auto reduced = [&](const std::string& arguments) {
    const nlohmann::json json = didv("fit " + arguments + " --model btk --json -").json();
    return json["reduced_chi_squared"].get<double>();
  };
  const double scatter = 5 * std::sqrt(2.0 / 300);  // five standard deviations of χ²/ndf
  EXPECT_NEAR(reduced("contact.csv --sigma 0.005"), 1, scatter);
  EXPECT_NEAR(reduced("siemens.csv --sigma 2.5e-6"), 1, scatter);
  EXPECT_NEAR(reduced("siemens.csv --sigma 2.5e-6 --normalise-outside 6 --degree 0 --free scale"), 1, scatter);
  EXPECT_NEAR(reduced("siemens.csv --sigma 2.5e-6 --symmetrise"), 1, std::sqrt(2) * scatter);
}

TEST_F(FitCommand, rules_reach_the_fit) {
  simulate("contact.csv");
  const nlohmann::json json =
      didv(
          "fit contact.csv --model btk --fix Gamma=0.15 --free T --start Delta=2,T=4 --bound Z=0.1:2 --window -6:6 "
          "--sigma 0.005 --background 2 --offset --json -")
          .json();
  const auto& parameters = json["parameters"];
  EXPECT_EQ(parameters["Gamma"]["state"], "fixed");
  EXPECT_EQ(parameters["T"]["state"], "free");
  for (const char* name : {"scale", "background_1", "background_2", "offset_mV"}) {
    EXPECT_TRUE(parameters.contains(name)) << name;
  }
  EXPECT_EQ(json["data"]["points"], 241) << "the window cuts 8 mV to 6 mV";
  EXPECT_NEAR(json["reduced_chi_squared"], 1, 5 * std::sqrt(2 / json["degrees_of_freedom"].get<double>()));
  const nlohmann::json bound = didv("fit contact.csv --model btk --bound Gamma=0.3:1 --json -").json();
  EXPECT_EQ(bound["parameters"]["Gamma"]["state"], "at_bound");
  EXPECT_EQ(bound["parameters"]["Gamma"]["value"], 0.3);
  EXPECT_TRUE(bound["parameters"]["Gamma"]["standard_error"].is_null());
}

TEST_F(FitCommand, modulation_of_the_file_is_taken_into_account) {
  simulate("modulated.csv", "--modulation '1 mV rms'");
  const nlohmann::json with = didv("fit modulated.csv --model btk --json -").json();
  EXPECT_NEAR(with["parameters"]["Delta"]["value"], 1.4, 1e-4) << "no noise: the simulation comes back";
  const nlohmann::json without = didv("fit modulated.csv --model btk --modulation none --json -").json();
  EXPECT_GT(without["parameters"]["Gamma"]["value"], 0.3) << "what the modulation widened counts as Gamma";
}

TEST_F(FitCommand, writes_the_curve_and_the_json_beside_the_report) {
  simulate("contact.csv");
  const Outcome outcome = didv("fit contact.csv --model btk --json fit.json -o fit.csv");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_NE(outcome.out.find("Delta"), std::string::npos) << "the report stays on standard output";
  EXPECT_EQ(nlohmann::json::parse(read("fit.json"))["model"], "btk");
  const Outcome curve{0, read("fit.csv"), ""};
  EXPECT_NE(curve.out.find("\nbias_mV,data,fit,residual\n"), std::string::npos);
  const auto rows = curve.rows();
  ASSERT_EQ(rows.size(), 321u);
  for (const auto& row : rows) EXPECT_NEAR(row[1] - row[2], row[3], 1e-15);
}

TEST_F(FitCommand, several_files_appear_together_or_not_at_all) {
  simulate("contact.csv");
  const std::string fit = "fit contact.csv --model btk ";
  expect_refusal(fit + "--json nowhere/fit.json -o fit.csv", "nowhere/fit.json: cannot write");
  expect_refusal(fit + "--json fit.json -o nowhere/fit.csv", "nowhere/fit.csv: cannot write");
  const Outcome full = shell(std::string(DIDV_PROGRAM) + " " + fit + "--json fit.json -o fit.csv >/dev/full");
  EXPECT_EQ(full.exit_code, 2);
  EXPECT_EQ(full.error, "standard output: cannot write\n");
  EXPECT_EQ(files(), 1u) << "contact.csv alone";
}

TEST_F(FitCommand, normalising_first_is_the_papers_way_and_stands_beside_the_background_in_the_fit) {
  const std::string file = data("ceh9/spectrum_02K.csv");
  const nlohmann::json first = didv("fit " + file + " --model btk --normalise-outside 60 --degree 4 --json -").json();
  const nlohmann::json together = didv("fit " + file + " --model btk --background 4 --json -").json();
  const auto& delta = together["parameters"]["Delta"];
  EXPECT_NEAR(delta["value"], 21.04, 2 * delta["standard_error"].get<double>()) << "published for CeH9 at 2 K";
  EXPECT_LT(first["parameters"]["Delta"]["value"], 19.1) << "two to three meV too small";
  EXPECT_EQ(first["parameters"]["scale"]["state"], "fixed");
}

TEST_F(FitCommand, a_raw_current_is_differentiated_only_when_asked) {
  const std::string file = data("ceh9/current_voltage_02K.csv");
  expect_refusal("fit " + file + " --model btk", "current");
  const nlohmann::json json = didv("fit " + file + " --from-current --model btk --background 4 --json -").json();
  const auto& delta = json["parameters"]["Delta"];
  EXPECT_NEAR(delta["value"], 21.04, 2 * delta["standard_error"].get<double>()) << "published for CeH9 at 2 K";
}

TEST_F(FitCommand, an_unusable_fit_is_printed_with_its_reason_and_ends_with_1) {
  // A normal metal: nothing tells gap from broadening.
  std::string flat = "# temperature_K: 4.2\nbias_mV,conductance\n";
  for (int i = -40; i <= 40; ++i) flat += std::to_string(0.1 * i) + "," + (i % 2 == 0 ? "1.001\n" : "0.999\n");
  write("flat.csv", flat);
  const Outcome outcome = didv("fit flat.csv --model btk --json -");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.json()["usable"], false);
  EXPECT_NE(outcome.error.find("flat.csv: fit not usable: "), std::string::npos);
  EXPECT_EQ(outcome.error.find('\n'), outcome.error.size() - 1);
}

TEST_F(FitCommand, a_missing_temperature_names_option_and_key) {
  write("contact.csv", "bias_mV,conductance\n-1,1\n0,1.2\n1,1\n2,1\n3,1\n");
  expect_refusal("fit contact.csv --model btk", "contact.csv: no temperature");
  expect_refusal("fit contact.csv --model btk", "--temperature");
  expect_refusal("fit contact.csv --model btk", "temperature_K");
}

TEST_F(FitCommand, crazy_files_get_one_line_each) {
  const std::string fit = " --model btk --temperature 2";
  const auto refused = [&](const std::string& content, const std::string& text) {
    write("crazy.csv", content);
    expect_refusal("fit crazy.csv" + fit, text);
  };
  expect_refusal("fit missing.csv --model btk", "missing.csv: cannot open: No such file or directory\n");
  expect_refusal("fit ." + fit, ".: cannot open: Is a directory");
  refused("", "crazy.csv: ");
  refused("bias_mV,conductance\n", "crazy.csv: ");
  refused("bias_mV,conductance\n1,2\n", "crazy.csv: has 1 row");
  refused("bias_mV,conductance\n1,2\n2,x3\n", "crazy.csv:3:2: found 'x3', expected a number");
  refused("bias_mV,conductance\n1,2\n2,nan\n3,4\n", "crazy.csv:3:2: ");
  refused("bias_mV,conductance\n1,2\n2\n3,4\n", "crazy.csv:3");
  refused("bias_mV,temperature_K\n1,2\n2,3\n", "conductance");
  refused("# temperature_K: cold\nbias_mV,conductance\n1,2\n2,3\n", "crazy.csv:1: temperature_K is 'cold'");
  refused("bias_mV,a_nS,b_nS\n1,2,3\n2,3,4\n", "a_nS, b_nS");
  refused(std::string("\0\1\2\3\xff\xfe", 6), "crazy.csv");
}

TEST_F(FitCommand, asks_what_hangs_on_a_temperature_that_was_fixed_started_and_bounded) {
  didv("simulate dynes --set Delta=1.4,Gamma=0.1,T=2 --bias -6:6:121 --noise 0.01 -o d.csv");
  const Outcome plain = didv("fit d.csv --model dynes --fix T=2");
  ASSERT_EQ(plain.exit_code, 0) << plain.error;
  for (const char* rule : {"--start T=2", "--bound T=1.9:2.1"}) {
    const Outcome outcome = didv("fit d.csv --model dynes --fix T=2 " + std::string(rule));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.error;
    EXPECT_NE(outcome.out.find("if T is 1.8 K, not 2 K"), std::string::npos) << outcome.out;
  }
}

TEST_F(FitCommand, refuses_an_instrument_as_wide_as_the_data) {
  didv("simulate dynes --set Delta=1.4,Gamma=0.1,T=2 --bias -6:6:121 --noise 0.01 -o d.csv");
  expect_refusal("fit d.csv --model dynes --gaussian '50 mV'",
                 "a bias noise of 50 mV leaves nothing to see of biases over 12 mV");
  expect_refusal("fit d.csv --model dynes --modulation '6 mV peak'", "a modulation of 6 mV peak leaves nothing to see");
}

TEST_F(FitCommand, takes_in_what_a_derivative_is_averaged_over) {
  // I(V) of a known curve, coarse beside its heat: the window of the derivative is no Γ.
  const Model model = find_model("dynes");
  const std::vector<double> at = model.arrange({{"Delta", 1.4}, {"Gamma", 0.05}, {"T", 1}});
  std::vector<double> voltage_mV;
  for (int i = -75; i <= 75; ++i) voltage_mV.push_back(0.08 * i);
  const std::vector<double> current = model.current(voltage_mV, at).value;
  std::string file = "# temperature_K: 1\n# modulation: none\nvoltage_mV,current_mA\n";
  for (std::size_t i = 0; i < current.size(); ++i)
    file += std::to_string(voltage_mV[i]) + "," + std::to_string(current[i]) + "\n";
  write("iv.csv", file);
  const nlohmann::json fit = didv("fit iv.csv --from-current --model dynes --json -").json();
  EXPECT_NEAR(fit["parameters"]["Gamma"]["value"].get<double>(), 0.05, 0.004) << fit["parameters"];
  EXPECT_NEAR(fit["parameters"]["Delta"]["value"].get<double>(), 1.4, 0.005);
}

TEST_F(FitCommand, gives_the_intervals_that_are_asked_for) {
  simulate("contact.csv");
  for (const char* how :
       {"profile", "bootstrap --replicas 200", "bootstrap --replicas 200 --bootstrap parametric --seed 7",
        "bootstrap --replicas 200 --bootstrap block"}) {
    const Outcome outcome = didv("fit contact.csv --model btk --json - --intervals " + std::string(how));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.error;
    const nlohmann::json all = outcome.json(), json = all["parameters"]["Delta"];
    ASSERT_TRUE(json.contains("interval_68") && json.contains("interval_95")) << how;
    const double value = json["value"], error = json["standard_error"];
    for (const int side : {0, 1}) {
      // Four standard deviations of an end of 200 refits: 0.65 and 0.96 errors.
      EXPECT_NEAR(json["interval_68"][side], value + (side == 0 ? -1 : 1) * error, 0.65 * error) << how;
      EXPECT_NEAR(json["interval_95"][side], value + (side == 0 ? -2 : 2) * error, 0.96 * error) << how;
    }
    const std::string from = json["interval_from"];
    EXPECT_TRUE(std::string(how).starts_with(from.substr(0, from.find(':')))) << from;
    EXPECT_FALSE(all["parameters"]["T"].contains("interval_68")) << "a parameter that is held";
  }
  const Outcome report = didv("fit contact.csv --model btk --intervals bootstrap --replicas 200 --seed 7");
  EXPECT_NE(report.out.find("(bootstrap: 200 replicas, residual, seed 7)"), std::string::npos) << report.out;
}

TEST_F(FitCommand, its_bootstrap_does_not_depend_on_the_threads) {
  simulate("contact.csv");
  const auto parameters = [&](const std::string& threads) {
    return didv("fit contact.csv --model btk --intervals bootstrap --replicas 40 --json - " + threads)
        .json()["parameters"]
        .dump();
  };
  const std::string one = parameters("--threads 1");
  for (const char* threads : {"", "--threads 2", "--threads 8"}) EXPECT_EQ(parameters(threads), one) << threads;
  EXPECT_NE(parameters("--seed 2"), one);
}

TEST_F(FitCommand, contours_stand_in_the_json) {
  simulate("contact.csv");
  const nlohmann::json json =
      didv("fit contact.csv --model btk --contour Delta,Gamma --contour Z,Gamma --json -").json();
  ASSERT_EQ(json["contours"].size(), 2U);
  const nlohmann::json& first = json["contours"][0];
  EXPECT_EQ(first["first"], "Delta");
  EXPECT_EQ(first["second"], "Gamma");
  EXPECT_TRUE(first["reason"].is_null());
  const double Delta = json["parameters"]["Delta"]["value"], error = json["parameters"]["Delta"]["standard_error"];
  double lowest = Delta, highest = Delta;
  for (const auto& point : first["points_95"]) {
    lowest = std::min(lowest, point[0].get<double>());
    highest = std::max(highest, point[0].get<double>());
  }
  // χ² has risen by 6.18 there, a little more with the noise estimated.
  EXPECT_NEAR((highest - lowest) / (2 * std::sqrt(6.18) * error), 1, 0.1);
  expect_refusal("fit contact.csv --model btk --contour Delta,Gamma", "--contour needs --json: its points stand there");
  expect_refusal("fit contact.csv --model btk --contour Delta --json -",
                 "--contour: expected two parameters, NAME,NAME, got 'Delta'");
}

TEST_F(FitCommand, draws_from_the_posterior_and_writes_them) {
  simulate("contact.csv");
  const Outcome fit =
      didv("fit contact.csv --model btk --fix Z=0.6 --intervals posterior --seed 5 --draws draws.csv --json -");
  ASSERT_EQ(fit.exit_code, 0) << fit.error;
  const nlohmann::json Delta = fit.json()["parameters"]["Delta"];
  EXPECT_TRUE(Delta["interval_from"].get<std::string>().starts_with("posterior: 2 ensembles of 16 walkers"));
  EXPECT_TRUE(Delta["interval_from"].get<std::string>().ends_with("seed 5"));
  EXPECT_LT(Delta["sampling"]["r_hat"], 1.01);
  EXPECT_GT(Delta["sampling"]["effective_draws"], 500);
  EXPECT_FALSE(fit.json()["parameters"]["Z"].contains("sampling"));
  const Outcome draws{0, read("draws.csv"), {}};
  EXPECT_NE(draws.out.find("\nDelta_meV,Gamma_meV"), std::string::npos) << draws.out.substr(0, 400);
  double sum = 0;
  for (const auto& row : draws.rows()) sum += row[0];
  const double value = Delta["value"], error = Delta["standard_error"];
  EXPECT_NEAR(sum / static_cast<double>(draws.rows().size()), value, 0.5 * error);
  const Outcome none =
      didv("fit contact.csv --model btk --loss huber --intervals posterior --draws none.csv --json found.json");
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_NE(none.error.find("--draws: there are none: "), std::string::npos) << none.error;
  EXPECT_NE(none.out.find("Delta"), std::string::npos) << "the report stands";
  EXPECT_FALSE(read("found.json").empty());
  EXPECT_TRUE(read("none.csv").empty());
  expect_refusal("fit contact.csv --model btk --draws draws.csv",
                 "--draws needs --intervals bootstrap or --intervals posterior");
  expect_refusal("fit contact.csv --model btk --intervals posterior --draws contact.csv", "--draws");
}

TEST_F(FitCommand, its_interval_at_a_bound_is_one_sided) {
  ASSERT_EQ(
      didv("simulate dynes --set Delta=1.4,Gamma=0,T=1 --bias -6:6:121 --noise 0.03 --seed 5 -o sharp.csv").exit_code,
      0);
  for (const char* how : {"profile", "bootstrap --replicas 100"}) {
    const nlohmann::json gamma =
        didv("fit sharp.csv --model dynes --sigma 0.03 --json - --intervals " + std::string(how))
            .json()["parameters"]["Gamma"];
    ASSERT_TRUE(gamma.contains("interval_68")) << how << gamma;
    EXPECT_EQ(gamma["interval_68"][0], 0) << how;
    EXPECT_EQ(gamma["interval_95"][0], 0) << how;
    EXPECT_GT(gamma["interval_95"][1], gamma["interval_68"][1]) << how;
  }
}

TEST_F(FitCommand, each_mistake_gets_its_own_line) {
  simulate("contact.csv");
  const std::string fit = "fit contact.csv --model btk ";
  expect_refusal("fit contact.csv --model btkk", "no model 'btkk'");
  expect_refusal(fit + "--temperature cold", "--temperature: 'cold': expected a number");
  expect_refusal(fit + "--temperature -1", "--temperature: '-1'");
  expect_refusal(fit + "--modulation 0.6", "modulation is '0.6'");
  expect_refusal(fit + "--fix Foo=1", "'Foo': there are Delta, Gamma, Z, T");
  expect_refusal(fit + "--free Foo", "'Foo': there are Delta, Gamma, Z, T");
  expect_refusal(fit + "--start Delta", "--start: 'Delta': expected NAME=VALUE");
  expect_refusal(fit + "--bound Gamma=5:0", "--bound Gamma: '5:0': expected LOWER:UPPER");
  expect_refusal(fit + "--bound Gamma=-1:5", "bound of Gamma");
  expect_refusal(fit + "--window 5:-5", "--window: '5:-5'");
  expect_refusal(fit + "--intervals often", "--intervals: 'often': expected profile, bootstrap or posterior");
  expect_refusal(fit + "--intervals bootstrap --bootstrap wild", "'wild': there are parametric, residual and block");
  expect_refusal(fit + "--intervals bootstrap --replicas 5", "--replicas: '5': expected a whole number of at least 10");
  expect_refusal(fit + "--intervals bootstrap --threads 0", "--threads: '0'");
  expect_refusal(fit + "--intervals profile --replicas 50", "--replicas needs --intervals bootstrap");
  expect_refusal(fit + "--bootstrap block", "--bootstrap needs --intervals bootstrap");
  expect_refusal(fit + "--window 100:200", "100");
  expect_refusal(fit + "--sigma 0", "sigma");
  expect_refusal(fit + "--background 1.5", "--background: '1.5': expected a whole number");
  expect_refusal(fit + "--degree 2", "--degree needs --normalise-outside");
  expect_refusal(fit + "--background 2 --normalise-outside 4", "two ways to treat one background");
  expect_refusal(fit + "--half-window 2", "need --from-current");
  expect_refusal(fit + "--column nothing", "nothing");
  expect_refusal(fit + "--temperature 3 --fix T=2", "--temperature and --fix T say the same");
  expect_refusal(fit + "--temperature 3 --temperature 2", "--temperature");
  expect_refusal(fit + "--offset -5", "offset was given a disallowed");
  expect_refusal(fit + "-o nowhere/curve.csv", "nowhere/curve.csv: cannot write: No such file or directory");
  expect_refusal(fit + "-o contact.csv", "contact.csv is the file that is read");
  expect_refusal(fit + "--json contact.csv", "contact.csv is the file that is read");
  expect_refusal(fit + "--json one -o one", "--output and --json: both name one");
  expect_refusal(fit + "--json one -o ./one", "both name ./one");
}

}  // namespace didv::test
