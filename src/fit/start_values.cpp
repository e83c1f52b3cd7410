#include "fit/start_values.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "didv/error.hpp"
#include "fit/coarse_data.hpp"
#include "fit/distinct_range.hpp"
#include "fit/evenly_spread.hpp"

namespace didv::fitting {
namespace {

constexpr std::size_t coarse_points = 40;
constexpr std::size_t trials_per_parameter = 20;
constexpr std::size_t starts_kept = 8, further_kept = 12;

/// How the values of one parameter are tried.
struct Trial {
  std::size_t parameter;
  double lower, upper;
  bool logarithmic;
  bool of_first_energy;  ///< as a fraction of the first energy tried
};

double span_of(const DataSet& data) {
  double largest = 0;
  for (const double V : data.x) largest = std::max(largest, std::abs(V));
  return largest > 0 ? largest : 1;
}

Trial trial_of(const Model& model, const std::vector<double>& values, std::size_t index, const ParameterInfo& info,
               double span_mV, double largest_default_energy) {
  // Energies that are small beside the largest one by default are widths, not positions.
  if (info.unit == "meV" && info.default_value >= 0.25 * largest_default_energy && info.default_value > 0)
    return {index, span_mV / 40, span_mV, true, false};
  if (info.unit == "meV") return {index, 0.015, 0.8, true, true};
  if (std::isfinite(info.upper - info.lower) && (info.upper - info.lower <= 2 || info.unit == "rad")) {
    const auto [least, greatest] = distinct_range(model, values, index, info);
    const double margin = 0.05 * (greatest - least);
    return {index, least + margin, greatest - margin, false, false};
  }
  if (info.default_value > 0) return {index, 0.15 * info.default_value, 6 * info.default_value, true, false};
  return {index, info.default_value, info.default_value + 1, false, false};
}

/// Inside the range, and off its ends, where a derivative may vanish, by a part of what is tried.
double inside(double value, const ParameterInfo& info, double tried = infinity) {
  const double width = std::min(info.upper - info.lower, tried);
  const double margin = std::isfinite(info.upper - info.lower) ? 0.02 * width : 0;
  return std::clamp(value, info.lower + margin, info.upper - margin);
}

/// Fills in scale and background by linear least squares for given values of the model, and tells the misfit.
class LinearPart {
 public:
  LinearPart(const SpectrumCurve& curve, const CoarseData& data, const std::vector<PlannedParameter>& parameters,
             const std::vector<std::optional<double>>& held, double span_mV)
      : curve_(curve), data_(data), parameters_(parameters), span_mV_(span_mV) {
    const auto free = [&](std::size_t j) { return !held[j] && !parameters[j].rule.start; };
    scale_free_ = free(curve.scale_index());
    for (int k = 1; k <= curve.background_degree; ++k)
      if (free(curve.background_index(k))) powers_.push_back(k);
  }

  double complete(std::vector<double>& values) const;

 private:
  const SpectrumCurve& curve_;
  const CoarseData& data_;
  const std::vector<PlannedParameter>& parameters_;
  double span_mV_;
  bool scale_free_ = false;
  std::vector<int> powers_;
};

double LinearPart::complete(std::vector<double>& values) const {
  Curve model;
  try {
    model = curve_.model_part(data_.x, values, Derivatives::no);
  } catch (const AccuracyError&) {
    return infinity;  // a trial may lie where the model has no curve
  }

  // Columns: the model with what is held of the background, then the model times each power; powers in units of the
  // span.
  const auto rows = static_cast<Eigen::Index>(data_.x.size());
  Eigen::MatrixXd columns(rows, static_cast<Eigen::Index>(powers_.size()) + 1);
  Eigen::VectorXd target(rows);
  for (Eigen::Index i = 0; i < rows; ++i) {
    const auto at = static_cast<std::size_t>(i);
    double known = 1;
    for (int k = 1; k <= curve_.background_degree; ++k)
      if (std::find(powers_.begin(), powers_.end(), k) == powers_.end())
        known += values[curve_.background_index(k)] * std::pow(data_.x[at], k);
    columns(i, 0) = data_.weight[at] * model.value[at] * known;
    for (std::size_t c = 0; c < powers_.size(); ++c)
      columns(i, static_cast<Eigen::Index>(c) + 1) =
          data_.weight[at] * model.value[at] * std::pow(data_.x[at] / span_mV_, powers_[c]);
    target[i] = data_.weight[at] * data_.y[at];
  }
  double& scale = values[curve_.scale_index()];
  Eigen::VectorXd coefficients = Eigen::VectorXd::Zero(columns.cols());
  if (scale_free_) {
    coefficients = columns.colPivHouseholderQr().solve(target);
  } else {
    coefficients[0] = scale;
    if (!powers_.empty())
      coefficients.tail(columns.cols() - 1) =
          columns.rightCols(columns.cols() - 1).colPivHouseholderQr().solve(target - scale * columns.col(0));
  }
  const ParameterInfo& scale_info = parameters_[curve_.scale_index()].info;
  if (!(coefficients[0] > scale_info.lower) || coefficients[0] > scale_info.upper || !coefficients.allFinite())
    return infinity;
  scale = coefficients[0];
  for (std::size_t c = 0; c < powers_.size(); ++c) {
    const std::size_t j = curve_.background_index(powers_[c]);
    values[j] = std::clamp(coefficients[static_cast<Eigen::Index>(c) + 1] / (scale * std::pow(span_mV_, powers_[c])),
                           parameters_[j].info.lower, parameters_[j].info.upper);
  }
  return (columns * coefficients - target).squaredNorm();
}

/// Where the trials of a curve begin: what is known, and for the rest the default.
std::vector<double> base_values(const SpectrumCurve& curve, const DataSet& data,
                                const std::vector<PlannedParameter>& parameters,
                                const std::vector<std::optional<double>>& held) {
  std::vector<double> base;
  for (std::size_t j = 0; j < parameters.size(); ++j) {
    const auto& [info, rule, may_vanish] = parameters[j];
    base.push_back(held[j]         ? *held[j]
                   : rule.start    ? *rule.start
                   : rule.measured ? rule.measured->value
                                   : std::clamp(info.default_value, info.lower, info.upper));
  }
  if (curve.has_offset && !held[curve.offset_index()] && !parameters[curve.offset_index()].rule.start) {
    const ParameterInfo& info = parameters[curve.offset_index()].info;
    // At the centre of mirrored data the derivative by the offset vanishes: nothing would lead away from it.
    constexpr double aside = 0.02;  // of the span
    const double start = curve.mirror_mV ? *curve.mirror_mV + aside * span_of(data) : centre_of_symmetry(data);
    base[curve.offset_index()] = std::clamp(start, info.lower, info.upper);
  }
  return base;
}

/// The parameters of the model that are tried, the first energy first: widths are fractions of it.
std::vector<Trial> trials_of(const SpectrumCurve& curve, const std::vector<PlannedParameter>& parameters,
                             const std::vector<std::optional<double>>& held, std::vector<double> values,
                             double span_mV) {
  values.resize(curve.scale_index());
  double largest_energy = 0;
  for (std::size_t j = 0; j < curve.scale_index(); ++j)
    if (parameters[j].info.unit == "meV") largest_energy = std::max(largest_energy, parameters[j].info.default_value);
  std::vector<Trial> trials;
  for (std::size_t j = 0; j < curve.scale_index(); ++j)
    if (!held[j] && !parameters[j].rule.start && !parameters[j].rule.measured && parameters[j].info.name != "T")
      trials.push_back(trial_of(curve.model, values, j, parameters[j].info, span_mV, largest_energy));
  std::stable_partition(trials.begin(), trials.end(), [](const Trial& t) { return !t.of_first_energy; });
  return trials;
}

struct Tried {
  double misfit;
  std::vector<double> values;
  std::vector<double> place;  ///< in the unit cube of the trials
};

void best_first(std::vector<Tried>& tried) { std::ranges::stable_sort(tried, {}, &Tried::misfit); }

/// Values of all parameters for `count` trials, the best first.
std::vector<Tried> try_values(const LinearPart& linear, const std::vector<PlannedParameter>& parameters,
                              const std::vector<Trial>& trials, const std::vector<double>& base, double span_mV,
                              std::size_t count) {
  std::vector<Tried> tried;
  const EvenlySpread spread(std::max<std::size_t>(trials.size(), 1));
  for (std::size_t point = 0; point < count; ++point) {
    Tried one{0, base, {}};
    double first_energy = span_mV / 4;
    for (std::size_t t = 0; t < trials.size(); ++t) {
      const Trial& trial = trials[t];
      const ParameterInfo& info = parameters[trial.parameter].info;
      const double u = spread(point, t), unit = trial.of_first_energy ? first_energy : 1;
      double lower = trial.lower * unit, upper = trial.upper * unit;
      // A range that the caller narrowed is searched from end to end.
      if (info.lower > lower && info.lower < infinity) lower = info.lower;
      if (info.upper < upper) upper = std::max(info.upper, lower);
      if (lower >= upper) lower = upper = std::clamp(lower, info.lower, info.upper);
      const double value =
          trial.logarithmic && lower > 0 ? lower * std::pow(upper / lower, u) : lower + u * (upper - lower);
      one.values[trial.parameter] = inside(value, info, upper - lower);
      one.place.push_back(u);
      if (t == 0 && !trial.of_first_energy && info.unit == "meV") first_energy = one.values[trial.parameter];
    }
    one.misfit = linear.complete(one.values);
    tried.push_back(std::move(one));
  }
  best_first(tried);
  return tried;
}

bool is_apart(const Tried& one, const std::vector<Tried>& kept) {
  constexpr double apart = 0.2;  // of the side of the cube, in each direction on average
  return std::all_of(kept.begin(), kept.end(), [&](const Tried& other) {
    double square = 0;
    for (std::size_t t = 0; t < one.place.size(); ++t) square += std::pow(one.place[t] - other.place[t], 2);
    return square >= apart * apart * static_cast<double>(one.place.size());
  });
}

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
  std::vector<std::vector<double>> starts;
  for (Tried& one : try_values(linear, parameters, trials, base, span_mV, count)) {
    starts.push_back(std::move(one.values));
    if (starts.size() == starts_kept) break;
  }
  return starts;
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
  std::vector<std::vector<double>> starts;
  for (Tried& one : kept) starts.push_back(std::move(one.values));
  return starts;
}

std::vector<std::vector<double>> exchanging_starts(const SpectrumCurve& curve, const DataSet& data,
                                                   std::vector<PlannedParameter> parameters,
                                                   const std::vector<std::optional<double>>& held,
                                                   const std::vector<double>& best) {
  constexpr int steps = 400;  // of a line: a feature as narrow as a hundredth of it is met
  constexpr std::size_t minima_kept = 4;
  const double span_mV = span_of(data);
  for (PlannedParameter& parameter : parameters) parameter.rule.start.reset();
  std::vector<std::size_t> energies;
  for (const Trial& trial : trials_of(curve, parameters, held, best, span_mV))
    if (parameters[trial.parameter].info.unit == "meV" && !trial.of_first_energy) energies.push_back(trial.parameter);
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
  if (minima.size() > minima_kept) minima.resize(minima_kept);
  std::vector<std::vector<double>> starts;
  for (Tried& one : minima) starts.push_back(std::move(one.values));
  return starts;
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
  std::vector<std::vector<double>> starts;
  for (Tried& one : kept) starts.push_back(std::move(one.values));
  return starts;
}

std::vector<double> with_linear_part(const SpectrumCurve& curve, const DataSet& data,
                                     const std::vector<PlannedParameter>& parameters,
                                     const std::vector<std::optional<double>>& held, std::vector<double> values) {
  const CoarseData coarse = coarsen(data, coarse_points);
  LinearPart(curve, coarse, parameters, held, span_of(data)).complete(values);
  return values;
}

double centre_of_symmetry(const DataSet& data) {
  constexpr int trials = 61;
  constexpr std::size_t samples = 40;
  const CoarseData sorted = coarsen(data, data.x.size());
  const double lower = sorted.x.front(), upper = sorted.x.back();
  const double middle = 0.5 * (lower + upper), half = 0.5 * (upper - lower);
  if (!(half > 0)) return 0;
  const auto interpolate = [&](double x) {
    const auto right =
        std::clamp<std::ptrdiff_t>(std::upper_bound(sorted.x.begin(), sorted.x.end(), x) - sorted.x.begin(), 1,
                                   static_cast<std::ptrdiff_t>(sorted.x.size()) - 1);
    const auto i = static_cast<std::size_t>(right);
    const double step = sorted.x[i] - sorted.x[i - 1];
    return step > 0 ? sorted.y[i - 1] + (sorted.y[i] - sorted.y[i - 1]) * (x - sorted.x[i - 1]) / step : sorted.y[i];
  };
  double best = 0, least = infinity;
  for (int t = 0; t < trials; ++t) {
    // Within a quarter of the half window about zero bias, so that three quarters of it are always there on both sides.
    const double centre = 0.25 * half * (2.0 * t / (trials - 1) - 1) + (std::abs(middle) > 0.25 * half ? middle : 0);
    const double reach = std::min(upper - centre, centre - lower);
    double misfit = 0, odd_slope = 0, square = 0;
    std::vector<double> odd;
    for (std::size_t s = 1; s <= samples; ++s) {
      const double v = reach * static_cast<double>(s) / samples;
      odd.push_back(interpolate(centre + v) - interpolate(centre - v));
      odd_slope += odd.back() * v;
      square += v * v;
    }
    // A background may slope: only what is odd beyond a straight line counts.
    for (std::size_t s = 1; s <= samples; ++s)
      misfit += std::pow(odd[s - 1] - odd_slope / square * reach * static_cast<double>(s) / samples, 2);
    if (misfit < least) {
      least = misfit;
      best = centre;
    }
  }
  return best;
}

}  // namespace didv::fitting
