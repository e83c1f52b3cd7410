#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "didv/series.hpp"
#include "series/law_verdict.hpp"
#include "text/number.hpp"

namespace didv {
namespace {

void check(const Fit& fit) {
  const std::vector<Spectrum>& spectra = fit.spectra();
  if (spectra.size() < 2)
    throw InvalidArgument("a series needs two spectra or more, got " + std::to_string(spectra.size()));
  if (!fit.model().has("Delta"))
    throw InvalidArgument("model " + fit.model().name() + " has no parameter Delta: there is no Δ(T) to analyse");
  for (const Spectrum& spectrum : spectra)
    if (spectrum.unit != spectra.front().unit)
      throw InvalidArgument("mixed units: " + spectra.front().name + " is in " + to_string(spectra.front().unit) +
                            ", " + spectrum.name + " in " + to_string(spectrum.unit) +
                            "; expected one unit for the whole series");
}

std::vector<GapPoint> points_of(const FitResult& fit) {
  std::vector<GapPoint> points;
  for (std::size_t k = 0; k < fit.data.size(); ++k) {
    GapPoint point{fit.data[k].name, fit.estimate("T", k).value, fit.estimate("Delta", k)};
    if (fit.data[k].status != FitStatus::converged && point.Delta.standard_error) {
      point.Delta.standard_error.reset();
      point.Delta.state = ParameterState::not_determined;
      point.Delta.reason = "its fit did not converge";
    }
    points.push_back(point);
  }
  std::stable_sort(points.begin(), points.end(),
                   [](const GapPoint& a, const GapPoint& b) { return a.temperature_K < b.temperature_K; });
  return points;
}

/// Each spectrum alone, at the temperature that it has in the joint fit (alone none tells T from its gap), for the test
/// of the law: it takes no more than the errors.
FitResult one_by_one(const Fit& fit, const FitResult& joint) {
  std::vector<double> temperatures_K;
  for (std::size_t k = 0; k < joint.data.size(); ++k) temperatures_K.push_back(joint.estimate("T", k).value);
  return fit.without_ties()
      .unshared("Delta")
      .at_temperatures(temperatures_K)
      .intervals(IntervalMethod::where_needed)
      .run();
}

/// A law through whose Tc a gap is seen is not the law of these data, or its Tc is lost.
void require_open_gaps(SeriesResult& result) {
  if (!result.gap_law || result.gap_law->Tc.state == ParameterState::not_determined) return;
  const Estimate& Tc = result.gap_law->Tc;
  for (const GapPoint& point : result.points) {
    if (point.temperature_K < Tc.value || !determined(point) ||
        point.Delta.value < series::certain * *point.Delta.standard_error)
      continue;
    result.not_usable_because.push_back(point.name + " shows a gap of " + to_string(point.Delta) + " at " +
                                        text::rounded(point.temperature_K) + " K, where Tc = " + to_string(Tc) +
                                        " leaves none");
    return;
  }
}

constexpr double no_description = 25;  // five errors at a temperature on average, as of a curve and its points

/// ", or Z is not the same for all": what else may be at fault where spectra share more than their law.
std::string or_not_shared(const FitResult& fit) {
  std::string names;
  for (const Estimate& p : fit.shared)
    if (p.name != "Delta0" && p.name != "Tc" && p.name != "Delta") names += (names.empty() ? "" : " or ") + p.name;
  return names.empty() ? "" : ", or " + names + " is not the same for all";
}

/// The errors of a law that misses the gaps by many of theirs say nothing.
void require_description(SeriesResult& result) {
  if (!result.gap_law || !result.gap_law->chi_squared || result.gap_law->degrees_of_freedom == 0) return;
  const GapLaw& law = *result.gap_law;
  const double per_temperature = *law.chi_squared / law.degrees_of_freedom;
  if (per_temperature > no_description)
    result.not_usable_because.push_back(
        "the " + law.law + " curve misses the gaps of the spectra by " + text::rounded(std::sqrt(per_temperature)) +
        " times their errors: it is not the law of these data" + or_not_shared(result.fit));
}

/// The same of a gap for all temperatures, shared or by a law that is none of a gap: of it there is no other test.
void require_gaps_on(SeriesResult& result, const std::string& law) {
  double sum = 0, compared = 0;
  for (const GapPoint& point : result.points) {
    if (!determined(point)) continue;
    for (std::size_t k = 0; k < result.fit.data.size(); ++k)
      if (result.fit.data[k].name == point.name) {
        const double tied = result.fit.estimate("Delta", k).value;
        sum += std::pow((point.Delta.value - tied) / *point.Delta.standard_error, 2);
        ++compared;
      }
  }
  if (compared > 1 && sum / compared > no_description)
    result.not_usable_because.push_back("the " + law + " misses the gaps of the spectra by " +
                                        text::rounded(std::sqrt(sum / compared)) +
                                        " times their errors: it is not that of these data");
}

void analyse_global(SeriesResult& result, const Fit& fit, const Law& law) {
  result.points = points_of(one_by_one(fit, result.fit));
  series::withhold_meaningless(result.fit, result.points);
  result.not_usable_because = result.fit.not_usable_because;
  if (result.fit.status == FitStatus::failed) {
    result.no_gap_law_because = result.fit.message;
    return;
  }
  result.gap_law = series::gap_law_of(result.fit, law, "global");
  series::test_law(*result.gap_law, result.points, law);
  Estimate& ratio = result.gap_law->ratio_2Delta0_kTc;
  // Rules for Delta0 are none for the ratio.
  if (fit.interval_choice().method == IntervalMethod::profile && !fit.has_rule("Delta0"))
    series::take_intervals(ratio, fit.with_law("Delta", series::by_ratio(law, ratio.value)).run());
}

/// The BCS curve through the points, or why there is none where they are too few.
void fit_bcs_curve(SeriesResult& result, const Fit& fit) {
  try {
    result.gap_law = fit_gap_law(result.points, laws::bcs_gap(), fit.interval_choice());
  } catch (const InvalidArgument& too_few) {
    result.no_gap_law_because = too_few.what();
  }
}

void analyse_two_step(SeriesResult& result, const Fit& fit) {
  result.points = points_of(result.fit);
  fit_bcs_curve(result, fit);
  if (!result.gap_law) {
    result.not_usable_because = result.fit.not_usable_because;
    result.not_usable_because.push_back(result.no_gap_law_because);
    return;
  }
  result.not_usable_because = result.gap_law->not_usable_because;
  // The law goes through those that determine their gap; what is wrong with the others is told.
  for (const std::string& reason : result.fit.not_usable_because) result.warnings.push_back(reason);
}

/// One measurement given twice is no second one.
void require_measurements_of_their_own(SeriesResult& result, const std::vector<Spectrum>& spectra) {
  const auto same = [](const Spectrum& a, const Spectrum& b) {
    return !a.sha256.empty() && a.sha256 == b.sha256 && a.bias_mV == b.bias_mV && a.conductance == b.conductance;
  };
  for (auto one = spectra.begin(); one != spectra.end(); ++one) {
    if (std::any_of(spectra.begin(), one, [&](const Spectrum& s) { return same(s, *one); })) continue;
    std::string others;
    std::size_t times = 1;
    for (auto other = one + 1; other != spectra.end(); ++other)
      if (same(*one, *other)) {
        ++times;
        others += (others.empty() ? "" : ", ") + other->name;
      }
    if (times > 1)
      result.not_usable_because.push_back(others + (times > 2 ? " are" : " is") + " the same file as " + one->name +
                                          " (SHA-256): one measurement counts as " + std::to_string(times) +
                                          ", and errors come out too small");
  }
}

bool one_gap_for_all(const FitResult& fit) {
  return std::ranges::any_of(fit.shared, [](const Estimate& e) { return e.name == "Delta"; });
}

}  // namespace

SeriesResult analyse_series(const Fit& fit) {
  check(fit);
  SeriesResult result;
  result.fit = fit.run();
  const Law* tied = fit.law_of("Delta");
  if (tied != nullptr && series::is_gap_law(*tied)) {
    analyse_global(result, fit, *tied);
  } else if (tied != nullptr || one_gap_for_all(result.fit)) {
    result.not_usable_because = result.fit.not_usable_because;
    result.points = points_of(one_by_one(fit, result.fit));
    require_gaps_on(result, tied != nullptr ? tied->name + " law" : "shared Delta");
    fit_bcs_curve(result, fit);
    if (!result.gap_law) result.warnings.push_back(result.no_gap_law_because);
  } else {
    analyse_two_step(result, fit);
  }
  require_measurements_of_their_own(result, fit.spectra());
  require_open_gaps(result);
  require_description(result);
  result.warnings.insert(result.warnings.end(), result.fit.warnings.begin(), result.fit.warnings.end());
  return result;
}

}  // namespace didv
