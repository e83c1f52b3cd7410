// A result file is enough to make the result again.

#include "program.hpp"

namespace didv::test {

class Refit : public Program {
 protected:
  void SetUp() override {
    simulate("a.csv", "2", "5");
    simulate("b.csv", "4", "6");
  }
  void simulate(const std::string& file, const std::string& T, const std::string& seed, int points = 201) const {
    const Outcome made =
        didv("simulate dynes --set Delta=1.4,Gamma=0.1,T=" + T + " --bias -6:6:" + std::to_string(points) +
             " --noise 0.01 --seed " + seed + " -o " + file);
    ASSERT_EQ(made.exit_code, 0) << made.error;
  }
  void expect_the_same_again(const std::string& command) const {
    const Outcome first = didv(command + " --json r.json");
    ASSERT_EQ(first.exit_code, 0) << command << "\n" << first.error;
    const Outcome report = didv("refit r.json");
    EXPECT_EQ(report.exit_code, 0) << report.out << report.error;
    EXPECT_NE(report.out.find("r.json: every number agrees to 1e-10 (largest difference 0)"), std::string::npos)
        << report.out;
    const nlohmann::json json = didv("refit r.json --json -").json();
    EXPECT_EQ(json["agrees"], true) << command;
    EXPECT_EQ(json["largest_difference"], 0) << command;
    EXPECT_EQ(json["recorded"]["command"], nlohmann::json::parse(read("r.json"))["command"]) << command;
    EXPECT_FALSE(json["parameters"].empty()) << command;
  }
};

TEST_F(Refit, gives_every_parameter_again) {
  expect_the_same_again("fit a.csv --model dynes");
  expect_the_same_again(
      "fit a.csv --model btk --window -5:5 --start Delta=1.4,Z=3 --bound Gamma=0:1 --fix T=2.1 --offset "
      "--modulation '0.1 mV rms' --sigma 0.01 --intervals profile -o curve.csv");
  expect_the_same_again(
      "fit a.csv --model dynes --correlation estimate --loss huber --relative-noise 0.01 --sigma 0.01");
  expect_the_same_again("fit a.csv --model dynes --intervals bootstrap --replicas 20 --seed 7");
  expect_the_same_again("compare a.csv --models dynes,btk");
  expect_the_same_again("series a.csv b.csv --model dynes --share Gamma --tie Delta=bcs --fix Tc=50");
  EXPECT_NE(didv("refit r.json").out.find("spectra[1].Gamma"), std::string::npos);
}

TEST_F(Refit, takes_companion_measurements_too) {
  expect_the_same_again("tc '" + data("ceh9/resistance.csv") + "' --criterion zero");
  expect_the_same_again("jc '" + data("ceh9/critical_current.csv") + "'");
  expect_the_same_again("bkt '" + data("ats/current_voltage_bkt.csv") + "'");
  expect_the_same_again("heat-capacity '" + data("ats/heat_capacity.csv") + "'");
  expect_the_same_again("peaks '" + data("ats/tunneling_300mK.csv") + "'");
}

TEST_F(Refit, writes_nothing_of_the_recorded_command) {
  didv("fit a.csv --model dynes --json r.json -o curve.csv");
  std::filesystem::remove(path("curve.csv"));
  const std::string before = read("r.json");
  EXPECT_EQ(didv("refit r.json").exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(path("curve.csv")));
  EXPECT_EQ(read("r.json"), before);
}

TEST_F(Refit, says_where_it_does_not_come_out_the_same) {
  didv("fit a.csv --model dynes --json r.json");
  nlohmann::json record = nlohmann::json::parse(read("r.json"));
  nlohmann::json& value = record["parameters"]["Delta"]["value"];
  value = value.get<double>() * (1 + 1e-9);
  write("r.json", record.dump());
  const Outcome report = didv("refit r.json");
  EXPECT_EQ(report.exit_code, 1);
  EXPECT_NE(report.error.find("r.json: not the same: the largest difference is 1"), std::string::npos) << report.error;
  record["parameters"]["Delta"]["value"] = value.get<double>() / (1 + 1e-9) * (1 + 1e-12);
  write("r.json", record.dump());
  EXPECT_EQ(didv("refit r.json").exit_code, 0);
  record["parameters"]["Delta"]["standard_error"] = nullptr;
  write("r.json", record.dump());
  EXPECT_EQ(didv("refit r.json").exit_code, 1);
}

TEST_F(Refit, sees_every_number_that_changes) {
  const auto expect_all_seen = [&](const std::string& command) {
    didv(command + " --json r.json");
    const nlohmann::json record = nlohmann::json::parse(read("r.json")), places = record.flatten();
    nlohmann::json changed = record;
    std::size_t alone = 0;  // numbers that are no elements of a list
    for (const auto& [place, value] : places.items()) {
      if (!value.is_number()) continue;
      const nlohmann::json::json_pointer at(place);
      changed[at] = value == 0 ? 1 : value.get<double>() * (1 + 1e-9);
      alone += !record[at.parent_pointer()].is_array();
    }
    write("r.json", changed.dump());
    std::size_t seen = 0;
    const nlohmann::json report = didv("refit r.json --json -").json();
    for (const auto& [name, pair] : report["parameters"].items()) {
      if (pair["recorded"].is_boolean()) continue;
      EXPECT_TRUE(pair["difference"].is_null() || pair["difference"] > 1e-10) << command << ": " << name;
      seen += pair["recorded"].is_number();
    }
    EXPECT_EQ(seen, alone) << command;
  };
  expect_all_seen("fit a.csv --model dynes --intervals profile --contour Delta,Gamma");
  expect_all_seen("compare a.csv --models dynes,btk");
  expect_all_seen("series a.csv b.csv --model dynes --share Gamma --tie Delta=bcs --fix Tc=50");
  expect_all_seen("tc '" + data("ceh9/resistance.csv") + "'");
  expect_all_seen("tc '" + data("ats/resistance_field.csv") + "'");
  expect_all_seen("jc '" + data("ceh9/critical_current.csv") + "'");
  expect_all_seen("bkt '" + data("ats/current_voltage_bkt.csv") + "'");
  expect_all_seen("heat-capacity '" + data("ats/heat_capacity.csv") + "'");
  expect_all_seen("peaks '" + data("ats/tunneling_300mK.csv") + "' --all --quasi-gap");
}

TEST_F(Refit, sees_what_is_no_number_or_is_missing) {
  nlohmann::json record;
  const auto make = [&](const std::string& command) {
    didv(command + " --json r.json");
    record = nlohmann::json::parse(read("r.json"));
    EXPECT_EQ(didv("refit r.json").exit_code, 0) << command;
  };
  const auto report_of = [&](const nlohmann::json& changed, int exit_code) {
    write("r.json", changed.dump());
    const Outcome report = didv("refit r.json");
    EXPECT_EQ(report.exit_code, exit_code) << report.out << report.error;
    return report;
  };
  const auto expect_seen = [&](const std::string& place, const nlohmann::json& value) {
    nlohmann::json changed = record;
    changed[nlohmann::json::json_pointer(place)] = value;
    SCOPED_TRACE(place);
    report_of(changed, 1);
  };
  make("fit a.csv --model dynes --intervals profile --contour Delta,Gamma");
  expect_seen("/parameters/Delta/interval_68", nullptr);
  expect_seen("/parameters/Delta/state", "at_bound");
  expect_seen("/parameters/Eta", {{"value", 1}});
  expect_seen("/usable", false);
  expect_seen("/parameters/Delta/interval_95/1", 9);
  expect_seen("/data/curve/fit/200", 9);
  expect_seen("/contours/0/points_95/3/1", 9);
  expect_seen("/contours/0/points_68", nlohmann::json::array());
  nlohmann::json less = record;
  less.erase("chi_squared");
  EXPECT_NE(report_of(less, 1).error.find("the largest difference is inf, of chi_squared"), std::string::npos);
  nlohmann::json reworded = record;
  reworded["message"] = "as good as it gets";
  EXPECT_NE(report_of(reworded, 0).out.find("note: message is worded differently now"), std::string::npos);
  make("compare a.csv --models dynes,btk");
  expect_seen("/best", record["best"] == "dynes" ? "btk" : "dynes");
}

TEST_F(Refit, refuses_a_file_that_has_changed) {
  didv("fit a.csv --model dynes --json r.json");
  didv("series a.csv b.csv --model dynes --json s.json");
  write("b.csv", read("b.csv") + "7,1\n");
  EXPECT_EQ(didv("refit r.json").exit_code, 0);
  expect_refusal("refit s.json", "b.csv: is not the file that s.json was made from: sha256 ");
  std::filesystem::remove(path("a.csv"));
  expect_refusal("refit r.json", "a.csv: cannot open: No such file or directory");
}

TEST_F(Refit, refuses_what_it_cannot_run_again) {
  expect_refusal("refit none.json", "none.json: cannot open: No such file or directory");
  write("bad.json", "{\"didv\":");
  expect_refusal("refit bad.json", "bad.json: is no JSON, expected a result of didv");
  write("other.json", "{\"a\": 1}");
  expect_refusal("refit other.json",
                 "other.json: this is nothing that didv wrote: expected JSON with didv, git and command");
  didv("gap --delta0 1.5 --temperature 0:5:3 --json gap.json");
  expect_refusal("refit gap.json", "gap.json: was not made by a command of didv that reads a measurement");
  didv("fit a.csv --model dynes --json r.json");
  didv("refit r.json --json again.json");
  expect_refusal("refit again.json", "again.json: was not made by a command of didv that reads a measurement");
  write("deep.json", std::string(1000000, '[') + std::string(1000000, ']'));
  expect_refusal("refit deep.json", "deep.json: nested deeper than 100 levels, expected what didv wrote");
  nlohmann::json record = nlohmann::json::parse(read("r.json"));
  nlohmann::json unnamed = record;
  unnamed["data"]["file"] = 1;
  write("unnamed.json", unnamed.dump());
  expect_refusal("refit unnamed.json", "unnamed.json: has a file or a sha256 that is no text");
  std::string nested = read("r.json");
  nested.insert(1, "\"deep\": " + std::string(1000000, '[') + std::string(1000000, ']') + ",");
  write("nested.json", nested);
  expect_refusal("refit nested.json", "nested.json: nested deeper than 100 levels, expected what didv wrote");
  std::string huge = record.dump();
  huge.insert(1, "\"huge\": 1e999,");
  write("huge.json", huge);
  expect_refusal("refit huge.json", "huge.json: is no JSON, expected a result of didv");
  record["options"]["frobnicate"] = "1";
  write("r.json", record.dump());
  expect_refusal("refit r.json", "r.json: has options that didv fit does not take");
  expect_refusal("refit a.csv --json a.csv", "a.csv");
}

}  // namespace didv::test
