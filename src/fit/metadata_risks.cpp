// How far a result hangs on what the spectrum says of its temperature and modulation.

#include <algorithm>

#include "didv/fit.hpp"
#include "fit/seen_through.hpp"
#include "fit/unknown_modulation.hpp"
#include "text/number.hpp"

namespace didv {
namespace {

constexpr double temperature_doubt = 0.1;  // relative
/// Between the thermometer and the electrons, which are often twice as hot, and six times in a dilution refrigerator.
constexpr double temperature_factor = 10;

/// The spectrum as it would be read, and what that supposes.
struct Reading {
  std::string assumption;
  std::optional<double> temperature_K;
  std::optional<Modulation> modulation;
};

std::vector<Reading> readings(const FittedData& data, const Estimate& T) {
  std::vector<Reading> all;
  if (data.modulation)
    for (const Modulation& other : data.modulation->value.other_readings())
      if (other.peak_mV() < fitting::blinding_peak * fitting::range_of(data.x))
        all.push_back({other.text().substr(0, other.text().find(" mV ")) + " mV is " + other.kind() + ", not " +
                           data.modulation->value.kind(),
                       {},
                       other});
  if (T.state == ParameterState::fixed && T.value > 0)
    for (const double factor : {1 - temperature_doubt, 1 + temperature_doubt})
      all.push_back({"T is " + text::rounded(factor * T.value, 3) + " K, not " + text::rounded(T.value, 3) + " K",
                     factor * T.value,
                     {}});
  return all;
}

}  // namespace

/// This fit, begun at its result.
Fit Fit::begun_at(const FitResult& result) const {
  const FittedData& data = result.data.front();
  Fit again = *this;
  again.question_metadata_ = false;
  again.stay_near_starts_ = true;
  again.intervals_ = {};
  again.contours_.clear();
  again.told_ = nullptr;
  for (const Estimate& estimate : data.parameters)
    if (estimate.state != ParameterState::fixed && estimate.state != ParameterState::measured &&
        estimate.state != ParameterState::tied)
      again.rules_[estimate.name].start = estimate.value;
  return again;
}

std::vector<MetadataRisk> Fit::find_metadata_risks(const FitResult& result) const {
  const FittedData& data = result.data.front();
  const std::vector<ParameterInfo>& infos = model_.parameters();
  const Fit again = begun_at(result);
  std::vector<MetadataRisk> risks;
  for (const Reading& reading : readings(data, result["T"])) {
    Fit otherwise = again;
    Spectrum& spectrum = otherwise.spectra_.front();
    if (reading.modulation) spectrum.modulation->value = *reading.modulation;
    if (reading.temperature_K) {
      if (const auto rule = otherwise.rules_.find("T"); rule != otherwise.rules_.end() && rule->second.fixed) {
        rule->second = ParameterRule{};  // a start and a bound of what is fixed would contradict
        rule->second.fixed = reading.temperature_K;
      } else {
        spectrum.temperature_K->value = *reading.temperature_K;
      }
    }
    const FitResult there = otherwise.run_once();
    MetadataRisk risk{reading.assumption, {}};
    if (there.usable())
      for (const ParameterInfo& info : infos)
        if (there[info.name].state != ParameterState::fixed) risk.parameters[info.name] = there[info.name].value;
    risks.push_back(std::move(risk));
  }
  return risks;
}

std::vector<OtherReading> Fit::otherwise_read(const FitResult& result) const {
  std::vector<OtherReading> all;
  if (result.data.size() != 1 || result.status == FitStatus::failed) return all;
  const FittedData& data = result.data.front();
  const Estimate& T = result["T"];
  const Fit again = begun_at(result);
  for (const Reading& reading : readings(data, T)) {
    if (!reading.modulation) continue;
    all.push_back({reading.assumption, {}, again});
    all.back().fit.spectra_.front().modulation->value = *reading.modulation;
  }
  if (T.state == ParameterState::fixed && T.value > 0) {
    Fit with_T = again;
    with_T.rules_["T"] = ParameterRule{};
    with_T.free("T").start("T", T.value);
    with_T.bound("T", T.value / temperature_factor, temperature_factor * T.value);
    all.push_back({"T is not " + text::number(T.value) + " K", "T", with_T});
  }
  if (!data.modulation || data.modulation->value.none()) {
    constexpr double widest = 0.5 * fitting::blinding_peak;
    const double range_mV = fitting::range_of(data.x);
    Fit modulated = again;
    modulated.model_ = fitting::with_unknown_modulation(model_);
    modulated.start(fitting::unknown_modulation, 0.1 * widest * range_mV);
    modulated.bound(fitting::unknown_modulation, 0, widest * range_mV);
    all.push_back({data.modulation ? "the smearing of the bias (smoothing, noise) is not none"
                                   : "the modulation, which is not stated, is not none",
                   fitting::unknown_modulation, modulated});
  }
  return all;
}

}  // namespace didv
