#pragma once

#include <optional>
#include <span>

namespace didv::fitting {

/// A pair of dips of the data below the curve, one on either side of zero bias.
struct Dips {
  double negative_mV, positive_mV;
  double depth;  ///< of the shallower one, as a share of the conductance
};

/// Dips outside the gap, as a critical current or heating in the contact leaves them: on both sides at the same |V|
/// within a fifth, a fifth beyond `edge_mV` at least; below the curve by 3 % and by 5 standard errors of a mean over
/// `width_mV`; half gone within half their |V|, inside the window: what is wider is a background. `deviation` is
/// (data − curve)/curve at each bias. Empty: none.
std::optional<Dips> dips_outside(std::span<const double> bias_mV, std::span<const double> deviation, double edge_mV,
                                 double width_mV);

}  // namespace didv::fitting
