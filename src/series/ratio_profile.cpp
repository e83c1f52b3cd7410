#include <algorithm>
#include <cmath>

#include "didv/units.hpp"
#include "series/law_verdict.hpp"

namespace didv::series {
namespace {

const char* const ratio_name = "ratio_2Delta0_kTc";

/// p(T; Δ0, Tc) as p(T; r, Tc) with Δ0 = r kTc/2.
Law by_ratio(const Law& law, std::size_t Delta0, std::size_t Tc, double ratio) {
  Law other = law;
  other.name += " by its ratio";
  other.parameters[Delta0] = {
      .name = ratio_name, .unit = "1", .default_value = ratio, .lower = 0, .meaning = "2Δ(0)/k_BTc"};
  other.function = [law, Delta0, Tc](double T_K, std::span<const double> parameters, std::span<double> gradient) {
    std::vector<double> original(parameters.begin(), parameters.end());
    const double half_kTc = 0.5 * boltzmann_meV_per_K * parameters[Tc];
    original[Delta0] = parameters[Delta0] * half_kTc;
    const double value = law.function(T_K, original, gradient);
    double& by_gap = gradient[1 + Delta0];
    gradient[1 + Tc] += by_gap * parameters[Delta0] * 0.5 * boltzmann_meV_per_K;
    by_gap *= half_kTc;
    return value;
  };
  if (law.guess)
    other.guess = [law, Delta0, Tc](std::span<const double> T_K, std::span<const double> values) {
      std::vector<double> guessed = law.guess(T_K, values);
      guessed[Delta0] /= 0.5 * boltzmann_meV_per_K * guessed[Tc];
      return guessed;
    };
  return other;
}

}  // namespace

Law by_ratio(const Law& law, double ratio) {
  const auto place = [&](const char* name) {
    return static_cast<std::size_t>(std::find_if(law.parameters.begin(), law.parameters.end(),
                                                 [&](const ParameterInfo& p) { return p.name == name; }) -
                                    law.parameters.begin());
  };
  return by_ratio(law, place("Delta0"), place("Tc"), ratio);
}

void take_intervals(Estimate& ratio, const FitResult& by_ratio) {
  const Estimate& found = by_ratio[ratio_name];
  constexpr double same = 0.01;  // standard errors: it is the same minimum, found another way
  if (by_ratio.status != FitStatus::converged || !ratio.standard_error ||
      std::abs(found.value - ratio.value) > same * *ratio.standard_error)
    return;
  ratio.interval_68 = found.interval_68;
  ratio.interval_95 = found.interval_95;
  ratio.interval_from = found.interval_from;
}

}  // namespace didv::series
