#include "didv/fit.hpp"

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "fit/distinct_range.hpp"
#include "fit/joint.hpp"
#include "fit/mirrored.hpp"
#include "fit/seen_through.hpp"
#include "fit/spectrum_curve.hpp"
#include "fit/spectrum_task.hpp"
#include "fit/spectrum_verdict.hpp"
#include "fit/trade_offs.hpp"
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

Fit& Fit::noise(NoiseModel model) {
  noise_ = model;
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

Fit& Fit::tie(std::string_view parameter, Law law) {
  ties_.emplace_back(parameter, std::move(law));
  return *this;
}

const Law* Fit::law_of(std::string_view parameter) const {
  const auto tie = std::find_if(ties_.begin(), ties_.end(), [&](const auto& t) { return t.first == parameter; });
  return tie != ties_.end() ? &tie->second : nullptr;
}

Fit Fit::with_law(std::string_view parameter, Law law) const {
  Fit other = *this;
  const auto tie =
      std::find_if(other.ties_.begin(), other.ties_.end(), [&](const auto& t) { return t.first == parameter; });
  if (tie == other.ties_.end()) throw InvalidArgument(std::string(parameter) + " is not tied to a law");
  tie->second = std::move(law);
  other.contours_.clear();
  return other;
}

Fit Fit::without_ties() const {
  Fit free = *this;
  for (const auto& [parameter, law] : ties_)
    for (const ParameterInfo& info : law.parameters) free.rules_.erase(info.name);
  free.ties_.clear();
  return free;
}

Fit Fit::unshared(std::string_view parameter) const {
  Fit apart = *this;
  if (const auto rule = apart.rules_.find(parameter); rule != apart.rules_.end()) rule->second.shared = false;
  return apart;
}

Fit Fit::at_temperatures(const std::vector<double>& temperatures_K) const {
  if (temperatures_K.size() != spectra_.size())
    throw InvalidArgument(std::to_string(temperatures_K.size()) + " temperatures for " +
                          std::to_string(spectra_.size()) + " spectra");
  Fit held = *this;
  held.rules_.erase("T");
  for (std::size_t k = 0; k < spectra_.size(); ++k)
    held.spectra_[k].temperature_K = {temperatures_K[k],
                                      spectra_[k].temperature_K ? spectra_[k].temperature_K->origin : Origin::assumed};
  return held;
}

Fit& Fit::question_metadata() {
  question_metadata_ = true;
  return *this;
}

Fit& Fit::on_progress(std::function<void(std::size_t, std::size_t)> told) {
  told_ = std::move(told);
  return *this;
}

namespace {

using fitting::PlannedParameter;
using fitting::SpectrumCurve;

/// A lock-in or a noise as wide as the data leaves nothing to fit, and takes forever: its unit is another one.
void refuse_to_see_through(const Instrument& instrument, const fitting::DataSet& data) {
  const double range = fitting::range_of(data.x), sigma = instrument.bias_noise.standard_deviation_mV,
               peak = instrument.modulation.peak_mV();
  const auto refuse = [&](const std::string& what, const std::string& part) {
    throw InvalidArgument(data.name + ": " + what + " leaves nothing to see of biases over " + text::number(range) +
                          " mV, expected less than " + part + " of that: is it in another unit?");
  };
  if (range > 0 && sigma >= fitting::blinding_noise * range)
    refuse("a bias noise of " + text::number(sigma) + " mV", "a quarter");
  if (range > 0 && peak >= fitting::blinding_peak * range)
    refuse("a modulation of " + text::number(peak) + " mV peak", "half");
}

/// The parameters of all laws, each name once.
std::vector<ParameterInfo> law_parameters(const std::vector<std::pair<std::string, Law>>& ties) {
  std::vector<ParameterInfo> infos;
  for (const auto& [parameter, law] : ties)
    for (const ParameterInfo& info : law.parameters)
      if (std::none_of(infos.begin(), infos.end(), [&](const ParameterInfo& i) { return i.name == info.name; }))
        infos.push_back(info);
  return infos;
}

std::size_t place_of(const std::vector<PlannedParameter>& planned, const std::string& name) {
  const auto found = std::find_if(planned.begin(), planned.end(), [&](const auto& p) { return p.info.name == name; });
  return static_cast<std::size_t>(found - planned.begin());
}

void check_tie(const std::string& parameter, const Law& law, const std::vector<PlannedParameter>& planned,
               std::size_t temperature) {
  if (!law.function) throw InvalidArgument("tie of " + parameter + ": the law '" + law.name + "' has no function");
  const std::size_t place = place_of(planned, parameter);
  if (place == planned.size()) {
    std::string known;
    for (const PlannedParameter& p : planned) known += (known.empty() ? "" : ", ") + p.info.name;
    throw InvalidArgument("tie: unknown parameter '" + parameter + "': there are " + known);
  }
  if (place == temperature) throw InvalidArgument("tie: T is what a law depends on; it cannot be tied itself");
  const ParameterRule& rule = planned[place].rule;
  std::string names;
  for (const ParameterInfo& info : law.parameters) names += (names.empty() ? "" : ", ") + info.name;
  if (rule.start || rule.bound || rule.fixed || rule.measured || rule.free || rule.shared)
    throw InvalidArgument(parameter + " is tied to the law '" + law.name + "': give rules to its parameters (" + names +
                          ") instead");
  for (const ParameterInfo& info : law.parameters)
    if (place_of(planned, info.name) < planned.size())
      throw InvalidArgument("law '" + law.name + "': its parameter " + info.name +
                            " has the name of a parameter of the model");
}

/// The caller's rules for the parameters of the curve and of the laws.
fitting::Plan plan_of(const std::vector<ParameterInfo>& of_curve, const std::vector<std::pair<std::string, Law>>& ties,
                      const ParameterRules& rules, std::size_t temperature) {
  std::vector<ParameterInfo> infos = of_curve;
  const std::vector<ParameterInfo> of_laws = law_parameters(ties);
  infos.insert(infos.end(), of_laws.begin(), of_laws.end());
  std::vector<PlannedParameter> planned = fitting::plan(infos, rules);
  fitting::Plan plan;
  plan.temperature = temperature;
  const auto border = planned.begin() + static_cast<std::ptrdiff_t>(of_curve.size());
  plan.parameters.assign(planned.begin(), border);
  plan.law_parameters.assign(border, planned.end());
  for (std::size_t j = 0; j < temperature; ++j)
    plan.parameters[j].may_vanish =
        plan.parameters[j].info.name.starts_with("Delta") && plan.parameters[j].info.unit == "meV";
  for (const auto& [parameter, law] : ties) {
    check_tie(parameter, law, plan.parameters, temperature);
    fitting::PlannedTie tie{place_of(plan.parameters, parameter), law, {}};
    for (const fitting::PlannedTie& other : plan.ties)
      if (other.parameter == tie.parameter) throw InvalidArgument("tie: " + parameter + " is tied twice");
    for (const ParameterInfo& info : law.parameters) tie.arguments.push_back(place_of(plan.law_parameters, info.name));
    plan.ties.push_back(std::move(tie));
  }
  return plan;
}

}  // namespace

FitResult Fit::run() const {
  FitResult result = run_once();
  if (question_metadata_ && result.usable() && spectra_.size() == 1)
    result.metadata_risks = find_metadata_risks(result);
  return result;
}

FitResult Fit::run_once() const {
  if (spectra_.empty()) throw InvalidArgument("no data: add() a spectrum");
  fitting::check_window(window_mV_, " mV");
  fitting::check_sigma(sigma_);
  if (background_degree_ < 0 || background_degree_ > 20)
    throw InvalidArgument("background: expected a degree of 0 to 20, got " + std::to_string(background_degree_));
  fitting::Plan plan = plan_of(SpectrumCurve::parameters(model_, background_degree_, offset_), ties_, rules_,
                               model_.parameters().size() - 1);
  fitting::keep_to_distinct_ranges(model_, plan.parameters);
  plan.intervals = intervals_;
  plan.values_only = stay_near_starts_;
  plan.contours = contours_;
  const std::vector<PlannedParameter>& planned = plan.parameters;

  std::vector<SpectrumCurve> curves;
  std::vector<fitting::Task> tasks;
  for (const Spectrum& spectrum : spectra_) {
    fitting::DataSet data = fitting::choose_points({spectrum.name,
                                                    spectrum.bias_mV,
                                                    spectrum.conductance,
                                                    spectrum.sigma,
                                                    spectrum.points_per_independent_point,
                                                    noise_,
                                                    {}},
                                                   window_mV_, sigma_, {"bias", " mV", "conductance"});
    const std::optional<double> mirror_mV = fitting::centre_of_mirror(spectrum, data);
    if (fitting::is_mirrored(data.x, data.y))
      data.points_per_independent_point = std::max(2.0, data.points_per_independent_point);
    Instrument instrument;
    if (spectrum.modulation) instrument.modulation = spectrum.modulation->value;
    if (spectrum.bias_noise) instrument.bias_noise = spectrum.bias_noise->value;
    double& averaged_over_mV = instrument.bias_noise.standard_deviation_mV;
    averaged_over_mV = std::hypot(averaged_over_mV, spectrum.smoothing_mV);
    refuse_to_see_through(instrument, data);
    curves.push_back({model_, instrument, data.x, background_degree_, offset_, mirror_mV});
    tasks.push_back(fitting::task_of(spectrum, curves.back(), std::move(data), planned));
    // An interval that was asked for has to hold every minimum that the data allow, and these have to be found first.
    // So few points that features fall between them allow several.
    constexpr std::size_t few = 20;
    if (intervals_.method == IntervalMethod::profile || curves.back().bias_mV.size() < few)
      tasks.back().search = fitting::Search::everywhere;
    if (stay_near_starts_) {
      tasks.back().further.clear();
      tasks.back().within.clear();
      tasks.back().further_short_of_noise = tasks.back().further_always = tasks.back().further_where_idle = nullptr;
      tasks.back().search = fitting::Search::until_one_fits;
    }
    for (const fitting::PlannedTie& tie : plan.ties)
      if (tasks.back().held[tie.parameter])
        throw InvalidArgument(planned[tie.parameter].info.name + " is held by itself: free it to tie it");
  }

  FitResult result = fitting::solve_tasks(plan, tasks, told_);
  result.model = model_.name();
  result.reduces_to = model_.card().reduces_to;
  result.made_of = model_.source().composition();
  result.parts = std::max<std::size_t>(1, model_.source().parts().size());
  for (std::size_t k = 0; k < spectra_.size(); ++k) {
    FittedData& fitted = result.data[k];
    fitted.sha256 = spectra_[k].sha256;
    // A rule wins over the file; what a fit of T begins at is no temperature of the file's then.
    fitted.temperature_K = spectra_[k].temperature_K && spectra_[k].temperature_K->value == tasks[k].rank
                               ? spectra_[k].temperature_K
                               : Sourced<double>{tasks[k].rank, Origin::option};
    fitted.temperature_held = fitted.parameters[curves[k].scale_index() - 1].state == ParameterState::fixed;
    fitted.modulation = spectra_[k].modulation;
    fitted.bias_noise = spectra_[k].bias_noise;
    fitted.window = window_mV_;
    fitted.history = spectra_[k].history;
    if (const std::optional<double> centre_mV = curves[k].mirror_mV)
      fitted.history.push_back("compared with the mean of the model at V and " +
                               (*centre_mV == 0 ? "-V" : text::number(2 * *centre_mV) + " mV - V"));
    Estimate& scale = fitted.parameters[curves[k].scale_index()];
    scale.unit = spectra_[k].unit == ConductanceUnit::siemens     ? "S"
                 : spectra_[k].unit == ConductanceUnit::arbitrary ? "arb. u."
                                                                  : "1";
    if (scale.value > 0) fitted.rms_residual /= scale.value;
  }

  take_back_superfluous_parts(result);
  std::vector<fitting::Range> ranges;
  std::vector<std::string> names;
  for (const auto& of : {plan.parameters, plan.law_parameters})
    for (const auto& [info, rule, may_vanish] : of) ranges.push_back({info.name, info.lower, info.upper});
  for (const PlannedParameter& parameter : plan.law_parameters) names.push_back(parameter.info.name);
  for (const ParameterInfo& info : model_.parameters()) names.push_back(info.name);
  fitting::judge(result, ranges, names, [&](const std::string& first, const std::string& second) {
    return fitting::what_would_separate(model_, first, second);
  });
  if (result.status == FitStatus::failed) return result;
  bool any_signal = false;
  for (std::size_t k = 0; k < spectra_.size(); ++k) {
    if (result.data[k].status == FitStatus::failed) continue;
    const bool signal = fitting::judge_spectrum(result, k, spectra_[k], tasks[k].data, curves[k]);
    any_signal |= signal;
    // A gap without a signal is no gap, whatever the minimiser made of the noise.
    for (std::size_t j = 0; !signal && j < planned.size(); ++j)
      if (const Estimate& gap = result.data[k].parameters[j];
          planned[j].may_vanish && gap.state == ParameterState::free && gap.standard_error)
        fitting::take_back(result.data[k], j, "no superconducting signal is told");
  }
  if (!any_signal && !plan.ties.empty())
    result.not_usable_because.push_back(
        "in none of the spectra a superconducting signal is told that this model under its law describes");
  fitting::judge_residuals(result);
  return result;
}

}  // namespace didv
