#include "result/origin_text.hpp"

#include "text/number.hpp"

namespace didv::result {
namespace {

std::string number(double value) { return text::rounded(value, 4); }

template <class Value>
std::string from(const Sourced<Value>& metadatum) {
  return " (" + to_string(metadatum.origin) + ")";
}

}  // namespace

std::vector<std::string> metadata_text(const FittedData& data) {
  std::vector<std::string> parts{std::to_string(data.points()) + " points"};
  if (const auto& T = data.temperature_K) {
    parts.push_back(data.temperature_held ? "T = " + number(T->value) + " K" + from(*T)
                                          : "T fitted, from " + number(T->value) + " K" + from(*T));
    parts.push_back(data.modulation ? "modulation " + data.modulation->value.text() + from(*data.modulation)
                                    : "modulation not stated, taken as none");
  }
  if (const auto& noise = data.bias_noise)
    parts.push_back("bias noise " + number(noise->value.standard_deviation_mV) + " mV" + from(*noise));
  if (data.window) parts.push_back("window " + number(data.window->first) + " to " + number(data.window->second));
  return parts;
}

std::vector<std::string> noise_model_text(const FittedData& data) {
  std::vector<std::string> lines;
  if (!data.noise) return lines;
  const NoiseModel& model = data.noise->model;
  if (model.relative) lines.push_back("noise: σ has a part of " + number(100 * *model.relative) + " % of the curve");
  if (model.correlated)
    lines.push_back("noise: neighbouring points correlate by " + number(data.noise->neighbour_correlation) +
                    (model.correlated->length_points ? " (given)" : " (estimated from the residuals)") + ": " +
                    std::to_string(data.points()) + " points carry the information of " +
                    number(data.noise->independent_points) + " independent ones");
  return lines;
}

std::string noise_text(const FitResult& result) {
  const std::string ndf = "ndf = " + number(result.degrees_of_freedom);
  if (result.sigma_estimated)
    return "noise: not given; taken from the residuals, so χ² is no test of the model (" + ndf + ")";
  const auto reduced = result.reduced_chi_squared();
  return "χ² = " + number(result.chi_squared) + ", " + ndf + (reduced ? ", χ²/ndf = " + number(*reduced) : "");
}

std::string joined(const std::vector<std::string>& parts) {
  std::string list;
  for (const std::string& part : parts) list += (list.empty() ? "" : ", ") + part;
  return list;
}

}  // namespace didv::result
