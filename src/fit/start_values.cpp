#include "fit/start_values.hpp"

#include <cmath>
#include <utility>

#include "fit/trials.hpp"

namespace didv::fitting {
namespace {

constexpr std::size_t starts_kept = 8, further_kept = 12;

}  // namespace

std::vector<std::vector<double>> start_values(const SpectrumCurve& curve, const DataSet& data,
                                              const std::vector<PlannedParameter>& parameters,
                                              const std::vector<std::optional<double>>& held) {
  const double span_mV = span_of(data);
  const std::vector<double> base = base_values(curve, data, parameters, held);
  const std::vector<Trial> trials = trials_of(curve, parameters, held, base, span_mV);
  bool all_given = trials.empty();
  for (std::size_t j = curve.scale_index(); j < parameters.size(); ++j)
    all_given = all_given && (held[j] || parameters[j].rule.start);
  if (all_given) return {base};

  const CoarseData coarse = coarsen(data, coarse_points);
  const LinearPart linear(curve, coarse, parameters, held, span_mV);
  const std::size_t count = trials.empty() ? 1 : trials_per_parameter * trials.size();
  return values_of(try_values(linear, parameters, trials, base, span_mV, count), starts_kept);
}

std::vector<std::vector<double>> further_starts(const SpectrumCurve& curve, const DataSet& data,
                                                std::vector<PlannedParameter> parameters,
                                                const std::vector<std::optional<double>>& held) {
  constexpr double temperature_range = 3;  // a thermometer that far off has been read wrong
  const double span_mV = span_of(data);
  std::vector<double> base = base_values(curve, data, parameters, held);
  for (PlannedParameter& parameter : parameters) parameter.rule.start.reset();
  std::vector<Trial> trials = trials_of(curve, parameters, held, base, span_mV);
  const std::size_t T = curve.scale_index() - 1;
  if (!held[T] && !parameters[T].rule.measured && base[T] > 0)
    trials.push_back({T, base[T] / temperature_range, base[T] * temperature_range, true, false});
  if (trials.empty()) return {};

  const CoarseData coarse = coarsen(data, coarse_points);
  const LinearPart linear(curve, coarse, parameters, held, span_mV);
  const std::vector<Tried> tried =
      try_values(linear, parameters, trials, base, span_mV, 2 * trials_per_parameter * trials.size());
  std::vector<Tried> kept;
  for (const Tried& one : tried) {
    if (!std::isfinite(one.misfit)) break;
    if (is_apart(one, kept)) kept.push_back(one);
    if (kept.size() == further_kept) break;
  }
  return values_of(std::move(kept), further_kept);
}

std::vector<double> with_linear_part(const SpectrumCurve& curve, const DataSet& data,
                                     const std::vector<PlannedParameter>& parameters,
                                     const std::vector<std::optional<double>>& held, std::vector<double> values) {
  const CoarseData coarse = coarsen(data, coarse_points);
  LinearPart(curve, coarse, parameters, held, span_of(data)).complete(values);
  return values;
}

}  // namespace didv::fitting
