#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <random>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/prepare.hpp"
#include "didv/read.hpp"

namespace didv {
namespace {

/// Dynes density of states at T = 0 on a sloping background, Δ = 1 meV; its peak is steep inside and flat outside.
double dynes_on_a_slope(double bias_mV, double Gamma) {
  const std::complex<double> energy(std::abs(bias_mV), Gamma);
  return std::abs((energy / std::sqrt(energy * energy - 1.0)).real()) * (1 + 0.02 * bias_mV);
}

double true_peak(int sign, double Gamma) {
  double best = 0;
  for (double bias = 0.5; bias < 2; bias += 1e-5) {
    if (dynes_on_a_slope(sign * bias, Gamma) > dynes_on_a_slope(sign * best, Gamma)) best = bias;
  }
  return sign * best;
}

Spectrum noisy(double Gamma, double noise, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal(0, noise);
  Spectrum spectrum;
  for (int k = -200; k <= 200; ++k) {
    spectrum.bias_mV.push_back(0.02 * k);
    spectrum.conductance.push_back(dynes_on_a_slope(0.02 * k, Gamma) + normal(random));
  }
  return spectrum;
}

std::string refusal(const Spectrum& spectrum) {
  try {
    find_peaks(spectrum);
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(FindPeaks, the_half_spacing_of_the_tunnelling_spectrum_is_the_published_one) {
  const Peaks peaks = find_peaks(read_spectrum(DIDV_SOURCE_DIR "/data/ats/tunneling_300mK.csv"));
  constexpr double published_mV = 1.50;  // Au6Te12Se8, STS at 300 mK, "half the coherence-peak spacing"
  EXPECT_NEAR(peaks.half_spacing_mV, published_mV, peaks.half_spacing_error_mV);
  EXPECT_LT(peaks.half_spacing_error_mV, 0.03);
  EXPECT_DOUBLE_EQ(peaks.half_spacing_mV, (peaks.positive_mV - peaks.negative_mV) / 2);
}

TEST(FindPeaks, noise_moves_them_by_as_much_as_their_error_says) {
  constexpr int curves = 300;
  for (const double Gamma : {0.1, 0.3}) {
    const double truth = (true_peak(+1, Gamma) - true_peak(-1, Gamma)) / 2;
    double squares = 0, error = 0;
    int beyond_three = 0;
    for (unsigned seed = 1; seed <= curves; ++seed) {
      const Peaks peaks = find_peaks(noisy(Gamma, 0.02, seed));
      const double pull = (peaks.half_spacing_mV - truth) / peaks.half_spacing_error_mV;
      squares += pull * pull / curves;
      error += peaks.half_spacing_error_mV / curves;
      beyond_three += std::abs(pull) > 3;
    }
    EXPECT_LT(squares, 1.5) << Gamma;  // never much too small …
    EXPECT_GT(squares, 0.1) << Gamma;  // … nor idle: the window error is added on top of the scatter
    EXPECT_LT(beyond_three, 0.02 * curves) << Gamma;
    EXPECT_LT(error, 0.05) << Gamma;
  }
}

TEST(FindPeaks, the_half_spacing_overstates_the_gap) {
  EXPECT_GT(find_peaks(noisy(0.3, 0, 0)).half_spacing_mV, 1.02);  // Δ = 1 meV
}

TEST(FindPeaks, the_order_of_the_points_does_not_matter) {
  Spectrum spectrum = noisy(0.1, 0.02, 1);
  const Peaks up = find_peaks(spectrum);
  std::ranges::reverse(spectrum.bias_mV);
  std::ranges::reverse(spectrum.conductance);
  const Peaks down = find_peaks(spectrum);
  EXPECT_EQ(up.positive_mV, down.positive_mV);
  EXPECT_EQ(up.half_spacing_error_mV, down.half_spacing_error_mV);
}

TEST(FindPeaks, correlated_points_widen_the_error) {
  Spectrum spectrum = noisy(0.3, 0.05, 5);
  const double before = find_peaks(spectrum).half_spacing_error_mV;
  spectrum.points_per_independent_point = 9;
  EXPECT_GT(find_peaks(spectrum).half_spacing_error_mV, before);
}

TEST(FindPeaks, a_curve_without_peaks_is_refused) {
  Spectrum zero_bias_peak, rising, flat, narrow;
  for (int k = -50; k <= 50; ++k) {
    const double bias = k / 10.0;
    for (Spectrum* spectrum : {&zero_bias_peak, &rising, &flat, &narrow}) spectrum->bias_mV.push_back(bias);
    zero_bias_peak.conductance.push_back(1 / (1 + bias * bias));
    rising.conductance.push_back(bias * bias);
    flat.conductance.push_back(1);
    narrow.conductance.push_back(std::abs(k) == 20);
  }
  const std::string start = "no conductance peak on the negative side of zero bias: ";
  EXPECT_EQ(refusal(zero_bias_peak), start + "the conductance is highest at zero");
  EXPECT_EQ(refusal(rising), start + "the conductance is highest at its end, 5 mV");
  EXPECT_EQ(refusal(flat), start + "the conductance is highest at zero");
  EXPECT_EQ(refusal(narrow), start + "around its highest point at 1.9 mV the data are too few or do not bend down");
  EXPECT_EQ(refusal(Spectrum{}), start + "it has 0 points, expected at least 6");
}

}  // namespace
}  // namespace didv
