#include <cmath>
#include <string>

#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "prepare/checked.hpp"
#include "text/number.hpp"
#include "units_of_measure.hpp"

namespace didv {

Spectrum shift_bias(const Spectrum& spectrum, double offset_mV) {
  require_consistent(spectrum);
  if (!std::isfinite(offset_mV)) {
    throw InvalidArgument("offset_mV is " + text::number(offset_mV) + ", expected a finite number");
  }
  Spectrum shifted = spectrum;
  for (double& bias : shifted.bias_mV) bias -= offset_mV;
  if (shifted.symmetrised_about_mV) *shifted.symmetrised_about_mV -= offset_mV;
  shifted.history.push_back("bias shifted by " + text::number(-offset_mV) + " mV");
  return shifted;
}

Spectrum cut_window(const Spectrum& spectrum, double lower_mV, double upper_mV) {
  require_consistent(spectrum);
  const std::string window = text::number(lower_mV) + " to " + text::number(upper_mV) + " mV";
  if (!(lower_mV < upper_mV)) throw InvalidArgument("window is " + window + ", expected its lower end first");
  Spectrum cut = spectrum;
  cut.bias_mV.clear();
  cut.conductance.clear();
  cut.sigma.clear();
  for (std::size_t k = 0; k < spectrum.size(); ++k) {
    if (!(lower_mV <= spectrum.bias_mV[k] && spectrum.bias_mV[k] <= upper_mV)) continue;
    cut.bias_mV.push_back(spectrum.bias_mV[k]);
    cut.conductance.push_back(spectrum.conductance[k]);
    if (!spectrum.sigma.empty()) cut.sigma.push_back(spectrum.sigma[k]);
  }
  if (cut.size() < 2) {
    throw InvalidArgument("window " + window + " holds " + std::to_string(cut.size()) + " of " +
                          std::to_string(spectrum.size()) + " points, expected at least 2");
  }
  cut.history.push_back("bias window " + window);
  return cut;
}

}  // namespace didv
