// Au6Te12Se8: the intensity of a Raman peak grows on cooling, turns at 9.88 K and falls. Two straight lines with a
// turning point, fitted to the reconstructed curve.

#include <cmath>
#include <cstdlib>
#include <didv/didv.hpp>
#include <iostream>
#include <string>

using namespace didv;

int main(int argc, char** argv) {
  const Table table = read_table("data/ats/raman_intensity.csv");

  const auto two_lines = [](double T, const auto& p) {
    const auto& [T_turn, I_turn, slope_below, slope_above] = p;
    return I_turn + (T - T_turn) * (T < T_turn.value ? slope_below : slope_above);
  };
  FitResult fit = CurveFit(curve_function<4>(two_lines),
                           {{.name = "T_turn", .unit = "K", .default_value = 9},
                            {.name = "I_turn", .default_value = 1},
                            {.name = "slope_below", .unit = "1/K"},
                            {.name = "slope_above", .unit = "1/K"}},
                           "two lines")
                      .add({.name = table.file,
                            .x = table.column("temperature_K").values,
                            .y = table.column("intensity_normalised").values,
                            .sha256 = table.sha256})
                      .run();
  fit.provenance.command = "example_11_raman_kink";
  if (argc > 1) write_file(std::string(argv[1]) + "/raman_kink.json", fit.json());
  std::cout << fit.report() << "\nturning point " << to_string(fit["T_turn"]) << ", printed: 9.88 K\n";

  const Estimate& turn = fit["T_turn"];
  const bool holds = fit.usable() && turn.standard_error && std::abs(turn.value - 9.88) < 2 * *turn.standard_error &&
                     fit["slope_below"].value > 0 && fit["slope_above"].value < 0;
  return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}
