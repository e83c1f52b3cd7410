#include "numerics/broadening.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "didv/multiversion.hpp"
#include "numerics/adaptive_average.hpp"
#include "numerics/columns.hpp"

namespace didv::numerics {
namespace {

constexpr double grid_step = 0.2;             // of the smoothness; 12-point interpolation then errs by some 1e-10
constexpr int order = 12;                     // points of the local interpolation
constexpr double grid_points_per_bias = 400;  // beyond that an adaptive average is cheaper
constexpr int probes = 16;                    // biases off the grid at which the interpolation is tried out
constexpr double probe_tolerance = 1e-9;      // for values, of max(1, peak); a thousand times that for derivatives
constexpr double gauss_reach = 8.3;           // in σ: 1e-16 of a normal distribution lies beyond

/// One linear broadening: as a fixed rule for curves of known smoothness, and as a path for all others.
struct Broadening {
  double reach_mV;
  std::vector<double> shift_mV, weight;  // Σ weight·G(V + shift)
  Path path;
};

// First harmonic of I(V + V_m cos θ): (2/π)∫₀^π G(V + V_m cos θ) sin²θ dθ; its Gauss rule is Chebyshev's of the second
// kind.
Broadening lock_in(double peak_mV, double smoothness_mV) {
  constexpr double pi = std::numbers::pi;
  Broadening b{peak_mV, {}, {}, {}};
  if (smoothness_mV > 0) {
    const int count = int(std::min(8 + 4.5 * peak_mV / smoothness_mV, 1e6));
    for (int p = 1; p <= count; ++p) {
      const double theta = pi * p / (count + 1), sine = std::sin(theta);
      b.shift_mV.push_back(peak_mV * std::cos(theta));
      b.weight.push_back(2 * sine * sine / (count + 1));
    }
  }
  b.path = {0, pi, [peak_mV](double theta) { return peak_mV * std::cos(theta); },
            [](double theta) { return 2 / std::numbers::pi * std::sin(theta) * std::sin(theta); },
            [peak_mV](double shift) { return std::acos(std::clamp(shift / peak_mV, -1.0, 1.0)); }};
  return b;
}

Broadening normal(double sigma_mV, double smoothness_mV) {
  const double norm = 1 / std::sqrt(2 * std::numbers::pi);
  const auto density = [norm](double s) { return norm * std::exp(-s * s / 2); };
  Broadening b{gauss_reach * sigma_mV, {}, {}, {}};
  if (smoothness_mV > 0) {
    // The trapezoid rule converges exponentially for both the weight and the curve.
    const double step = std::max(0.7 * std::min(1.0, smoothness_mV / sigma_mV), 1e-5);
    const int count = int(gauss_reach / step);
    for (int p = -count; p <= count; ++p) {
      b.shift_mV.push_back(sigma_mV * step * p);
      b.weight.push_back(step * density(step * p));
    }
  }
  b.path = {-gauss_reach, gauss_reach, [sigma_mV](double s) { return sigma_mV * s; }, density,
            [sigma_mV](double shift) { return shift / sigma_mV; }};
  return b;
}

/// The value at a position counted in grid steps, from the 12 nearest ones.
struct Interpolation {
  int first;
  std::array<double, order> weight;

  double operator()(const std::vector<double>& values) const {
    double sum = 0;
    for (int k = 0; k < order; ++k) sum += weight[k] * values[first + k];
    return sum;
  }
};

// Of the polynomial through the values at 0 … 11 (Lagrange).
Interpolation interpolation(double position) {
  static constexpr auto inverse_denominator = [] {
    std::array<double, order> out;
    for (int k = 0; k < order; ++k) {
      double product = 1;
      for (int l = 0; l < order; ++l) product *= l == k ? 1 : k - l;
      out[k] = 1 / product;
    }
    return out;
  }();
  const double cell = std::floor(position), x = position - cell + (order / 2 - 1);
  Interpolation out{int(cell) - (order / 2 - 1), inverse_denominator};
  double below = 1, above = 1;
  for (int k = 0; k < order; ++k) {
    out.weight[k] *= below;
    out.weight[order - 1 - k] *= above;
    below *= x - k;
    above *= x - (order - 1 - k);
  }
  return out;
}

/// The rule as weights on a uniform grid: out_j = Σ_k weight[k]·in_{j+first+k}.
struct Stencil {
  int first;
  std::vector<double> weight;
};

Stencil stencil(const Broadening& b, double step) {
  const int half = int(std::ceil(b.reach_mV / step)) + order / 2;
  Stencil s{-half, std::vector<double>(2 * half + 1, 0)};
  for (std::size_t p = 0; p < b.weight.size(); ++p) {
    const Interpolation at = interpolation(b.shift_mV[p] / step);
    for (int k = 0; k < order; ++k) s.weight[half + at.first + k] += b.weight[p] * at.weight[k];
  }
  return s;
}

DIDV_MULTIVERSION
void apply(const Stencil& s, const double* in, std::size_t count, double* __restrict out) {
  std::fill(out, out + count, 0.0);
  for (std::size_t k = 0; k < s.weight.size(); ++k) {
    const double weight = s.weight[k];
    for (std::size_t j = 0; j < count; ++j) out[j] += weight * in[j + k];
  }
}

/// Empty if the curve turns out to be less smooth than promised.
std::optional<Curve> on_grid(const SmoothCurve& curve, const Broadening& b, double step, double low, double high,
                             std::span<const double> bias_mV) {
  const Stencil s = stencil(b, step);
  const int margin = order / 2;
  const int inner = int(std::ceil((high - low) / step)) + 1 + 2 * margin, outer = inner + int(s.weight.size()) - 1;
  const double origin = low - margin * step;  // of the inner grid
  std::vector<double> grid(outer);
  for (int j = 0; j < outer; ++j) grid[j] = origin + (j + s.first) * step;
  // Half-way between grid points, next to the edges and evenly spread.
  std::vector<double> trial;
  const auto try_near = [&](double cell) {
    if (cell >= margin && cell < outer - margin) trial.push_back(std::floor(cell) + 0.5);
  };
  for (int k = 0; k < probes; ++k) try_near(margin + (k + 0.5) / probes * (outer - 2 * margin));
  for (const Edge& edge : curve.edges) {
    try_near((edge.energy_meV - grid.front()) / step);
    try_near((-edge.energy_meV - grid.front()) / step);
  }
  for (const double cell : trial) grid.push_back(grid.front() + cell * step);
  Curve in = curve.at(grid), smooth = zero_like(in, inner), out = zero_like(in, bias_mV.size());
  const auto from = columns(in), mid = columns(smooth), to = columns(out);
  for (std::size_t c = 0; c < from.size(); ++c) {
    double peak = 1;
    for (const double value : *from[c]) peak = std::max(peak, std::abs(value));
    for (std::size_t k = 0; k < trial.size(); ++k) {
      const double miss = std::abs(interpolation(trial[k])(*from[c]) - (*from[c])[outer + k]);
      if (!(miss <= probe_tolerance * (c == 0 ? 1 : 1000) * peak)) return std::nullopt;
    }
    apply(s, from[c]->data(), std::size_t(inner), mid[c]->data());
  }
  for (std::size_t i = 0; i < bias_mV.size(); ++i) {
    const Interpolation at = interpolation((bias_mV[i] - origin) / step);
    for (std::size_t c = 0; c < from.size(); ++c) (*to[c])[i] = at(*mid[c]);
  }
  return out;
}

Curve broadened(const SmoothCurve& curve, const Broadening& b, std::span<const double> bias_mV) {
  if (bias_mV.empty()) return curve.at(bias_mV);
  const auto [low, high] = std::minmax_element(bias_mV.begin(), bias_mV.end());
  const double step = grid_step * curve.smoothness_mV;
  const double length = *high - *low + 2 * b.reach_mV;
  if (step > 0 && length < step * (2000 + grid_points_per_bias * double(bias_mV.size())) && b.reach_mV < 1000 * step) {
    if (auto smooth = on_grid(curve, b, step, *low, *high, bias_mV)) return *std::move(smooth);
  }
  return adaptive_average(curve.at, curve.edges, b.path, bias_mV);
}

SmoothCurve apply(SmoothCurve curve, Broadening b, double smoothness_mV) {
  auto edges = curve.edges;
  auto at = [curve = std::move(curve), b = std::move(b)](std::span<const double> bias_mV) {
    return broadened(curve, b, bias_mV);
  };
  return {std::move(at), smoothness_mV, std::move(edges)};
}

}  // namespace

SmoothCurve measured(SmoothCurve curve, const Instrument& instrument) {
  const double sigma = instrument.bias_noise.standard_deviation_mV, peak = instrument.modulation.peak_mV();
  // Noise first: a normal distribution makes every curve smooth, on half of its width at least.
  if (sigma > 0) {
    const double smoothness = curve.smoothness_mV;
    curve = apply(std::move(curve), normal(sigma, smoothness), std::max(smoothness, sigma / 2));
  }
  if (peak > 0) {
    const double smoothness = curve.smoothness_mV;
    curve = apply(std::move(curve), lock_in(peak, smoothness), smoothness);
  }
  return curve;
}

}  // namespace didv::numerics
