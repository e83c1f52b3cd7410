// Prints every number of the handful of fits, or, with a file of them, how far they are from its numbers: exit code 1
// above 1e-10 relative (of the larger of value and standard error).

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "reproducible/handful.hpp"

namespace {

struct Number {
  double value, scale;
};

std::map<std::string, Number> numbers() {
  std::map<std::string, Number> all;
  int count = 0;
  for (const didv::FitResult& fit : didv::reproducible::handful_of_fits()) {
    const std::string name = std::to_string(++count) + "_" + fit.model + "_";
    const auto take = [&](const std::string& where, const didv::Estimate& e) {
      const double error = e.standard_error.value_or(0);
      all[name + where + e.name] = {e.value, std::max(std::abs(e.value), error)};
      if (e.standard_error) all[name + where + e.name + "_error"] = {error, error};
    };
    for (const didv::Estimate& e : fit.shared) take("", e);
    for (std::size_t k = 0; k < fit.data.size(); ++k)
      for (const didv::Estimate& e : fit.data[k].parameters) take(std::to_string(k) + "_", e);
    all[name + "chi_squared"] = {fit.chi_squared, fit.chi_squared};
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr double tolerance = 1e-10;
  const auto found = numbers();
  if (argc < 2) {
    for (const auto& [name, number] : found) std::printf("%s %.17g\n", name.c_str(), number.value);
    return 0;
  }
  std::ifstream reference(argv[1]);
  std::string name, worst_parameter = "-", worst_other = "-";
  double value = 0, parameter = 0, other = 0;
  std::size_t compared = 0;
  while (reference >> name >> value) {
    const auto at = found.find(name);
    if (at == found.end()) return std::cerr << name << " is missing\n", 1;
    const double difference =
        at->second.scale == 0 ? std::abs(value) : std::abs(at->second.value - value) / at->second.scale;
    const bool of_a_parameter = !name.ends_with("_error") && !name.ends_with("chi_squared");
    double& worst = of_a_parameter ? parameter : other;
    if (difference > worst) worst = difference, (of_a_parameter ? worst_parameter : worst_other) = name;
    ++compared;
  }
  std::printf("%zu numbers; parameters differ by %.1e at most (%s), errors and chi squared by %.1e (%s)\n", compared,
              parameter, worst_parameter.c_str(), other, worst_other.c_str());
  return compared == found.size() && parameter <= tolerance ? 0 : 1;
}
