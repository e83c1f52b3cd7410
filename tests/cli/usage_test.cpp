// What every command has in common: help, version, exit codes, one line for each mistake.

#include "didv/version.hpp"
#include "program.hpp"

namespace didv::test {

class Usage : public Program {
 protected:
  const std::vector<std::string> levels_{"",       "models", "simulate",   "fit",   "compare",
                                         "series", "refit",  "derivative", "peaks", "gap",
                                         "thermo", "tc",     "jc",         "bkt",   "heat-capacity"};
};

TEST_F(Usage, every_level_has_help_on_standard_output) {
  for (const std::string& level : levels_) {
    const Outcome outcome = didv(level + " --help");
    EXPECT_EQ(outcome.exit_code, 0) << level;
    EXPECT_NE(outcome.out.find("Usage: didv"), std::string::npos) << level;
    EXPECT_EQ(outcome.error, "");
  }
}

TEST_F(Usage, every_level_knows_its_version) {
  for (const std::string& level : levels_) {
    const Outcome outcome = didv(level + " --version");
    EXPECT_EQ(outcome.exit_code, 0) << level;
    EXPECT_EQ(outcome.out, "didv " + std::string(version()) + "\n") << level;
  }
}

TEST_F(Usage, a_result_that_standard_output_does_not_take_leaves_no_file) {
  for (const auto& [command, file] :
       {std::pair{"fit --model btk --window -60:60 --start Delta=21,Gamma=4,Z=0.2", "ceh9/spectrum_02K.csv"},
        {"peaks", "ats/tunneling_300mK.csv"},
        {"tc", "ceh9/resistance.csv"},
        {"jc", "ceh9/critical_current.csv"},
        {"bkt", "ats/current_voltage_bkt.csv"},
        {"heat-capacity", "ats/heat_capacity.csv"}}) {
    const Outcome outcome =
        shell(DIDV_PROGRAM " " + std::string(command) + " '" + data(file) + "' --json r.json >/dev/full");
    EXPECT_EQ(outcome.exit_code, 2) << command;
    EXPECT_EQ(outcome.error, "standard output: cannot write\n") << command;
    EXPECT_EQ(files(), 0u) << command;
  }
}

TEST_F(Usage, wrong_usage_ends_with_2_and_one_line) {
  expect_refusal("", "subcommand is required");
  expect_refusal("frobnicate", "unknown command 'frobnicate', expected one of models, simulate");
  expect_refusal("models --colour", "--colour");
  expect_refusal("simulate", "MODEL is required");
  expect_refusal("fit --model btk", "FILE is required");
  expect_refusal("fit data.csv", "--model is required");
  expect_refusal("simulate btk --bias", "--bias");
  expect_refusal("simulate btk --bias ''", "argument 4 is empty");
}

TEST_F(Usage, a_full_disk_is_no_success) {
  const Outcome outcome = shell(std::string(DIDV_PROGRAM) + " models 2>&1 >/dev/full");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "standard output: cannot write\n");
}

}  // namespace didv::test
