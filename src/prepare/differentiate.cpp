#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "didv/units.hpp"
#include "numerics/median.hpp"
#include "text/number.hpp"
#include "units_of_measure.hpp"

namespace didv {

namespace {

/// How uneven the steps are: median |second difference| / median |first difference|. Infinite for no steps.
double roughness(std::span<const double> values) {
  std::vector<double> first, second;
  for (std::size_t k = 1; k < values.size(); ++k) first.push_back(std::abs(values[k] - values[k - 1]));
  for (std::size_t k = 2; k < values.size(); ++k) {
    second.push_back(std::abs(values[k] - 2 * values[k - 1] + values[k - 2]));
  }
  const double step = numerics::median(std::move(first));
  return step > 0 ? numerics::median(std::move(second)) / step : infinity;
}

void require_usable(const CurrentVoltage& curve, const DerivativeOptions& options) {
  if (options.half_window < 1) {
    throw InvalidArgument("half_window is " + std::to_string(options.half_window) + ", expected 1 or more");
  }
  if (options.moving_average < 1 || options.moving_average % 2 == 0) {
    throw InvalidArgument("moving_average is " + std::to_string(options.moving_average) +
                          ", expected an odd number of points, 1 or more");
  }
  if (curve.current_mA.size() != curve.size()) {
    throw InvalidArgument("curve has " + std::to_string(curve.size()) + " voltages and " +
                          std::to_string(curve.current_mA.size()) + " currents, expected as many");
  }
  const std::size_t needed =
      2 * static_cast<std::size_t>(options.half_window) + static_cast<std::size_t>(options.moving_average) + 1;
  if (curve.size() < needed) {
    throw InvalidArgument("curve has " + std::to_string(curve.size()) + " points, expected at least " +
                          std::to_string(needed) + " for a line through " +
                          std::to_string(needed - static_cast<std::size_t>(options.moving_average)) +
                          " and a mean over " + std::to_string(options.moving_average));
  }
  for (std::size_t k = 0; k < curve.size(); ++k) {
    if (!std::isfinite(curve.voltage_mV[k]) || !std::isfinite(curve.current_mA[k])) {
      throw InvalidArgument("curve has voltage " + text::number(curve.voltage_mV[k]) + " mV and current " +
                            text::number(curve.current_mA[k]) + " mA at point " + std::to_string(k + 1) +
                            ", expected finite numbers");
    }
  }
}

void require_strictly_monotonic(std::span<const double> stepped, const char* what, const char* unit) {
  const bool rising = stepped[1] > stepped[0];
  for (std::size_t k = 1; k < stepped.size(); ++k) {
    if (rising ? stepped[k] > stepped[k - 1] : stepped[k] < stepped[k - 1]) continue;
    throw InvalidArgument(std::string(what) + " goes from " + text::number(stepped[k - 1]) + " to " +
                          text::number(stepped[k]) + " " + unit + " at point " + std::to_string(k + 1) +
                          ", expected it to " + (rising ? "rise" : "fall") +
                          " strictly as before it: differentiate one sweep at a time");
  }
}

/// Standard deviation of independent noise on y: third divided differences (of points `stride` apart) vanish for a
/// parabola, and Σ c_j y_j/√(Σ c_j²) has the standard deviation of y itself. 0 for too few points.
double noise_of(std::span<const double> y, std::span<const double> x, std::size_t stride) {
  if (x.size() < 4 + 4 * stride) return 0;
  std::vector<double> deviations;
  for (std::size_t first = 0; first + 3 * stride < x.size(); ++first) {
    double sum = 0, squares = 0;
    for (std::size_t j = first; j <= first + 3 * stride; j += stride) {
      double weight = 1;
      for (std::size_t k = first; k <= first + 3 * stride; k += stride) {
        if (k != j) weight /= x[j] - x[k];
      }
      sum += weight * y[j];
      squares += weight * weight;
    }
    deviations.push_back(std::abs(sum) / std::sqrt(squares));
  }
  return numerics::deviation(std::move(deviations));
}

struct Noise {
  double deviation;    ///< of neighbouring points; 0: cannot be told
  double over_points;  ///< the largest of points 2 to 4 apart: the same for independent noise
  std::size_t points;

  bool independent() const {
    // The estimates scatter by about 1.5/√points each; the rest is for a curve that bends.
    return over_points <= (1.4 + 5 / std::sqrt(static_cast<double>(points))) * deviation;
  }
};

/// The step of a converter too coarse for the increments, which repeats its readings; 0 where less than a tenth
/// of the neighbours are equal.
double coarse_step(std::span<const double> y) {
  double step = infinity;
  std::size_t repeated = 0;
  for (std::size_t k = 1; k < y.size(); ++k) {
    repeated += y[k] == y[k - 1];
    if (y[k] != y[k - 1]) step = std::min(step, std::abs(y[k] - y[k - 1]));
  }
  return 10 * repeated > y.size() && std::isfinite(step) ? step : 0;
}

Noise noise_of(std::span<const double> y, std::span<const double> x) {
  const double apart = std::max({noise_of(y, x, 2), noise_of(y, x, 3), noise_of(y, x, 4)});
  const double next = noise_of(y, x, 1);
  return {x.size() < 8 ? 0 : std::max(next, coarse_step(y) / std::sqrt(12.0)), apart, x.size()};
}

/// Weights of the slope of the least-squares line through x: slope = Σ w_j y_j.
void slope_weights(std::span<const double> x, std::span<double> weights) {
  double mean = 0, squares = 0;
  for (const double value : x) mean += value / static_cast<double>(x.size());
  for (const double value : x) squares += (value - mean) * (value - mean);
  for (std::size_t j = 0; j < x.size(); ++j) weights[j] = (x[j] - mean) / squares;
}

/// The weights of both filters for evenly spaced points, as weights of the increments between successive points.
double correlation_bound(const DerivativeOptions& options) {
  const std::size_t width = 2 * static_cast<std::size_t>(options.half_window) + 1;
  const std::size_t average = static_cast<std::size_t>(options.moving_average);
  std::vector<double> even(width), slope(width), weights(width + average - 1);
  for (std::size_t k = 0; k < width; ++k) even[k] = static_cast<double>(k);
  slope_weights(even, slope);
  for (std::size_t shift = 0; shift < average; ++shift) {
    for (std::size_t k = 0; k < width; ++k) weights[k + shift] += slope[k];
  }
  double cumulative = 0, sum = 0, squares = 0;
  for (const double weight : weights) {
    cumulative -= weight;
    sum += cumulative;
    squares += cumulative * cumulative;
  }
  return sum * sum / squares;
}

/// Variance of the kernel K in Σ w_j I(V_j) = ∫K(V)·dI/dV dV, w the weights of a slope through these voltages, about
/// their mean.
double variance_of_window(std::span<const double> voltage_mV, double mean_mV) {
  std::vector<double> weights(voltage_mV.size());
  slope_weights(voltage_mV, weights);
  double first = 0, second = 0;
  for (std::size_t j = 0; j < weights.size(); ++j) {
    const double u = voltage_mV[j] - mean_mV;
    first += weights[j] * u * u / 2;
    second += weights[j] * u * u * u / 3;
  }
  return std::isfinite(second) ? std::max(second - first * first, 0.0) : 0;
}

}  // namespace

Spectrum differentiate(const CurrentVoltage& curve, const DerivativeOptions& options) {
  require_usable(curve, options);
  const bool current_stepped = roughness(curve.current_mA) <= roughness(curve.voltage_mV);
  const std::span<const double> x = current_stepped ? curve.current_mA : curve.voltage_mV;
  const std::span<const double> y = current_stepped ? curve.voltage_mV : curve.current_mA;
  require_strictly_monotonic(x, current_stepped ? "current" : "voltage", current_stepped ? "mA" : "mV");
  const Noise noise = noise_of(y, x);

  const std::size_t width = 2 * static_cast<std::size_t>(options.half_window) + 1;
  const std::size_t average = static_cast<std::size_t>(options.moving_average);
  const std::size_t slopes = x.size() - width + 1;
  std::vector<double> all_weights(slopes * width);  // dG_i = Σ_j weights_of(i)[j] δy_{i+j}
  const auto weights_of = [&](std::size_t i) { return std::span(all_weights).subspan(i * width, width); };
  std::vector<double> bias(slopes), conductance(slopes), window(slopes);
  for (std::size_t i = 0; i < slopes; ++i) {
    const std::span<double> weights = weights_of(i);
    slope_weights(x.subspan(i, width), weights);
    double slope = 0;
    for (std::size_t j = 0; j < width; ++j) {
      slope += weights[j] * y[i + j];
      bias[i] += curve.voltage_mV[i + j] / static_cast<double>(width);
    }
    window[i] = variance_of_window(std::span(curve.voltage_mV).subspan(i, width), bias[i]);
    conductance[i] = current_stepped ? 1 / slope : slope;
    if (!std::isfinite(conductance[i])) {
      throw InvalidArgument("voltage does not change from point " + std::to_string(i + 1) + " to point " +
                            std::to_string(i + width) + " (" + text::rounded(bias[i]) +
                            " mV): the conductance is infinite there");
    }
    if (current_stepped) {
      for (double& weight : weights) weight *= -conductance[i] * conductance[i];  // d(1/r) = −dr/r²
    }
  }

  Spectrum spectrum;
  spectrum.name = curve.name;
  spectrum.unit = ConductanceUnit::siemens;
  spectrum.temperature_K = curve.temperature_K;
  spectrum.modulation = curve.modulation;
  spectrum.bias_noise = curve.bias_noise;
  spectrum.metadata = curve.metadata;
  spectrum.sha256 = curve.sha256;
  spectrum.history = curve.history;
  spectrum.warnings = curve.warnings;
  spectrum.points_per_independent_point = correlation_bound(options);
  std::vector<double> combined(width + average - 1);
  double smoothing = 0, narrowest = infinity, widest = 0;
  for (std::size_t i = 0; i + average <= slopes; ++i) {
    double mean_bias = 0, mean_conductance = 0, mean_square = 0, squares = 0;
    std::ranges::fill(combined, 0.0);
    for (std::size_t shift = 0; shift < average; ++shift) {
      mean_bias += bias[i + shift] / static_cast<double>(average);
      mean_conductance += conductance[i + shift] / static_cast<double>(average);
      mean_square += (window[i + shift] + bias[i + shift] * bias[i + shift]) / static_cast<double>(average);
      const std::span<double> weights = weights_of(i + shift);
      for (std::size_t j = 0; j < width; ++j) combined[shift + j] += weights[j];
    }
    for (const double weight : combined) squares += weight * weight;
    const double variance = std::max(mean_square - mean_bias * mean_bias, 0.0);
    smoothing += variance;
    narrowest = std::min(narrowest, variance);
    widest = std::max(widest, variance);
    spectrum.bias_mV.push_back(mean_bias);
    spectrum.conductance.push_back(mean_conductance);
    if (noise.deviation > 0 && noise.independent()) {
      spectrum.sigma.push_back(noise.deviation * std::sqrt(squares) / static_cast<double>(average));
    }
  }
  spectrum.smoothing_mV = std::sqrt(smoothing / static_cast<double>(spectrum.size()));
  spectrum.history.push_back("dI/dV: slope of the line through " + std::to_string(width) + " points, mean over " +
                             std::to_string(average) + "; " + (current_stepped ? "current" : "voltage") +
                             " stepped, noise of the " + (current_stepped ? "voltage " : "current ") +
                             text::rounded(noise.deviation) + (current_stepped ? " mV" : " mA") + "; smoothed by " +
                             text::rounded(spectrum.smoothing_mV) + " mV");
  constexpr double uneven = 1.5 * 1.5;  // of the variances
  if (widest > uneven * narrowest)
    spectrum.warnings.push_back("the conductances are averages over windows of " + text::rounded(std::sqrt(narrowest)) +
                                " to " + text::rounded(std::sqrt(widest)) +
                                " mV, uneven steps of the voltage: a fit takes in their mean, and beside structure as "
                                "narrow the rest counts as broadening");
  if (!noise.independent()) {
    spectrum.warnings.push_back("the scatter of the " + std::string(current_stepped ? "voltage" : "current") + " is " +
                                text::rounded(noise.over_points / noise.deviation) +
                                " times larger over four points than from point to point: its noise wanders, or the "
                                "curve bends too fast to tell, so that the conductance has no sigma");
  }
  return spectrum;
}

}  // namespace didv
