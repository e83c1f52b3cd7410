// The pages of the project: what they point at is there.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path root = DIDV_SOURCE_DIR;

std::vector<fs::path> pages() {
  std::vector<fs::path> found;
  for (const char* folder : {"", "data", "examples"})
    for (const auto& entry : fs::directory_iterator(root / folder))
      if (entry.path().extension() == ".md") found.push_back(entry.path());
  for (const auto& entry : fs::recursive_directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  return found;
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(Pages, every_relative_link_leads_somewhere) {
  const std::regex link(R"(\]\(([^)#:\s]+)(#[^)]*)?\))");
  int links = 0;
  for (const fs::path& page : pages()) {
    const std::string text = text_of(page);
    for (std::sregex_iterator match(text.begin(), text.end(), link), end; match != end; ++match, ++links)
      EXPECT_TRUE(fs::exists(page.parent_path() / (*match)[1].str()))
          << fs::relative(page, root).generic_string() << " points at " << (*match)[1];
  }
  EXPECT_GT(links, 10);
}

TEST(Pages, every_page_that_the_code_names_is_there) {
  const std::regex page(R"(docs/[a-z_/]+\.md)");
  for (const char* folder : {"include", "src", "tests", "examples"})
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (!entry.is_regular_file()) continue;
      const std::string text = text_of(entry.path());
      for (std::sregex_iterator match(text.begin(), text.end(), page), end; match != end; ++match)
        EXPECT_TRUE(fs::exists(root / match->str()))
            << fs::relative(entry.path(), root).generic_string() << " names " << match->str();
    }
}

TEST(Pages, every_model_has_its_page) {
  for (const auto& entry : fs::directory_iterator(root / "include/didv/models"))
    EXPECT_TRUE(fs::exists(root / "docs/models" / entry.path().stem().concat(".md"))) << entry.path().stem();
}

TEST(Pages, every_data_file_says_where_it_comes_from) {
  for (const auto& entry : fs::recursive_directory_iterator(root / "data")) {
    if (entry.path().extension() != ".csv") continue;
    const std::string text = text_of(entry.path());
    EXPECT_NE(text.find("# source: "), std::string::npos) << entry.path();
    EXPECT_NE(text.find("# reconstructed: "), std::string::npos) << entry.path();
  }
}

}  // namespace
