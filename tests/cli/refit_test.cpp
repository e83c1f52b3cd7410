// A result file is enough to make the result again.

#include "program.hpp"

namespace didv::test {

class Refit : public Program {
 protected:
  void SetUp() override {
    simulate("a.csv", "2", "5");
    simulate("b.csv", "4", "6");
  }
  void simulate(const std::string& file, const std::string& T, const std::string& seed) const {
    const Outcome made = didv("simulate dynes --set Delta=1.4,Gamma=0.1,T=" + T +
                              " --bias -6:6:201 --noise 0.01 --seed " + seed + " -o " + file);
    ASSERT_EQ(made.exit_code, 0) << made.error;
  }
  void expect_the_same_again(const std::string& command) const {
    const Outcome first = didv(command + " --json r.json");
    ASSERT_EQ(first.exit_code, 0) << command << "\n" << first.error;
    const Outcome report = didv("refit r.json");
    EXPECT_EQ(report.exit_code, 0) << report.out << report.error;
    EXPECT_NE(report.out.find("r.json: every parameter agrees to 1e-10 (largest difference 0)"), std::string::npos)
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

TEST_F(Refit, sees_what_stands_inside_of_an_estimate) {
  didv("jc '" + data("ceh9/critical_current.csv") + "' --json r.json");
  nlohmann::json record = nlohmann::json::parse(read("r.json"));
  ASSERT_EQ(didv("refit r.json").exit_code, 0);
  record["Ic"][0]["positive_mA"]["value"] = 1;
  write("r.json", record.dump());
  const Outcome report = didv("refit r.json");
  EXPECT_EQ(report.exit_code, 1);
  EXPECT_NE(report.out.find("Ic[0].positive_mA"), std::string::npos) << report.out;
}

TEST_F(Refit, sees_intervals_contours_chi_squared_and_the_verdict) {
  nlohmann::json record;
  const auto make = [&](const std::string& command) {
    didv(command + " --json r.json");
    record = nlohmann::json::parse(read("r.json"));
    EXPECT_EQ(didv("refit r.json").exit_code, 0) << command;
  };
  make("fit a.csv --model dynes --intervals profile --contour Delta,Gamma");
  const auto expect_seen = [&](const std::string& place, const nlohmann::json& value) {
    nlohmann::json changed = record;
    changed[nlohmann::json::json_pointer(place)] = value;
    write("r.json", changed.dump());
    EXPECT_EQ(didv("refit r.json").exit_code, 1) << place;
  };
  expect_seen("/parameters/Delta/interval_95/1", 9);
  expect_seen("/parameters/Delta/interval_68", nullptr);
  expect_seen("/chi_squared", 1e9);
  expect_seen("/usable", false);
  expect_seen("/contours/0/points_95/3/1", 9);
  expect_seen("/contours/0/points_68", nlohmann::json::array());
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
  expect_refusal("refit deep.json", "deep.json: this is nothing that didv wrote");
  nlohmann::json record = nlohmann::json::parse(read("r.json"));
  nlohmann::json unnamed = record;
  unnamed["data"]["file"] = 1;
  write("unnamed.json", unnamed.dump());
  expect_refusal("refit unnamed.json", "unnamed.json: has a file or a sha256 that is no text");
  std::string nested = read("r.json");
  nested.insert(1, "\"deep\": " + std::string(1000000, '[') + std::string(1000000, ']') + ",");
  write("nested.json", nested);
  EXPECT_EQ(didv("refit nested.json").exit_code, 0);
  record["options"]["frobnicate"] = "1";
  write("r.json", record.dump());
  expect_refusal("refit r.json", "r.json: has options that didv fit does not take");
  expect_refusal("refit a.csv --json a.csv", "a.csv");
}

}  // namespace didv::test
