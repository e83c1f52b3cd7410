#include "numerics/folded_bias.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace didv::numerics {

FoldedBias fold(std::span<const double> bias_mV, double tolerance_mV) {
  const std::size_t n = bias_mV.size();
  FoldedBias out{std::vector<double>(n), std::vector<std::size_t>(n)};
  std::size_t found = 0;
  double smallest = std::numeric_limits<double>::infinity();
  const auto take = [&, magnitudes = out.magnitude_mV.data(), place = out.place.data()](std::size_t i) {
    const double magnitude = std::abs(bias_mV[i]);
    if (smallest - magnitude > tolerance_mV) magnitudes[found++] = smallest = magnitude;
    place[i] = found - 1;
  };
  if (std::is_sorted(bias_mV.begin(), bias_mV.end()) || std::is_sorted(bias_mV.rbegin(), bias_mV.rend())) {
    // A sweep: |V| falls from both of its ends, as a rule alike.
    for (std::size_t first = 0, last = n; first < last;) {
      const double lead = std::abs(bias_mV[first]) - std::abs(bias_mV[last - 1]);
      if (std::abs(lead) <= tolerance_mV) {
        take(first++);
        if (first < last) take(--last);
      } else {
        take(lead > 0 ? first++ : --last);
      }
    }
  } else {
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return std::abs(bias_mV[a]) > std::abs(bias_mV[b]); });
    for (const std::size_t i : order) take(i);
  }
  out.magnitude_mV.resize(found);
  std::reverse(out.magnitude_mV.begin(), out.magnitude_mV.end());
  for (std::size_t& place : out.place) place = found - 1 - place;
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
