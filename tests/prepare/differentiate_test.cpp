#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "didv/read.hpp"

namespace didv {
namespace {

CurrentVoltage curve_of(std::vector<double> voltage_mV, std::vector<double> current_mA) {
  CurrentVoltage curve;
  curve.voltage_mV = std::move(voltage_mV);
  curve.current_mA = std::move(current_mA);
  return curve;
}

/// V = I/G of an ohmic conductor, current stepped from -1 to 1 mA, with Gaussian noise on the voltage.
CurrentVoltage ohmic(double conductance_S, int points, double noise_mV = 0, unsigned seed = 0) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> noise(0, 1);
  CurrentVoltage curve;
  for (int k = 0; k < points; ++k) {
    curve.current_mA.push_back(-1 + 2.0 * k / (points - 1));
    curve.voltage_mV.push_back(curve.current_mA.back() / conductance_S + noise_mV * noise(random));
  }
  return curve;
}

std::string refusal(const CurrentVoltage& curve, const DerivativeOptions& options = {}) {
  try {
    differentiate(curve, options);
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Differentiate, an_ohmic_curve_has_its_conductance_everywhere) {
  const Spectrum spectrum = differentiate(ohmic(0.25, 101));
  ASSERT_EQ(spectrum.size(), 97u);
  EXPECT_EQ(spectrum.unit, ConductanceUnit::siemens);
  for (const double conductance : spectrum.conductance) EXPECT_NEAR(conductance, 0.25, 1e-13);
  EXPECT_NEAR(spectrum.bias_mV.front(), -4 * 0.96, 1e-12);
}

TEST(Differentiate, three_points_and_three_points_are_the_papers_way) {
  const CurrentVoltage curve = curve_of({0, 1.1, 1.9, 3.2, 4, 5.3}, {0, 1, 2, 3, 4, 5});  // current stepped
  const Spectrum spectrum = differentiate(curve);
  ASSERT_EQ(spectrum.size(), 2u);
  const auto slope = [&](std::size_t k) { return 2 / (curve.voltage_mV[k + 1] - curve.voltage_mV[k - 1]); };
  EXPECT_NEAR(spectrum.conductance[0], (slope(1) + slope(2) + slope(3)) / 3, 1e-14);
  EXPECT_NEAR(spectrum.conductance[1], (slope(2) + slope(3) + slope(4)) / 3, 1e-14);
  EXPECT_NEAR(spectrum.bias_mV[0], ((0 + 1.1 + 1.9) + (1.1 + 1.9 + 3.2) + (1.9 + 3.2 + 4)) / 9, 1e-14);
}

TEST(Differentiate, a_parabola_has_its_slope_at_every_bias) {
  CurrentVoltage curve;
  for (int k = -50; k <= 50; ++k) {
    curve.voltage_mV.push_back(0.1 * k);
    curve.current_mA.push_back(0.1 * k + 0.03 * 0.01 * k * k);
  }
  for (const DerivativeOptions options : {DerivativeOptions{}, DerivativeOptions{3, 1}, DerivativeOptions{2, 5}}) {
    const Spectrum spectrum = differentiate(curve, options);
    for (std::size_t k = 0; k < spectrum.size(); ++k) {
      EXPECT_NEAR(spectrum.conductance[k], 1 + 0.06 * spectrum.bias_mV[k], 1e-12);
    }
  }
}

TEST(Differentiate, the_direction_of_the_sweep_does_not_matter) {
  CurrentVoltage curve = ohmic(1, 51, 0.01, 3);
  const Spectrum up = differentiate(curve);
  std::ranges::reverse(curve.voltage_mV);
  std::ranges::reverse(curve.current_mA);
  const Spectrum down = differentiate(curve);
  for (std::size_t k = 0; k < up.size(); ++k) {
    EXPECT_NEAR(up.conductance[k], down.conductance[up.size() - 1 - k], 1e-12);
    EXPECT_NEAR(up.sigma[k], down.sigma[up.size() - 1 - k], 1e-12);
  }
}

TEST(Differentiate, the_width_of_its_window_is_what_it_averages_over) {
  // dI/dV = V² averaged over a window of standard deviation s is V² + s².
  for (const auto& [half_window, average, variance] :
       {std::tuple{1, 1, 1.0 / 3}, std::tuple{1, 3, 1.0}, std::tuple{2, 3, 1.8}, std::tuple{3, 5, 13.0 / 3}}) {
    CurrentVoltage cubic;
    for (int i = 0; i < 60; ++i) {
      cubic.voltage_mV.push_back(0.5 * (i - 20));
      cubic.current_mA.push_back(std::pow(cubic.voltage_mV.back(), 3) / 3 + 1e3 * cubic.voltage_mV.back());
    }
    const Spectrum s = differentiate(cubic, {half_window, average});
    EXPECT_NEAR(s.smoothing_mV, 0.5 * std::sqrt(variance), 1e-9);
    for (std::size_t i = 0; i < s.size(); ++i)
      EXPECT_NEAR(s.conductance[i] - 1e3, s.bias_mV[i] * s.bias_mV[i] + s.smoothing_mV * s.smoothing_mV, 1e-6);
  }
}

TEST(Differentiate, the_error_of_each_point_is_the_scatter_over_repeated_sweeps) {
  constexpr int sweeps = 2000, point = 40;
  for (const DerivativeOptions options : {DerivativeOptions{}, DerivativeOptions{2, 1}}) {
    double sum = 0, squares = 0, sigma = 0;
    int with_sigma = 0;
    for (unsigned seed = 1; seed <= sweeps; ++seed) {
      const Spectrum spectrum = differentiate(ohmic(2, 101, 1e-4, seed), options);
      sum += spectrum.conductance[point];
      squares += spectrum.conductance[point] * spectrum.conductance[point];
      if (spectrum.sigma.empty()) continue;  // by chance the noise of this sweep looks as if it wandered
      sigma += spectrum.sigma[point];
      ++with_sigma;
    }
    EXPECT_GT(with_sigma, 0.99 * sweeps);
    sigma /= with_sigma;
    const double scatter = std::sqrt(squares / sweeps - sum / sweeps * (sum / sweeps));
    // the scatter is known to 1/sqrt(2 sweeps) = 1.6 %, the noise of a sweep of 101 points to some 15 %, its mean to
    // 0.3 %
    EXPECT_NEAR(sigma / scatter, 1, 4 * 0.016 + 0.02);
  }
}

TEST(Differentiate, errors_are_carried_as_by_hand) {
  // even steps h: the mean of three slopes over 2h has weights (-1, -1, 0, 1, 1)/(6h), so sigma = noise·G²/(3h)
  const CurrentVoltage curve = ohmic(1, 1001, 1e-5, 7);
  const Spectrum spectrum = differentiate(curve);
  EXPECT_NEAR(spectrum.sigma[500], 1e-5 / (3 * 0.002), 0.1 * spectrum.sigma[500]);
}

TEST(Differentiate, noiseless_data_have_no_error) {
  for (const double sigma : differentiate(ohmic(0.25, 101)).sigma) EXPECT_LT(sigma, 1e-12);
}

TEST(Differentiate, noise_that_wanders_gives_no_sigma_and_says_so) {
  // First-order low-pass noise with a memory of five points, as behind a current amplifier: between neighbours it
  // hides.
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal(0, 1e-4);
  CurrentVoltage curve = ohmic(2, 1001);
  double wandering = 0;
  for (double& voltage : curve.voltage_mV) voltage += wandering = 0.8 * wandering + normal(random);
  const Spectrum spectrum = differentiate(curve);
  EXPECT_TRUE(spectrum.sigma.empty());
  ASSERT_EQ(spectrum.warnings.size(), 1u);
  EXPECT_NE(spectrum.warnings[0].find("its noise wanders"), std::string::npos) << spectrum.warnings[0];
  EXPECT_TRUE(differentiate(ohmic(2, 1001, 1e-4, 3)).warnings.empty()) << "independent noise";
}

TEST(Differentiate, a_coarse_converter_is_not_taken_for_a_quiet_one) {
  // Steps of the converter 40 times the increments: most third differences vanish, yet each reading errs by step/√12.
  CurrentVoltage curve = ohmic(1, 2001);
  const double step = 40 * (curve.voltage_mV[1] - curve.voltage_mV[0]);
  for (double& voltage : curve.voltage_mV) voltage = step * std::round(voltage / step);
  const Spectrum spectrum = differentiate(curve, {.half_window = 60, .moving_average = 1});
  ASSERT_FALSE(spectrum.sigma.empty());
  double slope_weights = 0;  // Σ w² of the slope through 121 points, per increment
  for (int k = -60; k <= 60; ++k) slope_weights += k * k;
  const double increment = curve.current_mA[1] - curve.current_mA[0];
  const double G = spectrum.conductance[900], expected = G * G * step / std::sqrt(12 * slope_weights) / increment;
  EXPECT_NEAR(spectrum.sigma[900], expected, 1e-9 * expected);
}

/// sup over frequency of |Σ_k w_k e^{iωk}|² / Σ w_k²: the largest eigenvalue of the correlation matrix of a long curve.
double spectral_bound(const std::vector<double>& weights) {
  double squares = 0, largest = 0;
  for (const double weight : weights) squares += weight * weight;
  for (double omega = 0; omega <= std::numbers::pi; omega += 1e-3) {
    double real = 0, imaginary = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) {
      real += weights[k] * std::cos(omega * static_cast<double>(k));
      imaginary += weights[k] * std::sin(omega * static_cast<double>(k));
    }
    largest = std::max(largest, (real * real + imaginary * imaginary) / squares);
  }
  return largest;
}

TEST(Differentiate, its_correlation_is_bounded_for_wandering_and_for_white_noise) {
  const double stated = differentiate(ohmic(1, 101, 1e-4, 1)).points_per_independent_point;
  EXPECT_NEAR(stated, spectral_bound({1, 2, 2, 1}), 1e-12);  // weights of the increments
  EXPECT_NEAR(stated, 3.6, 1e-12);                           // 6²/10
  EXPECT_GT(stated, spectral_bound({-1, -1, 0, 1, 1}));      // weights of the points
  EXPECT_NEAR(differentiate(ohmic(1, 101), {1, 1}).points_per_independent_point, 2, 1e-12);
  EXPECT_GT(differentiate(ohmic(1, 101), {2, 1}).points_per_independent_point, spectral_bound({-2, -1, 0, 1, 2}));
}

TEST(Differentiate, the_shipped_current_voltage_curve_has_the_noise_that_its_header_states) {
  const Spectrum spectrum = differentiate(read_current_voltage(DIDV_SOURCE_DIR "/data/ceh9/current_voltage_02K.csv"));
  EXPECT_EQ(spectrum.temperature_K->value, 2);
  const std::string& step = spectrum.history.back();
  const std::size_t at = step.find("noise of the voltage ");
  ASSERT_NE(at, std::string::npos) << step;
  EXPECT_NEAR(std::stod(step.substr(at + 21)), 0.004,
              0.0004);  // "assumed: 4 uV voltage noise"; 801 points know it to 5 %
}

TEST(Differentiate, the_shipped_current_voltage_curve_gives_the_shipped_spectrum) {
  const Spectrum derived = differentiate(read_current_voltage(DIDV_SOURCE_DIR "/data/ceh9/current_voltage_02K.csv"));
  const Spectrum shipped = read_spectrum(DIDV_SOURCE_DIR "/data/ceh9/spectrum_02K.csv");
  constexpr double relative_noise = 0.0035;  // stated in the header of the spectrum
  double chi_squared = 0, sum = 0;
  int count = 0;
  for (std::size_t k = 0; k < derived.size(); ++k) {
    const auto right = std::ranges::lower_bound(shipped.bias_mV, derived.bias_mV[k]);
    if (right == shipped.bias_mV.begin() || right == shipped.bias_mV.end()) continue;
    const auto j = static_cast<std::size_t>(right - shipped.bias_mV.begin());
    const double part = (derived.bias_mV[k] - shipped.bias_mV[j - 1]) / (shipped.bias_mV[j] - shipped.bias_mV[j - 1]);
    const double expected = (1 - part) * shipped.conductance[j - 1] + part * shipped.conductance[j];
    const double shipped_sigma = relative_noise * expected * std::hypot(part, 1 - part);
    const double difference = derived.conductance[k] - expected;
    chi_squared += difference * difference / (derived.sigma[k] * derived.sigma[k] + shipped_sigma * shipped_sigma);
    sum += difference;
    ++count;
  }
  ASSERT_GT(count, 750);
  // chi²/n is 1 within √(2·3.6/n) = 0.1 for correlated points; the curvature of the zero-bias peak between points adds
  // a little
  EXPECT_NEAR(chi_squared / count, 1, 0.3);
  EXPECT_NEAR(sum / count, 0, 4 * 0.006 * std::sqrt(3.6 / count));
}

TEST(Differentiate, crazy_curves_are_refused_in_one_line) {
  EXPECT_EQ(refusal(ohmic(1, 5)), "curve has 5 points, expected at least 6 for a line through 3 and a mean over 3");
  EXPECT_EQ(refusal(curve_of({}, {})),
            "curve has 0 points, expected at least 6 for a line through 3 and a mean over 3");
  EXPECT_EQ(refusal(ohmic(1, 50), {1, 2}), "moving_average is 2, expected an odd number of points, 1 or more");
  EXPECT_EQ(refusal(ohmic(1, 50), {2000000000, 3}),
            "curve has 50 points, expected at least 4000000004 for a line through 4000000001 and a mean over 3");
  EXPECT_EQ(refusal(ohmic(1, 50), {0, 3}), "half_window is 0, expected 1 or more");
  EXPECT_EQ(refusal(curve_of({1, 2, 3}, {1, 2})), "curve has 3 voltages and 2 currents, expected as many");
  EXPECT_EQ(refusal(curve_of({1, 2, 3, std::numeric_limits<double>::quiet_NaN(), 5, 6}, {1, 2, 3, 4, 5, 6})),
            "curve has voltage nan mV and current 4 mA at point 4, expected finite numbers");
}

TEST(Differentiate, a_sweep_up_and_down_is_refused) {
  EXPECT_EQ(refusal(curve_of({0, 1, 2, 3, 2, 1, 0, -1}, {0, 2, 4, 6, 4, 2, 0, -2})),
            "current goes from 6 to 4 mA at point 5, expected it to rise strictly as before it: differentiate "
            "one sweep at a time");
  EXPECT_EQ(refusal(curve_of({0, 1, 2, 2, 3, 4, 5}, {0, 1, 2, 2, 3, 4, 5})),
            "current goes from 2 to 2 mA at point 4, expected it to rise strictly as before it: differentiate "
            "one sweep at a time");
}

TEST(Differentiate, a_supercurrent_branch_has_no_finite_conductance) {
  EXPECT_EQ(refusal(curve_of({-2, -1, 0, 0, 0, 1, 2}, {-3, -2, -1, 0, 1, 2, 3})),
            "voltage does not change from point 3 to point 5 (0 mV): the conductance is infinite there");
}

}  // namespace
}  // namespace didv
