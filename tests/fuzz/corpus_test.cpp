// What libFuzzer would do, in a few seconds and with any compiler: every file of corpus/ and every file broken by hand
// through every entry, then ten thousand mutations of them, the same ones in each run.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "broken_files.hpp"
#include "cost.hpp"
#include "entries.hpp"

namespace didv::attack {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> corpus(const std::string& entry) {
  std::vector<fs::path> files;
  for (const auto& file : fs::directory_iterator(fs::path(DIDV_CORPUS) / entry)) files.push_back(file.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> contents;
  for (const fs::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    contents.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return contents;
}

const Entry& entry_called(const std::string& name) {
  return *std::find_if(entries().begin(), entries().end(), [&](const Entry& e) { return e.name == name; });
}

/// Neither crash, hang nor too much memory; what escapes fails the test with the bytes.
void survives(const Entry& entry, const std::string& bytes) {
  const HeapPeak heap;
  const double begin = processor_seconds();
  try {
    entry.take(bytes);
  } catch (const std::exception& escaped) {
    ADD_FAILURE() << entry.name << ": " << escaped.what() << '\n' << testing::PrintToString(bytes);
  }
  EXPECT_LT(processor_seconds() - begin, entry.seconds) << testing::PrintToString(bytes);
  EXPECT_LE(heap.bytes(), memory_allowed(bytes.size())) << testing::PrintToString(bytes);
}

/// Bytes changed, cut out, doubled, exchanged for those of another file, or for a word that breaks things.
std::string mutated(std::string bytes, const std::vector<std::string>& others, std::mt19937_64& chance) {
  static const std::vector<std::string> words{"nan",
                                              "-inf",
                                              "1e999",
                                              "1e-320",
                                              "\n",
                                              "\r\n",
                                              "\t",
                                              ",",
                                              ";",
                                              "#",
                                              "# temperature_K: ",
                                              "[DATA]\n",
                                              "[Header end]\n",
                                              "(",
                                              ")",
                                              "_mV",
                                              "_S",
                                              "\"",
                                              std::string(1, '\0'),
                                              "\xFF\xFE",
                                              "\xEF\xBB\xBF",
                                              "\xB5V",
                                              "0.6 mV rms",
                                              "+",
                                              "=",
                                              ":",
                                              "99999999999999999999",
                                              "-0"};
  const auto below = [&](std::size_t count) { return count == 0 ? 0 : chance() % count; };
  for (std::size_t steps = 1 + below(4); steps > 0; --steps) {
    const std::size_t at = below(bytes.size() + 1), length = below(std::min<std::size_t>(bytes.size() - at, 32) + 1);
    const std::string& other = others[below(others.size())];
    const std::size_t from = below(other.size() + 1);
    switch (below(6)) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(below(256));
        break;
      case 1:
        bytes.erase(at, length);
        break;
      case 2:
        bytes.insert(at, bytes.substr(at, length));
        break;
      case 3:
        bytes.insert(at, words[below(words.size())]);
        break;
      case 4:
        bytes.replace(at, length, words[below(words.size())]);
        break;
      default:
        bytes.replace(at, length, other.substr(from, below(64)));
    }
  }
  return bytes;
}

void survives_mutations(const std::string& name, std::size_t count) {
  const std::vector<std::string> seeds = corpus(name);
  ASSERT_FALSE(seeds.empty());
  std::mt19937_64 chance(20260101);
  for (std::size_t k = 0; k < count; ++k)
    survives(entry_called(name), mutated(seeds[chance() % seeds.size()], seeds, chance));
}

TEST(Corpus, every_file_is_read_or_refused) {
  for (const Entry& entry : entries())
    for (const std::string& bytes : corpus(entry.name)) survives(entry, bytes);
}

TEST(Corpus, files_broken_by_hand_are_read_or_refused_whatever_they_are_taken_for) {
  for (const BrokenFile& file : broken_files())
    for (const char* name : {"delimited", "nanonis", "wsxm"}) survives(entry_called(name), file.text);
}

TEST(Mutations, of_delimited_text) { survives_mutations("delimited", 12000); }
TEST(Mutations, of_nanonis_files) { survives_mutations("nanonis", 6000); }
TEST(Mutations, of_wsxm_files) { survives_mutations("wsxm", 6000); }
TEST(Mutations, of_models_and_options) { survives_mutations("syntax", 60); }
TEST(Mutations, of_small_fits) { survives_mutations("fit", 30); }
TEST(Mutations, of_small_curve_fits) { survives_mutations("curve_fit", 300); }
TEST(Mutations, of_results) { survives_mutations("result", 3000); }

}  // namespace
}  // namespace didv::attack
