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
struct Node {
  C d, w, v;
};
constexpr std::array<Node, 6> nodes{{
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

constexpr std::size_t block = 64;  // biases at a time: their tables stay in the first cache

// Columns of a kernel's table: primitive, F, F′, then the parameter derivatives of the three, then F″.
std::size_t columns_of(std::size_t count, bool wanted) { return wanted ? 4 + 3 * count : 3; }

// Re ∫F dE, without any window.
Curve primitive(const detail::KernelFunction& kernel, std::span<const double> bias_mV,
                std::span<const double> parameters, Derivatives derivatives) {
  const bool wanted = derivatives == Derivatives::yes;
  const std::size_t count = parameters.size(), n = bias_mV.size();
  std::vector<C> table(columns_of(count, wanted) * n);
  kernel.amplitude(parameters, bias_mV, C(0), derivatives, table);
  const auto column = [&](std::size_t k) {
    std::vector<double> out(n);
    for (std::size_t i = 0; i < n; ++i) out[i] = real(table[k * n + i]);
    return out;
  };
  Curve out;
  out.value = column(0);
  if (wanted) {
    out.d_bias = column(1);
    for (std::size_t k = 0; k < count; ++k) out.d_parameter.push_back(column(3 + k));
    out.d_parameter.emplace_back(n, 0.0);
  }
  return out;
}

// What a primitive F, or F itself, becomes in the thermal window.
Curve averaged(const detail::KernelFunction& kernel, std::span<const double> bias_mV,
               std::span<const double> parameters, double kT, Average average, Derivatives derivatives) {
  const bool wanted = derivatives == Derivatives::yes;
  const std::size_t count = parameters.size(), size = bias_mV.size();
  Curve out;
  out.value.assign(size, 0);
  if (wanted) {
    out.d_bias.assign(size, 0);
    out.d_parameter.assign(count + 1, std::vector<double>(size, 0));
  }
  const std::size_t f = average == Average::conductance ? 1 : 0;
  const std::size_t columns = columns_of(count, wanted);
  std::vector<C> table(columns * block);
  for (std::size_t start = 0; start < size; start += block) {
    const auto V = bias_mV.subspan(start, std::min(block, size - start));
    const std::size_t n = V.size();
    for (const Node& node : nodes) {
      kernel.amplitude(parameters, V, kT * node.d, derivatives, std::span(table).first(columns * n));
      const C v = kT * node.v;
      const auto column = [&](std::size_t k) { return table.data() + k * n; };
      const C* F = column(f);
      const C* slope = column(f + 1);
      double* value = out.value.data() + start;
      for (std::size_t i = 0; i < n; ++i) value[i] += real(node.w * F[i] + v * slope[i]);
      if (!wanted) continue;
      const C* curvature = f == 1 ? column(3 + 3 * count) : column(2);
      double* d_bias = out.d_bias.data() + start;
      double* d_kT = out.d_parameter[count].data() + start;
      for (std::size_t i = 0; i < n; ++i) {
        const C motion = node.w * slope[i] + v * curvature[i];
        d_bias[i] += real(motion);
        d_kT[i] += real(node.d * motion + node.v * slope[i]);
      }
      for (std::size_t k = 0; k < count; ++k) {
        const C* dF = column(3 + f * count + k);
        const C* d_slope = column(3 + (f + 1) * count + k);
        double* d = out.d_parameter[k].data() + start;
        for (std::size_t i = 0; i < n; ++i) d[i] += real(node.w * dF[i] + v * d_slope[i]);
      }
    }
  }
  return out;
}

}  // namespace

Curve pole_rule(const detail::KernelFunction& kernel, std::span<const double> bias_mV,
                std::span<const double> parameters, double kT, Average average, Derivatives derivatives) {
  if (average == Average::conductance) return averaged(kernel, bias_mV, parameters, kT, average, derivatives);
  Curve out = kT > 0 ? averaged(kernel, bias_mV, parameters, kT, average, derivatives)
                     : primitive(kernel, bias_mV, parameters, derivatives);
  // I(0) = 0, and the primitive may carry a constant.
  const std::array<double, 1> zero{0};
  Curve origin = kT > 0 ? averaged(kernel, zero, parameters, kT, average, derivatives)
                        : primitive(kernel, zero, parameters, derivatives);
  const auto columns_out = columns(out), columns_origin = columns(origin);
  for (std::size_t c = 0; c < columns_out.size(); ++c) {
    if (columns_out[c] == &out.d_bias) continue;
    for (double& value : *columns_out[c]) value -= columns_origin[c]->front();
  }
  return out;
}

}  // namespace didv::numerics
