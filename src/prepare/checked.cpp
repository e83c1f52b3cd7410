#include "prepare/checked.hpp"

#include <cmath>
#include <string>

#include "didv/error.hpp"
#include "text/number.hpp"
#include "units_of_measure.hpp"

namespace didv {

void require_consistent(const Spectrum& spectrum) {
  const std::size_t size = spectrum.size();
  if (spectrum.conductance.size() != size || (!spectrum.sigma.empty() && spectrum.sigma.size() != size)) {
    throw InvalidArgument("spectrum has " + std::to_string(size) + " biases, " +
                          std::to_string(spectrum.conductance.size()) + " conductances and " +
                          std::to_string(spectrum.sigma.size()) + " sigmas, expected one length (or no sigma)");
  }
  for (std::size_t k = 0; k < size; ++k) {
    const bool finite = std::isfinite(spectrum.bias_mV[k]) && std::isfinite(spectrum.conductance[k]);
    const bool positive = spectrum.sigma.empty() || (spectrum.sigma[k] > 0 && std::isfinite(spectrum.sigma[k]));
    if (finite && positive) continue;
    throw InvalidArgument("spectrum has bias " + text::number(spectrum.bias_mV[k]) + " mV, conductance " +
                          text::number(spectrum.conductance[k]) +
                          (spectrum.sigma.empty() ? "" : ", sigma " + text::number(spectrum.sigma[k])) + " at point " +
                          std::to_string(k + 1) + ", expected finite numbers" + (positive ? "" : " and sigma > 0"));
  }
}

}  // namespace didv
