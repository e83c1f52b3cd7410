#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <set>

#include "didv/error.hpp"
#include "didv/gap_equation.hpp"
#include "didv/series.hpp"
#include "fit/replicate.hpp"
#include "series/law_verdict.hpp"
#include "text/number.hpp"

namespace didv {

bool determined(const GapPoint& point) { return point.Delta.standard_error.has_value(); }

CurveFunction curve_of(const Law& law) {
  return [law](std::span<const double> T_K, std::span<const double> parameters, std::span<double> y,
               std::span<double> jacobian) {
    std::vector<double> gradient(parameters.size() + 1);
    for (std::size_t i = 0; i < T_K.size(); ++i) {
      y[i] = law.function(T_K[i], parameters, gradient);
      if (!jacobian.empty())
        std::copy(gradient.begin() + 1, gradient.end(),
                  jacobian.begin() + static_cast<std::ptrdiff_t>(i * parameters.size()));
    }
  };
}

namespace series {

bool is_gap_law(const Law& law) {
  const auto has = [&](const char* name) {
    return std::any_of(law.parameters.begin(), law.parameters.end(), [&](const auto& p) { return p.name == name; });
  };
  return law.parameters.size() == 2 && has("Delta0") && has("Tc");
}

// Points whose Δ came out to rounding have no errors at all: then all weigh the same.
std::vector<GapPoint> points_to_fit(const std::vector<GapPoint>& points) {
  const bool any_error = std::any_of(points.begin(), points.end(), determined);
  std::vector<GapPoint> chosen;
  for (const GapPoint& point : points)
    if (any_error ? determined(point) : point.Delta.state == ParameterState::free) chosen.push_back(point);
  return chosen;
}

namespace {

/// What the gaps beyond doubt leave: Tc is above their temperatures, Δ(0) two standard errors below them or more.
std::string lower_limit(const std::string& name, const std::vector<GapPoint>& points) {
  std::string limit;
  double highest = 0;
  for (const GapPoint& point : points) {
    if (!determined(point) || point.Delta.value < certain * *point.Delta.standard_error) continue;
    const bool is_Tc = name == "Tc";
    const double here = is_Tc ? point.temperature_K : point.Delta.value - 2 * *point.Delta.standard_error;
    if (here <= highest) continue;
    highest = here;
    limit = "; above " + text::rounded(here, 3) + (is_Tc ? " K" : " meV") + ", by the gap of " + point.name;
  }
  return limit;
}

}  // namespace

void withhold_meaningless(FitResult& fit, const std::vector<GapPoint>& points) {
  const auto withhold = [&](std::vector<Estimate>& estimates, std::vector<Correlation>& correlation) {
    for (Estimate& e : estimates) {
      if ((e.name != "Delta0" && e.name != "Tc") || !e.standard_error || *e.standard_error < e.value) continue;
      e.reason = "its standard error would be " + text::rounded(*e.standard_error, 3) + " " + e.unit +
                 ", no less than itself" + lower_limit(e.name, points);
      if (e.interval_95)
        e.reason += "; " + text::rounded(e.interval_95->first, 3) + " to " + text::rounded(e.interval_95->second, 3) +
                    " (95.45 %)";
      e.standard_error.reset();
      e.state = ParameterState::not_determined;
      std::erase_if(correlation, [&](const Correlation& c) { return c.first == e.name || c.second == e.name; });
      fit.not_usable_because.push_back(e.name + " is not determined: " + e.reason);
    }
  };
  withhold(fit.shared, fit.shared_correlation);
  for (FittedData& data : fit.data) withhold(data.parameters, data.correlation);
}

GapLaw gap_law_of(const FitResult& fit, const Law& law, std::string method) {
  GapLaw found{.law = law.name, .method = std::move(method), .Delta0 = fit["Delta0"], .Tc = fit["Tc"]};
  found.correlation = fit.correlation("Delta0", "Tc");
  Estimate& ratio = found.ratio_2Delta0_kTc;
  ratio = {.name = "ratio_2Delta0_kTc", .unit = "1", .state = found.Delta0.state};
  ratio.value = bcs::gap_to_tc_ratio({found.Delta0.value, found.Tc.value});
  const auto relative = [](const Estimate& e) {
    return e.standard_error                   ? std::optional(*e.standard_error / e.value)
           : e.state == ParameterState::fixed ? std::optional(0.0)
                                              : std::nullopt;
  };
  const auto of_gap = relative(found.Delta0), of_Tc = relative(found.Tc);
  if (of_gap && of_Tc && (*of_gap > 0 || *of_Tc > 0)) {
    const double variance = *of_gap * *of_gap + *of_Tc * *of_Tc - 2 * found.correlation.value_or(0) * *of_gap * *of_Tc;
    ratio.standard_error = ratio.value * std::sqrt(std::max(variance, 0.0));
  } else {
    const Estimate& without = of_gap ? found.Tc : found.Delta0;
    ratio.state = without.state;
    ratio.reason = without.name + " has no standard error: " + without.reason;
  }
  const std::size_t replicas = std::max(found.Delta0.replicas.size(), found.Tc.replicas.size());
  const auto in_replica = [](const Estimate& e, std::size_t i) { return e.replicas.empty() ? e.value : e.replicas[i]; };
  for (std::size_t i = 0; i < replicas; ++i)
    ratio.replicas.push_back(bcs::gap_to_tc_ratio({in_replica(found.Delta0, i), in_replica(found.Tc, i)}));
  ratio.replicas_are = found.Tc.replicas_are;
  found.not_usable_because = fit.not_usable_because;
  if (replicas == 0) return found;
  fitting::give_intervals(ratio, fitting::levels_of(fit.sigma_estimated, fit.degrees_of_freedom),
                          found.Delta0.replicas.empty() ? found.Tc.interval_from : found.Delta0.interval_from);
  return found;
}

void test_law(GapLaw& law, const std::vector<GapPoint>& points, const Law& of_gap) {
  int free = 0, compared = 0;
  for (const Estimate* p : {&law.Delta0, &law.Tc}) free += p->state != ParameterState::fixed;
  double sum = 0;
  std::set<double> temperatures_K;
  std::vector<std::string> left_out;
  std::vector<double> gradient(3), values;
  for (const ParameterInfo& p : of_gap.parameters) values.push_back(p.name == "Tc" ? law.Tc.value : law.Delta0.value);
  for (const GapPoint& point : points) {
    const double expected = of_gap.function(point.temperature_K, values, gradient);
    if (determined(point)) {
      ++compared;
      temperatures_K.insert(point.temperature_K);
      sum += std::pow((point.Delta.value - expected) / *point.Delta.standard_error, 2);
    } else if (expected > 0) {
      left_out.push_back(point.name + " at " + text::rounded(point.temperature_K) + " K, where it gives " +
                         text::rounded(expected, 3) + " meV: " + point.Delta.reason);
    }
  }
  law.degrees_of_freedom = std::max(compared - free, 0);
  if (compared > 0) law.chi_squared = sum;
  // Two gaps at one temperature test each other, and no curve.
  if (std::ssize(temperatures_K) <= free) {
    law.verdict = "too few temperatures to test the " + law.law + " curve: " + std::to_string(temperatures_K.size()) +
                  " with a determined gap for " + std::to_string(free) + " free parameters";
  } else {
    law.p_value = boost::math::gamma_q(0.5 * law.degrees_of_freedom, 0.5 * sum);
    constexpr double improbable = 0.01;
    law.verdict = "the " + law.law + " curve " + (*law.p_value < improbable ? "does not hold" : "holds");
    if (!left_out.empty()) law.verdict += " where a gap is told";
  }
  if (left_out.empty()) return;
  law.verdict += "; not tested: " + left_out.front();
  if (left_out.size() > 1) law.verdict += "; nor " + std::to_string(left_out.size() - 1) + " more";
}

}  // namespace series

GapLaw fit_gap_law(const std::vector<GapPoint>& points, const Law& law, IntervalChoice intervals) {
  if (!series::is_gap_law(law))
    throw InvalidArgument("law '" + law.name + "': expected a law of the gap with the parameters Delta0 and Tc");
  CurveData data{.name = "Delta(T)", .x = {}, .y = {}};
  for (const GapPoint& point : series::points_to_fit(points)) {
    data.x.push_back(point.temperature_K);
    data.y.push_back(point.Delta.value);
    if (point.Delta.standard_error) data.sigma.push_back(*point.Delta.standard_error);
  }
  if (std::set<double>(data.x.begin(), data.x.end()).size() < 2)
    throw InvalidArgument("a law of the gap needs a determined gap at two temperatures or more, got " +
                          std::to_string(data.x.size()) + (data.x.size() == 1 ? " point" : " points") + " at " +
                          std::to_string(std::set<double>(data.x.begin(), data.x.end()).size()));
  CurveFit fit(curve_of(law), law.parameters, law.name);
  if (law.guess) {
    const std::vector<double> guessed = law.guess(data.x, data.y);
    for (std::size_t j = 0; j < guessed.size(); ++j) fit.start(law.parameters[j].name, guessed[j]);
  }
  if (!intervals.bootstrap.kind && !data.sigma.empty()) intervals.bootstrap.kind = BootstrapKind::parametric;
  FitResult result = fit.add(data).intervals(intervals).run();
  series::withhold_meaningless(result, points);
  GapLaw found = series::gap_law_of(result, law, "two-step");
  if (Estimate& ratio = found.ratio_2Delta0_kTc; intervals.method == IntervalMethod::profile && result.usable()) {
    const Law by_ratio = series::by_ratio(law, ratio.value);
    series::take_intervals(ratio, CurveFit(curve_of(by_ratio), by_ratio.parameters)
                                      .add(data)
                                      .start("Tc", found.Tc.value)
                                      .intervals(intervals)
                                      .run());
  }
  series::test_law(found, points, law);
  if (result.status != FitStatus::converged) found.verdict = "the law could not be fitted: " + result.message;
  return found;
}

}  // namespace didv
