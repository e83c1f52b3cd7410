#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "didv/spectral_features.hpp"
#include "numerics/polynomial.hpp"
#include "spectral_features/smoothed_curve.hpp"
#include "text/number.hpp"

namespace didv {

namespace {

/// Vertex of the parabola through points first … last of the spectrum itself.
void read_position(const features::SmoothedCurve& curve, std::size_t first, std::size_t last, SpectralPeak& peak) {
  while (last - first < 4 && (first > 0 || last + 1 < curve.size())) {
    first -= first > 0 ? 1 : 0;
    last += last + 1 < curve.size() ? 1 : 0;
  }
  const std::size_t count = last - first + 1;
  const numerics::Polynomial parabola = numerics::fit_polynomial(std::span(curve.bias_mV).subspan(first, count),
                                                                 std::span(curve.conductance).subspan(first, count), 2);
  const double curvature = 2 * parabola.coefficient[2];
  // The slope at the centre is c1 − a c2; the vertex is where slope + curvature·u = 0.
  const double offset = -parabola.slope(parabola.centre) / curvature;
  const double vertex = parabola.centre + offset;
  if (!(curvature < 0) || vertex < curve.bias_mV[first] || vertex > curve.bias_mV[last]) {
    peak.bias_mV.reason = "the top is not a parabola; the highest point is given";
    return;
  }
  const double scatter = std::max(curve.noise, std::sqrt(parabola.scatter_squared()));
  const double slope_variance = parabola.variance[1] + std::pow(2 * offset - parabola.a, 2) * parabola.variance[2];
  peak.bias_mV.value = vertex;
  peak.bias_mV.standard_error = scatter * std::sqrt(slope_variance) / std::abs(curvature);
  peak.height = parabola(vertex);
}

}  // namespace

std::vector<SpectralPeak> find_all_peaks(const Spectrum& spectrum, std::optional<std::pair<double, double>> window_mV,
                                         std::optional<double> least_significance) {
  if (least_significance && !(*least_significance > 0))
    throw InvalidArgument("least significance " + text::number(*least_significance) + ": expected a positive number");
  const features::SmoothedCurve curve = features::smoothed_curve(spectrum, window_mV);
  const std::vector<double>& y = curve.mean;
  const double noise = std::max(curve.mean_noise, 1e-12 * (std::ranges::max(y) - std::ranges::min(y)));

  std::vector<SpectralPeak> peaks;
  for (std::size_t i = 1; i + 1 < y.size(); ++i) {
    if (!(y[i] > y[i - 1] && y[i] >= y[i + 1])) continue;
    // Down on both sides to the lowest point before higher ground or the end.
    double left = y[i], right = y[i];
    for (std::size_t k = i; k-- > 0 && y[k] <= y[i];) left = std::min(left, y[k]);
    for (std::size_t k = i + 1; k < y.size() && y[k] <= y[i]; ++k) right = std::min(right, y[k]);
    const double prominence = y[i] - std::max(left, right);
    const bool stands_out = least_significance ? prominence >= *least_significance * noise
                                               : prominence > noise && !curve.by_chance(prominence);
    if (!stands_out) continue;

    SpectralPeak peak{.bias_mV = {.value = curve.bias_mV[i], .unit = "mV"},
                      .height = y[i],
                      .prominence = prominence,
                      .significance = prominence / noise};
    std::size_t first = i, last = i;
    while (first > 0 && y[first - 1] > y[i] - prominence / 2) --first;
    while (last + 1 < y.size() && y[last + 1] > y[i] - prominence / 2) ++last;
    // A parabola holds for the middle of the upper half.
    const std::size_t narrow_first = i - (i - first) / 2, narrow_last = i + (last - i) / 2;
    read_position(curve, narrow_first, narrow_last, peak);
    peaks.push_back(peak);
  }
  return peaks;
}

}  // namespace didv
