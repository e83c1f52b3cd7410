#include "didv/compare.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "didv/error.hpp"
#include "didv/units.hpp"
#include "fit/f_score.hpp"
#include "fit/verdict.hpp"
#include "text/number.hpp"

namespace didv {
namespace {

/// What was fitted, each once: a shared parameter stands in every data set, in whatever state.
std::vector<const Estimate*> fitted_parameters(const FitResult& fit) {
  std::vector<const Estimate*> all;
  const auto add = [&](const Estimate& p) {
    if (p.state != ParameterState::fixed && p.state != ParameterState::tied) all.push_back(&p);
  };
  for (const Estimate& p : fit.shared) add(p);
  for (const FittedData& data : fit.data)
    for (const Estimate& p : data.parameters)
      if (std::ranges::find(fit.shared, p.name, &Estimate::name) == fit.shared.end()) add(p);
  return all;
}

double count_measured(const FitResult& fit) {
  return static_cast<double>(
      std::ranges::count(fitted_parameters(fit), ParameterState::measured, [](const Estimate* p) { return p->state; }));
}

double count_unknown_sigmas(const FitResult& fit) {
  return fit.sigma_estimated ? static_cast<double>(fit.data.size()) : 0;
}

double count_points(const FitResult& fit) {
  double points = 0;
  for (const FittedData& data : fit.data) points += static_cast<double>(data.points());
  return points;
}

void check_same_data(const FitResult& first, const FitResult& other) {
  bool same = first.data.size() == other.data.size() && first.sigma_estimated == other.sigma_estimated;
  const auto noise_of = [](const FittedData& data) { return data.noise ? data.noise->model : NoiseModel{}; };
  for (std::size_t k = 0; same && k < first.data.size(); ++k)
    same = first.data[k].x == other.data[k].x && first.data[k].data == other.data[k].data &&
           noise_of(first.data[k]) == noise_of(other.data[k]);
  if (!same)
    throw InvalidArgument("compare: " + first.model + " and " + other.model +
                          " were fitted to different points, or with noise that is known or modelled otherwise: "
                          "expected the same for all");
}

double count_estimated_correlations(const FitResult& fit) {
  return static_cast<double>(std::count_if(fit.data.begin(), fit.data.end(), [](const FittedData& data) {
    return data.noise && data.noise->model.correlated && !data.noise->model.correlated->length_points;
  }));
}

bool has_noise_model(const FitResult& fit) {
  return std::all_of(fit.data.begin(), fit.data.end(), [](const FittedData& data) { return data.noise.has_value(); });
}

/// Minus twice the logarithm of the likelihood, but for a constant of the data and of the noise model.
double deviance_of(const FitResult& fit) {
  if (!fit.sigma_estimated && !has_noise_model(fit)) return fit.chi_squared;
  double sum = fit.pull_of_measured;
  for (const FittedData& data : fit.data)
    sum += data.noise ? data.noise->deviance
                      : data.independent_points() * std::log(data.chi_squared / data.independent_points());
  return sum;
}

ModelEvidence evidence_of(FitResult fit) {
  ModelEvidence one;
  one.free_parameters = static_cast<double>(fitted_parameters(fit).size());
  double n = count_measured(fit);
  for (const FittedData& data : fit.data) n += data.independent_points();
  const double k = one.free_parameters + count_unknown_sigmas(fit) + count_estimated_correlations(fit);
  one.deviance = deviance_of(fit);
  one.aic = one.deviance + 2 * k;
  if (n > k + 1) one.aicc = one.aic + 2 * k * (k + 1) / (n - k - 1);
  one.bic = one.deviance + k * std::log(n);
  for (const FittedData& data : fit.data)
    one.runs_score = std::min(one.runs_score, fitting::residual_structure(data).runs_score);
  one.fit = std::move(fit);
  return one;
}

/// What the wide model has more is held where it does not switch off: a weight, or what is no parameter of a part.
bool is_held_on(const FitResult& narrow, const FitResult& wide) {
  const std::vector<Estimate>& known = narrow.data.front().parameters;
  return std::ranges::any_of(wide.data.front().parameters, [&](const Estimate& p) {
    return p.state == ParameterState::fixed && p.value != 0 &&
           std::ranges::find(known, p.name, &Estimate::name) == known.end() &&
           (wide.parts <= narrow.parts || p.name.starts_with("w"));
  });
}

std::vector<NestedTest> nested_tests(const std::vector<ModelEvidence>& models) {
  std::vector<NestedTest> tests;
  for (const ModelEvidence& wide : models)
    for (const ModelEvidence& narrow : models) {
      if (!holds(wide.fit.made_of, narrow.fit.made_of) || is_held_on(narrow.fit, wide.fit)) continue;
      const double more = wide.free_parameters - narrow.free_parameters, left = wide.fit.degrees_of_freedom;
      if (!(more > 0) || !(left > 0)) continue;
      // Where each sets its own weights, or those of several spectra or of a measured value against the points, the
      // likelihoods are compared, and not the sums of squares.
      const bool by_squares = wide.fit.sigma_estimated && !has_noise_model(wide.fit) && wide.fit.data.size() == 1 &&
                              count_measured(wide.fit) == 0;
      const double fall = by_squares ? (narrow.fit.chi_squared - wide.fit.chi_squared) / (wide.fit.chi_squared / left)
                                     : narrow.deviance - wide.deviance;
      const double F = std::max(0.0, fall / more);
      NestedTest test{wide.fit.model, narrow.fit.model, F, fitting::f_score(F, more, by_squares ? left : infinity)};
      if (wide.fit.parts > narrow.fit.parts) test.places = count_points(wide.fit);
      test.by_chance = fitting::is_chance_among(test.places, test.standard_score);
      tests.push_back(std::move(test));
    }
  return tests;
}

/// "Delta 0.820(3) meV, Delta2 …": what the model says of the gap.
std::string gaps_of(const FitResult& fit) {
  std::string text;
  for (const FittedData& data : fit.data)
    for (const Estimate& p : data.parameters)
      if (p.name.starts_with("Delta")) text += (text.empty() ? "" : ", ") + p.name + " " + to_string(p);
  return text;
}

std::string verdict_of(const Comparison& c) {
  if (!c.best) return "no model gives a usable fit";
  const auto best =
      std::find_if(c.models.begin(), c.models.end(), [&](const ModelEvidence& m) { return m.fit.model == *c.best; });
  std::string text, rivals, beaten;
  for (const ModelEvidence& m : c.models) {
    if (&m == &*best || !m.fit.usable()) continue;
    std::string& list = m.evidence_ratio * telling_ratio > 1 ? rivals : beaten;
    const std::string times = m.evidence_ratio >= 1e-300 ? text::rounded(1 / m.evidence_ratio, 3) : "over 1e300";
    list += (list.empty() ? "" : ", ") + m.fit.model + " (" + times + " times less likely; " + gaps_of(m.fit) + ")";
  }
  if (!rivals.empty()) {
    text = "not distinguishable: " + *c.best + " (" + gaps_of(best->fit) + ") and " + rivals +
           " describe the data about equally well";
    if (!beaten.empty()) text += "; less well does " + beaten;
  } else if (!beaten.empty()) {
    text = *c.best + " describes the data better (" + gaps_of(best->fit) + ") than " + beaten;
  } else {
    text = "only " + *c.best + " gives a usable fit (" + gaps_of(best->fit) + ")";
  }
  for (const ModelEvidence& m : c.models)
    if (!m.fit.usable()) text += "; " + m.fit.model + " is not usable: " + m.fit.not_usable_because.front();
  if (best->runs_score < -fitting::surprising)
    text += "; the residuals of " + *c.best + " have structure (runs test " + text::rounded(best->runs_score, 3) +
            " σ): no model here describes the data to their noise, and the ratios overstate what the data can tell";
  return text;
}

/// Is the best no more than telling_ratio likelier than this fit, or by no more than chance makes of a further part?
bool does_as_well(ModelEvidence there, const ModelEvidence& beaten, const ModelEvidence& best) {
  if (!there.fit.usable() || !there.aicc) return false;
  if (*there.aicc - *best.aicc < 2 * std::log(telling_ratio)) return true;
  there.fit.made_of = beaten.fit.made_of;  // what was freed belongs to the measurement
  return std::ranges::any_of(nested_tests({best, there}),
                             [](const NestedTest& t) { return t.places > 1 && t.by_chance; });
}

/// "dynes does as well (Delta 1.499(1) meV) if T is not 1.575 K but 1.496(18) K, or (…) if …", the likeliest first;
/// empty: it does not.
std::string survival_of(const Fit& fit, const ModelEvidence& beaten, const ModelEvidence& best) {
  std::map<double, std::string> by_aicc;
  for (const OtherReading& reading : fit.otherwise_read(beaten.fit)) {
    const ModelEvidence there = evidence_of(reading.fit.run());
    if (does_as_well(there, beaten, best))
      by_aicc[*there.aicc] = "(" + gaps_of(there.fit) + ") if " + reading.assumption +
                             (reading.freed.empty() ? "" : " but " + to_string(there.fit[reading.freed]));
  }
  std::string survival;
  for (const auto& [aicc, how] : by_aicc)
    survival += (survival.empty() ? beaten.fit.model + " does as well " : ", or ") + how;
  return survival;
}

}  // namespace

Comparison compare(const std::vector<Fit>& fits) {
  std::vector<FitResult> results;
  for (const Fit& fit : fits) results.push_back(fit.run());
  Comparison comparison = compare(std::move(results));
  const auto best = std::ranges::find(comparison.models, comparison.best,
                                      [](const ModelEvidence& m) { return std::optional(m.fit.model); });
  if (best == comparison.models.end()) return comparison;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const ModelEvidence& one = comparison.models[i];
    if (&one == &*best || one.evidence_ratio * telling_ratio > 1) continue;
    const std::string survival = survival_of(fits[i], one, *best);
    if (survival.empty()) continue;
    comparison.distinguishable = false;
    comparison.verdict += "; but " + survival + ": the data alone do not tell";
  }
  return comparison;
}

Comparison compare(std::vector<FitResult> fits) {
  if (fits.size() < 2)
    throw InvalidArgument("compare: " + std::to_string(fits.size()) + " fit given, expected two or more");
  for (std::size_t i = 0; i < fits.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (fits[i].model == fits[j].model) throw InvalidArgument("compare: model " + fits[i].model + " is there twice");
      check_same_data(fits[j], fits[i]);
    }
  Comparison comparison;
  for (FitResult& fit : fits) comparison.models.push_back(evidence_of(std::move(fit)));
  const ModelEvidence* best = nullptr;
  for (const ModelEvidence& m : comparison.models)
    if (m.fit.usable() && m.aicc && (best == nullptr || *m.aicc < *best->aicc)) best = &m;
  if (best != nullptr) {
    comparison.best = best->fit.model;
    comparison.distinguishable = true;
    for (ModelEvidence& m : comparison.models) {
      m.evidence_ratio = m.aicc ? std::exp(0.5 * (*best->aicc - *m.aicc)) : 0;
      if (&m != best && m.fit.usable() && m.evidence_ratio * telling_ratio > 1) comparison.distinguishable = false;
    }
  }
  comparison.nested = nested_tests(comparison.models);
  comparison.verdict = verdict_of(comparison);
  return comparison;
}

}  // namespace didv
