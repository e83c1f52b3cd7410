#include <cmath>

#include "didv/result.hpp"
#include "didv/version.hpp"
#include "result/estimate_json.hpp"
#include "text/number.hpp"

namespace didv {

using result::correlation_json;
using result::interval_json;
using result::Json;
using result::or_null;
using result::parameters_json;
using result::whole_or_not;

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
    out["independent_points"] = noise.independent_points;
  }
  out["loss"] = to_string(noise.model.loss);
  if (noise.model.loss != Loss::squares) out["outliers"] = noise.outliers;
  return out;
}

/// Where the numbers came from: "data" of one data set.
Json origin_json(const FittedData& data) {
  Json out;
  out["file"] = data.name;
  out["points"] = data.points();
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

Json other_minima_json(const FittedData& data) {
  Json list = Json::array();
  for (const OtherMinimum& other : data.other_minima) {
    Json parameters = Json::object();
    for (const Estimate& estimate : data.parameters)
      if (const auto found = other.parameters.find(estimate.name); found != other.parameters.end())
        parameters[estimate.name] = found->second;
    list.push_back({{"chi_squared", other.chi_squared}, {"parameters", std::move(parameters)}});
  }
  return list;
}

/// How much a parameter would change, in per cent; null from 0.
Json risks_json(const FitResult& result) {
  Json list = Json::array();
  for (const MetadataRisk& risk : result.metadata_risks) {
    Json parameters = Json::object();
    for (const Estimate& estimate : result.data.front().parameters) {
      const auto found = risk.parameters.find(estimate.name);
      if (found == risk.parameters.end()) continue;
      parameters[estimate.name] = {{"value", found->second}, {"change_percent", nullptr}};
      if (estimate.value != 0)
        parameters[estimate.name]["change_percent"] = 100 * (found->second - estimate.value) / std::abs(estimate.value);
    }
    list.push_back({{"assumption", risk.assumption}, {"parameters", std::move(parameters)}});
  }
  return list;
}

double overall_rms(const std::vector<FittedData>& sets) {
  double sum = 0, points = 0;
  for (const FittedData& data : sets) {
    sum += static_cast<double>(data.points()) * data.rms_residual * data.rms_residual;
    points += static_cast<double>(data.points());
  }
  return points > 0 ? std::sqrt(sum / points) : 0;
}

}  // namespace

std::string FitResult::json(std::string_view command) const {
  Json out;
  out["didv"] = version();
  out["command"] = command;
  out["model"] = model;
  out["status"] = to_string(status);
  out["usable"] = usable();
  out["message"] = message;
  out["not_usable_because"] = not_usable_because;
  std::vector<Estimate> parameters = shared;
  std::vector<Correlation> correlation = shared_correlation;
  if (data.size() == 1) {
    parameters.insert(parameters.begin(), data.front().parameters.begin(), data.front().parameters.end());
    correlation.insert(correlation.begin(), data.front().correlation.begin(), data.front().correlation.end());
  }
  out["parameters"] = parameters_json(parameters);
  out["chi_squared"] = chi_squared;
  out["degrees_of_freedom"] = whole_or_not(degrees_of_freedom);
  out["reduced_chi_squared"] = or_null(reduced_chi_squared());
  out["sigma_estimated"] = sigma_estimated;
  out["rms_residual"] = overall_rms(data);
  out["correlation"] = correlation_json(correlation);
  if (data.size() == 1) {
    out["other_minima"] = other_minima_json(data.front());
    out["metadata_risks"] = risks_json(*this);
    out["data"] = origin_json(data.front());
  } else {
    out["spectra"] = Json::array();
    for (const FittedData& one : data) {
      Json entry = origin_json(one);
      entry["parameters"] = parameters_json(one.parameters);
      entry["correlation"] = correlation_json(one.correlation);
      entry["other_minima"] = other_minima_json(one);
      entry["rms_residual"] = one.rms_residual;
      out["spectra"].push_back(std::move(entry));
    }
    out["shared"] = parameters_json(shared);
  }
  out["warnings"] = warnings;
  // A file name may hold any bytes: what is not UTF-8 is replaced rather than refused.
  return out.dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace didv
