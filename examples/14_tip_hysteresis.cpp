// LaAlO3/KTaO3(111): a tip switches the interface between a conducting and an insulating state. The logarithm of the
// resistance is a step on each half of the voltage loop.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <didv/didv.hpp>
#include <iostream>
#include <string>

using namespace didv;

namespace {

/// log10 R = low + (high - low)/(1 + exp(2 (V - V_switch)/width))
FitResult fit_branch(const std::string& name, std::vector<double> voltage, std::vector<double> log_resistance) {
  const auto step = [](double V, const auto& p) {
    const auto& [low, high, V_switch, width] = p;
    return low + (high - low) / (1 + exp(2 * (V - V_switch) / width));
  };
  const auto [lowest, highest] = std::ranges::minmax(log_resistance);
  // The switch begins where the data cross the middle.
  std::size_t middle = 0;
  for (std::size_t i = 0; i < voltage.size(); ++i) {
    const auto distance = [&, centre = (lowest + highest) / 2](std::size_t k) {
      return std::abs(log_resistance[k] - centre);
    };
    if (distance(i) < distance(middle)) middle = i;
  }
  return CurveFit(curve_function<4>(step),
                  {{.name = "low", .default_value = lowest},
                   {.name = "high", .default_value = highest},
                   {.name = "V_switch", .unit = "V", .default_value = voltage[middle]},
                   {.name = "width", .unit = "V", .default_value = 2, .lower = 0.01, .upper = 50}},
                  "step")
      .add({.name = name, .x = voltage, .y = log_resistance})
      .run();
}

}  // namespace

int main(int argc, char** argv) {
  const Table table = read_table("data/lao_kto/tip_hysteresis.csv");
  std::vector<double> voltage = table.column("tip_voltage_V").values, log_resistance;
  for (const double R : table.column("resistance_ohm").values) log_resistance.push_back(std::log10(R));

  // One loop: down to the lowest voltage, then up.
  const auto turn = std::ranges::min_element(voltage) - voltage.begin();
  bool holds = true;
  for (const bool down : {true, false}) {
    const auto from = down ? 0 : turn, to = down ? turn + 1 : std::ssize(voltage);
    const std::string branch = down ? "down" : "up";
    FitResult fit = fit_branch(branch, {voltage.begin() + from, voltage.begin() + to},
                               {log_resistance.begin() + from, log_resistance.begin() + to});
    const Estimate& V_switch = fit["V_switch"];
    const double decades = fit["high"].value - fit["low"].value, printed_V = down ? -17 : 6;
    fit.provenance.command = "example_14_tip_hysteresis";
    if (argc > 1) write_file(std::string(argv[1]) + "/tip_hysteresis_" + branch + ".json", fit.json());
    std::cout << fit.report() << "\nswitches at " << to_string(V_switch) << " (printed: near " << printed_V
              << " V), resistance ratio 10^" << decades << " (printed: more than 10^5)\n\n";
    holds =
        holds && fit.usable() && V_switch.standard_error && std::abs(V_switch.value - printed_V) < 0.5 && decades > 5;
  }
  return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}
