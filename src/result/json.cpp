#include <cmath>

#include "result/as_text.hpp"
#include "result/estimate_json.hpp"
#include "result/fit_json.hpp"
#include "result/origin_json.hpp"
#include "result/other_minima.hpp"

namespace didv {

using result::add_causes;
using result::correlation_json;
using result::interval_json;
using result::Json;
using result::or_null;
using result::origin_json;
using result::other_minima_json;
using result::parameters_json;
using result::whole_or_not;

namespace {

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

/// Of one data set: how its fit ended, and its curve.
Json fitted_json(const FittedData& data) {
  Json out = origin_json(data);
  out["status"] = to_string(data.status);
  out["chi_squared"] = data.chi_squared;
  out["curve"] = {{"x", data.x}, {"data", data.data}, {"fit", data.fit}};
  if (!data.sigma.empty()) out["curve"]["sigma"] = data.sigma;
  if (data.noise) out["curve"]["standard_residual"] = data.noise->standard_residual;
  return out;
}

Json points_json(const std::vector<std::pair<double, double>>& points) {
  Json list = Json::array();
  for (const auto& [first, second] : points) list.push_back({first, second});
  return list;
}

Json contours_json(const std::vector<Contour>& contours) {
  Json list = Json::array();
  for (const Contour& contour : contours)
    list.push_back({{"data", contour.data},
                    {"first", contour.first},
                    {"second", contour.second},
                    {"points_68", points_json(contour.points_68)},
                    {"points_95", points_json(contour.points_95)},
                    {"reason", contour.reason.empty() ? Json(nullptr) : Json(contour.reason)}});
  return list;
}

double overall_rms(const std::vector<FittedData>& sets) {
  if (sets.size() == 1) return sets.front().rms_residual;
  double sum = 0, points = 0;
  for (const FittedData& data : sets) {
    sum += static_cast<double>(data.points()) * data.rms_residual * data.rms_residual;
    points += static_cast<double>(data.points());
  }
  return points > 0 ? std::sqrt(sum / points) : 0;
}

}  // namespace

Json result::fit_json(const FitResult& result) {
  Json out;
  out["model"] = result.model;
  out["reduces_to"] = result.reduces_to;
  out["made_of"] = {{"parts", result.made_of.parts}, {"additions", result.made_of.additions}};
  out["parts"] = result.parts;
  out["status"] = to_string(result.status);
  out["usable"] = result.usable();
  out["message"] = result.message;
  out["not_usable_because"] = result.not_usable_because;
  std::vector<Estimate> parameters = result.shared;
  std::vector<Correlation> correlation = result.shared_correlation;
  if (result.data.size() == 1) {
    parameters.insert(parameters.begin(), result.data.front().parameters.begin(), result.data.front().parameters.end());
    correlation.insert(correlation.begin(), result.data.front().correlation.begin(),
                       result.data.front().correlation.end());
  }
  out["parameters"] = parameters_json(parameters);
  out["chi_squared"] = result.chi_squared;
  if (result.pull_of_measured > 0) out["pull_of_measured"] = result.pull_of_measured;
  out["degrees_of_freedom"] = whole_or_not(result.degrees_of_freedom);
  out["reduced_chi_squared"] = or_null(result.reduced_chi_squared());
  out["sigma_estimated"] = result.sigma_estimated;
  out["evaluations"] = result.evaluations;
  out["rms_residual"] = overall_rms(result.data);
  out["correlation"] = correlation_json(correlation);
  add_causes(out, correlation);
  if (result.data.size() == 1) {
    out["other_minima"] = other_minima_json(result.data.front());
    out["metadata_risks"] = risks_json(result);
    out["data"] = fitted_json(result.data.front());
  } else {
    out["spectra"] = Json::array();
    for (const FittedData& one : result.data) {
      Json entry = fitted_json(one);
      entry["parameters"] = parameters_json(one.parameters);
      entry["correlation"] = correlation_json(one.correlation);
      add_causes(entry, one.correlation);
      entry["other_minima"] = other_minima_json(one);
      entry["rms_residual"] = one.rms_residual;
      out["spectra"].push_back(std::move(entry));
    }
  }
  if (result.data.size() != 1 || !result.shared.empty()) out["shared"] = parameters_json(result.shared);
  if (!result.contours.empty()) out["contours"] = contours_json(result.contours);
  out["warnings"] = result.warnings;
  return out;
}

std::string FitResult::json() const {
  Json out = Json::parse(provenance.json());
  out.update(result::fit_json(*this));
  return result::as_text(out);
}

}  // namespace didv
