#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "didv/error.hpp"
#include "didv/read.hpp"
#include "didv/read_result.hpp"
#include "didv/units.hpp"
#include "read/cells.hpp"
#include "result/parse_json.hpp"
#include "text/json_from_outside.hpp"

namespace didv {
namespace {

using result::estimate_of;
using result::Json;
using result::maybe;
using result::number;

std::size_t count(const Json& json) {
  constexpr double largest = 1e15;  // exact as a double, and more than can be counted
  if (!json.is_number_unsigned() || json.get<double>() > largest) throw InvalidArgument("expected a count");
  return json.get<std::size_t>();
}

std::vector<double> numbers(const Json& json) {
  std::vector<double> all;
  for (const Json& one : json) all.push_back(number(one));
  return all;
}

/// One of an enumeration, by what to_string() calls it.
template <class Enum>
Enum named(const Json& json, std::initializer_list<Enum> all) {
  for (const Enum one : all)
    if (to_string(one) == json.get<std::string>()) return one;
  throw InvalidArgument("'" + read::presentable(json.get<std::string>()) + "' is unknown here");
}

FitStatus status_of(const Json& json) {
  return named(json, {FitStatus::converged, FitStatus::not_converged, FitStatus::failed});
}

Origin origin_of(const Json& json) { return named(json, {Origin::file, Origin::option, Origin::assumed}); }

std::optional<Interval> interval_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return {};
  return Interval{number(found->at(0), -infinity), number(found->at(1), infinity)};
}

std::vector<Estimate> estimates_of(const Json& json) {
  std::vector<Estimate> all;
  for (const auto& [name, estimate] : json.items()) all.push_back(estimate_of(name, estimate));
  return all;
}

bool has(const std::vector<Estimate>& parameters, std::string_view name) {
  return std::any_of(parameters.begin(), parameters.end(), [&](const Estimate& p) { return p.name == name; });
}

/// "Delta,Gamma": a name of the caller's may hold a comma of its own.
std::vector<Correlation> correlations_of(const Json& fit, const std::vector<Estimate>& among) {
  std::vector<Correlation> all;
  const Json causes = fit.value("correlation_because_of", Json::object());
  for (const auto& [pair, value] : fit.at("correlation").get_ref<const Json::object_t&>())
    for (std::size_t comma = pair.find(','); comma != std::string::npos; comma = pair.find(',', comma + 1)) {
      if (!has(among, pair.substr(0, comma)) || !has(among, pair.substr(comma + 1))) continue;
      all.push_back({pair.substr(0, comma), pair.substr(comma + 1), number(value), causes.value(pair, "")});
      break;
    }
  return all;
}

NoiseFound noise_of(const Json& json) {
  NoiseFound noise;
  noise.model.relative = maybe<double>(json, "relative");
  noise.model.loss = named(json.at("loss"), {Loss::squares, Loss::huber, Loss::cauchy});
  if (!json.at("neighbour_correlation").is_null()) {
    noise.model.correlated = CorrelatedNoise{maybe<double>(json, "length_points")};
    noise.neighbour_correlation = number(json.at("neighbour_correlation"));
  }
  noise.independent_points = number(json.at("independent_points"));
  noise.outliers = count(json.at("outliers"));
  noise.deviance = number(json.at("deviance"));
  return noise;
}

Composition composition_of(const Json& json) {
  Composition made_of{json.at("parts").get<std::vector<std::vector<std::string>>>(),
                      json.at("additions").get<std::vector<std::string>>()};
  for (const auto& part : made_of.parts)
    if (part.empty()) throw InvalidArgument("a part of the model has no name");
  return made_of;
}

/// One data set: where it came from, and its curve.
FittedData data_of(const Json& json) {
  FittedData data;
  data.name = json.at("file").get<std::string>();
  data.sha256 = maybe<std::string>(json, "sha256").value_or("");
  data.status = status_of(json.at("status"));
  data.chi_squared = number(json.at("chi_squared"));
  data.points_per_independent_point = maybe<double>(json, "points_per_independent_point").value_or(1);
  if (const auto T = json.find("temperature_K"); T != json.end()) {
    data.temperature_K = {number(T->at("value")), origin_of(T->at("origin"))};
    data.temperature_held = maybe<bool>(*T, "held").value_or(true);
  }
  if (const auto found = json.find("modulation"); found != json.end() && !found->is_null())
    data.modulation = {Modulation::parse(found->at("value").get<std::string>()), origin_of(found->at("origin"))};
  if (const auto found = json.find("bias_noise"); found != json.end())
    data.bias_noise = {GaussianNoise::parse(found->at("value").get<std::string>()), origin_of(found->at("origin"))};
  if (const auto found = json.find("noise"); found != json.end()) data.noise = noise_of(*found);
  data.window = interval_of(json, "window");
  data.history = maybe<std::vector<std::string>>(json, "history").value_or(std::vector<std::string>());
  const Json& curve = json.at("curve");
  data.x = numbers(curve.at("x"));
  data.data = numbers(curve.at("data"));
  data.fit = numbers(curve.at("fit"));
  if (const auto sigma = curve.find("sigma"); sigma != curve.end()) data.sigma = numbers(*sigma);
  if (data.data.size() != data.points() || data.fit.size() != data.points() ||
      !(data.sigma.empty() || data.sigma.size() == data.points()))
    throw InvalidArgument("x, data, fit and sigma differ in length");
  for (std::size_t i = 0; i < data.points(); ++i) data.residual.push_back(data.data[i] - data.fit[i]);
  if (data.noise) data.noise->standard_residual = numbers(curve.at("standard_residual"));
  return data;
}

void take_fit_of(FittedData& data, const Json& json, const std::vector<Estimate>& parameters) {
  data.parameters = parameters;
  data.correlation = correlations_of(json, data.parameters);
  data.rms_residual = number(json.at("rms_residual"));
  for (const Json& other : json.at("other_minima")) {
    OtherMinimum minimum{number(other.at("chi_squared")), {}};
    for (const auto& [name, value] : other.at("parameters").items()) minimum.parameters[name] = number(value);
    data.other_minima.push_back(std::move(minimum));
  }
}

std::vector<std::pair<double, double>> points_of(const Json& json) {
  std::vector<std::pair<double, double>> points;
  for (const Json& point : json) points.emplace_back(number(point.at(0)), number(point.at(1)));
  return points;
}

std::vector<Contour> contours_of(const Json& json) {
  std::vector<Contour> contours;
  for (const Json& one : json)
    contours.push_back({one.at("data").get<std::string>(), one.at("first").get<std::string>(),
                        one.at("second").get<std::string>(), points_of(one.at("points_68")),
                        points_of(one.at("points_95")), maybe<std::string>(one, "reason").value_or("")});
  return contours;
}

std::vector<MetadataRisk> risks_of(const Json& json) {
  std::vector<MetadataRisk> risks;
  for (const Json& one : json) {
    MetadataRisk risk{one.at("assumption").get<std::string>(), {}};
    for (const auto& [name, change] : one.at("parameters").items()) risk.parameters[name] = number(change.at("value"));
    risks.push_back(std::move(risk));
  }
  return risks;
}

/// Of a byte counted from 1.
std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte > 0 ? byte - 1 : 0);
  const std::size_t start = before.rfind('\n');
  return {1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')),
          before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1};
}

/// "[json.exception.out_of_range.403] key 'model' not found" without what stands in brackets.
std::string plain(const std::string& what) {
  constexpr std::size_t longest = 200;  // of a number with any number of digits
  const std::size_t end = what.find("] ");
  return what.substr(end == std::string::npos ? 0 : end + 2, longest);
}

}  // namespace

namespace result {

Estimate estimate_of(const std::string& name, const Json& json) {
  Estimate estimate;
  estimate.name = name;
  estimate.unit = json.at("unit").get<std::string>();
  estimate.value = number(json.at("value"));
  estimate.standard_error = maybe<double>(json, "standard_error");
  estimate.state = named(json.at("state"),
                         {ParameterState::free, ParameterState::fixed, ParameterState::measured, ParameterState::shared,
                          ParameterState::tied, ParameterState::at_bound, ParameterState::not_determined});
  estimate.reason = maybe<std::string>(json, "reason").value_or("");
  estimate.interval_68 = interval_of(json, "interval_68");
  estimate.interval_95 = interval_of(json, "interval_95");
  estimate.interval_from = maybe<std::string>(json, "interval_from").value_or("");
  if (const auto replicas = json.find("replicas"); replicas != json.end()) estimate.replicas = numbers(*replicas);
  if (maybe<std::string>(json, "replicas_are") == "draws") estimate.replicas_are = Replicas::draws;
  if (const auto sampling = json.find("sampling"); sampling != json.end())
    estimate.sampling = {sampling->at("autocorrelation_time"), sampling->at("effective_draws"), sampling->at("r_hat")};
  return estimate;
}

FitResult fit_of(const Json& json) {
  FitResult result;
  result.model = json.at("model").get<std::string>();
  result.reduces_to = json.at("reduces_to").get<std::string>();
  result.made_of = composition_of(json.at("made_of"));
  result.parts = count(json.at("parts"));
  result.status = status_of(json.at("status"));
  result.message = json.at("message").get<std::string>();
  result.not_usable_because = json.at("not_usable_because").get<std::vector<std::string>>();
  result.warnings = json.at("warnings").get<std::vector<std::string>>();
  result.chi_squared = number(json.at("chi_squared"));
  result.pull_of_measured = maybe<double>(json, "pull_of_measured").value_or(0);
  result.degrees_of_freedom = number(json.at("degrees_of_freedom"));
  result.sigma_estimated = json.at("sigma_estimated").get<bool>();
  result.evaluations =
      static_cast<int>(std::min<std::size_t>(count(json.at("evaluations")), std::numeric_limits<int>::max()));
  if (const auto contours = json.find("contours"); contours != json.end()) result.contours = contours_of(*contours);
  if (const auto shared = json.find("shared"); shared != json.end()) result.shared = estimates_of(*shared);
  result.shared_correlation = correlations_of(json, result.shared);
  if (const auto spectra = json.find("spectra"); spectra != json.end()) {
    if (spectra->size() == 1) throw InvalidArgument("a single spectrum stands in 'data', not in 'spectra'");
    for (const Json& one : *spectra) {
      result.data.push_back(data_of(one));
      take_fit_of(result.data.back(), one, estimates_of(one.at("parameters")));
    }
    return result;
  }
  std::vector<Estimate> own = estimates_of(json.at("parameters"));
  std::erase_if(own, [&](const Estimate& p) { return has(result.shared, p.name); });
  result.data.push_back(data_of(json.at("data")));
  take_fit_of(result.data.back(), json, own);
  result.metadata_risks = risks_of(json.at("metadata_risks"));
  return result;
}

void parse_json(std::string_view text, const std::string& name, const std::string& what,
                const std::function<void(const Json&)>& take) {
  try {
    take(text::json_from_outside(text));
  } catch (const Json::parse_error& error) {
    const auto [line, column] = line_and_column(text, error.byte);
    throw DataError(name, line, column, "is no JSON, expected the " + what);
  } catch (const Json::exception& error) {
    throw DataError(name, 0, 0, "is no " + what + ": " + plain(error.what()));
  } catch (const Error& error) {
    throw DataError(name, 0, 0, "is no " + what + ": " + std::string(error.what()));
  }
}

}  // namespace result

FitResult parse_result(std::string_view text, const std::string& name) {
  FitResult fit;
  result::parse_json(text, name, "result of a fit", [&](const Json& json) {
    fit = result::fit_of(json);
    fit.provenance = Provenance::parse(text);
  });
  return fit;
}

FitResult read_result(const std::filesystem::path& file) { return parse_result(read_bytes(file), file.string()); }

}  // namespace didv
