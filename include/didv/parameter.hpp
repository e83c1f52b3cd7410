#pragma once
// What a parameter means. How a fit finds its value is the fit's business (fit.hpp), what came out is an Estimate
// (result.hpp).

#include <map>
#include <string>

#include "didv/units.hpp"

namespace didv {

/// One parameter of a model or curve, as the field writes it.
struct ParameterInfo {
  std::string name;          ///< the literature's name in ASCII: "Delta", "Gamma", "Z", "T"
  std::string symbol = {};   ///< how it is printed: "Δ"
  std::string unit = "1";    ///< "meV", "K", "mV", or "1" for a pure number
  double default_value = 0;  ///< used where the caller names no value
  double lower = -infinity;  ///< smallest physical value
  double upper = infinity;   ///< largest physical value
  std::string meaning = {};  ///< one short phrase
};

/// Parameter values by name: {{"Delta", 1.4}, {"T", 4.2}}.
using ParameterValues = std::map<std::string, double, std::less<>>;

}  // namespace didv
