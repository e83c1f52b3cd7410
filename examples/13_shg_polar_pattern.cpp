// LaAlO3/KTaO3(111): second-harmonic intensity against polarisation angle phi from [1-10], point group m. Both analyser
// directions share the three tensor components, so they are fitted together:
//   I_x = (d21 sin cos^2 + d22 sin^3 - 2 d16 sin cos^2)^2     parallel
//   I_y = (d21 cos^3 + d22 sin^2 cos + 2 d16 sin^2 cos)^2     perpendicular
// A common sign of d21, d22, d16 cannot be told; d22 > 0 is chosen.

#include <array>
#include <cmath>
#include <cstdlib>
#include <didv/didv.hpp>
#include <iostream>
#include <numbers>
#include <string>
#include <vector>

using namespace didv;

namespace {

/// The abscissa holds both patterns: phi for I_x, phi + second_pattern for I_y, in degrees.
constexpr double second_pattern = 1000;

template <class Tensor>
auto intensity(double x, const Tensor& d) {
  const bool perpendicular = x >= second_pattern;
  const double phi = (perpendicular ? x - second_pattern : x) * std::numbers::pi / 180;
  const double s = std::sin(phi), c = std::cos(phi);
  const auto& [d21, d22, d16] = d;
  const auto field = perpendicular ? d21 * (c * c * c) + (d22 + 2 * d16) * (s * s * c)
                                   : (d21 - 2 * d16) * (s * c * c) + d22 * (s * s * s);
  return field * field;
}

/// Angles of the maxima of a pattern around the circle, in degrees.
std::vector<double> maxima(const std::array<double, 3>& d, double pattern) {
  std::vector<double> found;
  const auto at = [&](int step) { return intensity(pattern + 0.5 * ((step + 720) % 720), d); };
  for (int step = 0; step < 720; ++step) {
    if (at(step) > at(step - 1) && at(step) >= at(step + 1)) found.push_back(0.5 * step);
  }
  return found;
}

}  // namespace

int main(int argc, char** argv) {
  const Table table = read_table("data/lao_kto/shg_polar.csv");
  CurveData data{.name = table.file, .x = {}, .y = {}};
  for (const char* column : {"intensity_parallel", "intensity_perpendicular"}) {
    for (std::size_t i = 0; i < table.rows(); ++i) {
      data.x.push_back(table.column("angle_deg").values[i] + (data.x.size() < table.rows() ? 0 : second_pattern));
      data.y.push_back(table.column(column).values[i]);
    }
  }

  // I_y(0) = d21^2 and I_x(90) = d22^2 give the start; their relative sign and d16 are tried both ways.
  FitResult best;
  for (const double sign : {-1.0, 1.0}) {
    for (const double d16 : {-0.2, 0.2}) {
      FitResult fit = CurveFit(curve_function<3>([](double x, const auto& d) { return intensity(x, d); }),
                               {{.name = "d21", .default_value = sign * 0.4},
                                {.name = "d22", .default_value = 0.4, .lower = 0},
                                {.name = "d16", .default_value = d16}},
                               "polar pattern, point group m")
                          .add(data)
                          .run();
      if (best.data.empty() || fit.chi_squared < best.chi_squared) best = fit;
    }
  }
  best.provenance.command = "example_13_shg_polar_pattern";
  if (argc > 1) write_file(std::string(argv[1]) + "/shg_polar_pattern.json", best.json());
  std::cout << best.report();

  bool holds = best.usable();
  const std::array d{best["d21"].value, best["d22"].value, best["d16"].value};
  for (const double pattern : {0.0, second_pattern}) {
    const std::vector<double> angles = maxima(d, pattern);
    std::cout << (pattern == 0 ? "I_x" : "I_y") << " peaks at";
    for (const double angle : angles) std::cout << ' ' << angle;
    std::cout << " degrees\n";
    holds = holds && angles.size() == 6;
    for (std::size_t i = 1; i < angles.size(); ++i) holds = holds && std::abs(angles[i] - angles[i - 1] - 60) < 8;
  }
  std::cout << "printed: six peaks 60 degrees apart\n";
  return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}
