// A series back from its JSON.

#include "didv/read.hpp"
#include "didv/series.hpp"
#include "result/parse_json.hpp"

namespace didv {
namespace {

using result::estimate_of;
using result::Json;
using result::maybe;
using result::number;

GapLaw law_of(const Json& json) {
  const auto estimate = [&](const char* name) { return estimate_of(name, json.at(name)); };
  GapLaw law{.law = json.at("law").get<std::string>(),
             .method = json.at("method").get<std::string>(),
             .Delta0 = estimate("Delta0"),
             .Tc = estimate("Tc"),
             .ratio_2Delta0_kTc = estimate("ratio_2Delta0_kTc")};
  law.correlation = maybe<double>(json, "correlation");
  law.chi_squared = maybe<double>(json, "chi_squared");
  law.degrees_of_freedom = json.at("degrees_of_freedom").get<int>();
  law.p_value = maybe<double>(json, "p_value");
  law.verdict = json.at("verdict").get<std::string>();
  return law;
}

SeriesResult series_of(const Json& json) {
  SeriesResult series;
  series.fit = result::fit_of(json);
  series.not_usable_because = std::move(series.fit.not_usable_because);
  series.warnings = std::move(series.fit.warnings);
  const Json& fit = json.at("fit");
  series.fit.not_usable_because = fit.at("not_usable_because").get<std::vector<std::string>>();
  series.fit.warnings = fit.at("warnings").get<std::vector<std::string>>();
  for (const Json& point : json.at("points"))
    series.points.push_back({point.at("file").get<std::string>(), number(point.at("temperature_K")),
                             estimate_of("Delta", point.at("Delta"))});
  if (const Json& law = json.at("gap_law"); law.at("Delta0").at("value").is_null())
    series.no_gap_law_because = law.at("verdict").get<std::string>();
  else
    series.gap_law = law_of(law);
  return series;
}

}  // namespace

SeriesResult parse_series_result(std::string_view text, const std::string& name) {
  SeriesResult series;
  result::parse_json(text, name, "result of a series", [&](const Json& json) {
    series = series_of(json);
    series.fit.provenance = Provenance::parse(text);
  });
  return series;
}

SeriesResult read_series_result(const std::filesystem::path& file) {
  return parse_series_result(read_bytes(file), file.string());
}

}  // namespace didv
