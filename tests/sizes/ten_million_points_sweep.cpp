// A file of ten million points: read, fitted, and what that costs.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "didv/read.hpp"

namespace didv {
namespace {

/// Of the processor, not of the clock on the wall.
double seconds_since(std::clock_t begin) { return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC; }

/// The largest resident memory of this process so far, MiB.
double peak_MiB() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

class TenMillionPoints : public testing::Test {
 protected:
  static constexpr int points = 10'000'000;
  const std::filesystem::path file = std::filesystem::temp_directory_path() / "didv_ten_million.csv";

  /// Dynes at Δ = 1.3 meV, Γ = 0.1 meV, 1.5 K, noise 1 %: 2000 biases, again and again.
  void SetUp() override {
    std::vector<double> bias;
    for (int i = 0; i < 2000; ++i) bias.push_back(-5 + 0.005 * i);
    const auto g = models::dynes()(bias, {{"Delta", 1.3}, {"Gamma", 0.1}, {"T", 1.5}});
    std::mt19937_64 generator(1);
    std::normal_distribution<double> noise(0, 0.01);
    std::ofstream out(file);
    out << "# temperature_K: 1.5\nbias_mV,conductance\n";
    std::string text;
    char digits[32];
    for (int i = 0; i < points; ++i) {
      const std::size_t k = static_cast<std::size_t>(i) % bias.size();
      text.append(digits, std::to_chars(digits, digits + 32, bias[k], std::chars_format::fixed, 3).ptr);
      text += ',';
      text.append(digits, std::to_chars(digits, digits + 32, g[k] + noise(generator), std::chars_format::fixed, 6).ptr);
      text += '\n';
      if (text.size() > 1 << 20) out << text, text.clear();
    }
    out << text;
  }
  void TearDown() override { std::filesystem::remove(file); }
};

TEST_F(TenMillionPoints, are_read_and_fitted) {
  const double size_MiB = static_cast<double>(std::filesystem::file_size(file)) / (1 << 20), before = peak_MiB();
  std::clock_t begin = std::clock();
  const Spectrum spectrum = read_spectrum(file);
  std::printf("  %.0f MiB read in %.1f s, resident memory up by %.0f MiB\n", size_MiB, seconds_since(begin),
              peak_MiB() - before);
  ASSERT_EQ(spectrum.size(), static_cast<std::size_t>(points));
  EXPECT_LE(peak_MiB() - before, 4 * size_MiB + 64);

  begin = std::clock();
  const FitResult result = Fit(models::dynes()).add(spectrum).sigma(0.01).run();
  std::printf("  fitted in %.0f s, resident memory %.0f MiB at most\n%s", seconds_since(begin), peak_MiB(),
              result.report().c_str());
  EXPECT_TRUE(result.usable()) << result.report();
  for (const auto& [name, truth] : {std::pair{"Delta", 1.3}, {"Gamma", 0.1}}) {
    const Estimate& e = result[name];
    ASSERT_TRUE(e.standard_error) << e.reason;
    EXPECT_LT(std::abs(e.value - truth), 5 * *e.standard_error) << name;
  }
}

}  // namespace
}  // namespace didv
