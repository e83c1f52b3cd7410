#include "result/estimate_json.hpp"

#include <cmath>

namespace didv::result {
namespace {

Json estimate_json(const Estimate& estimate) {
  Json out;
  out["value"] = estimate.value;
  out["standard_error"] = or_null(estimate.standard_error);
  out["unit"] = estimate.unit;
  out["state"] = to_string(estimate.state);
  out["reason"] = estimate.reason.empty() ? Json(nullptr) : Json(estimate.reason);
  if (estimate.interval_68) out["interval_68"] = interval_json(*estimate.interval_68);
  if (estimate.interval_95) out["interval_95"] = interval_json(*estimate.interval_95);
  if (!estimate.interval_from.empty()) out["interval_from"] = estimate.interval_from;
  if (!estimate.replicas.empty()) out["replicas"] = estimate.replicas;
  if (estimate.replicas_are == Replicas::draws) out["replicas_are"] = "draws";
  if (const auto& s = estimate.sampling)
    out["sampling"] = {{"autocorrelation_time", s->autocorrelation_time},
                       {"effective_draws", s->effective_draws},
                       {"r_hat", s->r_hat}};
  return out;
}

}  // namespace

Json whole_or_not(double number) {
  constexpr double largest = 1e15;  // beyond it every number is whole
  return number == std::floor(number) && std::abs(number) < largest ? Json(static_cast<long long>(number))
                                                                    : Json(number);
}

Json interval_json(const Interval& range) { return Json::array({range.first, range.second}); }

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

void add_causes(Json& out, const std::vector<Correlation>& correlation) {
  for (const Correlation& pair : correlation)
    if (!pair.because_of.empty()) out["correlation_because_of"][pair.first + "," + pair.second] = pair.because_of;
}

}  // namespace didv::result
