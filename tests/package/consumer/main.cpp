// Somebody else's program: public headers only. It grips what a linker could miss: a model, the fitter, an exception.
#include <didv/didv.hpp>
#include <iostream>

int main() {
  using namespace didv;
  Spectrum curve{.name = "dynes", .temperature_K = {{1.5, Origin::assumed}}};
  for (int i = -100; i <= 100; ++i) curve.bias_mV.push_back(0.1 * i);
  curve.conductance = models::dynes()(curve.bias_mV, {{"Delta", 1.5}, {"Gamma", 0.1}, {"T", 1.5}});
  const FitResult fit = Fit(models::dynes()).sigma(0.01).add(curve).run();
  std::cout << "didv " << version() << ": Delta = " << to_string(fit["Delta"]) << '\n';
  try {
    fit["nothing"];
  } catch (const InvalidArgument& error) {
    std::cout << error.what() << '\n';
    return fit.usable() && std::abs(fit["Delta"].value - 1.5) < 1e-6 ? 0 : 1;
  }
  return 1;
}
