#pragma once
// One curve for every model that determines all its parameters, and the fit that looks for them.

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "synthetic.hpp"

namespace didv::simulated {

/// The models of the catalogue, and two side by side.
inline std::vector<std::string> names_of_models() {
  std::vector<std::string> names{"dynes:btk"};
  for (const Model& model : catalogue()) names.push_back(model.name());
  return names;
}

/// One fit with all parameters free takes seconds.
inline bool is_slow(const std::string& name) {
  return name == "btk_d_wave" || name == "btk_anisotropic_s" || name == "gap_distribution_dynes" ||
         name.starts_with("legacy_btk");
}

inline std::string as_test_name(std::string name) {
  std::replace(name.begin(), name.end(), ':', '_');
  return name;
}

/// Defaults, but a curve on which no two parameters do the same: cold, with a barrier or a splitting that is seen.
inline ParameterValues truth_of(const Model& model) {
  ParameterValues truth;
  for (const ParameterInfo& p : model.parameters()) truth[p.name] = p.default_value;
  for (const auto& [name, value] : ParameterValues{{"Z", 1},
                                                   {"Z1", 0.3},
                                                   {"Z2", 0.8},
                                                   {"P", 0.4},
                                                   {"h", 0.35},
                                                   {"Gamma", 0.1},
                                                   {"Gamma1", 0.1},
                                                   {"Gamma2", 0.1},
                                                   {"sigma_Delta", 0.2},
                                                   {"a", 0.4}})
    if (truth.contains(name)) truth[name] = value;
  truth["T"] = 0.8;
  return truth;
}

/// With 1 % another angle and anisotropy describe one of twenty curves as well, which the report says.
inline double noise_of(const Model& model) { return model.name() == "btk_anisotropic_s" ? 0.005 : 0.01; }

/// Of a new noisy curve, begun near the truth.
inline Fit fit(const Model& model, const ParameterValues& truth, std::mt19937& generator) {
  const double noise = noise_of(model);
  Fit fit(model);
  fit.add(synthetic::spectrum(model, truth, 5, 151, noise, generator)).sigma(noise);
  for (const auto& [name, value] : truth)
    if (name != "T") fit.start(name, 1.03 * value);
  return fit;
}

}  // namespace didv::simulated
