// LaAlO3/KTaO3(111): the second-harmonic intensity follows the square of the laser power. A straight line in
// logarithms, because the noise is a fraction of the intensity.

#include <cmath>
#include <cstdlib>
#include <didv/didv.hpp>
#include <iostream>
#include <string>

using namespace didv;

int main(int argc, char** argv) {
  const Table table = read_table("data/lao_kto/shg_power.csv");
  CurveData data{.name = table.file, .x = table.column("power_mW").values, .y = table.column("intensity").values};
  for (double& power : data.x) power = std::log(power / 30);  // about the middle: prefactor and exponent decouple
  for (double& intensity : data.y) intensity = std::log(intensity);

  const auto line = [](double log_power, const auto& p) { return p[0] + p[1] * log_power; };
  FitResult fit = CurveFit(curve_function<2>(line), {{.name = "log_intensity_30mW"}, {.name = "exponent"}}, "power law")
                      .add(data)
                      .run();
  fit.provenance.command = "example_12_shg_power_law";
  if (argc > 1) write_file(std::string(argv[1]) + "/shg_power_law.json", fit.json());
  std::cout << fit.report() << "\nexponent " << to_string(fit["exponent"]) << ", printed: 2\n";

  const Estimate& exponent = fit["exponent"];
  const bool holds =
      fit.usable() && exponent.standard_error && std::abs(exponent.value - 2) < 2 * *exponent.standard_error;
  return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}
