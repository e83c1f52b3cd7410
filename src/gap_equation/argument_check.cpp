#include "gap_equation/argument_check.hpp"

#include <cmath>
#include <string>

#include "didv/error.hpp"
#include "text/number.hpp"

namespace didv::gap_equation {

void require(bool valid, std::string_view name, double value, std::string_view unit, std::string_view expected) {
  if (valid) return;
  std::string message = std::string(name) + " = " + text::number(value);
  if (!unit.empty()) message += " " + std::string(unit);
  throw InvalidArgument(message + ": expected " + std::string(expected));
}

void require_temperature(double temperature_K) {
  require(temperature_K >= 0 && std::isfinite(temperature_K), "temperature", temperature_K, "K",
          "a finite number >= 0");
}

void require_reduced_temperature(double reduced_temperature) {
  require(reduced_temperature >= 0, "reduced temperature T/Tc", reduced_temperature, "", "a number >= 0");
}

void require_one_minus_t(double one_minus_t) {
  require(one_minus_t <= 1, "1 - T/Tc", one_minus_t, "", "a number <= 1");
}

void require_superconductor(const GapAndTc& superconductor) {
  const auto [gap, tc] = superconductor;
  require(gap >= 0 && std::isfinite(gap), "gap at T = 0", gap, "meV", "a finite number >= 0");
  require(tc > 0 && std::isfinite(tc), "critical temperature", tc, "K", "a finite number > 0");
}

}  // namespace didv::gap_equation
