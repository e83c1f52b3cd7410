#include "numerics/pole_rule.hpp"

#include <algorithm>
#include <array>

#include "numerics/columns.hpp"

namespace didv::numerics {
namespace {

using C = ComplexNumber<double>;

// ∫F(E)(−f′(E−V))dE ≈ Σ_m w_m F(V + kT d_m) + kT v_m F′(V + kT d_m): exact for the true Fermi poles d = iπ(2n+1), w =
// 0, v = −2πi in infinite number. Here the first two sit on them and the others were fitted to the transform of −f′,
// πk/sinh(πk) ≈ Re Σ (w + v′k) e^{−yk}: one table for all F, kT and V.
using detail::PoleNode;
constexpr std::array<PoleNode, 6> nodes{{
    {{0, 3.14159265198293}, 4.9757868304203491e-08, {0, -6.2831852623993987}},
    {{0, 9.4248400990415373}, -0.00069864325464562293, {0, -6.284185102473888}},
    {{0, 15.674254965065881}, 0.14765367470674579, {0, -5.9748772634213836}},
    {{0, 22.394141552648811}, 1.2312660759934932, {0, -3.4234375305708458}},
    {{4.5104829134485049, 23.995040535208009},
     {-0.18911057860173089, 0.12737935180390766},
     {0.22287470066624065, 0.0055543417149649691}},
    {{-4.5104829134485049, 23.995040535208009},
     {-0.18911057860173089, -0.12737935180390766},
     {-0.22287470066624065, 0.0055543417149649691}},
}};

constexpr double coldest = 1e-40;  // meV: T = 0 for every double, and yet it keeps 0/0 away

constexpr std::size_t block = 64;  // biases at a time: their table stays in the first cache
constexpr std::size_t lanes = 8;   // of the widest vector registers: a loop over a multiple of them has no odd end

Curve sum_over_nodes(const detail::KernelFunction& kernel, std::span<const double> bias_mV,
                     std::span<const double> parameters, double kT, Average average, Derivatives derivatives) {
  const bool wanted = derivatives == Derivatives::yes;
  const std::size_t count = parameters.size(), size = bias_mV.size();
  Curve out;
  out.value.resize(size);
  if (wanted) {
    out.d_bias.resize(size);
    out.d_parameter.assign(count + 1, std::vector<double>(size));
  }
  const std::size_t columns = wanted ? count + 3 : 1;
  std::array<double, block> energies;
  std::vector<double> table(columns * block);
  for (std::size_t start = 0; start < size; start += block) {
    const std::size_t n = std::min(block, size - start), padded = (n + lanes - 1) / lanes * lanes;
    std::fill(std::copy_n(bias_mV.data() + start, n, energies.begin()), energies.end(), bias_mV[start]);
    std::fill(table.begin(), table.end(), 0.0);
    for (const PoleNode& node : nodes) {
      kernel.add_pole(parameters, std::span(energies).first(padded), kT, node, average, derivatives,
                      std::span(table).first(columns * padded));
    }
    const auto store = [&](std::size_t column, std::vector<double>& to) {
      std::copy_n(table.data() + column * padded, n, to.data() + start);
    };
    store(0, out.value);
    if (!wanted) continue;
    for (std::size_t k = 0; k < count; ++k) store(k + 1, out.d_parameter[k]);
    store(count + 1, out.d_bias);
    store(count + 2, out.d_parameter[count]);
  }
  return out;
}

}  // namespace

Curve pole_rule(const detail::KernelFunction& kernel, std::span<const double> bias_mV,
                std::span<const double> parameters, double kT, Average average, Derivatives derivatives) {
  kT = std::max(kT, coldest);
  Curve out = sum_over_nodes(kernel, bias_mV, parameters, kT, average, derivatives);
  if (average == Average::conductance) return out;
  // I(0) = 0, and the primitive may carry a constant.
  const std::array<double, 1> zero{0};
  Curve origin = sum_over_nodes(kernel, zero, parameters, kT, average, derivatives);
  const auto to = columns(out), from = columns(origin);
  for (std::size_t c = 0; c < to.size(); ++c) {
    if (to[c] == &out.d_bias) continue;
    for (double& value : *to[c]) value -= from[c]->front();
  }
  return out;
}

}  // namespace didv::numerics
