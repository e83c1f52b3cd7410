#pragma once
// One way to refuse an argument: its name, the value given, what was expected.

#include <string_view>

#include "didv/gap_equation.hpp"

namespace didv::gap_equation {

/// Throws InvalidArgument "name = value unit: expected …" unless `valid`. NaN must make `valid` false: write x >= 0,
/// not !(x < 0).
void require(bool valid, std::string_view name, double value, std::string_view unit, std::string_view expected);

void require_temperature(double temperature_K);
void require_reduced_temperature(double reduced_temperature);
void require_one_minus_t(double one_minus_t);
void require_superconductor(const GapAndTc& superconductor);

}  // namespace didv::gap_equation
