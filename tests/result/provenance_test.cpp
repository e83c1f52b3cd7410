// Which program made a result: known, or said to be unknown.

#include "didv/provenance.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>

#include "didv/error.hpp"

namespace didv {
namespace {

TEST(Provenance, NamesTheCommitOrSaysThatItIsUnknown) {
  const std::string git(revision());
  EXPECT_TRUE(std::regex_match(git, std::regex("unknown|[0-9a-f]{40}(-modified)?"))) << git;
  const bool known = std::system("git -C '" DIDV_SOURCE_DIR "' rev-parse HEAD >/dev/null 2>&1") == 0 &&
                     std::filesystem::exists(DIDV_SOURCE_DIR "/.git");
  EXPECT_EQ(git != "unknown", known);
  EXPECT_EQ(Provenance{}.didv, version());
  EXPECT_EQ(Provenance{}.git, git);
}

TEST(Provenance, WritesFlagsAndListsAsWhatTheyAre) {
  Provenance made_by;
  made_by.command = "didv fit a.csv --offset";
  made_by.options = {{"FILE", {"a.csv"}}, {"offset"}, {"fix", {"Z=0.5", "T=2"}}};
  const auto json = nlohmann::json::parse(made_by.json());
  EXPECT_EQ(json["options"]["FILE"], "a.csv");
  EXPECT_EQ(json["options"]["offset"], true);
  EXPECT_EQ(json["options"]["fix"], (std::vector<std::string>{"Z=0.5", "T=2"}));
  EXPECT_FALSE(nlohmann::json::parse(Provenance{}.json()).contains("options"));
}

TEST(Provenance, ComesBackFromItsJson) {
  Provenance made_by;
  made_by.command = "didv fit 'a b.csv' --offset";
  made_by.options = {{"FILE", {"a b.csv"}}, {"offset"}, {"fix", {"Z=0.5", "T=2"}}};
  made_by.inputs = {{"gaps.csv", "01ab"}};
  const Provenance back = Provenance::parse(made_by.json());
  EXPECT_EQ(back.command, made_by.command);
  EXPECT_EQ(back.git, made_by.git);
  EXPECT_EQ(back.options, made_by.options);
  EXPECT_EQ(back.inputs, made_by.inputs);
  EXPECT_TRUE(made_by.text().ends_with("didv fit 'a b.csv' --offset; gaps.csv, sha256 01ab")) << made_by.text();
  EXPECT_EQ(back.command_name(), "fit");
  EXPECT_EQ(Provenance{.command = "example_11"}.command_name(), "");
  EXPECT_THROW(Provenance::parse("{}"), InvalidArgument);
  EXPECT_THROW(Provenance::parse("no JSON"), InvalidArgument);
}

TEST(Provenance, OfAFileNameThatIsNoTextIsStillJson) {
  Provenance made_by;
  made_by.options = {{"FILE", {"\xff\xfe.csv"}}};
  EXPECT_NO_THROW(nlohmann::json::parse(made_by.json()));
}

}  // namespace
}  // namespace didv
