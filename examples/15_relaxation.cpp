// LaAlO3/KTaO3(111): after writing with the tip the resistance falls fast within the first minute, then slowly over
// hours. Two exponentials over a constant.

#include <cmath>
#include <cstdlib>
#include <didv/didv.hpp>
#include <iostream>
#include <string>

using namespace didv;

int main(int argc, char** argv) {
  const Table table = read_table("data/lao_kto/relaxation.csv");

  const auto two_times = [](double t, const auto& p) {
    const auto& [R_final, R_fast, tau_fast, R_slow, tau_slow] = p;
    return R_final + R_fast * exp(-t / tau_fast) + R_slow * exp(-t / tau_slow);
  };
  FitResult fit = CurveFit(curve_function<5>(two_times),
                           {{.name = "R_final", .unit = "ohm", .default_value = 1.2e6},
                            {.name = "R_fast", .unit = "ohm", .default_value = 6e5},
                            {.name = "tau_fast", .unit = "s", .default_value = 20, .lower = 0},
                            {.name = "R_slow", .unit = "ohm", .default_value = 6e5},
                            {.name = "tau_slow", .unit = "s", .default_value = 5000, .lower = 0}},
                           "fast and slow relaxation")
                      .add({.name = table.file,
                            .x = table.column("time_s").values,
                            .y = table.column("resistance_ohm").values,
                            .sha256 = table.sha256})
                      .run();
  fit.provenance.command = "example_15_relaxation";
  if (argc > 1) write_file(std::string(argv[1]) + "/relaxation.json", fit.json());
  std::cout << fit.report() << "\nfast " << to_string(fit["tau_fast"]) << ", slow " << to_string(fit["tau_slow"])
            << "; printed: a fast decay in the first minute, then hours\n";

  const bool holds = fit.usable() && fit["tau_fast"].standard_error && fit["tau_slow"].standard_error &&
                     fit["tau_fast"].value < 60 && fit["tau_slow"].value > 3600 && fit["R_fast"].value > 0 &&
                     fit["R_slow"].value > 0;
  return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}
