// A model is a value: ask it for G/G_N at the biases you like. Here a point contact between a normal metal and a
// superconductor (BTK) from a clean contact (Z = 0, Andreev reflection) to a tunnel junction (Z = 5).

#include <cstdio>
#include <didv/didv.hpp>
#include <vector>

int main() {
  const didv::Model contact = didv::models::btk();

  std::printf("%s, %s\n", contact.card().title.c_str(), contact.card().reference.c_str());
  for (const didv::ParameterInfo& p : contact.parameters()) {
    std::printf("  %-6s %-4s %s\n", p.name.c_str(), p.unit.c_str(), p.meaning.c_str());
  }

  const std::vector<double> bias_mV{0, 0.5, 1, 1.25, 1.5, 1.75, 2, 3, 6};
  const std::vector<double> barriers{0, 0.3, 0.6, 1, 5};
  std::vector<std::vector<double>> curves;
  for (const double Z : barriers) {
    curves.push_back(contact(bias_mV, {{"Delta", 1.4}, {"Gamma", 0.02}, {"Z", Z}, {"T", 1.5}}));
  }

  std::printf("\nG/G_N for Delta = 1.4 meV, Gamma = 0.02 meV, T = 1.5 K\n bias_mV");
  for (const double Z : barriers) std::printf("   Z=%-4g", Z);
  for (std::size_t i = 0; i < bias_mV.size(); ++i) {
    std::printf("\n%8.2f", bias_mV[i]);
    for (const auto& curve : curves) std::printf("%9.4f", curve[i]);
  }

  // The same curve through a lock-in amplifier whose modulation is 0.5 mV rms: the type says which amplitude is meant.
  const auto measured = contact(bias_mV, {{"Delta", 1.4}, {"Gamma", 0.02}, {"Z", 5}, {"T", 1.5}}, {didv::Rms{0.5}});
  std::printf("\n\nthe tunnel junction at 1.5 mV: %.4f, with a modulation of 0.5 mV rms %.4f\n", curves.back()[4],
              measured[4]);

  const bool doubled = curves.front()[0] > 1.95;        // every electron drags a second one along
  const bool gapped = curves.back()[0] < 0.05;          // nothing gets through below the gap
  const bool lowered = measured[4] < curves.back()[4];  // modulation levels the coherence peak
  return doubled && gapped && lowered ? 0 : 1;
}
