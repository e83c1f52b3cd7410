// Small spectra and rules, sane and mad, into the fits. run() returns a result in which every number is one, or throws
// a didv::Error.

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "didv/fit.hpp"
#include "entries.hpp"
#include "steering.hpp"

namespace didv::attack {

namespace {

void require_number(double value, const std::string& what) {
  require(std::isfinite(value), what + " poses as a number");
}

void check(const Estimate& e) {
  require_number(e.value, "value of " + e.name);
  if (e.standard_error) {
    require(std::isfinite(*e.standard_error) && *e.standard_error > 0,
            "the standard error of " + e.name + " is " + std::to_string(*e.standard_error));
  } else {
    require(!e.reason.empty(), e.name + " has neither an error bar nor a reason");
  }
  for (const auto& interval : {e.interval_68, e.interval_95})
    if (interval)
      require(!std::isnan(interval->first) && !std::isnan(interval->second) && interval->first <= interval->second,
              "the interval of " + e.name);
}

void check(const FitResult& result) {
  require(result.status != FitStatus::failed || !result.usable(), "a failed fit calls itself usable");
  // A result that failed has no numbers to give; what it gives is checked all the same where it can be used.
  if (result.usable()) {
    require(std::isfinite(result.chi_squared) && result.chi_squared >= 0, "chi squared poses as a number");
    for (const Estimate& e : result.shared) check(e);
    for (const FittedData& data : result.data) {
      for (const Estimate& e : data.parameters) check(e);
      for (const double value : data.fit) require_number(value, "a point of the fitted curve");
      for (const Correlation& c : data.correlation) require(std::abs(c.value) <= 1 + 1e-9, "a correlation beyond 1");
    }
  }
  require(!result.report().empty(), "no report");
  const std::string json = result.json();
  require(nlohmann::json::accept(json), "the JSON is none: " + json);
}

template <class Run>
void may_refuse(Run run) {
  try {
    check(run());
  } catch (const Error& refusal) {
    require(*refusal.what() != '\0', "a refusal says nothing");
  }
}

template <class FitType>
void give_rules(FitType& fit, Steering& steering, const std::vector<std::string>& parameters) {
  for (std::size_t rules = steering.below(4); rules > 0; --rules) {
    const std::string& name = parameters[steering.below(parameters.size())];
    switch (steering.below(6)) {
      case 0:
        fit.start(name, steering.wild(4));
        break;
      case 1: {
        const double a = steering.wild(4), b = steering.wild(4);
        fit.bound(name, a, b);
        break;
      }
      case 2:
        fit.fix(name, steering.wild(4));
        break;
      case 3:
        fit.free(name);
        break;
      case 4: {
        const double a = steering.wild(4), b = steering.wild(1);
        fit.measured(name, a, b);
        break;
      }
      default:
        fit.share(name);
    }
  }
}

Spectrum spectrum_from(Steering& steering) {
  Spectrum s;
  s.name = "s";
  const std::size_t points = steering.below(24);
  const bool wild_bias = steering.one_in(4), with_sigma = steering.one_in(3);
  for (std::size_t i = 0; i < points; ++i) {
    s.bias_mV.push_back(wild_bias ? steering.wild(5)
                                  : 0.4 * (static_cast<double>(i) - 0.5 * static_cast<double>(points)));
    s.conductance.push_back(1 + steering.wild(1));
    if (with_sigma) s.sigma.push_back(std::abs(steering.wild(0.1)));
  }
  if (!steering.one_in(8)) s.temperature_K = {std::abs(steering.wild(4)), Origin::file};
  const double amplitude_mV = steering.one_in(3) ? std::abs(steering.wild(0.5)) : 0;
  if (amplitude_mV > 0) s.modulation = {Modulation(Rms{amplitude_mV}), Origin::file};
  if (steering.one_in(4)) s.bias_noise = {GaussianNoise{steering.wild(0.3)}, Origin::file};
  s.unit = static_cast<ConductanceUnit>(steering.below(3));
  if (steering.one_in(8)) s.points_per_independent_point = steering.wild(4);
  return s;
}

}  // namespace

void fit(std::string_view bytes) {
  Steering steering(bytes);
  may_refuse([&] {
    // A curve of these takes microseconds: what is attacked here is the fit. (The models have the contract test.)
    static const std::vector<Model> models{
        find_model("btk"),  find_model("btk_mazin"),   find_model("btk_strijkers"), find_model("dynes"),
        find_model("maki"), find_model("two_gap_btk"), find_model("two_gap_dynes")};
    didv::Fit fit(models[steering.below(models.size())]);
    std::vector<std::string> names{"scale", "offset_mV", "background_1", "Delta0", "Tc", "nobody"};
    for (const ParameterInfo& p : fit.model().parameters()) names.push_back(p.name);
    for (std::size_t spectra = 1 + steering.below(2); spectra > 0; --spectra) fit.add(spectrum_from(steering));
    if (steering.one_in(4)) fit.background(static_cast<int>(steering.below(5)) - 1);
    if (steering.one_in(4)) fit.fit_offset();
    if (steering.one_in(6)) fit.sigma(steering.wild(0.1));
    if (steering.one_in(6)) {
      const double a = steering.wild(5), b = steering.wild(5);
      fit.window(a, b);
    }
    if (steering.one_in(6)) fit.tie(names[steering.below(names.size())], laws::bcs_gap());
    give_rules(fit, steering, names);
    return fit.run();
  });
}

void curve_fit(std::string_view bytes) {
  Steering steering(bytes);
  may_refuse([&] {
    const std::vector<ParameterInfo> infos{
        {.name = "a", .default_value = 1}, {.name = "b", .default_value = 0.5}, {.name = "c"}};
    const auto decay = curve_function<3>([](double x, const auto& p) { return p[0] * exp(-p[1] * x) + p[2]; });
    const auto power = curve_function<3>([](double x, const auto& p) { return p[0] * pow(p[1], x) + p[2]; });
    const auto degenerate = curve_function<3>([](double x, const auto& p) { return p[0] * p[1] + 0.0 * p[2] * x; });
    const CurveFunction functions[]{decay, power, degenerate};
    CurveFit fit(functions[steering.below(3)], infos);
    for (std::size_t sets = 1 + steering.below(2); sets > 0; --sets) {
      CurveData data{.name = "d"};
      const bool with_sigma = steering.one_in(3);
      for (std::size_t points = steering.below(16); points > 0; --points) {
        data.x.push_back(steering.wild(3));
        data.y.push_back(steering.wild(2));
        if (with_sigma) data.sigma.push_back(std::abs(steering.wild(0.1)));
      }
      if (steering.one_in(8)) data.points_per_independent_point = steering.wild(4);
      fit.add(std::move(data));
    }
    if (steering.one_in(6)) fit.sigma(steering.wild(0.1));
    if (steering.one_in(6)) {
      const double a = steering.wild(5), b = steering.wild(5);
      fit.window(a, b);
    }
    give_rules(fit, steering, {"a", "b", "c", "nobody"});
    return fit.run();
  });
}

}  // namespace didv::attack
