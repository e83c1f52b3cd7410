#pragma once
// A tied parameter at a point: the law's value and gradient, or what is wrong with them.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "fit/problem.hpp"
#include "text/number.hpp"

namespace didv::fitting {

struct LawValue {
  double value = 0;
  std::vector<double> gradient;  ///< per argument, the temperature first
  std::string complaint;         ///< names law and temperature where the value or its gradient cannot be used
};

/// `worth` tells the value of each argument. Errors that the law throws pass through.
template <class Worth>
LawValue value_of(const Tie& tie, Worth worth) {
  std::vector<double> arguments;
  for (const Number& number : tie.arguments) arguments.push_back(worth(number));
  LawValue law{0, std::vector<double>(arguments.size()), {}};
  law.value = tie.law(arguments.front(), std::span(arguments).subspan(1), law.gradient);
  const auto complain = [&](const std::string& what) {
    law.complaint = "law '" + tie.law_name + "' at T = " + text::number(arguments.front()) + " K gives " +
                    tie.parameter_name + " = " + text::number(law.value) + what;
  };
  if (!std::isfinite(law.value))
    complain(", expected a finite number");
  else if (!std::all_of(law.gradient.begin(), law.gradient.end(), [](double d) { return std::isfinite(d); }))
    complain(" with a derivative that is not finite");
  else if (law.value < tie.lower || law.value > tie.upper)
    complain(", outside [" + text::number(tie.lower) + ", " + text::number(tie.upper) + "]");
  return law;
}

}  // namespace didv::fitting
