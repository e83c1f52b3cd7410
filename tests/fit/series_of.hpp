#pragma once
// One contact at many temperatures, computed from a known Δ(T), with noise.

#include <random>
#include <string>
#include <vector>

#include "didv/fit.hpp"
#include "didv/gap_equation.hpp"
#include "synthetic.hpp"

namespace didv::synthetic {

struct Contact {
  Model model;
  GapAndTc gap;
  ParameterValues others;  ///< all but Delta and T
  double reach_mV;
  int points;
  double noise;
};

inline std::vector<Spectrum> series(const Contact& contact, const std::vector<double>& temperatures_K,
                                    std::mt19937& generator) {
  std::vector<Spectrum> spectra;
  for (const double T_K : temperatures_K) {
    ParameterValues truth = contact.others;
    truth["Delta"] = bcs::gap(T_K, contact.gap);
    truth["T"] = T_K;
    spectra.push_back(spectrum(contact.model, truth, contact.reach_mV, contact.points, contact.noise, generator));
    spectra.back().name = std::to_string(spectra.size()) + ".csv";
  }
  return spectra;
}

inline Fit fit_of(const Model& model, const std::vector<Spectrum>& spectra) {
  Fit fit(model);
  for (const Spectrum& spectrum : spectra) fit.add(spectrum);
  return fit;
}

}  // namespace didv::synthetic
