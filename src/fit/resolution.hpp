#pragma once

#include <cmath>
#include <numbers>

#include "didv/instrument.hpp"
#include "didv/units.hpp"

namespace didv::fitting {

/// What smears a spectrum, full widths at half maximum in mV: 3.53 kT of the thermal window, √3 V_m of the lock-in's
/// semicircle, 2.35 σ of the noise.
struct Resolution {
  double thermal, modulated, noisy;

  Resolution(const Instrument& instrument, double T_K)
      : thermal(3.53 * thermal_energy_meV(T_K)),
        modulated(std::numbers::sqrt3 * instrument.modulation.peak_mV()),
        noisy(2.35 * instrument.bias_noise.standard_deviation_mV) {}
  double together() const { return std::hypot(thermal, modulated, noisy); }
};

}  // namespace didv::fitting
