// A comparison of models, for people and for programs.

#include <algorithm>
#include <iomanip>
#include <locale>
#include <sstream>

#include "didv/compare.hpp"
#include "result/as_text.hpp"
#include "result/estimate_json.hpp"
#include "result/fit_json.hpp"
#include "result/origin_json.hpp"
#include "result/other_minima.hpp"

namespace didv {
namespace {

using result::Json;

Json evidence_json(const ModelEvidence& one) {
  Json out = result::fit_json(one.fit);
  out["free_parameters"] = result::whole_or_not(one.free_parameters);
  out["deviance"] = one.deviance;
  out["aic"] = one.aic;
  out["aicc"] = result::or_null(one.aicc);
  out["bic"] = one.bic;
  out["evidence_ratio"] = one.evidence_ratio;
  out["runs_score"] = one.runs_score;
  return out;
}

/// What every fit warns of: it is the data's, and no model's.
std::vector<std::string> warnings_of_all(const std::vector<ModelEvidence>& models) {
  std::vector<std::string> common;
  for (const std::string& warning : models.front().fit.warnings)
    if (std::all_of(models.begin(), models.end(), [&](const ModelEvidence& one) {
          return std::count(one.fit.warnings.begin(), one.fit.warnings.end(), warning) > 0;
        }))
      common.push_back(warning);
  return common;
}

}  // namespace

std::string Comparison::report() const {
  std::size_t width = 5;
  for (const ModelEvidence& one : models) width = std::max(width, one.fit.model.size());
  std::ostringstream out;
  out.imbue(std::locale::classic());
  const auto cell = [&](int size) -> std::ostream& { return out << "  " << std::right << std::setw(size); };
  out << verdict << "\n\n  " << std::left << std::setw(static_cast<int>(width)) << "model";
  for (const char* title : {"chi2", "ndf", "rms", "AIC", "AICc", "BIC", "evidence", "runs"}) cell(10) << title;
  out << '\n' << std::setprecision(5);
  for (const ModelEvidence& one : models) {
    out << "  " << std::left << std::setw(static_cast<int>(width)) << one.fit.model;
    cell(10) << one.fit.chi_squared;
    cell(10) << one.fit.degrees_of_freedom;
    cell(10) << one.fit.data.front().rms_residual;
    cell(10) << one.aic;
    if (one.aicc) {
      cell(10) << *one.aicc;
    } else {
      cell(10) << "-";
    }
    cell(10) << one.bic;
    cell(10) << std::setprecision(3) << one.evidence_ratio;
    cell(10) << one.runs_score << std::setprecision(5);
    out << (one.fit.usable() ? "\n" : "  not usable\n");
  }
  const std::vector<std::string> common = warnings_of_all(models);
  for (const ModelEvidence& one : models) {
    out << "\n  " << one.fit.model << ": ";
    bool first = true;
    for (const Estimate& p : one.fit.data.front().parameters) {
      if (p.state == ParameterState::fixed) continue;
      out << (first ? "" : ", ") << p.name << ' ' << to_string(p);
      first = false;
    }
    out << '\n';
    for (const std::string& reason : one.fit.not_usable_because) out << "    not usable: " << reason << '\n';
    for (const FittedData& data : one.fit.data) out << result::other_minima_text(data, "    ");
    for (const std::string& warning : one.fit.warnings)
      if (std::count(common.begin(), common.end(), warning) == 0) out << "    warning: " << warning << '\n';
  }
  if (!nested.empty()) out << '\n';
  for (const NestedTest& test : nested)
    out << "  F test of " << test.model << " against " << test.reduces_to << ": F = " << std::setprecision(4) << test.F
        << ", " << test.standard_score << (test.standard_score < largest_standard_score ? "" : " or more")
        << " standard deviations"
        << (test.places == 1
                ? std::string()
                : " in one try, but a further part was looked for at " + std::to_string(std::lround(test.places)) +
                      " points: " + (test.by_chance ? "chance does as well" : "no chance"))
        << '\n';
  out << '\n';
  for (const std::string& warning : common) out << "  warning, whatever the model: " << warning << '\n';
  const FittedData& data = models.front().fit.data.front();
  if (!data.sha256.empty()) out << "  sha256 " << data.sha256 << "  " << data.name << '\n';
  out << "  " << provenance.text() << '\n';
  return out.str();
}

std::string Comparison::json() const {
  Json out = Json::parse(provenance.json());
  out["data"] = result::origin_json(models.front().fit.data.front());
  out["models"] = Json::array();
  for (const ModelEvidence& one : models) out["models"].push_back(evidence_json(one));
  out["nested"] = Json::array();
  for (const NestedTest& test : nested)
    out["nested"].push_back({{"model", test.model},
                             {"reduces_to", test.reduces_to},
                             {"F", test.F},
                             {"standard_score", test.standard_score},
                             {"places", test.places},
                             {"by_chance", test.by_chance}});
  out["best"] = result::or_null(best);
  out["distinguishable"] = distinguishable;
  out["verdict"] = verdict;
  return result::as_text(out);
}

}  // namespace didv
