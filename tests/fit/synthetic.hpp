#pragma once
// Spectra computed from known parameters, with noise.

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

}  // namespace didv::synthetic
