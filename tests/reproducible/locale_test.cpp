// A locale that writes 1,5 for 1.5 and 1.000 for 1000 changes no byte of what is read, written or said.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <locale>
#include <string>

#include "reproducible/handful.hpp"

namespace didv::reproducible {
namespace {

namespace fs = std::filesystem;

/// The German locale of the machine, or one made of its definition (package locales), for as long as this lives.
class German {
 public:
  German() : folder_(fs::temp_directory_path() / ("didv_locales_" + std::to_string(::getpid()))) {
    found_ = std::setlocale(LC_ALL, name) != nullptr;
    if (!found_) {
      fs::create_directory(folder_);
      const std::string make = "localedef -i de_DE -f UTF-8 '" + (folder_ / name).string() + "' >/dev/null 2>&1";
      ::setenv("LOCPATH", folder_.c_str(), 1);
      const int status = std::system(make.c_str());
      found_ = status != -1 && WIFEXITED(status) && std::setlocale(LC_ALL, name) != nullptr;
    }
    if (found_) std::locale::global(std::locale(name));
  }
  ~German() {
    std::locale::global(std::locale::classic());
    std::setlocale(LC_ALL, "C");
    ::unsetenv("LOCPATH");
    std::error_code none;
    fs::remove_all(folder_, none);
  }
  bool found() const { return found_; }

 private:
  static constexpr const char* name = "de_DE.UTF-8";
  fs::path folder_;
  bool found_;
};

template <class Step>
std::string message(Step step) {
  try {
    step();
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

/// Everything that turns numbers into text or text into numbers.
std::string all_that_is_said() {
  std::string said;
  for (const FitResult& fit : handful_of_fits()) {
    said += fit.report() + fit.json();
    for (const Estimate& e : fit.data.front().parameters) said += to_string(e);
  }
  const Spectrum ats = read_spectrum(DIDV_SOURCE_DIR "/data/ats/tunneling_300mK.csv");
  said += to_csv(ats) + compare({Fit(models::dynes()).add(ats).run(), Fit(models::btk()).add(ats).run()}).report();
  said += Modulation::parse("0.6 mV rms").text() + Modulation::parse("1234.5 uV peak").text();
  said += message([] { models::btk().arrange({{"Z", -1234.5}}); });
  said += message([] { Modulation::parse("0,6 mV rms"); });
  said += message([] { to_spectrum(parse_table("bias_mV,conductance,sigma\n0.5,1.5,0.1\n1234.5,1,-0.25\n", "f")); });
  const HeatCapacityCurve heat = to_heat_capacity(read_table(DIDV_SOURCE_DIR "/data/ats/heat_capacity.csv"));
  const HeatCapacityAnalysis analysis = analyse_heat_capacity(heat, {.atoms_per_formula_unit = 26});
  said += heat.unit + to_string(analysis.gamma) + to_string(analysis.ratio_2Delta0_kTc);
  for (const std::string& warning : analysis.warnings) said += warning;
  return said;
}

TEST(Reproducible, a_german_locale_changes_no_byte) {
  const std::string expected = all_that_is_said();
  const German german;
  if (!german.found()) GTEST_SKIP() << "no German locale on this machine, and none can be made (package locales)";
  ASSERT_STREQ(std::localeconv()->decimal_point, ",");
  EXPECT_EQ(all_that_is_said(), expected);
}

}  // namespace
}  // namespace didv::reproducible
