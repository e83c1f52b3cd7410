#include "didv/instrument.hpp"

#include <cmath>
#include <numbers>
#include <optional>
#include <string>

#include "didv/error.hpp"
#include "text/number.hpp"
#include "text/parse.hpp"
#include "units_of_measure.hpp"

namespace didv {

namespace {

double checked_amplitude_mV(double amplitude_mV) {
  if (!std::isfinite(amplitude_mV) || amplitude_mV < 0) {
    throw InvalidArgument("modulation amplitude is " + text::number(amplitude_mV) +
                          " mV, expected a finite number >= 0");
  }
  return amplitude_mV;
}

/// Takes "0.6 mV" off the front of the text and answers in mV.
std::optional<double> take_voltage_mV(std::string_view& text) {
  text = text::trimmed(text);
  const std::optional<double> number = text::take_number(text);
  if (!number) return std::nullopt;
  text = text::trimmed(text);
  const std::string_view unit = text.substr(0, text.find_first_of(" \t,("));
  const std::optional<Conversion> millivolts = to_millivolts(unit);
  if (!millivolts) return std::nullopt;
  text = text::trimmed(text.substr(unit.size()));
  return (*millivolts)(*number);
}

}  // namespace

Modulation::Modulation(double stated_mV, Stated stated, double factor_to_peak)
    : peak_mV_(checked_amplitude_mV(stated_mV) * factor_to_peak), stated_mV_(stated_mV), stated_(stated) {}

Modulation::Modulation(Rms amplitude) : Modulation(amplitude.mV, Stated::rms, std::numbers::sqrt2) {}
Modulation::Modulation(Peak amplitude) : Modulation(amplitude.mV, Stated::peak, 1) {}
Modulation::Modulation(PeakToPeak amplitude) : Modulation(amplitude.mV, Stated::peak_to_peak, 0.5) {}

Modulation Modulation::parse(std::string_view text) {
  std::string_view rest = text::trimmed(text);
  const std::string first_word = text::lower_case(rest.substr(0, rest.find_first_of(" \t,;(")));
  if (first_word == "none") return {};

  const auto refuse = [&](const std::string& expected) {
    return InvalidArgument("modulation is '" + std::string(text::trimmed(text)) + "', expected " + expected);
  };
  const std::optional<double> amplitude_mV = take_voltage_mV(rest);
  if (!amplitude_mV) throw refuse("an amplitude, its unit and its kind, such as '0.6 mV peak', '20 uV rms', or 'none'");
  const std::string kind =
      text::lower_case(text::trimmed(rest.substr(0, rest.find_first_of(",("))));  // a remark may follow
  if (kind == "rms") return Rms{*amplitude_mV};
  if (kind == "peak") return Peak{*amplitude_mV};
  if (kind == "peak-to-peak" || kind == "peak to peak") return PeakToPeak{*amplitude_mV};
  throw refuse("'rms', 'peak' or 'peak-to-peak' after the amplitude: they differ by factors of 1.4 to 2.8");
}

std::string Modulation::kind() const {
  switch (stated_) {
    case Stated::none:
      return "none";
    case Stated::rms:
      return "rms";
    case Stated::peak:
      return "peak";
    case Stated::peak_to_peak:
      return "peak-to-peak";
  }
  return {};
}

std::string Modulation::text() const {
  return stated_ == Stated::none ? kind() : text::number(stated_mV_) + " mV " + kind();
}

std::vector<Modulation> Modulation::other_readings() const {
  std::vector<Modulation> others;
  if (none()) return others;
  for (const Modulation& reading :
       {Modulation(Rms{stated_mV_}), Modulation(Peak{stated_mV_}), Modulation(PeakToPeak{stated_mV_})})
    if (reading.stated_ != stated_) others.push_back(reading);
  return others;
}

GaussianNoise GaussianNoise::parse(std::string_view text) {
  std::string_view rest = text;
  const std::optional<double> deviation_mV = take_voltage_mV(rest);
  if (!deviation_mV || !rest.empty() || !std::isfinite(*deviation_mV) || *deviation_mV < 0) {
    throw InvalidArgument("bias noise is '" + std::string(text::trimmed(text)) +
                          "', expected a standard deviation >= 0 with its unit, such as '0.05 mV'");
  }
  return {*deviation_mV};
}

}  // namespace didv
