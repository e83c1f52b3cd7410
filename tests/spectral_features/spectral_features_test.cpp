// Peaks and quasi-gaps of spectra whose features are known.

#include "didv/spectral_features.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <tuple>
#include <vector>

#include "didv/error.hpp"

namespace didv {
namespace {

double bell(double V, double centre, double width) { return std::exp(-std::pow((V - centre) / width, 2) / 2); }

Spectrum spectrum_of(const std::function<double(double)>& g, double reach_mV, int points, double noise, unsigned seed) {
  Spectrum spectrum{.name = "synthetic", .bias_mV = {}, .conductance = {}};
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal;
  for (int i = 0; i < points; ++i) {
    const double V = reach_mV * (2.0 * i / (points - 1) - 1);
    spectrum.bias_mV.push_back(V);
    spectrum.conductance.push_back(g(V) + noise * normal(generator));
  }
  return spectrum;
}

/// Two smooth flanks at ±half (mV): exactly half of the depth is lost there.
double quasi_gap(double V, double half, double sharpness, double depth) {
  return 1 - depth / 2 * (std::tanh((V + half) / sharpness) - std::tanh((V - half) / sharpness));
}

/// The in-gap states of Au6Te12Se8 at 300 mK, positions as printed: −0.75, −0.30, +0.25, +0.50 V.
double in_gap_states(double V) {
  return 1 + 0.1 * bell(V, -750, 50) + 0.2 * bell(V, -300, 40) + 0.15 * bell(V, 250, 40) + 0.1 * bell(V, 500, 50);
}

TEST(Peaks, EveryPeakIsFoundWhereItStands) {
  for (const double noise : {0.0, 0.005, 0.02}) {
    const auto peaks = find_all_peaks(spectrum_of(in_gap_states, 1000, 2001, noise, 7));
    ASSERT_EQ(peaks.size(), 4u) << noise;
    const double truth[]{-750, -300, 250, 500};
    for (std::size_t i = 0; i < 4; ++i) {
      ASSERT_TRUE(peaks[i].bias_mV.standard_error) << peaks[i].bias_mV.reason;
      EXPECT_NEAR(*peaks[i].bias_mV.value, truth[i], 3.5 * *peaks[i].bias_mV.standard_error + 0.5) << noise;
      EXPECT_GT(peaks[i].significance, 8);
    }
    EXPECT_NEAR(peaks[1].height, 1.2, 0.01 + noise);
  }
}

TEST(Peaks, PositionErrorsCoverTheTruth) {
  double square = 0;
  constexpr int samples = 200;
  for (unsigned seed = 0; seed < samples; ++seed) {
    const auto peaks =
        find_all_peaks(spectrum_of([](double V) { return 1 + 0.5 * bell(V, 120, 60); }, 500, 501, 0.02, seed));
    ASSERT_EQ(peaks.size(), 1u);
    square += std::pow((*peaks[0].bias_mV.value - 120) / *peaks[0].bias_mV.standard_error, 2);
  }
  // rms of n pulls scatters by 1/√(2n) = 0.05; choosing the points by their own maximum adds some.
  EXPECT_GT(std::sqrt(square / samples), 0.75);
  EXPECT_LT(std::sqrt(square / samples), 1.3);
}

TEST(Peaks, NoiseAloneHasNone) {
  int found = 0;
  for (unsigned seed = 0; seed < 50; ++seed)
    found += static_cast<int>(find_all_peaks(spectrum_of([](double) { return 1.0; }, 3, 401, 0.05, seed)).size());
  EXPECT_LE(found, 1);
  EXPECT_TRUE(find_all_peaks(spectrum_of([](double V) { return 1 + V / 10; }, 3, 401, 0, 1)).empty());
  EXPECT_TRUE(find_all_peaks(spectrum_of([](double) { return 1.0; }, 3, 401, 0, 1)).empty());
}

/// 200 flat curves in which `window` neighbours share noise.
TEST(Peaks, NoiseAloneHasNoneHoweverManyPointsShareIt) {
  for (const auto& [points, window, said] : {std::tuple(61, 1, 1), {1001, 1, 1}, {201, 3, 3}, {401, 5, 1}}) {
    int peaks = 0, gaps = 0;
    for (unsigned seed = 0; seed < 200; ++seed) {
      Spectrum spectrum = spectrum_of([](double) { return 0.0; }, 3, points, 1, seed);
      const std::vector<double> white = spectrum.conductance;
      for (std::size_t k = 0; k < white.size(); ++k)
        for (std::size_t j = 1; j < static_cast<std::size_t>(window); ++j)
          spectrum.conductance[k] += white[(k + j) % white.size()];
      for (double& G : spectrum.conductance) G = 100 + G;
      spectrum.points_per_independent_point = said;
      peaks += !find_all_peaks(spectrum).empty();
      gaps += find_quasi_gap(spectrum).width_mV.value.has_value();
    }
    // 1 of 1000 by chance: three and more of 200 in one case of 900.
    EXPECT_LE(peaks, 2) << points << " " << window;
    EXPECT_LE(gaps, 2) << points << " " << window;
  }
}

TEST(Peaks, AWindowKeepsInGapPeaksApartFromCoherencePeaks) {
  const auto g = [](double V) { return bell(V, -1.5, 0.2) + bell(V, 1.5, 0.2) + 0.2 * bell(V, 0.4, 0.1); };
  EXPECT_EQ(find_all_peaks(spectrum_of(g, 3, 601, 0.002, 1)).size(), 3u);
  const auto inside = find_all_peaks(spectrum_of(g, 3, 601, 0.002, 1), std::pair(-1.0, 1.0));
  ASSERT_EQ(inside.size(), 1u);
  EXPECT_NEAR(*inside[0].bias_mV.value, 0.4, 0.01);
}

TEST(Peaks, ImpossibleRequestsAreRefused) {
  const Spectrum spectrum = spectrum_of(in_gap_states, 1000, 2001, 0, 1);
  EXPECT_THROW(find_all_peaks(spectrum, std::pair(0.0, 1.0)), InvalidArgument);
  EXPECT_THROW(find_all_peaks(spectrum, std::pair(5.0, -5.0)), InvalidArgument);
  EXPECT_THROW(find_all_peaks(spectrum, {}, 0), InvalidArgument);
}

TEST(Peaks, ASpectrumThatIsNoneIsRefused) {
  Spectrum shorter = spectrum_of(in_gap_states, 1000, 2001, 0, 1);
  shorter.conductance.resize(10);
  EXPECT_THROW(find_all_peaks(shorter), InvalidArgument);
  EXPECT_THROW(find_quasi_gap(shorter), InvalidArgument);
  Spectrum unknown = spectrum_of(in_gap_states, 1000, 2001, 0, 1);
  unknown.bias_mV[7] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(find_all_peaks(unknown), InvalidArgument);
  EXPECT_THROW(find_quasi_gap(unknown), InvalidArgument);
}

TEST(QuasiGap, WidthIsTheDistanceOfTheHalfWayPoints) {
  // Au6Te12Se8 prints 0.17 eV at 9–10 K and 0.11 eV at 4–4.6 K.
  for (const double width : {170.0, 110.0}) {
    for (const double noise : {0.0, 0.003, 0.02}) {
      const auto g = [&](double V) { return quasi_gap(V, width / 2, 12, 0.6); };
      const QuasiGap gap = find_quasi_gap(spectrum_of(g, 250, 501, noise, 3));
      ASSERT_TRUE(gap.width_mV.standard_error) << gap.width_mV.reason;
      // The shoulders are the highest of noisy points: the level, and so the edge, is a little high.
      EXPECT_NEAR(*gap.width_mV.value, width, 4 * *gap.width_mV.standard_error + 1 + 100 * noise) << noise;
      EXPECT_NEAR(gap.depth, 0.6, 0.01 + 2 * noise);
    }
  }
}

TEST(QuasiGap, ASlantedBackgroundIsTakenFromShoulderToShoulder) {
  const auto g = [](double V) {
    return (1 + V / 1000) * quasi_gap(V, 85, 10, 0.5) + 0.1 * (bell(V, -130, 15) + bell(V, 130, 15));
  };
  const QuasiGap gap = find_quasi_gap(spectrum_of(g, 250, 1001, 0.002, 5), std::pair(-180.0, 160.0));
  EXPECT_NEAR(gap.left_mV, -130, 10);
  EXPECT_NEAR(gap.right_mV, 130, 10);
  // The shoulders stand 0.1 above the flat tops, so half-way lies 0.05 higher: 2 mV further out on each flank.
  EXPECT_NEAR(*gap.width_mV.value, 174, 4);
}

TEST(QuasiGap, ErrorsCoverTheScatter) {
  double sum = 0, square = 0, error = 0;
  constexpr int samples = 100;
  for (unsigned seed = 0; seed < samples; ++seed) {
    const QuasiGap gap = find_quasi_gap(
        spectrum_of([](double V) { return quasi_gap(V, 85, 15, 0.6) + 0.05 * (bell(V, -150, 20) + bell(V, 150, 20)); },
                    250, 501, 0.005, seed));
    ASSERT_TRUE(gap.width_mV.value);
    sum += *gap.width_mV.value;
    square += std::pow(*gap.width_mV.value, 2);
    error += *gap.width_mV.standard_error;
  }
  const double scatter = std::sqrt(square / samples - std::pow(sum / samples, 2));
  EXPECT_GT(error / samples, 0.6 * scatter);
  EXPECT_LT(error / samples, 1.7 * scatter);
}

TEST(QuasiGap, WithoutSuppressionThereIsNoWidth) {
  for (const auto& g : {std::function<double(double)>([](double) { return 1.0; }),
                        std::function<double(double)>([](double V) { return 1 + V / 1000; }),
                        std::function<double(double)>([](double V) { return 1 + 0.5 * bell(V, 0, 50); })}) {
    const QuasiGap gap = find_quasi_gap(spectrum_of(g, 250, 501, 0.005, 2));
    EXPECT_FALSE(gap.width_mV.value);
    EXPECT_FALSE(gap.width_mV.reason.empty());
  }
  EXPECT_THROW(find_quasi_gap(spectrum_of(in_gap_states, 1000, 2001, 0, 1), std::pair(100.0, 500.0)), InvalidArgument);
}

}  // namespace
}  // namespace didv
