#pragma once
// One certified problem from one of its two starts, through the public curve fit with default settings.

#include <cmath>
#include <string>
#include <vector>

#include "nist_strd.hpp"

namespace didv::nist {

/// Abscissa and ordinate as the formula takes them.
inline CurveData points(const Problem& problem, const Set& set) {
  CurveData data{.name = problem.name, .x = set.x[0], .y = set.y};
  if (problem.name == "Nelson")
    for (std::size_t i = 0; i < data.x.size(); ++i) {
      data.x[i] = static_cast<double>(i);
      data.y[i] = std::log(data.y[i]);
    }
  return data;
}

inline double start_of(const Certified& parameter, int start) {
  return start == 1 ? parameter.start_1 : parameter.start_2;
}

inline FitResult fit(const Problem& problem, const Set& set, int start) {
  std::vector<ParameterInfo> infos;
  for (std::size_t j = 0; j < set.parameters.size(); ++j) infos.push_back({.name = "b" + std::to_string(j + 1)});
  CurveFit fit(problem.function, infos, problem.name);
  fit.add(points(problem, set));
  for (std::size_t j = 0; j < infos.size(); ++j) fit.start(infos[j].name, start_of(set.parameters[j], start));
  return fit.run();
}

}  // namespace didv::nist
