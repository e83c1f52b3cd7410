// Which way the arrows run (docs/architecture.md): read from the include lines themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <didv/version.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

const fs::path root = DIDV_SOURCE_DIR;
const fs::path generated = DIDV_GENERATED_INCLUDE;  // didv/models.hpp

std::vector<fs::path> sources_below(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const std::string extension = entry.path().extension();
    if (extension == ".hpp" || extension == ".cpp") files.push_back(entry.path());
  }
  return files;
}

std::string shown(const fs::path& file) { return fs::relative(file, root).generic_string(); }

// What stands between the quotes or brackets of each include line, with its opening character: `<vector`,
// `"didv/model.hpp`.
std::vector<std::string> include_lines(const fs::path& file) {
  static const std::regex pattern(R"(^\s*#\s*include\s*([<"][^>"]+))");
  std::vector<std::string> found;
  std::ifstream stream(file);
  std::smatch match;
  for (std::string line; std::getline(stream, line);)
    if (std::regex_search(line, match, pattern)) found.push_back(match[1]);
  return found;
}

bool is_standard(const std::string& include) { return std::regex_match(include, std::regex("<[a-z_]+")); }
bool is_public(const std::string& include) { return include.starts_with("\"didv/") || include.starts_with("<didv/"); }
bool is_optimiser(const std::string& include) {
  return std::regex_search(include, std::regex("^.(ceres|glog|gflags)/"));
}

// All public headers that one public header brings in, itself not among them: "read", "models/btk".
Names brought_in_by(const std::string& header) {
  Names found;
  std::vector<std::string> open{header};
  while (!open.empty()) {
    const std::string current = open.back();
    open.pop_back();
    const fs::path file = "didv/" + current + ".hpp";
    for (const std::string& include :
         include_lines(fs::exists(generated / file) ? generated / file : root / "include" / file)) {
      if (!is_public(include)) continue;
      const std::string name =
          fs::path(include.substr(std::string("\"didv/").size())).replace_extension().generic_string();
      if (found.insert(name).second) open.push_back(name);
    }
  }
  return found;
}

Names public_headers(const std::string& folder = "") {
  Names names;
  for (const fs::path& file : sources_below("include/didv/" + folder))
    names.insert(fs::relative(file, root / "include/didv").replace_extension().generic_string());
  return names;
}

Names both(const Names& a, const Names& b) {
  Names common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(common, common.end()));
  return common;
}

const Names data_side{"spectrum", "read", "prepare"};
const Names fit_side{"fit", "result", "curve", "laws"};

TEST(Includes, public_headers_show_the_standard_library_and_didv_only) {
  for (const fs::path& file : sources_below("include"))
    for (const std::string& include : include_lines(file))
      EXPECT_TRUE(is_standard(include) || include.starts_with("\"didv/")) << shown(file) << " includes " << include;
}

TEST(Includes, no_public_header_includes_itself_through_others) {
  for (const std::string& header : public_headers())
    EXPECT_FALSE(brought_in_by(header).contains(header)) << header << ".hpp";
}

TEST(Includes, a_model_knows_neither_data_nor_optimiser) {
  for (const std::string& header : public_headers("models")) {
    const Names reached = brought_in_by(header);
    EXPECT_EQ(both(reached, data_side), Names{}) << header;
    EXPECT_EQ(both(reached, fit_side), Names{}) << header;
  }
}

TEST(Includes, data_know_no_model) {
  for (const std::string& header : data_side) {
    const Names reached = brought_in_by(header);
    EXPECT_FALSE(reached.contains("model")) << header;
    EXPECT_EQ(both(reached, fit_side), Names{}) << header;
  }
}

TEST(Includes, the_ground_floor_stands_alone) {
  const std::map<std::string, Names> allowed{{"units", {}},
                                             {"error", {}},
                                             {"noise", {}},
                                             {"composition", {}},
                                             {"provenance", {"version"}},
                                             {"parameter", {"units"}},
                                             {"version", {}},
                                             {"gap_equation", {"error", "units"}}};
  for (const auto& [header, names] : allowed) {
    const Names reached = brought_in_by(header);
    EXPECT_TRUE(std::includes(names.begin(), names.end(), reached.begin(), reached.end())) << header;
  }
}

TEST(Includes, only_the_fitter_sees_ceres) {
  for (const fs::path& file : sources_below("src")) {
    if (shown(file).starts_with("src/fit/")) continue;
    for (const std::string& include : include_lines(file))
      EXPECT_FALSE(is_optimiser(include)) << shown(file) << " includes " << include;
  }
}

TEST(Includes, the_numerics_know_no_data_no_fit_and_no_model_by_name) {
  for (const fs::path& file : sources_below("src/numerics"))
    for (const std::string& include : include_lines(file))
      EXPECT_FALSE(std::regex_search(include, std::regex("didv/(models|spectrum|read|prepare|fit|result|curve)")))
          << shown(file) << " includes " << include;
}

TEST(Includes, command_line_and_examples_use_the_public_headers_only) {
  for (const char* folder : {"src/cli", "examples"})
    for (const fs::path& file : sources_below(folder))
      for (const std::string& include : include_lines(file)) {
        if (is_standard(include) || is_public(include)) continue;
        const bool own_file = include.starts_with('"') && fs::exists(file.parent_path() / include.substr(1)) &&
                              include.find("..") == std::string::npos;
        const bool command_line_library =
            std::string(folder) == "src/cli" &&
            std::regex_search(include, std::regex("^<((CLI|nlohmann)/|unistd.h)"));  // is a terminal there?
        EXPECT_TRUE(own_file || command_line_library) << shown(file) << " includes " << include;
      }
}

TEST(Includes, the_umbrella_covers_every_public_header) {
  const Names in_umbrella = brought_in_by("didv");
  for (const std::string& header : public_headers())
    EXPECT_TRUE(header == "didv" || in_umbrella.contains(header)) << header << ".hpp";
}

TEST(Version, is_typed_once_in_project) {
  const std::string version(didv::version());
  const auto mentions = [&](const fs::path& file) {
    std::ifstream stream(file);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    return text.find(version) != std::string::npos;
  };
  EXPECT_TRUE(mentions(root / "CMakeLists.txt"));
  for (const char* folder : {"include", "src", "examples"})
    for (const fs::path& file : sources_below(folder))
      EXPECT_FALSE(mentions(file)) << shown(file) << " repeats " << version;
  for (const char* file :
       {"src/CMakeLists.txt", "CMakePresets.json", "cmake/install.cmake", "cmake/didvConfig.cmake.in"})
    EXPECT_FALSE(mentions(root / file)) << file << " repeats " << version;
}

}  // namespace
