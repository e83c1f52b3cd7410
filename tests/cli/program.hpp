#pragma once
// The built program as its users see it: what it prints where, how it ends, what it leaves in a folder.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace didv::test {

struct Outcome {
  int exit_code;
  std::string out, error;

  nlohmann::json json() const { return nlohmann::json::parse(out); }
  /// The rows below metadata and header, as numbers.
  std::vector<std::vector<double>> rows() const {
    std::vector<std::vector<double>> rows;
    std::istringstream lines(out);
    bool header = true;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with('#')) continue;
      if (!header) {
        std::istringstream cells(line);
        rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(std::stod(cell));
      }
      header = false;
    }
    return rows;
  }
};

/// Runs the program in an empty folder of its own.
class Program : public testing::Test {
 protected:
  Program() {
    std::string name = (std::filesystem::temp_directory_path() / "didv_cli_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
  }
  ~Program() override { std::filesystem::remove_all(folder_); }

  /// `arguments` as a shell takes them.
  Outcome didv(const std::string& arguments) const { return shell(std::string(DIDV_PROGRAM) + " " + arguments); }

  Outcome shell(const std::string& command) const {
    const auto out = folder_ / ".stdout", error = folder_ / ".stderr";
    const std::string line = "cd '" + folder_.string() + "' && { " + command + "\n} >.stdout 2>.stderr";
    const int status = std::system(line.c_str());
    const Outcome outcome{WIFEXITED(status) ? WEXITSTATUS(status) : -1, content(out), content(error)};
    std::filesystem::remove(out);
    std::filesystem::remove(error);
    return outcome;
  }

  void write(const std::string& file, const std::string& text) const { std::ofstream(folder_ / file) << text; }
  std::string read(const std::string& file) const { return content(folder_ / file); }
  std::string path(const std::string& file) const { return (folder_ / file).string(); }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
  }
  static std::string data(const std::string& file) { return DIDV_SOURCE_DIR "/data/" + file; }

  /// Exit code 2, nothing on standard output, one line on standard error that contains the text, no file left.
  void expect_refusal(const std::string& arguments, const std::string& text) const {
    const std::size_t before = files();
    const Outcome outcome = didv(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << arguments;
    EXPECT_EQ(outcome.out, "") << arguments;
    EXPECT_NE(outcome.error.find(text), std::string::npos) << arguments << "\nprints: " << outcome.error;
    EXPECT_EQ(outcome.error.find('\n'), outcome.error.size() - 1) << "more than one line: " << outcome.error;
    EXPECT_EQ(files(), before) << arguments << " leaves a file behind";
  }

 private:
  static std::string content(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
  }
  std::filesystem::path folder_;
};

}  // namespace didv::test
