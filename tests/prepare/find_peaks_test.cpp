#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <random>
#include <string>
#include <vector>

#include "didv/models.hpp"
#include "didv/prepare.hpp"
#include "didv/read.hpp"
#include "didv/units.hpp"

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
  std::normal_distribution<double> normal;
  Spectrum spectrum;
  for (int k = -200; k <= 200; ++k) {
    spectrum.bias_mV.push_back(0.02 * k);
    spectrum.conductance.push_back(dynes_on_a_slope(0.02 * k, Gamma) + noise * normal(random));
  }
  return spectrum;
}

std::string reason(const Spectrum& spectrum) {
  const Peaks peaks = find_peaks(spectrum);
  EXPECT_FALSE(peaks.usable());
  EXPECT_EQ(peaks.half_spacing_mV.reason, peaks.negative_mV.reason);
  return peaks.half_spacing_mV.reason;
}

TEST(FindPeaks, the_half_spacing_of_the_tunnelling_spectrum_is_the_published_one) {
  const Peaks peaks = find_peaks(read_spectrum(DIDV_SOURCE_DIR "/data/ats/tunneling_300mK.csv"));
  constexpr double published_mV = 1.50;  // Au6Te12Se8, STS at 300 mK, "half the coherence-peak spacing"
  EXPECT_NEAR(*peaks.half_spacing_mV.value, published_mV, 2 * *peaks.half_spacing_mV.standard_error);
  EXPECT_LT(*peaks.half_spacing_mV.standard_error, 0.03);
  EXPECT_DOUBLE_EQ(*peaks.half_spacing_mV.value, (*peaks.positive_mV.value - *peaks.negative_mV.value) / 2);
}

/// Mean square of (found − true)/error over many curves, and the mean error.
struct Pulls {
  double mean_square = 0, mean_error_mV = 0;
  int curves = 0;

  void add(const Quantity& found, double truth) {
    mean_square = (mean_square * curves + std::pow((*found.value - truth) / *found.standard_error, 2)) / (curves + 1);
    mean_error_mV = (mean_error_mV * curves + *found.standard_error) / (curves + 1);
    ++curves;
  }
};

TEST(FindPeaks, noise_moves_them_by_as_much_as_their_error_says) {
  // What a tunnelling curve at 300 mK looks like: kT = 0.026 meV for Δ = 1 meV.
  const Model dynes = find_model("dynes");
  const ParameterValues truth{{"Delta", 1}, {"Gamma", 0.1}, {"T", 0.026 / boltzmann_meV_per_K}};
  std::vector<double> bias_mV, fine;
  for (int k = -200; k <= 200; ++k) bias_mV.push_back(0.02 * k);
  for (int k = 0; k < 10000; ++k) fine.push_back(0.9 + 3e-5 * k);
  const std::vector<double> exact = dynes(bias_mV, truth), around = dynes(fine, truth);
  const double peak_mV = fine[static_cast<std::size_t>(std::ranges::max_element(around) - around.begin())];

  constexpr int curves = 600;
  // The mean square of n unit pulls scatters by √(2/n) = 0.06; the errors themselves are estimated.
  constexpr double tolerance = 0.2;
  for (const double noise : {0.01, 0.02}) {
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal(0, noise);
    Pulls half_spacing, positive;
    for (int n = 0; n < curves; ++n) {
      Spectrum spectrum;
      spectrum.bias_mV = bias_mV;
      spectrum.conductance = exact;
      for (double& G : spectrum.conductance) G += normal(random);
      const Peaks peaks = find_peaks(spectrum);
      ASSERT_TRUE(peaks.usable()) << peaks.half_spacing_mV.reason;
      half_spacing.add(peaks.half_spacing_mV, peak_mV);
      positive.add(peaks.positive_mV, peak_mV);
    }
    EXPECT_NEAR(half_spacing.mean_square, 1, tolerance) << noise;
    EXPECT_NEAR(positive.mean_square, 1, tolerance) << noise;
  }
}

TEST(FindPeaks, broad_and_slanted_peaks_have_honest_errors_too) {
  constexpr int curves = 300;
  for (const double Gamma : {0.03, 0.1, 0.3, 0.5}) {
    const double truth = (true_peak(+1, Gamma) - true_peak(-1, Gamma)) / 2;
    Pulls pulls;
    for (unsigned seed = 1; seed <= curves; ++seed) {
      const Peaks peaks = find_peaks(noisy(Gamma, 0.02, seed));
      ASSERT_TRUE(peaks.usable()) << peaks.half_spacing_mV.reason;
      pulls.add(peaks.half_spacing_mV, truth);
    }
    EXPECT_NEAR(pulls.mean_square, 1, 0.25) << Gamma;
  }
}

TEST(FindPeaks, the_half_spacing_overstates_the_gap) {
  EXPECT_GT(find_peaks(noisy(0.3, 0, 0)).half_spacing_mV.value.value(), 1.02);  // Δ = 1 meV
}

TEST(FindPeaks, the_order_of_the_points_does_not_matter) {
  Spectrum spectrum = noisy(0.1, 0.02, 1);
  const Peaks up = find_peaks(spectrum);
  std::ranges::reverse(spectrum.bias_mV);
  std::ranges::reverse(spectrum.conductance);
  const Peaks down = find_peaks(spectrum);
  EXPECT_EQ(up.positive_mV.value, down.positive_mV.value);
  EXPECT_EQ(up.half_spacing_mV.standard_error, down.half_spacing_mV.standard_error);
}

TEST(FindPeaks, correlated_points_widen_the_error) {
  Spectrum spectrum = noisy(0.3, 0.05, 5);
  const double before = find_peaks(spectrum).half_spacing_mV.standard_error.value();
  spectrum.points_per_independent_point = 4;
  EXPECT_GT(find_peaks(spectrum).half_spacing_mV.standard_error.value(), before);
}

/// How many sides of 100 curves on −10 … 10 mV show a peak; `window` points of the noise share what they have.
int sides_with_a_peak(double (*curve)(double), int points, double noise, int window = 1, double said = 1) {
  int found = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> white(static_cast<std::size_t>(points + window));
    for (double& value : white) value = normal(random);
    Spectrum spectrum;
    for (int k = 0; k < points; ++k) {
      double shared = 0;
      for (int j = 0; j < window; ++j) shared += white[static_cast<std::size_t>(k + j)] / std::sqrt(window);
      spectrum.bias_mV.push_back(20.0 * k / (points - 1) - 10);
      spectrum.conductance.push_back(curve(spectrum.bias_mV.back()) + noise * shared);
    }
    spectrum.points_per_independent_point = said;
    const Peaks peaks = find_peaks(spectrum);
    found += peaks.negative_mV.value.has_value() + peaks.positive_mV.value.has_value();
  }
  return found;
}

double flat(double) { return 1; }
double gap_without_peaks(double bias_mV) { return 1 - 0.8 * std::exp(-std::pow(bias_mV / 2, 4)); }

// One side in 1000 has one by chance: two and more of 200 in one case of 60.
TEST(FindPeaks, noise_alone_has_none_however_many_points_there_are) {
  for (const int points : {61, 201, 401, 1001}) EXPECT_LE(sides_with_a_peak(flat, points, 0.1), 1) << points;
}

TEST(FindPeaks, a_gap_without_peaks_has_none) {
  for (const int points : {61, 201, 401}) EXPECT_LE(sides_with_a_peak(gap_without_peaks, points, 0.1), 1) << points;
}

TEST(FindPeaks, noise_that_neighbours_share_has_none_whether_or_not_it_is_said) {
  EXPECT_LE(sides_with_a_peak(flat, 201, 0.1, 3), 1);
  EXPECT_LE(sides_with_a_peak(flat, 201, 0.1, 3, 3), 1);
  EXPECT_LE(sides_with_a_peak(flat, 25, 0.1, 5, 5), 1);
}

TEST(FindPeaks, clear_peaks_of_few_points_are_found) {
  const double truth = (true_peak(+1, 0.3) - true_peak(-1, 0.3)) / 2;
  int found = 0;
  for (unsigned seed = 0; seed < 50; ++seed) {
    const Spectrum fine = noisy(0.3, 0.02, seed);
    Spectrum coarse;
    for (std::size_t k = 0; k < fine.size(); k += 7) {  // 58 points, 0.14 mV a step
      coarse.bias_mV.push_back(fine.bias_mV[k]);
      coarse.conductance.push_back(fine.conductance[k]);
    }
    const Quantity half_spacing = find_peaks(coarse).half_spacing_mV;
    if (!half_spacing.value) continue;
    ++found;
    EXPECT_NEAR(*half_spacing.value, truth, 3.5 * *half_spacing.standard_error);
  }
  EXPECT_GE(found, 45);
}

TEST(FindPeaks, a_curve_without_peaks_has_a_reason_in_place_of_a_number) {
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
  EXPECT_EQ(reason(zero_bias_peak), start + "the conductance is highest at zero");
  EXPECT_EQ(reason(rising), start + "the conductance is highest at its end, 5 mV");
  EXPECT_EQ(reason(flat), start + "the conductance is highest at zero");
  EXPECT_EQ(reason(narrow), start + "around its highest point at 1.9 mV the data are too few or do not bend down");
  EXPECT_EQ(reason(Spectrum{}), start + "it has 0 points, expected at least 6");
}

}  // namespace
}  // namespace didv
