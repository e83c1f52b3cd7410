#include "didv/write.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <sstream>
#include <string>

#include "didv/error.hpp"
#include "didv/read.hpp"

namespace didv {
namespace {

namespace fs = std::filesystem;

class WriteFile : public testing::Test {
 protected:
  void SetUp() override {
    folder = fs::temp_directory_path() / ("didv_write_" + std::to_string(::getpid()) +
                                          testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directory(folder);
  }
  void TearDown() override { fs::remove_all(folder); }

  std::string content(const fs::path& file) const {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
  long files() const { return std::distance(fs::directory_iterator(folder), fs::directory_iterator()); }
  std::string refusal(const fs::path& file, std::string_view text) const {
    try {
      write_file(file, text);
    } catch (const DataError& error) {
      return error.what();
    }
    return "accepted";
  }

  fs::path folder;
};

TEST_F(WriteFile, a_file_appears_with_its_whole_text_and_nothing_beside_it) {
  write_file(folder / "a.csv", "one\n");
  write_file(folder / "a.csv", "two\n");
  EXPECT_EQ(content(folder / "a.csv"), "two\n");
  EXPECT_EQ(files(), 1);
}

TEST_F(WriteFile, a_bare_name_is_written_into_the_current_directory) {
  const fs::path before = fs::current_path();
  fs::current_path(folder);
  write_file("a.csv", "one\n");
  fs::current_path(before);
  EXPECT_EQ(content(folder / "a.csv"), "one\n");
}

TEST_F(WriteFile, a_failed_write_leaves_the_old_file_and_no_remains) {
  write_file(folder / "a.csv", "old\n");
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before = {}, small = {};
  ::getrlimit(RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 1000;
  ::setrlimit(RLIMIT_FSIZE, &small);
  const std::string message = refusal(folder / "a.csv", std::string(5000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(message, (folder / "a.csv").string() + ": cannot write: File too large");
  EXPECT_EQ(content(folder / "a.csv"), "old\n");
  EXPECT_EQ(files(), 1);
}

TEST_F(WriteFile, a_full_disk_is_reported) {
  EXPECT_EQ(refusal("/dev/full", "x"), "/dev/full: cannot write: No space left on device");
}

TEST_F(WriteFile, a_device_is_written_and_stays_a_device) {
  write_file("/dev/null", "x");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(WriteFile, a_directory_is_no_target) {
  EXPECT_EQ(refusal(folder, "x"), folder.string() + ": cannot write: Is a directory");
}

TEST_F(WriteFile, a_missing_directory_is_reported) {
  const fs::path file = folder / "none" / "a.csv";
  EXPECT_EQ(refusal(file, "x"), file.string() + ": cannot write: No such file or directory");
}

TEST_F(WriteFile, a_protected_file_stays_as_it_is) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everything";
  write_file(folder / "a.csv", "old\n");
  ::chmod((folder / "a.csv").c_str(), 0444);
  EXPECT_EQ(refusal(folder / "a.csv", "new\n"), (folder / "a.csv").string() + ": cannot write: Permission denied");
  EXPECT_EQ(content(folder / "a.csv"), "old\n");
}

TEST_F(WriteFile, links_and_permissions_survive) {
  write_file(folder / "a.csv", "old\n");
  ::chmod((folder / "a.csv").c_str(), 0640);
  fs::create_symlink("a.csv", folder / "link.csv");
  write_file(folder / "link.csv", "new\n");
  EXPECT_TRUE(fs::is_symlink(folder / "link.csv"));
  EXPECT_EQ(content(folder / "a.csv"), "new\n");
  EXPECT_EQ(fs::status(folder / "a.csv").permissions(), fs::perms(0640));
}

Spectrum rich_spectrum() {
  Spectrum spectrum;
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> mantissa(-1, 1), exponent(-300, 300);
  for (int k = 0; k < 1000; ++k) {
    spectrum.bias_mV.push_back(mantissa(random) * 100);
    spectrum.conductance.push_back(mantissa(random) * std::pow(10.0, exponent(random)));
    spectrum.sigma.push_back(std::abs(spectrum.conductance.back()));
  }
  spectrum.conductance[0] = std::numeric_limits<double>::denorm_min();
  spectrum.conductance[1] = std::numeric_limits<double>::max();
  spectrum.conductance[2] = -0.0;
  spectrum.unit = ConductanceUnit::siemens;
  spectrum.temperature_K = Sourced<double>{1.0 / 3.0, Origin::option};
  spectrum.modulation = Sourced<Modulation>{Rms{0.1}, Origin::option};
  spectrum.bias_noise = Sourced<GaussianNoise>{{0.05}, Origin::option};
  spectrum.points_per_independent_point = 3.6;
  spectrum.symmetrised_about_mV = -0.25;
  spectrum.smoothing_mV = 0.125;
  spectrum.metadata = {{"title", "a; b, c: d"}};
  spectrum.history = {"first", "second"};
  spectrum.warnings = {"mind the gap"};
  return spectrum;
}

TEST(ToCsv, a_spectrum_reads_back_bit_by_bit) {
  const Spectrum written = rich_spectrum();
  const Spectrum read = to_spectrum(parse_table(to_csv(written), "f.csv"));
  EXPECT_EQ(read.bias_mV, written.bias_mV);
  EXPECT_EQ(read.conductance, written.conductance);
  EXPECT_TRUE(std::signbit(read.conductance[2]));
  EXPECT_EQ(read.sigma, written.sigma);
  EXPECT_EQ(read.unit, written.unit);
  EXPECT_EQ(read.temperature_K->value, written.temperature_K->value);
  EXPECT_EQ(read.modulation->value.text(), written.modulation->value.text());
  EXPECT_EQ(read.bias_noise->value.standard_deviation_mV, 0.05);
  EXPECT_EQ(read.points_per_independent_point, 3.6);
  EXPECT_EQ(read.symmetrised_about_mV, -0.25);
  EXPECT_EQ(read.smoothing_mV, 0.125);
  EXPECT_EQ(read.metadata, written.metadata);
  EXPECT_EQ(read.warnings, written.warnings);
  ASSERT_GE(read.history.size(), 2u);
  EXPECT_EQ(read.history[1], "second");
}

TEST(ToCsv, what_was_assumed_is_told_by_those_who_read_it_back) {
  Spectrum written = rich_spectrum();
  written.temperature_K->origin = Origin::assumed;
  const Spectrum read = to_spectrum(parse_table(to_csv(written), "f.csv"));
  EXPECT_EQ(read.temperature_K->origin, Origin::file);
  EXPECT_EQ(read.warnings.back(), "the temperature is assumed, not measured");
}

TEST(ToCsv, the_unit_of_the_conductance_reads_back) {
  Spectrum written = rich_spectrum();
  for (const auto unit : {ConductanceUnit::normalised, ConductanceUnit::siemens, ConductanceUnit::arbitrary}) {
    written.unit = unit;
    EXPECT_EQ(to_spectrum(parse_table(to_csv(written), "f.csv")).unit, unit) << to_string(unit);
  }
}

TEST(ToCsv, a_current_voltage_curve_reads_back_bit_by_bit) {
  CurrentVoltage written;
  written.voltage_mV = {0.1, 1.0 / 3.0, -2e-17};
  written.current_mA = {1e-9, -7.0 / 9.0, 1e22};
  const CurrentVoltage read = to_current_voltage(parse_table(to_csv(written), "f.csv"));
  EXPECT_EQ(read.voltage_mV, written.voltage_mV);
  EXPECT_EQ(read.current_mA, written.current_mA);
}

TEST(ToCsv, decimals_are_the_shortest) {
  const std::vector<double> values{0.1, 1e300, -3};
  const std::vector<CsvColumn> columns{{"x", values}};
  EXPECT_EQ(to_csv({}, columns), "x\n0.1\n1e+300\n-3\n");
}

TEST(ToCsv, a_line_break_in_a_title_does_not_break_the_file) {
  Spectrum spectrum = rich_spectrum();
  spectrum.metadata = {{"title", "two\nlines"}};
  EXPECT_EQ(to_spectrum(parse_table(to_csv(spectrum), "f.csv")).metadata.at("title"), "two lines");
}

TEST(ToCsv, columns_of_different_length_are_refused) {
  const std::vector<double> two{1, 2}, three{1, 2, 3};
  const std::vector<CsvColumn> columns{{"a", two}, {"b", three}};
  EXPECT_THROW(to_csv({}, columns), InvalidArgument);
}

}  // namespace
}  // namespace didv
