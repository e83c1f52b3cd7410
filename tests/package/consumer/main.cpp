// Somebody else's program: public headers only. It grips what a linker could miss: a model, an exception.
#include <didv/didv.hpp>
#include <iostream>

int main() {
  const std::vector<double> bias_mV{0.0, 1000.0};
  const auto conductance = didv::models::btk()(bias_mV, {{"Delta", 1.5}, {"Gamma", 0.1}, {"Z", 0.5}, {"T", 1.5}});
  try {
    didv::find_model("nothing");
  } catch (const didv::InvalidArgument& error) {
    std::cout << "didv " << didv::version() << ": G(0) = " << conductance[0] << "; " << error.what() << '\n';
    return conductance[0] > conductance[1] ? 0 : 1;
  }
  return 1;
}
