#pragma once
// The hot loop: Σ Re[weight·A(base + offset + x)] over shared terms, for many biases at once.

#include <array>
#include <span>
#include <vector>

#include "sis/energy_terms.hpp"

namespace didv::sis {

/// F(z) − 1 = z/√(z²−Δ²) − 1, z = E + iΓ, for the current, or its derivative for the conductance. (The 1 drops out of
/// I(V), whose terms stand at +V and −V with opposite signs; taken off here it cannot swamp it.)
enum class Function { density, slope };

/// Columns of a sum: value, and if wanted the derivatives with respect to energy, to Delta and Gamma of the one that
/// made the terms and of the other, and to kT.
enum Column { of_value, of_energy, of_own_Delta, of_own_Gamma, of_other_Delta, of_other_Gamma, of_kT, column_count };
using Columns = std::array<std::vector<double>, column_count>;

/// Re Σ weight·A(base + offset + x) for the other superconductor at each x (mV).
Columns sum_over_terms(std::span<const Term> terms, double base, const Superconductor& other, Function function,
                       std::span<const double> x_mV, bool with_derivatives);

}  // namespace didv::sis
