// A model of your own: the conductance at T = 0 and the table of its parameters. Temperature, modulation, exact
// derivatives, fit, error bars and report come from the library. Here a tunnel junction of which a part stays normal.

#include <cstdio>
#include <didv/didv.hpp>
#include <vector>

template <class Real = double>
struct PartlyNormal {
  Real Delta, Gamma, w_n;

  static didv::ModelCard card() { return {"partly_normal", "Dynes tunnelling, part of the area normal", "this file"}; }
  static std::array<didv::ParameterInfo, 3> parameters() {
    return {{{"Delta", "Δ", "meV", 1, 0, didv::infinity, "superconducting gap"},
             {"Gamma", "Γ", "meV", 0.1, 0, didv::infinity, "lifetime broadening"},
             {"w_n", "w_n", "1", 0.2, 0, 1, "normal part of the area"}}};
  }
  /// Where the curve has structure, and how wide: steers the thermal average.
  std::array<didv::SpectralEdge<Real>, 1> edges() const { return {{{Delta, Gamma}}}; }

  /// w_n + (1 − w_n) Re[z/√(z²−Δ²)], z = E + iΓ
  Real operator()(const didv::Energy<Real>& E) const {
    using Complex = didv::Complex<Real>;
    const auto z = didv::broadened(E, Gamma);
    return w_n + (1.0 - w_n) * real(Complex(z) / didv::gap_root(z, Delta));
  }
};

int main() {
  const didv::Model mine = didv::make_model<PartlyNormal>();

  // What a spectrometer would record at 1.2 K with 0.2 mV peak of modulation, with a ripple in place of noise.
  didv::Spectrum spectrum;
  for (int i = -120; i <= 120; ++i) spectrum.bias_mV.push_back(0.05 * i);
  const didv::ParameterValues truth{{"Delta", 1.3}, {"Gamma", 0.08}, {"w_n", 0.35}, {"T", 1.2}};
  spectrum.conductance = mine(spectrum.bias_mV, truth, {didv::Peak{0.2}});
  for (std::size_t i = 0; i < spectrum.size(); ++i) spectrum.conductance[i] += i % 2 == 0 ? 0.002 : -0.002;
  spectrum.name = "simulated";
  spectrum.temperature_K = {1.2, didv::Origin::assumed};
  spectrum.modulation = {didv::Peak{0.2}, didv::Origin::assumed};

  const didv::FitResult result = didv::Fit(mine).add(spectrum).run();
  std::printf("%s\n", result.report().c_str());

  bool recovered = result.usable();
  for (const char* name : {"Delta", "Gamma", "w_n"}) {
    const didv::Estimate& found = result[name];
    recovered = recovered && std::abs(found.value - truth.at(name)) < 3 * found.standard_error.value_or(0);
    std::printf("%-6s put in %.3g, found %s\n", name, truth.at(name), didv::to_string(found).c_str());
  }
  return recovered ? 0 : 1;
}
