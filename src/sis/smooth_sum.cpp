#include "sis/smooth_sum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "didv/multiversion.hpp"

namespace didv::sis {
namespace {

constexpr std::size_t most_nodes = 24;

/// Interpolation on [−1, 1] from so many Chebyshev nodes, right to ρ^{−count} = 4e-12 where the function is analytic in
/// the ellipse with foci ±1 and semi-axes that add up to ρ.
struct Rule {
  std::size_t count;
  double ellipse;  // its long axis, ρ + 1/ρ
  std::array<double, most_nodes> node{};
  std::array<std::array<double, most_nodes>, most_nodes> transform{};  // [value][coefficient]

  Rule(std::size_t nodes, double rho) : count(nodes), ellipse(rho + 1 / rho) {
    for (std::size_t k = 0; k < count; ++k) {
      const double angle = std::numbers::pi * (double(k) + 0.5) / double(count);
      node[k] = std::cos(angle);
      for (std::size_t j = 0; j < count; ++j)
        transform[k][j] = (j == 0 ? 1.0 : 2.0) / double(count) * std::cos(double(j) * angle);
    }
  }
};

/// From near to far.
const std::array<Rule, 2>& rules() {
  static const std::array<Rule, 2> all{Rule(24, 2.98), Rule(12, 8.9)};
  return all;
}

DIDV_MULTIVERSION void coefficients(const Rule& rule, const double* value, double* __restrict out) {
  for (std::size_t j = 0; j < most_nodes; ++j) out[j] = 0;
  for (std::size_t k = 0; k < rule.count; ++k)
    for (std::size_t j = 0; j < most_nodes; ++j) out[j] += rule.transform[k][j] * value[k];
}

constexpr std::size_t block = 64;  // biases at a time: what belongs to them stays in the first cache

/// Clenshaw's recurrence at a block of y in [−1, 1], added to `sum`.
DIDV_MULTIVERSION void add_series(const double* coefficient, std::size_t count, const double* y,
                                  double* __restrict sum) {
  double high[block] = {}, higher[block] = {};
  for (std::size_t k = count - 1; k > 0; --k) {
    const double c = coefficient[k];
    for (std::size_t l = 0; l < block; ++l) {
      const double next = c + 2 * y[l] * high[l] - higher[l];
      higher[l] = high[l];
      high[l] = next;
    }
  }
  for (std::size_t l = 0; l < block; ++l) sum[l] += coefficient[0] + y[l] * high[l] - higher[l];
}

/// From this term on all are analytic in the rule's ellipse. They are singular where the energy + x is an edge of the
/// other superconductor.
std::size_t first_within(const Rule& rule, std::span<const Term> terms, double base, const Superconductor& other,
                         double reach_mV) {
  const auto is_within = [&](const Term& term) {
    const double height = (term.offset.im + other.Gamma) / reach_mV, square = height * height;
    for (const double edge : {-other.Delta, other.Delta}) {
      const double along = (base + term.offset.re + edge) / reach_mV;
      if (std::sqrt((along - 1) * (along - 1) + square) + std::sqrt((along + 1) * (along + 1) + square) < rule.ellipse)
        return false;
    }
    return true;
  };
  std::size_t first = terms.size();
  while (first > 0 && is_within(terms[first - 1])) --first;
  return first;
}

}  // namespace

Columns shared_sum_over_terms(std::span<const Term> terms, double base, const Superconductor& other, Function function,
                              std::span<const double> x_mV, double reach_mV, bool with_derivatives) {
  const std::size_t size = x_mV.size(), padded = (size + block - 1) / block * block;
  if (size < 2 * most_nodes || !(reach_mV > 0))
    return sum_over_terms(terms, base, other, function, x_mV, with_derivatives);
  std::vector<double> y(padded, 0.0);
  for (std::size_t i = 0; i < size; ++i) y[i] = x_mV[i] / reach_mV;

  Columns smooth;
  for (std::size_t r = rules().size(); r-- > 0;) {
    const Rule& rule = rules()[r];
    const std::size_t first = first_within(rule, terms, base, other, reach_mV);
    if (first == terms.size()) continue;
    std::array<double, most_nodes> at;
    for (std::size_t k = 0; k < rule.count; ++k) at[k] = reach_mV * rule.node[k];
    const Columns sampled =
        sum_over_terms(terms.subspan(first), base, other, function, std::span(at).first(rule.count), with_derivatives);
    for (std::size_t c = 0; c < column_count && !sampled[c].empty(); ++c) {
      std::array<double, most_nodes> coefficient;
      coefficients(rule, sampled[c].data(), coefficient.data());
      smooth[c].resize(padded);
      for (std::size_t i = 0; i < padded; i += block) add_series(coefficient.data(), rule.count, &y[i], &smooth[c][i]);
    }
    terms = terms.first(first);
  }
  Columns out = sum_over_terms(terms, base, other, function, x_mV, with_derivatives);
  for (std::size_t c = 0; c < column_count; ++c)
    for (std::size_t i = 0; i < size && !smooth[c].empty(); ++i) out[c][i] += smooth[c][i];
  return out;
}

}  // namespace didv::sis
