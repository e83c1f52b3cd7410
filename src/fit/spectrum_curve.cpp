#include "fit/spectrum_curve.hpp"

#include <cmath>

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

void SpectrumCurve::operator()(std::span<const double> parameters, std::span<double> value,
                               std::span<double> jacobian) const {
  const std::size_t of_model = scale_index();
  const double scale = parameters[of_model];
  const double offset_mV = has_offset ? parameters[offset_index()] : 0;
  std::vector<double> shifted_mV;
  if (has_offset) {
    shifted_mV.reserve(bias_mV.size());
    for (const double V : bias_mV) shifted_mV.push_back(V - offset_mV);
  }
  const bool derivatives = !jacobian.empty();
  const Curve curve = model.conductance(has_offset ? shifted_mV : bias_mV, parameters.first(of_model), instrument,
                                        derivatives ? Derivatives::yes : Derivatives::no);

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
