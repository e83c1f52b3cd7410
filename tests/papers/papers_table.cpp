// Writes docs/papers.md: runs every command and example that the rows name and puts their answers beside what the
// papers print. With --compare FILE it says which lines of FILE differ and fails.

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "rows.hpp"

namespace {

using didv::papers::Answer;

constexpr const char* introduction =
    R"(# Every number of the four papers

Each row is a number that one of the four papers prints, beside the number that didv finds, and the command that finds it (from the root of
the project, with `build/` first in the path; `example_…` stands for `build/examples/example_…`). This page is written by a program that
runs the commands; a test runs them again and fails where the page has drifted.

**The curves are not the authors' measurements.** None of the papers ships its raw curves: those in `data/` were computed from the
printed parameters, with noise and background added ([data/README.md](../data/README.md)). That a number comes back says that the analysis
is right and that its error is honest; it says nothing new about the material. The last column names what went into the curve.
)";

/// Runs a command as a shell does; standard output, and an error where it ends with more than `highest_code`.
std::string output_of(const std::string& command, int highest_code) {
  std::FILE* pipe = ::popen(("cd '" DIDV_SOURCE_DIR "' && " + command).c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run: " + command);
  std::string text;
  char buffer[4096];
  for (std::size_t got; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, got);
  const int status = ::pclose(pipe);
  if (!WIFEXITED(status) || WEXITSTATUS(status) > highest_code) throw std::runtime_error("failed: " + command);
  return text;
}

class Runner {
 public:
  Runner() {
    std::string name = (std::filesystem::temp_directory_path() / "didv_papers_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
  }
  ~Runner() { std::filesystem::remove_all(folder_); }

  const Answer& run(const std::string& command) {
    const auto [found, is_new] = answers_.try_emplace(command);
    if (is_new) found->second = command.starts_with("didv ") ? run_program(command) : run_example(command);
    return found->second;
  }

 private:
  /// "didv …" with its JSON on standard output; "there is no such number" (exit code 1) is an answer too.
  Answer run_program(const std::string& command) const {
    const bool has_json = command.find(" --json") != std::string::npos;
    const std::string text =
        output_of(std::string(DIDV_PROGRAM) + command.substr(4) + (has_json ? "" : " --json -"), 1);
    return {nlohmann::json::parse(text), text};
  }

  /// "example_NAME" with the JSON files that it leaves in the folder, by their names.
  Answer run_example(const std::string& command) const {
    Answer answer{nlohmann::json::object(), output_of(DIDV_EXAMPLES "/" + command + " '" + folder_.string() + "'", 0)};
    for (const auto& file : std::filesystem::directory_iterator(folder_)) {
      if (file.path().extension() != ".json") continue;
      std::ifstream stream(file.path());
      answer.json[file.path().stem().string()] = nlohmann::json::parse(stream);
    }
    return answer;
  }

  std::filesystem::path folder_;
  std::map<std::string, Answer> answers_;
};

std::string page() {
  Runner runner;
  std::string text = introduction;
  for (const didv::papers::Paper& paper : didv::papers::papers()) {
    text += "\n## " + paper.title +
            "\n\n| what | printed | didv | command | in the curve |\n| --- | --- | --- | --- | --- |\n";
    for (const didv::papers::Row& row : paper.rows) {
      const std::string ours = row.command.empty() ? "—" : row.ours(runner.run(row.command));
      const std::string command = row.command.empty() ? "—" : "`" + row.command + "`";
      text +=
          "| " + row.what + " | " + row.printed + " | " + ours + " | " + command + " | " + row.reconstructed + " |\n";
    }
  }
  return text;
}

/// The lines that differ, one message each.
int compare(const std::string& fresh, const std::string& file) {
  std::ifstream stream(file);
  if (!stream) {
    std::cerr << file << ": cannot read\n";
    return EXIT_FAILURE;
  }
  std::istringstream lines(fresh);
  int differences = 0, number = 0;
  for (std::string now, before;;) {
    const bool more = static_cast<bool>(std::getline(lines, now)),
               had = static_cast<bool>(std::getline(stream, before));
    if (!more && !had) break;
    ++number;
    if (!more) now.clear();
    if (!had) before.clear();
    if (now == before) continue;
    ++differences;
    std::cerr << file << ":" << number << ":\n  page: " << before << "\n  now:  " << now << '\n';
  }
  return differences == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::string fresh = page();
    if (argc == 3 && std::string(argv[1]) == "--compare") return compare(fresh, argv[2]);
    std::cout << fresh;
    return EXIT_SUCCESS;
  } catch (const std::exception& e) {
    std::cerr << "papers_table: " << e.what() << '\n';
    return EXIT_FAILURE;
  }
}
