#pragma once
// Models built from models: two gaps side by side, and what a contact has beside the junction. On the command line the
// combinators stand behind a model's name: "btk+series_resistance", "dynes+normal_channel+inelastic"; models side by
// side are joined by colons: "dynes:btk", "dynes:dynes:dynes+series_resistance" (one resistance in front of all three).
//
// Every result is a Model like any other, with exact derivatives; conductances are G/G_N, energies meV, bias mV.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "didv/model.hpp"

namespace didv {

/// G = Σ_k weight_k·G_k, two models or more side by side on one contact (bands, phases). The parameters of part k get k
/// behind their name (Delta1, Delta2, …); T is shared. The weights add up to 1. Of two parts `w`, 0 … 1, is the weight
/// of the first. Of more, w1, w2, … are shares, each 0 … 1, of what the parts before leave: weight 1 is w1, weight 2 is
/// (1−w1)·w2, … and the last part has the rest. Exchanging parts that are the same model is the same curve: a fit
/// reports those by rising gaps (their first parameter), each with its weight, and every part as it would alone
/// (in_order()). Accuracy: that of the parts. Throws InvalidArgument for fewer than two, and where two
/// parameters would have one name.
Model weighted_sum(std::vector<Model> parts, ModelCard card);

/// The same with a card made of theirs: named "dynes:btk", as the command line knows it.
Model side_by_side(std::vector<Model> parts);

/// The average of a model over gaps that are given: G = Σ_k weight_k·G(Delta·relative_gaps_k) / Σ_k weight_k. The
/// parameters are the model's; Delta scales the distribution. Accuracy: that of the model. A normal distribution is a
/// model of its own (models/gap_distribution_dynes.hpp). Throws InvalidArgument for a model without Delta, for lists of
/// different lengths or without a weight above 0, and for values that are not finite or below 0.
Model with_gap_distribution(const Model& model, std::vector<double> relative_gaps, std::vector<double> weights);

// Each of the four that follow throws InvalidArgument for a model that has its parameter already.

/// A resistance R_s in series, so that the junction sees less than the measured voltage: with r = R_s/R_N (R_N of the
/// junction alone), V = V_J + r·I(V_J)R_N and
///   G(V) = (1+r)·g(V_J)/(1 + r·g(V_J)),
/// normalised by its own value 1/(1+r) at high bias. AccuracyError where several V_J belong to one V: where g falls
/// below −1/r (sis between its thermal peak and Δ₁ + Δ₂) what is measured jumps, and a hysteresis has no curve. Adds
/// the parameter Rs = r, 0 … 100. V_J is found to 1e-13 of V by Newton steps inside a bracket. Rs = 0 is the model
/// itself. Source: two resistors in a row (Kirchhoff).
Model with_series_resistance(const Model& model);

/// A normal conductor beside the junction: G = (1 − w_n)·g + w_n. Adds w_n, 0 … 1, the normal part of the conductance.
Model with_normal_channel(const Model& model);

/// A conductance that grows as |V| on either side (inelastic tunnelling), at temperature T:
///   G = g + k_in·⟨|E|⟩,  ⟨|E|⟩ = 2k_BT·ln[2cosh(V/2k_BT)], which is |V| for |V| ≫ k_BT.
/// Adds k_in, per mV, ≥ 0. The current gets the integral of it. Source: the thermal average of |E|.
Model with_inelastic_background(const Model& model);

/// A background that leans to one side: G = g + k_as·V, the lowest order of any asymmetry. Adds k_as, per mV.
Model with_asymmetric_background(const Model& model);

/// A combinator as the command line knows it.
struct Combinator {
  std::string name;       ///< what stands behind the +
  std::string parameter;  ///< what it adds; empty: none
  std::string title;
  std::function<Model(const Model&)> apply;
};

/// Every combinator, in the order in which they are listed.
const std::vector<Combinator>& combinators();

/// The model of that name, as find_model(name), with these combinators in place of combinators().
Model find_model(std::string_view name, const std::vector<Combinator>& combinators);

}  // namespace didv
