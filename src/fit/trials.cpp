#include "fit/trials.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "fit/centre_of_symmetry.hpp"
#include "fit/distinct_range.hpp"
#include "fit/evenly_spread.hpp"

namespace didv::fitting {
namespace {

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

}  // namespace

StartProblem StartProblem::without_starts() const {
  StartProblem other = *this;
  for (PlannedParameter& parameter : other.parameters) parameter.rule.start.reset();
  return other;
}

double StartProblem::span_mV() const {
  double largest = 0;
  for (const double V : data.x) largest = std::max(largest, std::abs(V));
  return largest > 0 ? largest : 1;
}

double inside(double value, const ParameterInfo& info, double tried) {
  const double width = std::min(info.upper - info.lower, tried);
  const double margin = std::isfinite(info.upper - info.lower) ? 0.02 * width : 0;
  return std::clamp(value, info.lower + margin, info.upper - margin);
}

LinearPart::LinearPart(const StartProblem& problem, std::size_t points)
    : curve_(problem.curve),
      parameters_(problem.parameters),
      data_(coarsen(problem.data, points)),
      span_mV_(problem.span_mV()) {
  const auto free = [&](std::size_t j) { return !problem.held[j] && !parameters_[j].rule.start; };
  scale_free_ = free(curve_.scale_index());
  for (int k = 1; k <= curve_.background_degree; ++k)
    if (free(curve_.background_index(k))) powers_.push_back(k);
}

double LinearPart::complete(std::vector<double>& values) const {
  const Eigen::VectorXd left = residuals(values);
  return left.size() == 0 ? infinity : left.squaredNorm();
}

double LinearPart::complete_but_for_few(std::vector<double>& values) const {
  constexpr Eigen::Index one_in = 50;
  Eigen::VectorXd squares = residuals(values).cwiseAbs2();
  if (squares.size() == 0 || !squares.allFinite()) return infinity;
  const Eigen::Index kept = squares.size() - std::max<Eigen::Index>(squares.size() / one_in, 2);
  if (kept <= 0) return squares.sum();
  std::nth_element(squares.begin(), squares.begin() + kept, squares.end());
  return squares.head(kept).sum();
}

Eigen::VectorXd LinearPart::residuals(std::vector<double>& values) const {
  Curve model;
  try {
    model = curve_.model_part(data_.x, values, Derivatives::no);
  } catch (const AccuracyError&) {
    return {};  // a trial may lie where the model has no curve
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
    return {};
  scale = coefficients[0];
  for (std::size_t c = 0; c < powers_.size(); ++c) {
    const std::size_t j = curve_.background_index(powers_[c]);
    values[j] = std::clamp(coefficients[static_cast<Eigen::Index>(c) + 1] / (scale * std::pow(span_mV_, powers_[c])),
                           parameters_[j].info.lower, parameters_[j].info.upper);
  }
  return columns * coefficients - target;
}

std::vector<std::vector<double>> base_values(const StartProblem& problem) {
  const auto& [curve, data, parameters, held] = problem;
  std::vector<double> base;
  for (std::size_t j = 0; j < parameters.size(); ++j) {
    const auto& [info, rule, may_vanish] = parameters[j];
    base.push_back(held[j]         ? *held[j]
                   : rule.start    ? *rule.start
                   : rule.measured ? rule.measured->value
                                   : std::clamp(info.default_value, info.lower, info.upper));
  }
  if (!curve.has_offset || held[curve.offset_index()] || parameters[curve.offset_index()].rule.start) return {base};
  const ParameterInfo& info = parameters[curve.offset_index()].info;
  // At the centre of mirrored data the derivative by the offset vanishes: nothing would lead away from it.
  constexpr double aside = 0.02;  // of the span
  const double found = curve.mirror_mV ? *curve.mirror_mV + aside * problem.span_mV() : centre_of_symmetry(data);
  std::vector<std::vector<double>> bases;
  for (const double offset_mV : {found, curve.mirror_mV ? found : 0}) {
    base[curve.offset_index()] = std::clamp(offset_mV, info.lower, info.upper);
    if (std::ranges::find(bases, base) == bases.end()) bases.push_back(base);
  }
  return bases;
}

std::vector<Trial> trials_of(const StartProblem& problem, std::vector<double> values) {
  const auto& [curve, data, parameters, held] = problem;
  const double span_mV = problem.span_mV();
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

void best_first(std::vector<Tried>& tried) { std::ranges::stable_sort(tried, {}, &Tried::misfit); }

std::vector<Tried> try_values(const StartProblem& problem, const LinearPart& linear, const std::vector<Trial>& trials,
                              const std::vector<std::vector<double>>& bases, std::size_t count) {
  const double span_mV = problem.span_mV();
  std::vector<Tried> tried;
  const EvenlySpread spread(std::max<std::size_t>(trials.size(), 1));
  for (std::size_t k = 0; k < bases.size() * count; ++k) {
    const std::size_t base = k / count, point = k % count;
    Tried one{0, bases[base], {}, base};
    double first_energy = span_mV / 4;
    for (std::size_t t = 0; t < trials.size(); ++t) {
      const Trial& trial = trials[t];
      const ParameterInfo& info = problem.parameters[trial.parameter].info;
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

std::vector<std::vector<double>> values_of(std::vector<Tried> tried, std::size_t most) {
  std::vector<std::vector<double>> values;
  for (std::size_t k = 0; k < std::min(tried.size(), most); ++k) values.push_back(std::move(tried[k].values));
  return values;
}

bool is_apart(const Tried& one, const std::vector<Tried>& kept) {
  constexpr double apart = 0.2;  // of the side of the cube, in each direction on average
  return std::all_of(kept.begin(), kept.end(), [&](const Tried& other) {
    if (one.base != other.base) return true;
    double square = 0;
    for (std::size_t t = 0; t < one.place.size(); ++t) square += std::pow(one.place[t] - other.place[t], 2);
    return square >= apart * apart * static_cast<double>(one.place.size());
  });
}

}  // namespace didv::fitting
