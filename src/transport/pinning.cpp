#include "didv/pinning.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "text/number.hpp"

namespace didv {

namespace {

constexpr std::size_t fewest_temperatures = 3;
constexpr double telling_difference = 6;  // of χ²: odds of e³ = 20

struct Exponents {
  double minus, plus;  // of 1 − t² and of 1 + t²
};

Exponents exponents(PinningLaw law) {
  return law == PinningLaw::dl ? Exponents{5.0 / 2, -1.0 / 2} : Exponents{7.0 / 6, 5.0 / 6};
}

/// Ic(0)·g(T/Tc) with its derivatives; parameters Ic0, Tc.
CurveFunction critical_current_of(PinningLaw law) {
  return curve_function([law](double temperature_K, std::span<const double> p, std::span<double> gradient) {
    const double t = temperature_K / p[1], g = pinning_law(law, t);
    const auto [minus, plus] = exponents(law);
    const double log_slope = g > 0 ? 2 * t * (plus / (1 + t * t) - minus / (1 - t * t)) : 0;  // dln g/dt
    gradient[0] = g;
    gradient[1] = -p[0] * g * log_slope * t / p[1];
    return p[0] * g;
  });
}

struct Points {
  std::vector<double> temperature_K, current_mA, error_mA;
};

/// Ic0 of least squares for a given Tc, and the χ² with it.
std::pair<double, double> best_scale(PinningLaw law, const Points& points, double tc_K) {
  double fy = 0, ff = 0, yy = 0;
  for (std::size_t i = 0; i < points.temperature_K.size(); ++i) {
    const double w = points.error_mA.empty() ? 1 : 1 / (points.error_mA[i] * points.error_mA[i]);
    const double f = pinning_law(law, points.temperature_K[i] / tc_K), y = points.current_mA[i];
    fy += w * f * y;
    ff += w * f * f;
    yy += w * y * y;
  }
  return ff > 0 ? std::pair{fy / ff, yy - fy * fy / ff} : std::pair{0.0, yy};
}

Quantity from(const FitResult& result, const char* parameter, double widening, const char* unit, double factor = 1) {
  const Estimate& estimate = result[parameter];
  Quantity quantity{.value = factor * estimate.value, .unit = unit};
  if (estimate.standard_error) {
    quantity.standard_error = factor * widening * *estimate.standard_error;
  } else {
    quantity.reason = estimate.reason;
  }
  return quantity;
}

PinningFit fit_law(PinningLaw law, const Points& points, std::optional<double> cross_section_um2) {
  // The one parameter in which χ² is not a parabola is scanned for the start.
  const double highest_K = *std::max_element(points.temperature_K.begin(), points.temperature_K.end());
  double start_K = highest_K, least = infinity;
  for (int k = 1; k <= 400; ++k) {
    const double tc_K = highest_K * (1 + 0.0005 * k * std::sqrt(static_cast<double>(k)));  // up to 5 times
    if (const double chi = best_scale(law, points, tc_K).second; chi < least) {
      least = chi;
      start_K = tc_K;
    }
  }
  const FitResult result =
      CurveFit(critical_current_of(law),
               {{.name = "Ic0", .unit = "mA", .lower = 0}, {.name = "Tc", .unit = "K", .lower = 0}},
               "pinning " + to_string(law))
          .add({.name = "critical currents",
                .x = points.temperature_K,
                .y = points.current_mA,
                .sigma = points.error_mA})
          .start("Ic0", best_scale(law, points, start_K).first)
          .start("Tc", start_K)
          .run();

  PinningFit fit{.law = law, .Ic0_mA = {}, .Jc0_MA_per_cm2 = {}, .Tc_K = {}};
  fit.degrees_of_freedom = result.degrees_of_freedom;
  if (!result.usable()) {
    const std::string reason = "the fit is not usable: " + result.not_usable_because.front();
    fit.Ic0_mA = {.unit = "mA", .reason = reason};
    fit.Tc_K = {.unit = "K", .reason = reason};
  } else {
    if (!points.error_mA.empty()) fit.chi_squared = result.chi_squared;
    const double reduced = points.error_mA.empty() ? 1 : result.reduced_chi_squared().value_or(1);
    const double widening = std::sqrt(std::max(1.0, reduced));
    fit.Ic0_mA = from(result, "Ic0", widening, "mA");
    fit.Tc_K = from(result, "Tc", widening, "K");
    for (const double t : points.temperature_K) {
      fit.fit_mA.push_back(*fit.Ic0_mA.value * pinning_law(law, t / *fit.Tc_K.value));
    }
  }
  fit.Jc0_MA_per_cm2 = current_density(fit.Ic0_mA, cross_section_um2);
  return fit;
}

/// Which law has the smaller χ², and is the difference telling?
void judge(PinningComparison& result) {
  if (result.laws.size() < 2) {
    const PinningFit& only = result.laws.front();
    result.verdict = only.Ic0_mA.value ? to_string(only.law) + " only was fitted" : only.Ic0_mA.reason;
  } else {
    const PinningFit &a = result.laws[0], &b = result.laws[1];
    if (!a.chi_squared || !b.chi_squared) {
      const Quantity& missing = a.Ic0_mA.value ? b.Ic0_mA : a.Ic0_mA;
      result.verdict = "cannot be compared: " + (missing.value ? "the Ic have no errors" : missing.reason);
      return;
    }
    const PinningFit &good = *a.chi_squared <= *b.chi_squared ? a : b, &poor = &good == &a ? b : a;
    const double scale = good.degrees_of_freedom > 0 ? std::max(1.0, *good.chi_squared / good.degrees_of_freedom) : 1;
    const double difference = (*poor.chi_squared - *good.chi_squared) / scale;
    result.better = good.law;
    result.distinguishable = difference >= telling_difference;
    result.verdict = to_string(good.law) + " fits better: chi2 " + text::rounded(*good.chi_squared) + " against " +
                     text::rounded(*poor.chi_squared) + " with " + text::rounded(good.degrees_of_freedom) +
                     " degrees of freedom" +
                     (result.distinguishable ? "" : ", but not by enough to tell the laws apart");
  }
  const PinningFit* fit = result.chosen();
  if (fit && fit->chi_squared && fit->degrees_of_freedom > 0 && *fit->chi_squared > 4 * fit->degrees_of_freedom) {
    result.warnings.push_back(to_string(fit->law) + " misses the critical currents by " +
                              text::rounded(std::sqrt(*fit->chi_squared / fit->degrees_of_freedom)) +
                              " times their errors: neither law may hold; errors are widened by as much");
  }
}

}  // namespace

std::string to_string(PinningLaw law) { return law == PinningLaw::dl ? "dl" : "dTc"; }

double pinning_law(PinningLaw law, double reduced_temperature) {
  const double t2 = reduced_temperature * reduced_temperature;
  if (t2 >= 1) return 0;
  const auto [minus, plus] = exponents(law);
  return std::pow(1 - t2, minus) * std::pow(1 + t2, plus);
}

const PinningFit* PinningComparison::chosen() const {
  const auto found = std::find_if(laws.begin(), laws.end(), [&](const PinningFit& fit) {
    return fit.Ic0_mA.value && (!better || fit.law == *better);
  });
  return found == laws.end() ? nullptr : &*found;
}

bool PinningComparison::usable() const { return chosen() != nullptr; }

Quantity current_density(const Quantity& current_mA, std::optional<double> cross_section_um2) {
  Quantity density{.unit = "MA/cm2", .reason = current_mA.reason};
  if (!cross_section_um2) {
    density.reason = "the cross-section is not known";
  } else if (current_mA.value) {
    density.value = 0.1 * *current_mA.value / *cross_section_um2;
    if (current_mA.standard_error) density.standard_error = 0.1 * *current_mA.standard_error / *cross_section_um2;
  }
  return density;
}

PinningComparison compare_pinning(std::span<const CriticalCurrent> curves, std::span<const PinningLaw> laws,
                                  std::optional<double> cross_section_um2) {
  if (laws.empty()) throw InvalidArgument("pinning: no law to fit, expected dl, dTc or both");
  if (cross_section_um2 && !(*cross_section_um2 > 0)) {
    throw InvalidArgument("cross-section is " + text::number(*cross_section_um2) + " um2, expected more than 0");
  }
  PinningComparison result;
  Points points;
  bool weighted = true;
  for (const CriticalCurrent& curve : curves) {
    if (!curve.usable() || !curve.temperature_K) continue;
    points.temperature_K.push_back(*curve.temperature_K);
    points.current_mA.push_back(*curve.Ic_mA.value);
    weighted = weighted && curve.Ic_mA.standard_error.has_value();
    points.error_mA.push_back(curve.Ic_mA.standard_error.value_or(1));
  }
  if (!weighted) points.error_mA.clear();
  result.temperature_K = points.temperature_K;

  std::vector<double> distinct = points.temperature_K;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  for (const PinningLaw law : laws) {
    if (distinct.size() >= fewest_temperatures) {
      result.laws.push_back(fit_law(law, points, cross_section_um2));
      continue;
    }
    const std::string reason = "critical currents at " + std::to_string(distinct.size()) + " temperatures, expected " +
                               std::to_string(fewest_temperatures) + " or more";
    PinningFit none{.law = law,
                    .Ic0_mA = {.unit = "mA", .reason = reason},
                    .Jc0_MA_per_cm2 = {},
                    .Tc_K = {.unit = "K", .reason = reason}};
    none.Jc0_MA_per_cm2 = {.unit = "MA/cm2", .reason = reason};
    result.laws.push_back(std::move(none));
  }
  judge(result);
  return result;
}

}  // namespace didv
