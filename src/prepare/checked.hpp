#pragma once

#include "didv/spectrum.hpp"

namespace didv {

/// Throws InvalidArgument unless bias, conductance and sigma have one length, are finite and sigma is positive.
void require_consistent(const Spectrum& spectrum);

}  // namespace didv
