#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "didv/units.hpp"
#include "sis/energy_terms.hpp"

namespace didv::sis {
namespace {

constexpr int largest_rule = 8;
constexpr int block_sizes = 80;  // powers of 2

struct Node {
  double position, weight;
};

/// Gauss's rule for the sum over 0 … 2^power − 1: Σ g(n) = Σ weight·g(position), exact for degree < 2·count. Nodes are
/// the roots of the discrete Chebyshev polynomial p_count; p_{k+1} = x p_k − β_k p_{k−1} about the middle, here in
/// units of the block's length.
std::vector<Node> discrete_gauss(int power, int count) {
  const double points = std::ldexp(1.0, power);
  std::vector<Node> nodes;
  const auto beta = [&](int k) {
    const double kk = double(k) * k;
    return kk * (1 - kk / (points * points)) / (4 * (4 * kk - 1));
  };
  for (int i = 0; i < count; ++i) {
    double x =
        points == count ? (i + 0.5) / points - 0.5 : -0.5 * std::cos(std::numbers::pi * (i + 0.75) / (count + 0.5));
    double slope = 1, before = 1;
    for (int newton = 0; newton < 50; ++newton) {
      double previous = 0, value = 1, d_previous = 0, d_value = 0;
      for (int k = 0; k < count; ++k) {
        const double b = k == 0 ? 0 : beta(k);
        const double next = x * value - b * previous, d_next = value + x * d_value - b * d_previous;
        previous = value;
        value = next;
        d_previous = d_value;
        d_value = d_next;
      }
      slope = d_value;
      before = previous;
      x -= value / slope;
      if (std::abs(value) < 1e-17 * std::abs(slope)) break;
    }
    double norm = 1;
    for (int k = 1; k < count; ++k) norm *= beta(k);
    nodes.push_back({points * (x + 0.5) - 0.5, points * norm / (slope * before)});
  }
  return nodes;
}

/// The rules for every block, made once.
const std::vector<Node>& rule(int power, int count) {
  static const auto all = [] {
    std::array<std::array<std::vector<Node>, largest_rule>, block_sizes> rules;
    for (int p = 0; p < block_sizes; ++p)
      for (int n = 1; n <= largest_rule && n <= std::ldexp(1.0, p); ++n)
        rules[std::size_t(p)][std::size_t(n - 1)] = discrete_gauss(p, n);
    return rules;
  }();
  return all[std::size_t(power)][std::size_t(count - 1)];
}

/// N₁ continued to iω between the edges: ½[φ(ω+Γ) − φ(ω−Γ)], φ(y) = y/√(y²+Δ²).
struct Leakage {
  double value, by_omega, by_Delta, by_Gamma;
};
Leakage leakage(const Superconductor& one, double omega) {
  const double a = omega + one.Gamma, b = omega - one.Gamma, D = one.Delta;
  const double P = std::sqrt(a * a + D * D), Q = std::sqrt(b * b + D * D);
  const double slope_a = D * D / (P * P * P), slope_b = D * D / (Q * Q * Q);
  Leakage out;
  out.value = b > 0 ? 2 * omega * one.Gamma * D * D / (P * Q * (a * Q + b * P)) : 0.5 * (a / P - b / Q);
  out.by_omega = 0.5 * (slope_a - slope_b);
  out.by_Gamma = 0.5 * (slope_a + slope_b);
  out.by_Delta = 0.5 * D * (b / (Q * Q * Q) - a / (P * P * P));
  return out;
}

}  // namespace

std::vector<Term> matsubara_terms(const Superconductor& one, const Superconductor& other, double kT,
                                  std::span<const double> magnitude_mV) {
  constexpr double pi = std::numbers::pi, negligible = 1e-11;
  std::vector<Term> terms;
  if (one.Gamma == 0) return terms;
  double beside = infinity;
  for (const double V : magnitude_mV) beside = std::min(beside, std::abs(V - other.Delta));
  double first = 0;  // number of the Matsubara frequency
  for (;;) {
    const double omega = pi * kT * (2 * first + 1);
    const double bound =
        leakage(one, omega).value * other.Delta * other.Delta / ((omega + other.Gamma) * (omega + other.Gamma));
    if (omega > one.Gamma && bound < negligible) break;
    // Smooth over a block that is no longer than its distance from every singularity.
    const double to_one =
        omega < one.Gamma ? std::max(one.Delta, 0.5 * (one.Gamma - omega)) : std::hypot(omega - one.Gamma, one.Delta);
    const double allowed = std::min(std::hypot(omega + other.Gamma, beside), to_one);
    // At least so long that the sum goes on: what is narrower than 1e-12 of the energy has no weight beside it.
    const int progress = first > 0 ? std::ilogb(first) - 40 : 0;
    const int power = std::clamp(std::max(std::ilogb(allowed / (2 * pi * kT)), progress), 0, block_sizes - 1);
    const double points = std::ldexp(1.0, power);
    int count = largest_rule;
    if (omega > one.Gamma) count = std::clamp(int(std::ceil(std::log(bound / negligible) / 2.8)) + 1, 1, largest_rule);
    count = int(std::min(double(count), points));
    for (const Node& node : rule(power, count)) {
      const double w = pi * kT * (2 * (first + node.position) + 1);
      const Leakage N = leakage(one, w);
      const double factor = 2 * pi * kT * node.weight;
      Term term;
      term.offset = {0, w};
      term.weight = {0, -factor * N.value};
      term.weight_by_Delta = {0, -factor * N.by_Delta};
      term.weight_by_Gamma = {0, -factor * N.by_Gamma};
      term.weight_by_kT = {0, -factor * (N.value + N.by_omega * w) / kT};
      term.energy_by_kT = {0, w / kT};
      terms.push_back(term);
    }
    first += points;
  }
  return terms;
}

}  // namespace didv::sis
