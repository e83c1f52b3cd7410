#pragma once
// The certified nonlinear regression sets of NIST (tests/reference/nist-strd) and their 27 formulas.

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "didv/curve.hpp"

namespace didv::nist {

struct Certified {
  double start_1, start_2, value, standard_error;
};

struct Set {
  std::vector<double> y;
  std::vector<std::vector<double>> x;  ///< per predictor
  std::vector<Certified> parameters;
  double sum_of_squares = 0;
};

inline Set read(const std::string& name) {
  std::ifstream file(std::string(DIDV_SOURCE_DIR) + "/tests/reference/nist-strd/" + name + ".dat");
  if (!file) throw std::runtime_error("cannot read " + name);
  Set set;
  std::string line;
  bool in_data = false;
  for (int number = 1; std::getline(file, line); ++number) {
    std::istringstream words(line);
    std::string first, equals;
    if (in_data) {
      double value;
      std::vector<double> row;
      while (words >> value) row.push_back(value);
      if (row.size() < 2) continue;
      set.y.push_back(row[0]);
      set.x.resize(row.size() - 1);
      for (std::size_t k = 1; k < row.size(); ++k) set.x[k - 1].push_back(row[k]);
    } else if (line.rfind("Data:", 0) == 0 && number > 50) {
      in_data = true;
    } else if (line.rfind("Residual Sum of Squares:", 0) == 0) {
      set.sum_of_squares = std::strtod(line.c_str() + 24, nullptr);
    } else if (words >> first >> equals && first[0] == 'b' && equals == "=") {
      Certified c;
      if (words >> c.start_1 >> c.start_2 >> c.value >> c.standard_error) set.parameters.push_back(c);
    }
  }
  if (name == "Roszman1") set.parameters[0].value = 2.0196866396e-01;
  return set;
}

struct Problem {
  std::string name;
  CurveFunction function;
};

inline constexpr double pi = std::numbers::pi;

inline std::vector<Problem> problems() {
  const auto gauss = curve_function<8>([](double x, const auto& b) {
    const auto first = (x - b[3]) / b[4], second = (x - b[6]) / b[7];
    return b[0] * exp(-b[1] * x) + b[2] * exp(-(first * first)) + b[5] * exp(-(second * second));
  });
  const auto lanczos = curve_function<6>(
      [](double x, const auto& b) { return b[0] * exp(-b[1] * x) + b[2] * exp(-b[3] * x) + b[4] * exp(-b[5] * x); });
  const auto chwirut = curve_function<3>([](double x, const auto& b) { return exp(-b[0] * x) / (b[1] + b[2] * x); });
  const auto saturation = curve_function<2>([](double x, const auto& b) { return b[0] * (1 - exp(-b[1] * x)); });
  const auto cubic_ratio = curve_function<7>([](double x, const auto& b) {
    return (b[0] + x * (b[1] + x * (b[2] + x * b[3]))) / (1 + x * (b[4] + x * (b[5] + x * b[6])));
  });
  // Two predictors: x is the row, log y the response.
  const auto nelson = [x = read("Nelson").x](std::span<const double> row, std::span<const double> b,
                                             std::span<double> y, std::span<double> jacobian) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const double decay = std::exp(-b[2] * x[1][i]);
      y[i] = b[0] - b[1] * x[0][i] * decay;
      if (jacobian.empty()) continue;
      jacobian[3 * i] = 1;
      jacobian[3 * i + 1] = -x[0][i] * decay;
      jacobian[3 * i + 2] = b[1] * x[0][i] * x[1][i] * decay;
    }
  };
  return {
      {"Bennett5", curve_function<3>([](double x, const auto& b) { return b[0] * pow(b[1] + x, -1 / b[2]); })},
      {"BoxBOD", saturation},
      {"Chwirut1", chwirut},
      {"Chwirut2", chwirut},
      {"DanWood", curve_function<2>([](double x, const auto& b) { return b[0] * pow(x, b[1]); })},
      {"ENSO", curve_function<9>([](double x, const auto& b) {
         const auto first = 2 * pi * x / b[3], second = 2 * pi * x / b[6];
         return b[0] + b[1] * std::cos(2 * pi * x / 12) + b[2] * std::sin(2 * pi * x / 12) + b[4] * cos(first) +
                b[5] * sin(first) + b[7] * cos(second) + b[8] * sin(second);
       })},
      {"Eckerle4", curve_function<3>([](double x, const auto& b) {
         const auto z = (x - b[2]) / b[1];
         return b[0] / b[1] * exp(-0.5 * z * z);
       })},
      {"Gauss1", gauss},
      {"Gauss2", gauss},
      {"Gauss3", gauss},
      {"Hahn1", cubic_ratio},
      {"Kirby2", curve_function<5>([](double x, const auto& b) {
         return (b[0] + x * (b[1] + x * b[2])) / (1 + x * (b[3] + x * b[4]));
       })},
      {"Lanczos1", lanczos},
      {"Lanczos2", lanczos},
      {"Lanczos3", lanczos},
      {"MGH09", curve_function<4>(
                    [](double x, const auto& b) { return b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3]); })},
      {"MGH10", curve_function<3>([](double x, const auto& b) { return b[0] * exp(b[1] / (x + b[2])); })},
      {"MGH17",
       curve_function<5>([](double x, const auto& b) { return b[0] + b[1] * exp(-x * b[3]) + b[2] * exp(-x * b[4]); })},
      {"Misra1a", saturation},
      {"Misra1b", curve_function<2>([](double x, const auto& b) { return b[0] * (1 - pow(1 + b[1] * x / 2, -2.0)); })},
      {"Misra1c", curve_function<2>([](double x, const auto& b) { return b[0] * (1 - pow(1 + 2 * b[1] * x, -0.5)); })},
      {"Misra1d", curve_function<2>([](double x, const auto& b) { return b[0] * b[1] * x / (1 + b[1] * x); })},
      {"Nelson", nelson},
      {"Rat42", curve_function<3>([](double x, const auto& b) { return b[0] / (1 + exp(b[1] - b[2] * x)); })},
      {"Rat43",
       curve_function<4>([](double x, const auto& b) { return b[0] * pow(1 + exp(b[1] - b[2] * x), -1 / b[3]); })},
      {"Roszman1",
       curve_function<4>([](double x, const auto& b) { return b[0] - b[1] * x - atan(b[2] / (x - b[3])) / pi; })},
      {"Thurber", cubic_ratio},
  };
}

/// Digits two numbers share: −log10 of the relative error, at most 11.
inline double digits(double found, double certified) {
  if (found == certified) return 11;
  return std::min(11.0, -std::log10(std::abs(found / certified - 1)));
}

}  // namespace didv::nist
