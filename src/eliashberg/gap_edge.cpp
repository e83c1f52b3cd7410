#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "didv/eliashberg.hpp"
#include "didv/error.hpp"
#include "didv/units.hpp"

namespace didv::eliashberg {

namespace {

// Thiele's continued fraction through Δ as a function of s = ω². Between the edge and the phonons Δ(E) = Δ(s = −E²) is
// real, so everything stays real; long double, because the differences of the recursion lose digits.
std::vector<long double> thiele(const MatsubaraSolution& solution, std::size_t points) {
  std::vector<long double> square(points), g(points), coefficient(points);
  for (std::size_t k = 0; k < points; ++k) {
    square[k] = static_cast<long double>(solution.frequency_meV[k]) * solution.frequency_meV[k];
    g[k] = solution.gap_meV[k];
  }
  for (std::size_t level = 0; level < points; ++level) {
    coefficient[level] = g[level];
    for (std::size_t k = level + 1; k < points; ++k)
      g[k] = (coefficient[level] - g[k]) / ((square[k] - square[level]) * g[k]);
  }
  return coefficient;
}

long double evaluate(const std::vector<long double>& coefficient, const MatsubaraSolution& solution, std::size_t points,
                     long double s) {
  long double tail = 0;
  for (std::size_t k = points; k-- > 1;) {
    const long double frequency = solution.frequency_meV[k - 1];
    tail = coefficient[k] * (s - frequency * frequency) / (1 + tail);
  }
  return coefficient[0] / (1 + tail);
}

}  // namespace

GapEdge gap_edge(const MatsubaraSolution& solution) {
  if (solution.frequency_meV.size() != solution.gap_meV.size())
    throw InvalidArgument("gap edge: " + std::to_string(solution.frequency_meV.size()) + " frequencies and " +
                          std::to_string(solution.gap_meV.size()) + " gaps, expected as many");
  if (solution.gap_meV.empty() || solution.gap_meV[0] == 0) return {0, 0};
  const std::size_t most = std::min<std::size_t>(solution.gap_meV.size(), 40);
  const auto coefficient = thiele(solution, most);
  std::vector<double> edges;
  for (std::size_t points = 4; points <= most; ++points) {
    long double edge = solution.gap_meV[0];
    for (int step = 0; step < 100; ++step) edge = evaluate(coefficient, solution, points, -edge * edge);
    edges.push_back(static_cast<double>(edge));
  }
  GapEdge best{0, infinity};
  for (std::size_t k = 1; k + 1 < edges.size(); ++k) {
    const double spread = std::max(std::abs(edges[k] - edges[k - 1]), std::abs(edges[k] - edges[k + 1]));
    if (spread < best.error_meV) best = {edges[k], spread};
  }
  best.error_meV = std::max(best.error_meV, 1e-9 * best.value_meV);  // the points themselves are no better
  if (!(best.error_meV < 0.01 * best.value_meV))
    throw AccuracyError("gap edge: the Pade approximants do not agree on one; the temperature is too near Tc");
  return best;
}

double gap_to_tc_ratio(const Interaction& interaction) {
  const double tc = critical_temperature_K(interaction);
  return 2 * gap_edge(solve(interaction, tc / 10)).value_meV / thermal_energy_meV(tc);
}

}  // namespace didv::eliashberg
