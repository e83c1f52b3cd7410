#include "fit/centre_of_symmetry.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "didv/units.hpp"
#include "fit/coarse_data.hpp"

namespace didv::fitting {
namespace {

constexpr double about = 0.25;  // of half the range

}  // namespace

bool is_lopsided(const DataSet& data) {
  const auto [lower, upper] = std::ranges::minmax(data.x);
  return std::abs(lower + upper) > about * (upper - lower);
}

double centre_of_symmetry(const DataSet& data) {
  constexpr int trials = 61;
  constexpr std::size_t samples = 40;
  const CoarseData sorted = coarsen(data, data.x.size());
  const double lower = sorted.x.front(), upper = sorted.x.back();
  const double middle = 0.5 * (lower + upper), half = 0.5 * (upper - lower);
  if (!(half > 0)) return 0;
  const auto interpolate = [&](double x) {
    const auto right =
        std::clamp<std::ptrdiff_t>(std::upper_bound(sorted.x.begin(), sorted.x.end(), x) - sorted.x.begin(), 1,
                                   static_cast<std::ptrdiff_t>(sorted.x.size()) - 1);
    const auto i = static_cast<std::size_t>(right);
    const double step = sorted.x[i] - sorted.x[i - 1];
    return step > 0 ? sorted.y[i - 1] + (sorted.y[i] - sorted.y[i - 1]) * (x - sorted.x[i - 1]) / step : sorted.y[i];
  };
  const double sought_about = is_lopsided(data) ? middle : 0;
  double best = 0, least = infinity;
  for (int t = 0; t < trials; ++t) {
    // Within a quarter of the half window, so that three quarters of it are always there on both sides.
    const double centre = about * half * (2.0 * t / (trials - 1) - 1) + sought_about;
    const double reach = std::min(upper - centre, centre - lower);
    double misfit = 0, odd_slope = 0, square = 0;
    std::vector<double> odd;
    for (std::size_t s = 1; s <= samples; ++s) {
      const double v = reach * static_cast<double>(s) / samples;
      odd.push_back(interpolate(centre + v) - interpolate(centre - v));
      odd_slope += odd.back() * v;
      square += v * v;
    }
    // A background may slope: only what is odd beyond a straight line counts.
    for (std::size_t s = 1; s <= samples; ++s)
      misfit += std::pow(odd[s - 1] - odd_slope / square * reach * static_cast<double>(s) / samples, 2);
    if (misfit < least) {
      least = misfit;
      best = centre;
    }
  }
  return best;
}

}  // namespace didv::fitting
