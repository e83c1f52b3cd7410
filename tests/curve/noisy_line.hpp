#pragma once
// A straight line with noise: what every interval and contour has a closed form for.

#include <random>
#include <vector>

#include "didv/curve.hpp"

namespace didv {

inline const auto line = curve_function<2>([](double x, const auto& p) { return p[0] + p[1] * x; });
inline const std::vector<ParameterInfo> a_and_b{{.name = "a", .default_value = 0}, {.name = "b", .default_value = 0}};

/// 1 − 0.2 x and noise of 0.1 at twelve points.
inline CurveData noisy_line() {
  CurveData data{.name = "line", .x = {}, .y = {}};
  std::mt19937 generator(3);
  std::normal_distribution<double> noise(0, 0.1);
  for (int i = 0; i < 12; ++i) {
    data.x.push_back(0.25 * i);
    data.y.push_back(1 - 0.2 * data.x.back() + noise(generator));
  }
  return data;
}

}  // namespace didv
