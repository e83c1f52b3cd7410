#include "didv/fit.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "fit/joint.hpp"
#include "fit/spectrum_curve.hpp"
#include "fit/spectrum_verdict.hpp"
#include "fit/start_values.hpp"
#include "fit/verdict.hpp"
#include "text/number.hpp"

namespace didv {

Fit::Fit(Model model) : model_(std::move(model)) {}

Fit& Fit::add(Spectrum spectrum) {
  spectra_.push_back(std::move(spectrum));
  return *this;
}

Fit& Fit::window(double lower_mV, double upper_mV) {
  window_mV_ = {lower_mV, upper_mV};
  return *this;
}

Fit& Fit::sigma(double standard_deviation) {
  sigma_ = standard_deviation;
  return *this;
}

Fit& Fit::background(int degree) {
  background_degree_ = degree;
  return *this;
}

Fit& Fit::fit_offset() {
  offset_ = true;
  return *this;
}

namespace {

using fitting::PlannedParameter;
using fitting::SpectrumCurve;
using fitting::Task;

void refuse_rules_of_held(const PlannedParameter& parameter) {
  if (parameter.rule.start || parameter.rule.bound || parameter.rule.shared)
    throw InvalidArgument(parameter.info.name +
                          " is held by itself: free it to give it a start, a bound or to share it");
}

/// T is what the spectrum says, unless the caller frees, measures or fixes it.
void plan_temperature(Task& task, std::size_t index, const PlannedParameter& T, const Spectrum& spectrum) {
  if (T.rule.fixed) return;
  if (T.rule.free || T.rule.measured) {
    if (!T.rule.measured && !T.rule.start && !spectrum.temperature_K)
      throw InvalidArgument(task.data.name + ": T is free but has no start: give one, or a temperature");
    return;
  }
  if (!spectrum.temperature_K)
    throw InvalidArgument(task.data.name +
                          ": no temperature: expected --temperature K, or 'temperature_K' in the file's metadata");
  refuse_rules_of_held(T);
  const double value = spectrum.temperature_K->value;
  if (!std::isfinite(value) || value < T.info.lower)
    throw InvalidArgument(task.data.name + ": temperature " + text::number(value) + " K, expected a value from 0 K");
  task.held[index] = value;
  task.held_because[index] = "held: temperature from " + to_string(spectrum.temperature_K->origin);
}

double typical_size(const SpectrumCurve& curve, std::size_t index, const ParameterInfo& info, double start,
                    double span_mV) {
  if (index > curve.scale_index() && !(curve.has_offset && index == curve.offset_index()))
    return std::pow(span_mV, -static_cast<double>(index - curve.scale_index()));
  if (curve.has_offset && index == curve.offset_index()) return 0.01 * span_mV;
  if (start != 0) return std::abs(start);
  return info.default_value != 0 ? std::abs(info.default_value) : 1;
}

Task task_of(const Spectrum& spectrum, const SpectrumCurve& curve, fitting::DataSet data,
             const std::vector<PlannedParameter>& planned) {
  Task task;
  task.data = std::move(data);
  task.held.resize(planned.size());
  task.held_because.resize(planned.size());
  for (std::size_t j = 0; j < planned.size(); ++j)
    if (planned[j].rule.fixed) {
      task.held[j] = planned[j].rule.fixed;
      task.held_because[j] = "held by the caller";
    }
  const std::size_t T = curve.scale_index() - 1, scale = curve.scale_index();
  plan_temperature(task, T, planned[T], spectrum);
  const bool fit_scale = spectrum.unit != ConductanceUnit::normalised || curve.background_degree > 0 ||
                         planned[scale].rule.free || planned[scale].rule.measured;
  if (!fit_scale && !planned[scale].rule.fixed) {
    refuse_rules_of_held(planned[scale]);
    task.held[scale] = 1;
    task.held_because[scale] = "held: the data are normalised";
  }

  std::vector<PlannedParameter> with_temperature = planned;
  if (!planned[T].rule.start && spectrum.temperature_K) with_temperature[T].rule.start = spectrum.temperature_K->value;
  task.starts = fitting::start_values(curve, task.data, with_temperature, task.held);
  double span_mV = 0;
  for (const double V : task.data.x) span_mV = std::max(span_mV, std::abs(V));
  for (std::size_t j = 0; j < planned.size(); ++j)
    task.unit.push_back(typical_size(curve, j, planned[j].info, task.starts.front()[j], span_mV > 0 ? span_mV : 1));
  task.curve = curve;
  return task;
}

}  // namespace

FitResult Fit::run() const {
  if (spectra_.empty()) throw InvalidArgument("no data: add() a spectrum");
  fitting::check_window(window_mV_, " mV");
  fitting::check_sigma(sigma_);
  if (background_degree_ < 0 || background_degree_ > 20)
    throw InvalidArgument("background: expected a degree of 0 to 20, got " + std::to_string(background_degree_));
  const std::vector<PlannedParameter> planned =
      fitting::plan(SpectrumCurve::parameters(model_, background_degree_, offset_), rules_);

  std::vector<SpectrumCurve> curves;
  std::vector<Task> tasks;
  std::vector<double> points_per_independent_point;
  for (const Spectrum& spectrum : spectra_) {
    fitting::DataSet data = fitting::choose_points(
        {spectrum.name, spectrum.bias_mV, spectrum.conductance, spectrum.sigma, spectrum.points_per_independent_point},
        window_mV_, sigma_, {"bias", " mV", "conductance"});
    Instrument instrument;
    if (spectrum.modulation) instrument.modulation = spectrum.modulation->value;
    if (spectrum.bias_noise) instrument.bias_noise = spectrum.bias_noise->value;
    curves.push_back({model_, instrument, data.x, background_degree_, offset_});
    tasks.push_back(task_of(spectrum, curves.back(), std::move(data), planned));
    points_per_independent_point.push_back(spectrum.points_per_independent_point);
  }

  FitResult result = fitting::solve_tasks(planned, tasks);
  result.model = model_.name();
  for (std::size_t k = 0; k < spectra_.size(); ++k) {
    FittedData& fitted = result.data[k];
    fitted.temperature_K = spectra_[k].temperature_K;
    fitted.modulation = spectra_[k].modulation;
    Estimate& scale = fitted.parameters[curves[k].scale_index()];
    scale.unit = spectra_[k].unit == ConductanceUnit::siemens     ? "S"
                 : spectra_[k].unit == ConductanceUnit::arbitrary ? "arb. u."
                                                                  : "1";
    fitted.rms_residual /= scale.value;
  }

  std::vector<fitting::Range> ranges;
  std::vector<std::string> names;
  for (const auto& [info, rule] : planned) ranges.push_back({info.name, info.lower, info.upper});
  for (const ParameterInfo& info : model_.parameters()) names.push_back(info.name);
  fitting::judge(result, ranges, names);
  if (result.status == FitStatus::failed) return result;
  for (std::size_t k = 0; k < spectra_.size(); ++k)
    fitting::judge_spectrum(result, k, spectra_[k], tasks[k].data, curves[k]);
  fitting::judge_residuals(result, points_per_independent_point);
  return result;
}

}  // namespace didv
