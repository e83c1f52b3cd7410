#pragma once

#include <cmath>

namespace didv::numerics {

/// ⟨|E|⟩ over −f′(E−V): 2kT ln[2cosh(V/2kT)] = |V| + 2kT ln(1 + e^{−|V|/kT}), formed so that nothing overflows.
inline double thermal_magnitude(double V_mV, double kT_meV) {
  const double size = std::abs(V_mV);
  return kT_meV == 0 ? size : size + 2 * kT_meV * std::log1p(std::exp(-size / kT_meV));
}

}  // namespace didv::numerics
