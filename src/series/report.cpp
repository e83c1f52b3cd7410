#include <algorithm>
#include <nlohmann/json.hpp>

#include "didv/series.hpp"
#include "result/as_text.hpp"
#include "result/estimate_json.hpp"
#include "result/origin_text.hpp"
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

/// Of the same keys: a program finds a reason where it looks for a number.
Json no_law_json(const SeriesResult& series) {
  const auto& shared = series.fit.shared;
  const bool tied = std::ranges::any_of(shared, [](const Estimate& e) { return e.name == "Tc"; });
  Json out = law_json({.law = "",
                       .method = tied ? "global" : "two-step",
                       .Delta0 = {.name = "Delta0", .unit = "meV"},
                       .Tc = {.name = "Tc", .unit = "K"},
                       .ratio_2Delta0_kTc = {.name = "ratio_2Delta0_kTc", .unit = "1"},
                       .verdict = series.no_gap_law_because});
  out["law"] = nullptr;
  for (const char* name : {"Delta0", "Tc", "ratio_2Delta0_kTc"}) {
    out[name]["value"] = nullptr;
    out[name]["state"] = to_string(ParameterState::not_determined);
    out[name]["reason"] = series.no_gap_law_because;
  }
  return out;
}

/// "Tc = 10.1(2) K", or why it is not known.
std::string told(const std::string& name, const Estimate& estimate) {
  return "  " + name + " = " + to_string(estimate) + (estimate.reason.empty() ? "" : ": " + estimate.reason) + "\n";
}

/// What was used and done is the same for most spectra, and then told once.
std::string origin(const std::vector<FittedData>& data) {
  using Parts = std::vector<std::string>;
  std::vector<std::pair<Parts, Parts>> each;  // what was used, in one line; what was done, a line a step
  for (const FittedData& one : data) {
    each.emplace_back(result::metadata_text(one), one.history);
    const Parts noise = result::noise_model_text(one);
    each.back().second.insert(each.back().second.end(), noise.begin(), noise.end());
  }
  const auto has = [](const Parts& parts, const std::string& part) { return std::ranges::count(parts, part) > 0; };
  const auto of_all = [&](const std::string& part) {
    return std::ranges::all_of(each, [&](const auto& one) { return has(one.first, part) || has(one.second, part); });
  };
  const auto chosen = [&](const std::string& name, const std::pair<Parts, Parts>& one, bool common) {
    const auto other_kind = [&](const std::string& part) { return of_all(part) != common; };
    auto [used, done] = one;
    std::erase_if(used, other_kind);
    std::erase_if(done, other_kind);
    std::string text = used.empty() && done.empty() ? "" : "  " + name + ": " + result::joined(used) + "\n";
    for (const std::string& step : done) text += "    " + step + "\n";
    return text;
  };
  std::string out = "\ndata\n" + chosen("all", each.front(), true);
  for (std::size_t k = 0; k < data.size(); ++k) out += chosen(data[k].name, each[k], false);
  return out;
}

}  // namespace

std::string SeriesResult::json() const {
  Json out = Json::parse(fit.json());
  out["usable"] = usable();
  out["not_usable_because"] = not_usable_because;
  out["warnings"] = warnings;
  out["gap_law"] = gap_law ? law_json(*gap_law) : no_law_json(*this);
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
    for (const Estimate* e : {&gap_law->Delta0, &gap_law->Tc}) out += told(e->name, *e);
    out += told("2 Delta0/(k_B Tc)", gap_law->ratio_2Delta0_kTc) + "  " + gap_law->verdict;
    if (gap_law->p_value)
      out += " (χ² = " + text::rounded(*gap_law->chi_squared) +
             ", ndf = " + std::to_string(gap_law->degrees_of_freedom) + ", p = " + text::rounded(*gap_law->p_value) +
             ")";
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
    for (const Estimate& e : fit.shared) out += told(e.name, e);
  }
  out += origin(fit.data) + "\n  " + result::noise_text(fit) + "\n";
  for (const std::string& warning : warnings) out += "  warning: " + warning + "\n";
  for (const FittedData& data : fit.data)
    if (!data.sha256.empty()) out += "  sha256 " + data.sha256 + "  " + data.name + "\n";
  out += "  " + fit.provenance.text() + "\n";
  return out;
}

}  // namespace didv
