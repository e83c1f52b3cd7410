#include "prepare/zero_of_bias.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <cstddef>

namespace didv {

std::optional<ZeroOfBias> zero_of_bias(std::span<const double> at_mV, std::span<const double> right,
                                       std::span<const double> left) {
  constexpr std::size_t reach = 2;  // points to either side of a slope: between neighbours it would be noise
  constexpr std::size_t fewest = 10;
  if (at_mV.size() < fewest) return {};
  const auto rows = static_cast<Eigen::Index>(at_mV.size() - 2 * reach);
  Eigen::VectorXd odd(rows), slope(rows);
  Eigen::MatrixXd leaning(rows, 2);
  const auto even = [&](std::size_t i) { return 0.5 * (right[i] + left[i]); };
  for (Eigen::Index row = 0; row < rows; ++row) {
    const std::size_t i = static_cast<std::size_t>(row) + reach;
    odd[row] = 0.5 * (right[i] - left[i]);
    slope[row] = -(even(i + reach) - even(i - reach)) / (at_mV[i + reach] - at_mV[i - reach]);
    leaning(row, 0) = at_mV[i];
    leaning(row, 1) = at_mV[i] * even(i);
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> span(leaning);
  const auto beside = [&](const Eigen::VectorXd& v) { return Eigen::VectorXd(v - leaning * span.solve(v)); };
  const Eigen::VectorXd direction = beside(slope), shifted = beside(odd);
  const double square = direction.squaredNorm();
  if (!(square > 0)) return {};
  const double offset = direction.dot(shifted) / square;
  const double variance = (shifted - offset * direction).squaredNorm() / static_cast<double>(rows - 3);
  return ZeroOfBias{offset, std::sqrt(variance / square)};
}

}  // namespace didv
