#include <cmath>
#include <nlohmann/json.hpp>

#include "didv/result.hpp"
#include "didv/version.hpp"
#include "text/number.hpp"

namespace didv {
namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json interval(const Interval& range) { return Json::array({range.first, range.second}); }

Json estimate_json(const Estimate& estimate) {
  Json out;
  out["value"] = estimate.value;
  out["standard_error"] = or_null(estimate.standard_error);
  out["unit"] = estimate.unit;
  out["state"] = to_string(estimate.state);
  out["reason"] = estimate.reason.empty() ? Json(nullptr) : Json(estimate.reason);
  if (estimate.interval_68) out["interval_68"] = interval(*estimate.interval_68);
  if (estimate.interval_95) out["interval_95"] = interval(*estimate.interval_95);
  return out;
}

Json parameters_json(const std::vector<Estimate>& parameters) {
  Json out = Json::object();
  for (const Estimate& parameter : parameters) out[parameter.name] = estimate_json(parameter);
  return out;
}

Json correlation_json(const std::vector<Correlation>& correlation) {
  Json out = Json::object();
  for (const Correlation& pair : correlation) out[pair.first + "," + pair.second] = pair.value;
  return out;
}

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
  if (data.window) out["window"] = interval(*data.window);
  if (!data.history.empty()) out["history"] = data.history;
  return out;
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
  // Whole for independent points, and then written as an integer.
  if (degrees_of_freedom == std::floor(degrees_of_freedom)) {
    out["degrees_of_freedom"] = static_cast<long long>(degrees_of_freedom);
  } else {
    out["degrees_of_freedom"] = degrees_of_freedom;
  }
  out["reduced_chi_squared"] = or_null(reduced_chi_squared());
  out["sigma_estimated"] = sigma_estimated;
  out["rms_residual"] = overall_rms(data);
  out["correlation"] = correlation_json(correlation);
  if (data.size() == 1) {
    out["data"] = origin_json(data.front());
  } else {
    out["spectra"] = Json::array();
    for (const FittedData& one : data) {
      Json entry = origin_json(one);
      entry["parameters"] = parameters_json(one.parameters);
      entry["correlation"] = correlation_json(one.correlation);
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
