#pragma once
// Models built from models: two gaps side by side, and what a contact has beside the junction. On the command line the
// combinators stand behind a model's name: "btk+series_resistance", "dynes+normal_channel+inelastic".
//
// Every result is a Model like any other, with exact derivatives; conductances are G/G_N, energies meV, bias mV.

#include "didv/model.hpp"

namespace didv {

/// G = w·G₁ + (1−w)·G₂, two models side by side on one contact (two bands, two phases). The parameters of the first get
/// a 1 behind their name, those of the second a 2 (Delta1, Delta2, …); then w, 0 … 1, the weight of the first; T is
/// shared. Where both are the same model, exchanging them and w → 1−w is the same curve: a fit reports the one with the
/// smaller gap first (in_order()). Accuracy: that of the parts.
Model weighted_sum(const Model& first, const Model& second, ModelCard card);

/// A resistance R_s in series, so that the junction sees less than the measured voltage: with r = R_s/R_N (R_N of the
/// junction alone), V = V_J + r·I(V_J)R_N and
///   G(V) = (1+r)·g(V_J)/(1 + r·g(V_J)),
/// normalised by its own value 1/(1+r) at high bias. Adds the parameter Rs = r, 0 … 100. V_J is found to 1e-12 of V by
/// Newton steps inside a bracket. Rs = 0 is the model itself. Source: two resistors in a row (Kirchhoff).
Model with_series_resistance(const Model& model);

/// A normal conductor beside the junction: G = (1 − w_n)·g + w_n. Adds w_n, 0 … 1, the normal part of the conductance.
Model with_normal_channel(const Model& model);

/// A conductance that grows as |V| on either side (inelastic tunnelling), at temperature T:
///   G = g + k_in·⟨|E|⟩,  ⟨|E|⟩ = 2k_BT·ln[2cosh(V/2k_BT)], which is |V| for |V| ≫ k_BT.
/// Adds k_in, per mV, ≥ 0. The current gets the integral of it. Source: the thermal average of |E|.
Model with_inelastic_background(const Model& model);

/// A background that leans to one side: G = g + a·V, the lowest order of any asymmetry. Adds a, per mV.
Model with_asymmetric_background(const Model& model);

/// A combinator as the command line knows it.
struct Combinator {
  std::string name;       ///< what stands behind the +
  std::string parameter;  ///< what it adds
  std::string title;
  Model (*apply)(const Model&);
};

/// Every combinator, in the order in which they are listed.
const std::vector<Combinator>& combinators();

}  // namespace didv
