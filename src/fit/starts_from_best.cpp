#include "fit/starts_from_best.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "fit/noise_floor.hpp"
#include "fit/resolution.hpp"
#include "fit/trials.hpp"
#include "numerics/median.hpp"
#include "numerics/sorted_curve.hpp"

namespace didv::fitting {
namespace {

/// The free ones that are positions, and not widths.
std::vector<std::size_t> energies_of(const SpectrumCurve& curve, const DataSet& data,
                                     const std::vector<PlannedParameter>& parameters,
                                     const std::vector<std::optional<double>>& held, const std::vector<double>& best) {
  std::vector<std::size_t> energies;
  for (const Trial& trial : trials_of(curve, parameters, held, best, span_of(data)))
    if (parameters[trial.parameter].info.unit == "meV" && !trial.of_first_energy) energies.push_back(trial.parameter);
  return energies;
}

}  // namespace

std::vector<std::vector<double>> exchanging_starts(const SpectrumCurve& curve, const DataSet& data,
                                                   std::vector<PlannedParameter> parameters,
                                                   const std::vector<std::optional<double>>& held,
                                                   const std::vector<double>& best) {
  constexpr int steps = 400;  // of a line: a feature as narrow as a hundredth of it is met
  constexpr std::size_t minima_kept = 4;
  const double span_mV = span_of(data);
  for (PlannedParameter& parameter : parameters) parameter.rule.start.reset();
  const std::vector<std::size_t> energies = energies_of(curve, data, parameters, held, best);
  const CoarseData every_point = coarsen(data, data.x.size());
  const LinearPart linear(curve, every_point, parameters, held, span_mV);
  std::vector<Tried> minima;
  for (std::size_t a = 0; a < energies.size(); ++a)
    for (std::size_t b = a + 1; b < energies.size(); ++b)
      for (const double sign : {-1.0, 1.0}) {  // the sum stays, or the difference
        const std::size_t first = energies[a], second = energies[b];
        const auto end_of = [&](std::size_t j, double side) {
          const ParameterInfo& info = parameters[j].info;
          return side < 0 ? std::max(info.lower, 0.0) - best[j] : std::min(info.upper, span_mV) - best[j];
        };
        const double lower = std::max(end_of(first, -1), sign > 0 ? end_of(second, -1) : -end_of(second, 1)),
                     upper = std::min(end_of(first, 1), sign > 0 ? end_of(second, 1) : -end_of(second, -1));
        if (!(upper > lower)) continue;
        std::vector<Tried> line;
        for (int k = 0; k <= steps; ++k) {
          const double away = lower + (upper - lower) * k / steps;
          Tried one{0, best, {}};
          one.values[first] = inside(best[first] + away, parameters[first].info);
          one.values[second] = inside(best[second] + sign * away, parameters[second].info);
          one.misfit = linear.complete(one.values);
          line.push_back(std::move(one));
        }
        for (std::size_t k = 1; k + 1 < line.size(); ++k)
          if (line[k].misfit < line[k - 1].misfit && line[k].misfit < line[k + 1].misfit) minima.push_back(line[k]);
      }
  best_first(minima);
  return values_of(std::move(minima), minima_kept);
}

std::vector<std::vector<double>> waking_starts(const SpectrumCurve& curve, const DataSet& data,
                                               std::vector<PlannedParameter> parameters,
                                               const std::vector<std::optional<double>>& held,
                                               const std::vector<double>& best) {
  constexpr std::size_t woken_kept = 4;
  const double span_mV = span_of(data);
  for (PlannedParameter& parameter : parameters) parameter.rule.start.reset();
  const CoarseData coarse = coarsen(data, coarse_points);
  const LinearPart linear(curve, coarse, parameters, held, span_mV);
  std::vector<double> here = best;
  const double misfit = linear.complete(here);
  std::vector<Trial> idle, moved;
  for (const Trial& trial : trials_of(curve, parameters, held, best, span_mV)) {
    const ParameterInfo& info = parameters[trial.parameter].info;
    const double value = best[trial.parameter];
    std::vector<double> elsewhere = best;
    elsewhere[trial.parameter] = inside(value > 0 ? 0.5 * value : trial.upper, info, trial.upper - trial.lower);
    if (linear.complete(elsewhere) == misfit)
      idle.push_back(trial);
    else if (value == info.lower || value == info.upper)
      moved.push_back(trial);
  }
  if (idle.empty() || moved.empty()) return {};
  moved.insert(moved.end(), idle.begin(), idle.end());
  std::vector<Tried> kept;
  for (const Tried& one : try_values(linear, parameters, moved, best, span_mV, trials_per_parameter * moved.size()))
    if (std::isfinite(one.misfit) && kept.size() < woken_kept && is_apart(one, kept)) kept.push_back(one);
  return values_of(std::move(kept), woken_kept);
}

namespace {

constexpr std::size_t features_kept = 10;  // on both sides together
constexpr double least_height = 4;         // standard deviations of the noise

/// How far neighbouring points are apart; 0 for a single one.
double spacing_of(const numerics::SortedCurve& data) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < data.size(); ++i) gaps.push_back(data.x[i] - data.x[i - 1]);
  return gaps.empty() ? 0 : numerics::median(std::move(gaps));
}

/// The biases at which the data stand out most above their two neighbours.
std::vector<double> sharp_features(const numerics::SortedCurve& data, double spacing_mV) {
  std::vector<std::pair<double, double>> standing_out;
  for (std::size_t i = 1; i + 1 < data.size(); ++i)
    standing_out.emplace_back(data.y[i] - 0.5 * (data.y[i - 1] + data.y[i + 1]), data.x[i]);
  std::ranges::sort(standing_out, std::greater{});
  const double noise = noise_floor(data.x, data.y);
  std::vector<double> found;
  for (const auto& [height, bias_mV] : standing_out) {
    if (height < least_height * noise || found.size() == features_kept) break;
    const auto is_beside = [at_mV = bias_mV, spacing_mV](double known) { return std::abs(known - at_mV) < spacing_mV; };
    if (std::ranges::none_of(found, is_beside)) found.push_back(bias_mV);
  }
  return found;
}

}  // namespace

std::vector<std::vector<double>> sharp_starts(const SpectrumCurve& curve, const DataSet& data,
                                              std::vector<PlannedParameter> parameters,
                                              const std::vector<std::optional<double>>& held,
                                              const std::vector<double>& best) {
  constexpr double reach = 1.5, step = 0.05, narrow = 0.25;  // in distances of the points
  constexpr double resolved = 3;                             // distances of the points across a feature
  constexpr std::size_t minima_kept = 12;
  const double span_mV = span_of(data);
  for (PlannedParameter& parameter : parameters) parameter.rule.start.reset();
  const std::vector<std::size_t> energies = energies_of(curve, data, parameters, held, best);
  const numerics::SortedCurve sorted = numerics::sorted(data.x, data.y);
  const double spacing_mV = spacing_of(sorted);
  const bool narrower = Resolution(curve.instrument, best[curve.scale_index() - 1]).together() < resolved * spacing_mV;
  if (energies.empty() || (energies.size() == 1 && !narrower)) return {};
  const std::vector<double> features = sharp_features(sorted, spacing_mV);
  if (features.empty()) return {};
  std::vector<double> places;  // the same on either side
  for (const double feature_mV : features)
    if (std::ranges::none_of(places, [&](double at) { return std::abs(at - std::abs(feature_mV)) < spacing_mV; }))
      places.push_back(std::abs(feature_mV));
  std::vector<std::size_t> widths;
  for (const Trial& trial : trials_of(curve, parameters, held, best, span_mV))
    if (trial.of_first_energy) widths.push_back(trial.parameter);
  std::vector<std::vector<double>> bases{best};
  if (!widths.empty()) {
    bases.push_back(best);
    for (const std::size_t j : widths) bases.back()[j] = inside(narrow * spacing_mV, parameters[j].info);
  }

  const CoarseData every_point = coarsen(data, data.x.size());
  const LinearPart linear(curve, every_point, parameters, held, span_mV);
  std::vector<Tried> minima;
  // Of each line through a place its local minima.
  const auto follow = [&](double at_mV, const auto& place) {
    for (const std::vector<double>& base : bases) {
      std::vector<Tried> line;
      for (double away = -reach; away < reach + 0.5 * step; away += step) {
        Tried one{0, base, {}};
        place(one.values, at_mV + away * spacing_mV);
        one.misfit = linear.complete_but_for_few(one.values);
        line.push_back(std::move(one));
      }
      for (std::size_t k = 1; k + 1 < line.size(); ++k)
        if (line[k].misfit < line[k - 1].misfit && line[k].misfit < line[k + 1].misfit) minima.push_back(line[k]);
    }
  };
  const auto put = [&](std::vector<double>& values, std::size_t j, double energy) {
    values[j] = inside(std::max(energy, 0.0), parameters[j].info);
  };
  if (narrower)
    for (const std::size_t j : energies) {
      for (const double place_mV : places)
        follow(place_mV, [&](std::vector<double>& values, double at_mV) { put(values, j, at_mV); });
      if (!curve.has_offset || held[curve.offset_index()]) continue;
      // Two peaks off zero are a gap and an offset together.
      for (const double left : features)
        for (const double right : features)
          for (double aside = -0.5; left < 0 && right > 0 && aside < 0.55; aside += 0.1)
            follow(0.5 * (right - left), [&](std::vector<double>& values, double at_mV) {
              put(values, j, at_mV);
              values[curve.offset_index()] =
                  inside(0.5 * (right + left) + aside * spacing_mV, parameters[curve.offset_index()].info);
            });
    }
  // Features at the difference and at the sum of two gaps are as sharp as their widths, at any temperature.
  for (std::size_t a = 0; a < energies.size(); ++a)
    for (std::size_t b = 0; b < energies.size(); ++b) {
      if (a == b) continue;
      const double sum = best[energies[a]] + best[energies[b]], difference = best[energies[b]] - best[energies[a]];
      const auto put_both = [&](std::vector<double>& values, double sum_meV, double difference_meV) {
        put(values, energies[a], 0.5 * (sum_meV - difference_meV));
        put(values, energies[b], 0.5 * (sum_meV + difference_meV));
      };
      for (const double place_mV : places) {
        follow(place_mV, [&](std::vector<double>& values, double at_mV) { put_both(values, sum, at_mV); });
        if (b < a) continue;
        follow(place_mV, [&](std::vector<double>& values, double at_mV) { put_both(values, at_mV, difference); });
        for (const double nearer_mV : places)
          if (nearer_mV < place_mV)
            follow(place_mV, [&](std::vector<double>& values, double at_mV) { put_both(values, at_mV, nearer_mV); });
      }
    }
  best_first(minima);
  return values_of(std::move(minima), minima_kept);
}

std::vector<std::vector<double>> swapped_starts(const SpectrumCurve& curve, const DataSet& data,
                                                std::vector<PlannedParameter> parameters,
                                                const std::vector<std::optional<double>>& held,
                                                const std::vector<double>& best) {
  for (PlannedParameter& parameter : parameters) parameter.rule.start.reset();
  const std::vector<std::size_t> energies = energies_of(curve, data, parameters, held, best);
  std::vector<std::vector<double>> starts;
  for (std::size_t a = 0; a < energies.size(); ++a)
    for (std::size_t b = a + 1; b < energies.size(); ++b) {
      starts.push_back(best);
      starts.back()[energies[a]] = inside(best[energies[b]], parameters[energies[a]].info);
      starts.back()[energies[b]] = inside(best[energies[a]], parameters[energies[b]].info);
    }
  return starts;
}

}  // namespace didv::fitting
