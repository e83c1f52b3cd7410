#include "numerics/folded_bias.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace didv::numerics {

FoldedBias fold(std::span<const double> bias_mV, double tolerance_mV) {
  const std::size_t n = bias_mV.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto smaller = [&](std::size_t a, std::size_t b) { return std::abs(bias_mV[a]) < std::abs(bias_mV[b]); };
  // A sweep through zero is a run of falling |V| and one of rising |V|.
  const auto turn =
      std::is_sorted_until(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return smaller(b, a); });
  std::reverse(order.begin(), turn);
  if (std::is_sorted(turn, order.end(), smaller)) {
    std::inplace_merge(order.begin(), turn, order.end(), smaller);
  } else {
    std::sort(order.begin(), order.end(), smaller);
  }
  FoldedBias out{{}, std::vector<std::size_t>(n)};
  out.magnitude_mV.reserve(n);
  for (const std::size_t i : order) {
    const double magnitude = std::abs(bias_mV[i]);
    if (out.magnitude_mV.empty() || magnitude - out.magnitude_mV.back() > tolerance_mV) {
      out.magnitude_mV.push_back(magnitude);
    }
    out.place[i] = out.magnitude_mV.size() - 1;
  }
  return out;
}

Curve unfold(const Curve& half, const FoldedBias& folded, std::span<const double> bias_mV) {
  const std::size_t n = bias_mV.size();
  const auto spread = [&](const std::vector<double>& from) {
    std::vector<double> to(n);
    for (std::size_t i = 0; i < n; ++i) to[i] = from[folded.place[i]];
    return to;
  };
  Curve out{spread(half.value), {}, {}};
  for (const auto& column : half.d_parameter) out.d_parameter.push_back(spread(column));
  if (half.d_bias.empty()) return out;
  out.d_bias = spread(half.d_bias);
  for (std::size_t i = 0; i < n; ++i) out.d_bias[i] = std::copysign(1.0, bias_mV[i]) * out.d_bias[i];
  return out;
}

}  // namespace didv::numerics
