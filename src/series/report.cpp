#include <algorithm>
#include <nlohmann/json.hpp>

#include "didv/series.hpp"
#include "result/as_text.hpp"
#include "result/estimate_json.hpp"
#include "text/number.hpp"

namespace didv {
namespace {

using result::Json;
using result::or_null;

Json points_json(const std::vector<GapPoint>& points) {
  Json list = Json::array();
  for (const GapPoint& point : points)
    list.push_back({{"file", point.name},
                    {"temperature_K", point.temperature_K},
                    {"Delta", result::parameters_json({point.Delta})[point.Delta.name]}});
  return list;
}

Json law_json(const GapLaw& law) {
  Json out;
  out["law"] = law.law;
  out["method"] = law.method;
  out.update(result::parameters_json({law.Delta0, law.Tc, law.ratio_2Delta0_kTc}));
  out["correlation"] = or_null(law.correlation);
  out["chi_squared"] = or_null(law.chi_squared);
  out["degrees_of_freedom"] = law.degrees_of_freedom;
  out["p_value"] = or_null(law.p_value);
  out["verdict"] = law.verdict;
  return out;
}

}  // namespace

std::string SeriesResult::json() const {
  Json out = Json::parse(fit.json());
  out["usable"] = usable();
  out["not_usable_because"] = not_usable_because;
  out["warnings"] = warnings;
  out["gap_law"] = gap_law ? law_json(*gap_law) : Json(nullptr);
  out["points"] = points_json(points);
  out["fit"] = {{"not_usable_because", fit.not_usable_because}, {"warnings", fit.warnings}};
  return result::as_text(out);
}

std::string SeriesResult::report() const {
  std::string out = fit.model + " series of " + std::to_string(fit.data.size()) + " spectra" +
                    (usable() ? ": USABLE" : ": NOT USABLE") + " (" + fit.message + ")\n";
  for (const std::string& reason : not_usable_because) out += "  because " + reason + "\n";
  if (gap_law) {
    out += "\n" + gap_law->method + " fit of the " + gap_law->law + " gap\n";
    for (const Estimate* e : {&gap_law->Delta0, &gap_law->Tc}) out += "  " + e->name + " = " + to_string(*e) + "\n";
    out += "  2 Delta0/(k_B Tc) = " + to_string(gap_law->ratio_2Delta0_kTc) + "\n  " + gap_law->verdict;
    if (gap_law->p_value)
      out += ": χ² = " + text::rounded(*gap_law->chi_squared) +
             ", ndf = " + std::to_string(gap_law->degrees_of_freedom) + ", p = " + text::rounded(*gap_law->p_value);
    out += "\n";
  }
  out += "\ngap of each spectrum by itself\n";
  for (const GapPoint& point : points) {
    const std::string T = text::rounded(point.temperature_K);
    out += std::string(10 - std::min<std::size_t>(T.size(), 9), ' ') + T + " K  " + to_string(point.Delta) +
           (point.Delta.reason.empty() ? "" : "  " + point.Delta.reason) + "  " + point.name + "\n";
  }
  if (!fit.shared.empty()) {
    out += "\none value for all\n";
    for (const Estimate& e : fit.shared) out += "  " + e.name + " = " + to_string(e) + "\n";
  }
  out += "\n";
  for (const std::string& warning : warnings) out += "  warning: " + warning + "\n";
  for (const FittedData& data : fit.data)
    if (!data.sha256.empty()) out += "  sha256 " + data.sha256 + "  " + data.name + "\n";
  out += "  " + fit.provenance.text() + "\n";
  return out;
}

}  // namespace didv
