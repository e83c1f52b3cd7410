// What made a result stands in it: version, commit, command, options, and the checksum of what was read.

#include <regex>

#include "didv/version.hpp"
#include "program.hpp"

namespace didv::test {

class ProvenanceOf : public Program {
 protected:
  std::string checksum(const std::string& file) const { return shell("sha256sum '" + file + "'").out.substr(0, 64); }

  /// As the program has it, which may have been built at another commit than this test.
  void SetUp() override {
    git_ = didv("gap --delta0 1 --nominal-tc --json").json()["git"];
    EXPECT_TRUE(std::regex_match(git_, std::regex("unknown|[0-9a-f]{40}(-modified)?"))) << git_;
  }

  /// `command` reads data/`file`.
  void expect_provenance(const std::string& command, const std::string& file, const std::string& options) const {
    std::filesystem::copy_file(data(file), folder_file("in.csv"), std::filesystem::copy_options::overwrite_existing);
    const std::string typed = command + " in.csv" + options;
    const nlohmann::json json = didv(typed + " --json -").json();
    EXPECT_EQ(json["didv"], std::string(version())) << command;
    EXPECT_EQ(json["git"], git_) << command;
    EXPECT_EQ(json["command"], "didv " + typed + " --json -");
    EXPECT_EQ(json["options"]["FILE"], "in.csv") << command;
    EXPECT_EQ(json["options"]["json"], "-") << command;
    const nlohmann::json& origin = json.contains("data") ? json["data"] : json;
    EXPECT_EQ(origin["file"], "in.csv") << command;
    EXPECT_EQ(origin["sha256"], checksum("in.csv")) << command;

    const std::string report = didv(typed + (command == "derivative" ? " -o out.csv" : "")).out;
    if (command == "derivative") return;
    EXPECT_NE(report.find("sha256 " + checksum("in.csv")), std::string::npos) << report;
    EXPECT_NE(report.find(std::string(version()) + ", git " + git_ + ": didv " + typed), std::string::npos) << report;
  }
  std::string git_;
  std::filesystem::path folder_file(const std::string& name) const { return path(name); }
};

TEST_F(ProvenanceOf, every_command_that_reads_a_file) {
  expect_provenance("fit", "ceh9/spectrum_02K.csv", " --model btk --window -60:60 --start Delta=21,Gamma=4.4,Z=0.16");
  expect_provenance("compare", "ceh9/spectrum_02K.csv", " --models dynes,btk --window -60:60");
  expect_provenance("derivative", "ceh9/current_voltage_02K.csv", "");
  expect_provenance("peaks", "ats/tunneling_300mK.csv", "");
  expect_provenance("tc", "ceh9/resistance.csv", "");
  expect_provenance("tc", "ats/resistance_field.csv", "");
  expect_provenance("jc", "ceh9/critical_current.csv", "");
  expect_provenance("bkt", "ats/current_voltage_bkt.csv", "");
  expect_provenance("heat-capacity", "ats/heat_capacity.csv", "");
}

TEST_F(ProvenanceOf, each_file_of_a_series) {
  didv("simulate dynes --set Delta=1.4,Gamma=0.1,T=2 --bias -6:6:101 --noise 0.01 --seed 5 -o a.csv");
  didv("simulate dynes --set Delta=1.3,Gamma=0.1,T=4 --bias -6:6:101 --noise 0.01 --seed 6 -o b.csv");
  const nlohmann::json json = didv("series a.csv b.csv --model dynes --share Gamma --json -").json();
  EXPECT_EQ(json["options"]["FILE"], (std::vector<std::string>{"a.csv", "b.csv"}));
  EXPECT_EQ(json["spectra"][0]["sha256"], checksum("a.csv"));
  EXPECT_EQ(json["spectra"][1]["sha256"], checksum("b.csv"));
  const std::string report = didv("series a.csv b.csv --model dynes --share Gamma").out;
  EXPECT_NE(report.find("sha256 " + checksum("b.csv")), std::string::npos) << report;
}

TEST_F(ProvenanceOf, commands_that_read_no_file) {
  for (const std::string command :
       {"gap --delta0 1.5 --nominal-tc", "gap --delta0 1.5 --temperature 0:5:3", "thermo --tc 1 --temperature 0.5"}) {
    const nlohmann::json json = didv(command + " --json").json();
    EXPECT_EQ(json["git"], git_) << command;
    EXPECT_TRUE(json["options"].is_object()) << command;
  }
}

TEST_F(ProvenanceOf, tables_too) {
  didv("simulate dynes --set Delta=1.4,Gamma=0.1,T=2 --bias -6:6:101 --noise 0.01 --seed 5 -o a.csv");
  didv("simulate dynes --set Delta=1.3,Gamma=0.1,T=4 --bias -6:6:101 --noise 0.01 --seed 6 -o b.csv");
  didv("fit a.csv --model dynes -o fit.csv");
  didv("series b.csv a.csv --model dynes -o series.csv");
  didv("derivative '" + data("ceh9/current_voltage_02K.csv") + "' -o derivative.csv");
  for (const char* file : {"a.csv", "fit.csv", "series.csv", "derivative.csv"})
    EXPECT_NE(read(file).find("didv " + std::string(version()) + ", git " + git_ + ": didv "), std::string::npos)
        << read(file).substr(0, 500);
  for (const char* file : {"fit.csv", "series.csv"})
    EXPECT_NE(read(file).find("# sha256: " + checksum("a.csv") + "  a.csv\n"), std::string::npos) << file;
  EXPECT_NE(read("series.csv").find("# sha256: " + checksum("b.csv") + "  b.csv\n"), std::string::npos);
  EXPECT_NE(read("derivative.csv").find("# sha256: " + checksum(data("ceh9/current_voltage_02K.csv"))),
            std::string::npos);
  EXPECT_EQ(didv("fit fit.csv --model dynes --column data --unit normalised --temperature 2").exit_code, 0);
}

TEST_F(ProvenanceOf, a_pipe_is_that_of_the_bytes_that_came_through) {
  didv("simulate dynes --set Delta=1.4,Gamma=0.1,T=2 --bias -6:6:101 --noise 0.01 --seed 5 -o a.csv");
  const Outcome piped = shell("cat a.csv | " DIDV_PROGRAM " fit /dev/stdin --model dynes --json -");
  ASSERT_EQ(piped.exit_code, 0) << piped.error;
  EXPECT_EQ(piped.json()["data"]["sha256"], checksum("a.csv"));
}

}  // namespace didv::test
