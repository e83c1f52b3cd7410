// Of a model of several parts (two gaps), whether the data hold them all. A part without which they are described as
// well is not determined, whatever the curvature of χ² at the minimum says: without weight its parameters mean nothing.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "didv/fit.hpp"
#include "didv/units.hpp"
#include "fit/f_score.hpp"
#include "fit/verdict.hpp"

namespace didv {
namespace {

bool is_free(const Estimate& p) { return p.state != ParameterState::fixed; }

double root_of_squares(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v * v;
  return std::sqrt(sum);
}

/// Do the parts that one of two fits has more explain no more than chance would? A part may be so narrow that it could
/// have been found at any point.
bool by_chance(const FittedData& all, const FitResult& fewer) {
  const FittedData& without = fewer.data.front();
  constexpr double model_accuracy = 1e-7;  // relative: what is left are the models' own errors
  if (root_of_squares(without.residual) < model_accuracy * root_of_squares(without.data)) return true;
  const auto more = static_cast<double>(std::ranges::count_if(all.parameters, is_free) -
                                        std::ranges::count_if(without.parameters, is_free));
  const double left = fewer.degrees_of_freedom - more;
  if (!(more > 0) || !(left > 0)) return false;
  // Where each fit sets its own weights the likelihoods are compared, and not the sums of squares.
  const bool by_squares = fewer.sigma_estimated && !all.noise;
  const double fall = all.noise    ? without.noise->deviance - all.noise->deviance
                      : by_squares ? (without.chi_squared - all.chi_squared) / (all.chi_squared / left)
                                   : without.chi_squared - all.chi_squared,
               F = std::max(0.0, fall / more);
  return fitting::is_chance_among(static_cast<double>(all.points()),
                                  fitting::f_score(F, more, by_squares ? left : infinity));
}

/// Of every part; they add up to 1.
std::vector<double> weights(const std::vector<ModelPart>& parts, const FittedData& data) {
  std::vector<double> weight;
  double left = 1;
  for (const ModelPart& part : parts) {
    weight.push_back(left * (part.share ? data.parameters[*part.share].value : 1));
    left -= weight.back();
  }
  return weight;
}

/// What holds the fit to the parts that are kept: their own parameters free, the others at what they are.
ParameterRules rules_of(const std::vector<ModelPart>& parts, const std::vector<char>& kept, const FittedData& data,
                        ParameterRules rules) {
  const auto hold = [&](std::size_t parameter, double value) {
    ParameterRule rule;
    rule.fixed = value;
    rules[data.parameters[parameter].name] = rule;
  };
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const bool last = std::count(kept.begin() + static_cast<std::ptrdiff_t>(k) + 1, kept.end(), 1) == 0;
    if (parts[k].share && (!kept[k] || last)) hold(*parts[k].share, kept[k] ? 1 : 0);
    for (const std::size_t j : parts[k].parameters)
      if (!kept[k]) hold(j, data.parameters[j].value);
  }
  return rules;
}

/// "Delta1 = 1.0001(9) meV, Gamma1 = 0.0995(11) meV".
std::string what_stays(const std::vector<ModelPart>& parts, const std::vector<char>& kept, const FitResult& fewer) {
  std::string list;
  for (std::size_t k = 0; k < parts.size(); ++k)
    for (const std::size_t j : parts[k].parameters) {
      const Estimate& p = fewer.data.front().parameters[j];
      if (kept[k] && is_free(p)) list += (list.empty() ? "" : ", ") + p.name + " = " + to_string(p);
    }
  return list;
}

}  // namespace

// Spectra that share parameters or are tied are not doubted: a part that one of them does not show may be in another.
void Fit::take_back_superfluous_parts(FitResult& result) const {
  const std::vector<ModelPart> parts = model_.source().parts();
  if (parts.empty() || !doubt_parts_ || stay_near_starts_ || !result.shared.empty() || !ties_.empty()) return;
  for (std::size_t k = 0; k < result.data.size(); ++k) {
    FittedData& data = result.data[k];
    if (data.status != FitStatus::converged) continue;
    const std::vector<double> weight = weights(parts, data);
    std::vector<std::size_t> lightest_first(parts.size());
    std::iota(lightest_first.begin(), lightest_first.end(), 0);
    std::ranges::stable_sort(lightest_first, {}, [&](std::size_t part) { return weight[part]; });
    std::vector<char> kept(parts.size(), 1);
    FitResult enough;
    for (const std::size_t doubted : lightest_first) {
      if (std::ranges::count(kept, 1) == 1) break;
      kept[doubted] = 0;
      Fit fewer = *this;
      fewer.doubt_parts_ = false;
      fewer.spectra_ = {spectra_[k]};
      fewer.told_ = nullptr;
      fewer.rules_ = rules_of(parts, kept, data, rules_);
      FitResult without = fewer.run_once();
      if (without.status == FitStatus::converged && by_chance(data, without))
        enough = std::move(without);
      else
        kept[doubted] = 1;
    }
    for (std::size_t part = 0; part < parts.size(); ++part) {
      if (kept[part]) continue;
      const std::string number = std::to_string(part + 1);
      std::string reason =
          "the data are described as well without part " + number + ", by " + what_stays(parts, kept, enough);
      for (const std::size_t j : parts[part].parameters) {
        if (!is_free(data.parameters[j])) continue;
        fitting::take_back(data, j, reason);
        reason = "it belongs to part " + number + ", which the data do not show";
      }
    }
    if (std::ranges::count(kept, 0) == 0) continue;
    for (const ModelPart& part : parts) {
      if (!part.share) continue;
      const Estimate& held = enough.data.front().parameters[*part.share];
      if (!is_free(held) && is_free(data.parameters[*part.share]))
        fitting::take_back(data, *part.share, "a part that it weighs is not in the data");
    }
  }
}

}  // namespace didv
