#include "transport/current_voltage.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "didv/error.hpp"
#include "numerics/median.hpp"
#include "numerics/point_to_point_noise.hpp"
#include "numerics/sorted_curve.hpp"
#include "text/number.hpp"

namespace didv {

namespace {

constexpr std::size_t fewest_points = 8;

/// The points by ascending |I|.
std::vector<std::size_t> by_size(const CurrentVoltage& curve) {
  std::vector<std::size_t> order(curve.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return std::abs(curve.current_mA[i]) < std::abs(curve.current_mA[j]);
  });
  return order;
}

}  // namespace

void check_current_voltage(const CurrentVoltage& curve) {
  const auto refuse = [&](const std::string& message) {
    throw InvalidArgument((curve.name.empty() ? "" : curve.name + ": ") + message);
  };
  if (curve.current_mA.size() != curve.voltage_mV.size()) {
    refuse(std::to_string(curve.current_mA.size()) + " currents and " + std::to_string(curve.voltage_mV.size()) +
           " voltages, expected as many of both");
  }
  if (curve.size() < fewest_points) {
    refuse("a current-voltage curve of " + std::to_string(curve.size()) + " points, expected " +
           std::to_string(fewest_points) + " or more");
  }
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (!std::isfinite(curve.current_mA[i]) || !std::isfinite(curve.voltage_mV[i])) {
      refuse("point " + std::to_string(i + 1) + " is " + text::number(curve.current_mA[i]) + " mA, " +
             text::number(curve.voltage_mV[i]) + " mV, expected finite numbers");
    }
  }
  const auto [least, greatest] = std::minmax_element(curve.current_mA.begin(), curve.current_mA.end());
  if (*least == *greatest) refuse("every point is at " + text::number(*least) + " mA, expected a range of currents");
}

std::size_t small_current_points(const CurrentVoltage& curve) {
  return std::min(curve.size(), std::max<std::size_t>(curve.size() / 4, 12));
}

double small_current_noise_mV(const CurrentVoltage& curve) {
  const std::vector<std::size_t> order = by_size(curve);
  const std::size_t count = small_current_points(curve);
  std::vector<double> current, voltage;
  for (std::size_t k = 0; k < count; ++k) {
    current.push_back(curve.current_mA[order[k]]);
    voltage.push_back(curve.voltage_mV[order[k]]);
  }
  const numerics::SortedCurve small = numerics::sorted(current, voltage);
  return numerics::point_to_point_noise(small.x, small.y).value_or(0);
}

ZeroCurrentVoltage zero_current_voltage(const CurrentVoltage& curve) {
  const std::vector<std::size_t> order = by_size(curve);
  const auto [least, greatest] = std::minmax_element(curve.current_mA.begin(), curve.current_mA.end());
  const double near_zero = *least < 0 && *greatest > 0 ? 0.05 * std::max(-*least, *greatest) : 0;
  std::vector<double> voltage;
  for (std::size_t k = 0; k < order.size() && (k < 5 || std::abs(curve.current_mA[order[k]]) <= near_zero); ++k) {
    voltage.push_back(curve.voltage_mV[order[k]]);
  }
  const std::size_t points = voltage.size();
  return {numerics::median(std::move(voltage)), points};
}

double voltage_digit_mV(const CurrentVoltage& curve) {
  double digit = 0;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    const double difference = std::abs(curve.voltage_mV[i] - curve.voltage_mV[i - 1]);
    if (difference > 0 && (digit == 0 || difference < digit)) digit = difference;
  }
  return digit;
}

}  // namespace didv
