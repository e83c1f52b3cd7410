// The average over complex gaps, many energies at a time.

#include "didv/models/gap_distribution_dynes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/multiversion.hpp"

namespace didv::detail {
namespace {

using C = ComplexNumber<double>;

const double per_step = 1 / std::sqrt(2 * std::numbers::pi);  // of the normal density

// Δ′ = Δ + σ(t − ia): the branch point is at least a away above, and the normal distribution grows by e^{a²/2} only.
std::vector<GapNode> on_a_line(double Delta, double sigma) {
  constexpr double below = 2.6, step = 0.6;
  constexpr int each_side = 13;
  static const std::vector<GapNode> standard = [] {
    std::vector<GapNode> line;
    for (int k = -each_side; k <= each_side; ++k) {
      const C u(step * k, -below);
      line.push_back({u, step * per_step * exp(-0.5 * (u * u)), 1.0, u, 0.0, 0.0});
    }
    return line;
  }();
  std::vector<GapNode> line = standard;
  for (GapNode& node : line) node.gap = Delta + sigma * node.gap_by_sigma;
  return line;
}

// Δ′ = r·e^{−iφ} from 0 to ∞, with steps in ln r: for gaps that reach down to zero. The gaps stay where they are when
// the parameters move, their weights p(Δ′) + p(−Δ′) do not.
std::vector<GapNode> on_a_ray(double Delta, double sigma) {
  const double angle = std::min(0.3, 0.18 * std::sqrt(8 * sigma / std::max(Delta, 1e-3 * sigma))), step = angle / 4.5;
  const double largest = Delta + 9 * sigma, smallest = 1e-16 * largest;
  std::vector<GapNode> ray;
  for (double logarithm = std::log(largest); logarithm > std::log(smallest); logarithm -= step) {
    const C gap = exp(C(logarithm, -angle)), there = (1 / sigma) * gap, measure = step * per_step * there;
    C sum = 0.0, first = 0.0, second = 0.0;
    for (const double side : {1.0, -1.0}) {
      const C away = there - side * Delta / sigma, p = exp(-0.5 * (away * away));
      sum = sum + p;
      first = first + side * away * p;
      second = second + away * away * p;
    }
    const C weight = measure * sum, per_sigma = (1 / sigma) * measure;
    if (norm(weight) > 1e-40) ray.push_back({gap, weight, 0.0, 0.0, per_sigma * first, per_sigma * (second - sum)});
  }
  return ray;
}

/// So many energies are averaged side by side: their sums stay in the first cache.
constexpr std::size_t batch = 64;
constexpr std::size_t lanes = 8;  // of the widest vector registers: a loop over a multiple of them has no odd end

enum Row {
  F,
  slope,
  root,
  curvature,
  F_by_Delta,
  slope_by_Delta,
  root_by_Delta,
  F_by_sigma,
  slope_by_sigma,
  root_by_sigma
};
constexpr std::size_t values = 3, all = 10;

struct Batch {
  double z_re[batch], z_im[batch];
  double re[all][batch], im[all][batch];
};

DIDV_MULTIVERSION void add_values(Batch& b, std::size_t count, const GapNode& node) {
  const double g_re = node.gap.re, g_im = node.gap.im, w_re = node.weight.re, w_im = node.weight.im;
  for (std::size_t j = 0; j < count; ++j) {
    const C z(b.z_re[j], b.z_im[j]), gap(g_re, g_im), w(w_re, w_im);
    const C square = -((z - gap) * (z + gap)), r = -times_i(inverse_sqrt(square)), wr = w * r, wg = gap * r;
    const C of_F = wr * z, of_slope = wr * (wg * wg), of_root = wr * square;
    b.re[F][j] += of_F.re;
    b.im[F][j] += of_F.im;
    b.re[slope][j] -= of_slope.re;
    b.im[slope][j] -= of_slope.im;
    b.re[root][j] -= of_root.re;
    b.im[root][j] -= of_root.im;
  }
}

DIDV_MULTIVERSION void add_all(Batch& b, std::size_t count, const GapNode& node) {
  const GapNode own = node;
  for (std::size_t j = 0; j < count; ++j) {
    const C z(b.z_re[j], b.z_im[j]), gap = own.gap, w = own.weight;
    const C square = -((z - gap) * (z + gap)), r = -times_i(inverse_sqrt(square)), r2 = r * r, gr = gap * r;
    const C of_F = z * r, g2r2 = gr * gr, of_slope = -(g2r2 * r), of_root = -(square * r);
    const C z_slope = -3.0 * (z * r2);
    const C of_curvature = z_slope * of_slope;
    // By the gap: F_g = z·g·r³, F′_g = −2g·r³ − 3g³·r⁵, s_g = −g·r.
    const C gr3 = gr * r2, F_g = z * gr3, slope_g = -(gr3 * (2.0 + 3.0 * g2r2)), root_g = -gr;
    const C w_D = w * own.gap_by_Delta, w_s = w * own.gap_by_sigma, W_D = own.weight_by_Delta,
            W_s = own.weight_by_sigma;
    const auto add = [&](std::size_t row, const C& x) {
      b.re[row][j] += x.re;
      b.im[row][j] += x.im;
    };
    add(F, w * of_F);
    add(slope, w * of_slope);
    add(root, w * of_root);
    add(curvature, w * of_curvature);
    add(F_by_Delta, w_D * F_g + W_D * of_F);
    add(slope_by_Delta, w_D * slope_g + W_D * of_slope);
    add(root_by_Delta, w_D * root_g + W_D * of_root);
    add(F_by_sigma, w_s * F_g + W_s * of_F);
    add(slope_by_sigma, w_s * slope_g + W_s * of_slope);
    add(root_by_sigma, w_s * root_g + W_s * of_root);
  }
}

}  // namespace

std::vector<GapNode> gap_nodes(double Delta, double sigma) {
  constexpr double narrow = 0.125;  // of the mean: eight standard deviations above zero
  return sigma <= narrow * Delta ? on_a_line(Delta, sigma) : on_a_ray(Delta, sigma);
}

void gap_distribution_averages(const double* re, const double* im, std::size_t n, const std::vector<GapNode>& nodes,
                               double Gamma, Derivatives derivatives, double* averages) {
  const std::size_t rows = derivatives == Derivatives::yes ? all : values;
  Batch b;
  for (std::size_t start = 0; start < n; start += batch) {
    const std::size_t count = std::min(batch, n - start), padded = (count + lanes - 1) / lanes * lanes;
    // The gaps lie below z for Re z ≥ 0 only; from the other side f(z) = ±conj(f(−z*)) leads there.
    for (std::size_t j = 0; j < padded; ++j) {
      const std::size_t i = start + std::min(j, count - 1);
      b.z_re[j] = std::abs(re[i]);
      b.z_im[j] = im[i] + Gamma;
    }
    for (std::size_t row = 0; row < rows; ++row) {
      std::fill_n(b.re[row], padded, 0.0);
      std::fill_n(b.im[row], padded, 0.0);
    }
    for (const GapNode& node : nodes)
      derivatives == Derivatives::yes ? add_all(b, padded, node) : add_values(b, padded, node);
    for (std::size_t row = 0; row < rows; ++row) {
      const bool even = row == F || row == curvature || row == F_by_Delta || row == F_by_sigma;
      for (std::size_t j = 0; j < count; ++j) {
        const bool mirrored = re[start + j] < 0;
        averages[2 * row * n + start + j] = mirrored && !even ? -b.re[row][j] : b.re[row][j];
        averages[(2 * row + 1) * n + start + j] = mirrored && even ? -b.im[row][j] : b.im[row][j];
      }
    }
  }
}

}  // namespace didv::detail
