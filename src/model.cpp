#include "didv/model.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "didv/combine.hpp"
#include "didv/error.hpp"
#include "didv/units.hpp"
#include "numerics/broadening.hpp"
#include "text/number.hpp"

namespace didv {
namespace {

// k_BT in units of the instrument's width.
constexpr double coldest_value = 1e-13;
constexpr double coldest_derivative = 1e-6;

std::string list(const std::vector<ParameterInfo>& parameters) {
  std::string text;
  for (const ParameterInfo& p : parameters) text += (text.empty() ? "" : ", ") + p.name;
  return text;
}

std::string with_unit(double value, const ParameterInfo& p) {
  return text::number(value) + (p.unit == "1" ? "" : " " + p.unit);
}

std::string range_of(const ParameterInfo& p) {
  if (!std::isinf(p.lower) && !std::isinf(p.upper))
    return "from " + with_unit(p.lower, p) + " to " + with_unit(p.upper, p);
  if (!std::isinf(p.lower)) return "finite and at least " + with_unit(p.lower, p);
  return "finite" + (std::isinf(p.upper) ? "" : " and at most " + with_unit(p.upper, p));
}

void check_value(const Model& model, const ParameterInfo& p, double value) {
  if (std::isfinite(value) && value >= p.lower && value <= p.upper) return;
  throw InvalidArgument("model " + model.name() + ": " + p.name + " = " + with_unit(value, p) + ", expected " +
                        range_of(p));
}

void check(const Model& model, std::span<const double> bias_mV, std::span<const double> parameters) {
  const auto& infos = model.parameters();
  if (parameters.size() != infos.size()) {
    throw InvalidArgument("model " + model.name() + ": " + std::to_string(parameters.size()) +
                          " parameter values, expected " + std::to_string(infos.size()) + " (" + list(infos) + ")");
  }
  for (std::size_t k = 0; k < infos.size(); ++k) check_value(model, infos[k], parameters[k]);
  for (std::size_t i = 0; i < bias_mV.size(); ++i) {
    if (!std::isfinite(bias_mV[i])) {
      throw InvalidArgument("model " + model.name() + ": bias number " + std::to_string(i + 1) + " is " +
                            text::number(bias_mV[i]) + ", expected a finite value in mV");
    }
  }
}

/// The curve, or an AccuracyError where a value went out of the range of numbers.
Curve numbers(Curve curve, const Model& model, std::span<const double> bias_mV) {
  const auto found = std::ranges::find_if(curve.value, [](double value) { return std::isnan(value); });
  if (found == curve.value.end()) return curve;
  throw AccuracyError(model.name() + " at " +
                      text::number(bias_mV[static_cast<std::size_t>(found - curve.value.begin())]) +
                      " mV: beyond what can be computed");
}

/// "dynes+normal_channel:btk" with what stands behind a + moved to the end: "dynes:btk+normal_channel".
std::string combinators_last(std::string_view name) {
  std::string models, behind;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find(':', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    const std::size_t plus = std::min(part.find('+'), part.size());
    models += (models.empty() ? "" : ":") + std::string(part.substr(0, plus));
    behind += part.substr(plus);
    begin = end + 1;
  }
  return models + behind;
}

}  // namespace

std::vector<double> CurveSource::softened(std::span<const double> parameters, double resolution_mV,
                                          Derivatives derivatives) const {
  const double part = derivatives == Derivatives::yes ? coldest_derivative : coldest_value;
  std::vector<double> warm(parameters.begin(), parameters.end());
  warm.back() = std::max(warm.back(), part * resolution_mV / boltzmann_meV_per_K);
  return warm;
}

Composition CurveSource::composition() const {
  std::vector<std::string> ever_narrower{card().name};
  for (std::string next = card().reduces_to; !next.empty();) {
    ever_narrower.push_back(next);
    const auto model = std::ranges::find(catalogue(), next, [](const Model& one) { return one.name(); });
    next = model != catalogue().end() ? model->card().reduces_to : "";
  }
  return {{std::move(ever_narrower)}, {}};
}

Model::Model(std::shared_ptr<const CurveSource> source) : source_(std::move(source)) {
  if (!source_) throw InvalidArgument("Model: no source given");
}

bool Model::has(std::string_view parameter) const {
  return std::any_of(parameters().begin(), parameters().end(), [&](const auto& p) { return p.name == parameter; });
}

std::size_t Model::index_of(std::string_view parameter) const {
  for (std::size_t k = 0; k < parameters().size(); ++k) {
    if (parameters()[k].name == parameter) return k;
  }
  throw InvalidArgument("model " + name() + ": no parameter '" + std::string(parameter) + "'; it has " +
                        list(parameters()));
}

std::vector<double> Model::arrange(const ParameterValues& values) const {
  std::vector<double> out;
  for (const ParameterInfo& p : parameters()) out.push_back(p.default_value);
  for (const auto& [parameter, value] : values) {
    const std::size_t k = index_of(parameter);
    check_value(*this, parameters()[k], value);
    out[k] = value;
  }
  return out;
}

std::vector<double> Model::operator()(std::span<const double> bias_mV, const ParameterValues& values,
                                      const Instrument& instrument) const {
  return conductance(bias_mV, arrange(values), instrument).value;
}

Curve Model::conductance(std::span<const double> bias_mV, std::span<const double> parameters,
                         const Instrument& instrument, Derivatives derivatives) const {
  check(*this, bias_mV, parameters);
  const double sigma = instrument.bias_noise.standard_deviation_mV, peak = instrument.modulation.peak_mV();
  if (!(sigma >= 0) || std::isinf(sigma)) {
    throw InvalidArgument("model " + name() + ": standard deviation of the bias noise = " + text::number(sigma) +
                          " mV, expected finite and at least 0 mV");
  }
  if (sigma == 0 && peak == 0) return numbers(source_->conductance(bias_mV, parameters, derivatives), *this, bias_mV);
  const auto seen = [&](std::span<const double> at, Derivatives wanted) {
    const auto thermal = [&](std::span<const double> bias) { return source_->conductance(bias, at, wanted); };
    return numerics::measured({thermal, source_->smoothness_mV(at), source_->edges(at)}, instrument).at(bias_mV);
  };
  // At T = 0 and Γ = 0 values may be infinite at an edge and derivatives are not integrable over it.
  const double resolution = std::max(sigma, peak);
  const auto for_value = source_->softened(parameters, resolution, Derivatives::no),
             for_derivative = source_->softened(parameters, resolution, Derivatives::yes);
  if (derivatives == Derivatives::no || for_value == for_derivative)
    return numbers(seen(for_value, derivatives), *this, bias_mV);
  Curve out = seen(for_derivative, derivatives);
  out.value = seen(for_value, Derivatives::no).value;
  return numbers(std::move(out), *this, bias_mV);
}

Curve Model::current(std::span<const double> bias_mV, std::span<const double> parameters,
                     Derivatives derivatives) const {
  check(*this, bias_mV, parameters);
  return numbers(source_->current(bias_mV, parameters, derivatives), *this, bias_mV);
}

double excess_current(const Model& model, const ParameterValues& values) {
  std::vector<double> parameters = model.arrange(values);
  parameters.back() = 0;
  double scale = 0;
  for (const Edge& edge : model.edges(parameters)) scale = std::max({scale, std::abs(edge.energy_meV), edge.width_meV});
  if (scale == 0) scale = 1;
  // The rest above V is c/V + O(V⁻³): two biases remove its first term, a third one shows what is left.
  const double far = 5e3 * scale;
  const std::vector<double> bias{far, 2 * far, 4 * far};
  const std::vector<double> current = model.current(bias, parameters).value;
  const auto excess = [&](std::size_t i) { return current[i] - bias[i]; };
  const double coarse = 2 * excess(1) - excess(0), fine = 2 * excess(2) - excess(1);
  if (!(std::abs(fine - coarse) <= 1e-8 * std::max(scale, std::abs(fine)))) {
    throw AccuracyError("model " + model.name() + ": no excess current: I − V is " + text::number(coarse) + " and " +
                        text::number(fine) + " mV at " + text::number(bias[1]) + " and " + text::number(bias[2]) +
                        " mV");
  }
  return coarse;
}

Model find_model(std::string_view name) { return find_model(name, combinators()); }

Model find_model(std::string_view name, const std::vector<Combinator>& combinators) {
  if (const std::size_t last = name.rfind(':'); last != std::string_view::npos && name.find('+') < last)
    throw InvalidArgument("model '" + std::string(name) +
                          "': a combinator acts on all that stands side by side, and stands at the end: expected '" +
                          combinators_last(name) + "'");
  const std::size_t plus = name.rfind('+');
  std::string names;
  if (plus != std::string_view::npos) {
    const std::string_view wanted = name.substr(plus + 1);
    for (const Combinator& combinator : combinators) {
      if (combinator.name == wanted) return combinator.apply(find_model(name.substr(0, plus), combinators));
      names += (names.empty() ? "" : ", ") + combinator.name;
    }
    if (names.find("gap_distribution") == std::string::npos) names += ", and gap_distribution with a table of gaps";
    throw InvalidArgument("no combinator '+" + std::string(wanted) + "'; there are " + names);
  }
  if (name.find(':') != std::string_view::npos) {
    std::vector<Model> parts;
    for (std::size_t begin = 0; begin <= name.size();) {
      const std::size_t end = std::min(name.find(':', begin), name.size());
      parts.push_back(find_model(name.substr(begin, end - begin), combinators));
      begin = end + 1;
    }
    return side_by_side(std::move(parts));
  }
  for (const Model& model : catalogue()) {
    if (model.name() == name) return model;
    names += (names.empty() ? "" : ", ") + model.name();
  }
  throw InvalidArgument("no model '" + std::string(name) + "'; there are " + names);
}

}  // namespace didv
