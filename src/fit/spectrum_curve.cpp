#include "fit/spectrum_curve.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "numerics/columns.hpp"
#include "numerics/folded_bias.hpp"

namespace didv::fitting {

std::vector<ParameterInfo> SpectrumCurve::parameters(const Model& model, int background_degree, bool has_offset) {
  std::vector<ParameterInfo> infos = model.parameters();
  infos.push_back({"scale", "s", "1", 1, 0, infinity, "overall factor of the conductance"});
  for (int k = 1; k <= background_degree; ++k) {
    const std::string power = std::to_string(k);
    infos.push_back({"background_" + power, "b" + power, k == 1 ? "1/mV" : "1/mV^" + power, 0, -infinity, infinity,
                     "background, coefficient of V^" + power});
  }
  if (has_offset) infos.push_back({"offset_mV", "V0", "mV", 0, -infinity, infinity, "bias offset"});
  return infos;
}

Curve SpectrumCurve::model_part(std::span<const double> at_mV, std::span<const double> parameters,
                                Derivatives derivatives) const {
  const double offset_mV = has_offset ? parameters[offset_index()] : 0;
  const std::span<const double> of_model = parameters.first(scale_index());
  std::vector<double> shifted_mV;
  if (!mirror_mV) {
    if (!has_offset) return model.conductance(at_mV, of_model, instrument, derivatives);
    for (const double V : at_mV) shifted_mV.push_back(V - offset_mV);
    return model.conductance(shifted_mV, of_model, instrument, derivatives);
  }
  // Most biases have their mirror image among the others: each of the two is asked for once.
  std::vector<double> from_mirror_mV;
  for (const double V : at_mV) from_mirror_mV.push_back(V - *mirror_mV);
  const auto [distance_mV, place] = numerics::fold(from_mirror_mV, 0);
  for (const double sign : {1.0, -1.0})
    for (const double distance : distance_mV) shifted_mV.push_back(*mirror_mV + sign * distance - offset_mV);
  Curve curve = model.conductance(shifted_mV, of_model, instrument, derivatives);
  for (std::vector<double>* column : numerics::columns(curve)) {
    std::vector<double> mean;
    for (const std::size_t k : place) mean.push_back(((*column)[k] + (*column)[k + distance_mV.size()]) / 2);
    *column = std::move(mean);
  }
  return curve;
}

void SpectrumCurve::operator()(std::span<const double> parameters, std::span<double> value,
                               std::span<double> jacobian) const {
  const std::size_t of_model = scale_index();
  const double scale = parameters[of_model];
  const bool derivatives = !jacobian.empty();
  const Curve curve = model_part(bias_mV, parameters, derivatives ? Derivatives::yes : Derivatives::no);

  const std::size_t columns = width();
  const std::span<const double> background =
      parameters.subspan(of_model + 1, static_cast<std::size_t>(background_degree));
  for (std::size_t i = 0; i < bias_mV.size(); ++i) {
    double polynomial = 0;
    for (auto b = background.rbegin(); b != background.rend(); ++b) polynomial = (polynomial + *b) * bias_mV[i];
    polynomial += 1;
    value[i] = scale * polynomial * curve.value[i];
    if (!derivatives) continue;
    double* row = &jacobian[i * columns];
    for (std::size_t j = 0; j < of_model; ++j) row[j] = scale * polynomial * curve.d_parameter[j][i];
    row[of_model] = polynomial * curve.value[i];
    double power = 1;
    for (std::size_t k = 1; k <= background.size(); ++k)
      row[of_model + k] = scale * (power *= bias_mV[i]) * curve.value[i];
    if (has_offset) row[offset_index()] = -scale * polynomial * curve.d_bias[i];
  }
}

}  // namespace didv::fitting
