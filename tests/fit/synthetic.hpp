#pragma once
// Spectra computed from known parameters, with noise.

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "didv/model.hpp"
#include "didv/spectrum.hpp"

namespace didv::synthetic {

/// `points` biases on ±reach; conductance of the model, and Gaussian noise of the given standard deviation on top.
inline Spectrum spectrum(const Model& model, const ParameterValues& truth, double reach_mV, int points, double noise,
                         std::mt19937& generator, const Instrument& instrument = {}) {
  Spectrum s;
  s.name = "synthetic";
  for (int i = 0; i < points; ++i) s.bias_mV.push_back(reach_mV * (2.0 * i / (points - 1) - 1));
  s.conductance = model(s.bias_mV, truth, instrument);
  std::normal_distribution<double> normal(0, 1);
  for (double& G : s.conductance) G += noise * normal(generator);
  s.temperature_K = Sourced<double>{truth.at("T"), Origin::file};
  s.modulation = Sourced<Modulation>{instrument.modulation, Origin::file};
  return s;
}

/// Adds AR(1) noise of standard deviation `sigma` whose neighbours correlate by rho.
inline void add_correlated(std::vector<double>& y, double sigma, double rho, std::mt19937& generator) {
  std::normal_distribution<double> normal(0, 1);
  double state = normal(generator);
  for (double& value : y) {
    value += sigma * state;
    state = rho * state + std::sqrt(1 - rho * rho) * normal(generator);
  }
}

}  // namespace didv::synthetic
