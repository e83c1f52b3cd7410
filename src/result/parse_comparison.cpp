// A comparison of models back from its JSON.

#include "didv/compare.hpp"
#include "didv/error.hpp"
#include "didv/read.hpp"
#include "result/parse_json.hpp"

namespace didv {
namespace {

using result::Json;
using result::maybe;
using result::number;

ModelEvidence evidence_of(const Json& json) {
  return {.fit = result::fit_of(json),
          .free_parameters = number(json.at("free_parameters")),
          .deviance = number(json.at("deviance")),
          .aic = number(json.at("aic")),
          .aicc = maybe<double>(json, "aicc"),
          .bic = number(json.at("bic")),
          .evidence_ratio = number(json.at("evidence_ratio")),
          .runs_score = number(json.at("runs_score"))};
}

NestedTest nested_test_of(const Json& json) {
  return {.model = json.at("model").get<std::string>(),
          .reduces_to = json.at("reduces_to").get<std::string>(),
          .F = number(json.at("F")),
          .standard_score = number(json.at("standard_score")),
          .places = number(json.at("places")),
          .by_chance = json.at("by_chance").get<bool>()};
}

Comparison comparison_of(const Json& json) {
  Comparison comparison;
  for (const Json& one : json.at("models")) {
    comparison.models.push_back(evidence_of(one));
    if (comparison.models.back().fit.data.empty()) throw InvalidArgument("a model without data");
  }
  if (comparison.models.size() < 2) throw InvalidArgument("fewer than two models");
  for (const Json& one : json.at("nested")) comparison.nested.push_back(nested_test_of(one));
  comparison.best = maybe<std::string>(json, "best");
  comparison.distinguishable = json.at("distinguishable").get<bool>();
  comparison.verdict = json.at("verdict").get<std::string>();
  return comparison;
}

}  // namespace

Comparison parse_comparison(std::string_view text, const std::string& name) {
  Comparison comparison;
  result::parse_json(text, name, "comparison of models", [&](const Json& json) {
    comparison = comparison_of(json);
    comparison.provenance = Provenance::parse(text);
    for (ModelEvidence& one : comparison.models) one.fit.provenance = comparison.provenance;
  });
  return comparison;
}

Comparison read_comparison(const std::filesystem::path& file) {
  return parse_comparison(read_bytes(file), file.string());
}

}  // namespace didv
