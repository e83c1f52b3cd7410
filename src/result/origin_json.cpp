#include "result/origin_json.hpp"

#include "text/number.hpp"

namespace didv::result {
namespace {

template <class Value>
Json sourced(const std::optional<Sourced<Value>>& metadatum) {
  if (!metadatum) return nullptr;
  Json out;
  if constexpr (std::is_same_v<Value, Modulation>) {
    out["value"] = metadatum->value.text();
  } else if constexpr (std::is_same_v<Value, GaussianNoise>) {
    out["value"] = text::number(metadatum->value.standard_deviation_mV) + " mV";
  } else {
    out["value"] = metadatum->value;
  }
  out["origin"] = to_string(metadatum->origin);
  return out;
}

Json noise_json(const NoiseFound& noise) {
  Json out;
  out["relative"] = or_null(noise.model.relative);
  out["neighbour_correlation"] = nullptr;
  if (noise.model.correlated) {
    out["neighbour_correlation"] = noise.neighbour_correlation;
    out["correlation_estimated"] = !noise.model.correlated->length_points;
    out["length_points"] = or_null(noise.model.correlated->length_points);
  }
  out["independent_points"] = noise.independent_points;
  out["loss"] = to_string(noise.model.loss);
  out["outliers"] = noise.outliers;
  out["deviance"] = noise.deviance;
  return out;
}

}  // namespace

Json origin_json(const FittedData& data) {
  Json out;
  out["file"] = data.name;
  if (!data.sha256.empty()) out["sha256"] = data.sha256;
  out["points"] = data.points();
  if (data.points_per_independent_point != 1) out["points_per_independent_point"] = data.points_per_independent_point;
  if (data.temperature_K) {
    out["temperature_K"] = sourced(data.temperature_K);
    if (!data.temperature_held) out["temperature_K"]["held"] = false;
    out["modulation"] = sourced(data.modulation);
  }
  if (data.bias_noise) out["bias_noise"] = sourced(data.bias_noise);
  if (data.noise) out["noise"] = noise_json(*data.noise);
  if (data.window) out["window"] = interval_json(*data.window);
  if (!data.history.empty()) out["history"] = data.history;
  return out;
}

}  // namespace didv::result
