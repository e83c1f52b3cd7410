#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "didv/error.hpp"
#include "didv/instrument.hpp"

namespace didv {
namespace {

std::string refusal(const char* text) {
  try {
    Modulation::parse(text);
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Modulation, the_three_amplitudes_of_one_sine_are_the_same_modulation) {
  EXPECT_DOUBLE_EQ(Modulation(Peak{0.6}).peak_mV(), 0.6);
  EXPECT_DOUBLE_EQ(Modulation(PeakToPeak{1.2}).peak_mV(), 0.6);
  EXPECT_DOUBLE_EQ(Modulation(Rms{0.6 / std::sqrt(2.0)}).peak_mV(), 0.6);
}

TEST(Modulation, is_none_by_default) {
  EXPECT_TRUE(Modulation().none());
  EXPECT_EQ(Modulation().text(), "none");
}

TEST(Modulation, reads_amplitude_unit_and_kind) {
  EXPECT_EQ(Modulation::parse("0.6 mV peak").text(), "0.6 mV peak");
  EXPECT_EQ(Modulation::parse("  0.6mV  RMS ").text(), "0.6 mV rms");
  EXPECT_EQ(Modulation::parse("1e-3 V peak-to-peak").text(), "1 mV peak-to-peak");
  EXPECT_EQ(Modulation::parse("20 uV rms").text(), "0.02 mV rms");
  EXPECT_EQ(Modulation::parse("20 \xC2\xB5V rms").text(), "0.02 mV rms");
  EXPECT_EQ(Modulation::parse("20 \xCE\xBCV rms").text(), "0.02 mV rms");
  EXPECT_EQ(Modulation::parse("0.6 mV peak (lock-in, 879.9 Hz)").text(), "0.6 mV peak");
}

TEST(Modulation, reads_none_with_any_explanation) {
  EXPECT_TRUE(Modulation::parse("none").none());
  EXPECT_TRUE(Modulation::parse("None (dc current steps)").none());
}

TEST(Modulation, its_text_reads_back_as_the_same_amplitude) {
  for (const Modulation& modulation :
       {Modulation(Rms{0.1}), Modulation(Peak{1.0 / 3.0}), Modulation(PeakToPeak{2e-9})}) {
    EXPECT_EQ(Modulation::parse(modulation.text()).peak_mV(), modulation.peak_mV());
  }
}

TEST(Modulation, an_amplitude_without_its_kind_is_refused) {
  EXPECT_EQ(refusal("0.6 mV"),
            "modulation is '0.6 mV', expected 'rms', 'peak' or 'peak-to-peak' after the amplitude: they differ by "
            "factors of 1.4 to 2.8");
  EXPECT_EQ(refusal("0.6 mV loud"),
            "modulation is '0.6 mV loud', expected 'rms', 'peak' or 'peak-to-peak' after the amplitude: they differ by "
            "factors of 1.4 to 2.8");
}

TEST(Modulation, an_amplitude_without_a_unit_is_refused) {
  const std::string expected =
      ", expected an amplitude, its unit and its kind, such as '0.6 mV peak', '20 uV rms', or 'none'";
  for (const char* text : {"", "0.6", "0.6 rms", "peak", "mV", "0,6 mV rms", "nonesuch", "0.6 kV rms"}) {
    EXPECT_EQ(refusal(text), "modulation is '" + std::string(text) + "'" + expected);
  }
}

TEST(Modulation, an_impossible_amplitude_is_refused) {
  EXPECT_EQ(refusal("-1 mV rms"), "modulation amplitude is -1 mV, expected a finite number >= 0");
  EXPECT_THROW(Modulation(Peak{std::numeric_limits<double>::quiet_NaN()}), InvalidArgument);
  EXPECT_THROW(Modulation(Rms{std::numeric_limits<double>::infinity()}), InvalidArgument);
}

TEST(GaussianNoise, reads_a_standard_deviation_with_its_unit) {
  EXPECT_EQ(GaussianNoise::parse("0.05 mV").standard_deviation_mV, 0.05);
  EXPECT_EQ(GaussianNoise::parse("50uV").standard_deviation_mV, 0.05);
  for (const char* text : {"", "0.05", "-1 mV", "nan mV", "1 mV rms"}) {
    EXPECT_THROW(GaussianNoise::parse(text), InvalidArgument) << text;
  }
}

}  // namespace
}  // namespace didv
