#include "fit/mirrored.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace didv::fitting {
namespace {

std::vector<std::size_t> order_of(std::span<const double> x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  return order;
}

}  // namespace

bool is_mirrored(std::span<const double> x, std::span<const double> y) {
  constexpr std::size_t fewest = 10;
  constexpr double rounding = 1e-9;  // of the range; of the value none
  if (x.size() < fewest) return false;
  const std::vector<std::size_t> order = order_of(x);
  const double range = x[order.back()] - x[order.front()];
  for (std::size_t i = 0, j = order.size() - 1; i < j; ++i, --j)
    if (std::abs(x[order[i]] + x[order[j]]) > rounding * range || y[order[i]] != y[order[j]]) return false;
  return true;
}

std::vector<std::size_t> points_of_their_own(std::span<const double> x, std::span<const double> y) {
  std::vector<std::size_t> points = order_of(x);
  if (is_mirrored(x, y)) std::erase_if(points, [&](std::size_t i) { return x[i] < 0; });
  return points;
}

std::optional<double> centre_of_mirror(const Spectrum& spectrum, const DataSet& chosen) {
  if (spectrum.symmetrised_about_mV) return spectrum.symmetrised_about_mV;
  if (is_mirrored(spectrum.bias_mV, spectrum.conductance) || is_mirrored(chosen.x, chosen.y)) return 0.0;
  return {};
}

}  // namespace didv::fitting
