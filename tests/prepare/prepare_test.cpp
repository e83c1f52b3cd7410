#include "didv/prepare.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "didv/error.hpp"
#include "didv/models.hpp"
#include "didv/read.hpp"

namespace didv {
namespace {

using Numbers = std::vector<double>;

Spectrum spectrum_of(Numbers bias_mV, Numbers conductance, Numbers sigma = {}) {
  Spectrum spectrum;
  spectrum.bias_mV = std::move(bias_mV);
  spectrum.conductance = std::move(conductance);
  spectrum.sigma = std::move(sigma);
  return spectrum;
}

template <class Step>
std::string refusal(Step step) {
  try {
    step();
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "accepted";
}

/// A background 2 + 0.01 V + 0.001 V², inside ±10 mV twice as high.
Spectrum peak_on_a_background(double sigma) {
  Spectrum spectrum;
  for (double bias = 50; bias >= -50; bias -= 0.5) {  // descending on purpose
    const double background = 2 + 0.01 * bias + 0.001 * bias * bias;
    spectrum.bias_mV.push_back(bias);
    spectrum.conductance.push_back(background * (std::abs(bias) < 10 ? 2 : 1));
    spectrum.sigma.push_back(sigma * background);
  }
  return spectrum;
}

TEST(NormaliseOutside, a_polynomial_background_is_divided_out_exactly) {
  const Spectrum spectrum = peak_on_a_background(0.02);
  const Normalised normalised = normalise_outside(spectrum, 10, 2);
  ASSERT_EQ(normalised.coefficients.size(), 3u);
  EXPECT_NEAR(normalised.coefficients[0], 2, 1e-12);
  EXPECT_NEAR(normalised.coefficients[1], 0.01, 1e-13);
  EXPECT_NEAR(normalised.coefficients[2], 0.001, 1e-14);
  EXPECT_EQ(normalised.spectrum.unit, ConductanceUnit::normalised);
  for (std::size_t k = 0; k < spectrum.size(); ++k) {
    EXPECT_NEAR(normalised.spectrum.conductance[k], std::abs(spectrum.bias_mV[k]) < 10 ? 2 : 1, 1e-12);
    EXPECT_NEAR(normalised.spectrum.sigma[k], 0.02, 1e-13);
    EXPECT_NEAR(normalised.background[k] * normalised.spectrum.conductance[k], spectrum.conductance[k], 1e-12);
  }
}

TEST(NormaliseOutside, points_with_a_large_sigma_count_little) {
  Spectrum spectrum = spectrum_of({-3, -2, -1, 1, 2, 3}, {1, 1, 1, 1, 1, 101}, {1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e6});
  EXPECT_NEAR(normalise_outside(spectrum, 0, 0).coefficients[0], 1, 1e-12);
}

TEST(NormaliseOutside, how_well_the_background_is_known_is_told) {
  std::mt19937 generator(1);
  std::normal_distribution<double> noise(0, 0.02);
  Spectrum spectrum = peak_on_a_background(0.02);
  for (double& G : spectrum.conductance) G *= 1 + noise(generator);
  const Spectrum normalised = normalise_outside(spectrum, 10, 2).spectrum;  // 0.02 √(3/160)
  ASSERT_EQ(normalised.warnings.size(), 1u);
  EXPECT_TRUE(normalised.warnings[0].starts_with("what the curve was divided by is known to 0.3 % "))
      << normalised.warnings[0];
}

TEST(NormaliseOutside, what_leaves_no_background_is_refused) {
  const Spectrum spectrum = peak_on_a_background(0.02);
  EXPECT_EQ(
      refusal([&] { normalise_outside(spectrum, 49.6, 2); }),
      "spectrum has 2 points beyond 49.6 mV (the data reach 50 mV), expected at least 4 for a background of degree 2");
  EXPECT_EQ(refusal([&] { normalise_outside(cut_window(spectrum, -5, 50), 10, 1); }),
            "spectrum has points beyond 10 mV (the data reach 50 mV) on one side of zero only, expected both sides");
  EXPECT_EQ(refusal([&] { normalise_outside(spectrum, -1, 1); }), "outside_mV is -1, expected a finite number >= 0");
  EXPECT_EQ(refusal([&] { normalise_outside(spectrum, 10, 10); }), "degree is 10, expected 0 to 9");
  EXPECT_EQ(refusal([&] {
              normalise_outside(spectrum_of({-2, -1, 1, 2}, {-1, -1, -1, -1}), 0, 0);
            }),
            "background is -1 at -2 mV, expected a positive number: choose another degree or limit");
  EXPECT_EQ(refusal([&] {
              normalise_outside(spectrum_of({-2, -2, 2, 2}, {1, 1, 1, 1}), 1, 2);
            }),
            "spectrum has too few different biases beyond 1 mV (the data reach 2 mV) for a background of degree 2");
}

TEST(Symmetrise, an_odd_part_cancels) {
  const Spectrum even = symmetrise(spectrum_of({2, -2, 0, -1, 1}, {5, 1, 7, 2, 4}));  // unsorted on purpose
  EXPECT_EQ(even.bias_mV, (Numbers{-2, -1, 0, 1, 2}));
  EXPECT_EQ(even.conductance, (Numbers{3, 3, 7, 3, 3}));
}

TEST(Symmetrise, the_error_shrinks_by_root_two_and_the_points_are_half_as_many) {
  const Spectrum even = symmetrise(spectrum_of({-1, 0, 1}, {1, 1, 1}, {0.1, 0.1, 0.1}));
  EXPECT_DOUBLE_EQ(even.sigma[0], 0.1 / std::sqrt(2.0));
  EXPECT_DOUBLE_EQ(even.sigma[1], 0.1);  // zero is its own mirror image
  EXPECT_EQ(even.points_per_independent_point, 2);
}

TEST(Symmetrise, a_shifted_grid_is_interpolated_and_its_overlap_kept) {
  const Spectrum even = symmetrise(spectrum_of({-2.5, -1.5, -0.5, 1, 2, 3}, {2.5, 1.5, 0.5, 1, 2, 3}));
  EXPECT_EQ(even.bias_mV, (Numbers{-2, -1, 1, 2}));
  EXPECT_EQ(even.conductance, (Numbers{2, 1, 1, 2}));
}

TEST(Symmetrise, a_curve_off_centre_is_told_and_a_centred_or_tilted_one_is_not) {
  std::mt19937 generator(3);
  const auto told = [&](double offset_mV, double tilt) {
    std::normal_distribution<double> noise(0, 0.005);
    Spectrum s;
    for (int i = -60; i <= 60; ++i) s.bias_mV.push_back(0.1 * i);
    std::vector<double> at_junction;
    for (const double V : s.bias_mV) at_junction.push_back(V - offset_mV);
    s.conductance = find_model("dynes")(at_junction, {{"Delta", 1.4}, {"Gamma", 0.1}, {"T", 1.5}});
    for (std::size_t k = 0; k < s.size(); ++k) s.conductance[k] *= (1 + tilt * s.bias_mV[k]) * (1 + noise(generator));
    return std::ranges::any_of(symmetrise(s).warnings, [](const std::string& warning) {
      return warning.starts_with("the curve was not centred");
    });
  };
  int centred = 0, off = 0;
  for (int k = 0; k < 50; ++k) {
    centred += told(0, 0.02 * (k % 5));
    off += told(k % 2 ? 0.05 : -0.1, 0.02 * (k % 5));
  }
  EXPECT_EQ(centred, 0);
  EXPECT_EQ(off, 50);
}

TEST(Symmetrise, the_centre_is_on_record_and_moves_with_the_bias) {
  const Spectrum even = symmetrise(spectrum_of({-1, 0, 1}, {1, 2, 3}));
  EXPECT_EQ(even.symmetrised_about_mV, 0);
  EXPECT_EQ(symmetrise(even).symmetrised_about_mV, 0);
  EXPECT_FALSE(shift_bias(spectrum_of({-1, 0, 1}, {1, 2, 3}), 0.25).symmetrised_about_mV);
  const Spectrum shifted = shift_bias(even, 0.25);
  EXPECT_EQ(shifted.symmetrised_about_mV, -0.25);
  EXPECT_EQ(refusal([&] { symmetrise(shifted); }),
            "spectrum was symmetrised about -0.25 mV already, expected not, or about 0");
}

TEST(Symmetrise, an_even_curve_stays_as_it_is) {
  const Spectrum once = symmetrise(read_spectrum(DIDV_SOURCE_DIR "/data/ats/tunneling_300mK.csv"));
  ASSERT_EQ(once.size(), 301u);
  const Spectrum twice = symmetrise(once);
  EXPECT_EQ(twice.bias_mV, once.bias_mV);
  EXPECT_EQ(twice.conductance, once.conductance);
}

TEST(Symmetrise, one_sided_and_repeated_data_are_refused) {
  EXPECT_EQ(refusal([] {
              symmetrise(spectrum_of({0, 1, 2}, {1, 1, 1}));
            }),
            "spectrum does not reach to both sides of zero bias, expected it to");
  EXPECT_EQ(refusal([] {
              symmetrise(spectrum_of({-1, 1, 1}, {1, 1, 1}));
            }),
            "spectrum has the bias 1 mV twice, expected it once");
}

TEST(ShiftBias, subtracts_the_offset) {
  EXPECT_EQ(shift_bias(spectrum_of({1, 2}, {1, 1}), 0.5).bias_mV, (Numbers{0.5, 1.5}));
  EXPECT_EQ(refusal([] {
              shift_bias(spectrum_of({1, 2}, {1, 1}), std::nan(""));
            }),
            "offset_mV is nan, expected a finite number");
}

TEST(CutWindow, keeps_its_ends) {
  const Spectrum cut = cut_window(spectrum_of({-2, -1, 0, 1, 2}, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}), -1, 1);
  EXPECT_EQ(cut.bias_mV, (Numbers{-1, 0, 1}));
  EXPECT_EQ(cut.conductance, (Numbers{2, 3, 4}));
  EXPECT_EQ(cut.sigma, (Numbers{2, 3, 4}));
  EXPECT_EQ(refusal([] {
              cut_window(spectrum_of({1, 2}, {1, 1}), 5, 6);
            }),
            "window 5 to 6 mV holds 0 of 2 points, expected at least 2");
  EXPECT_EQ(refusal([] {
              cut_window(spectrum_of({1, 2}, {1, 1}), 2, 1);
            }),
            "window is 2 to 1 mV, expected its lower end first");
}

TEST(EveryStep, refuses_numbers_that_are_none_and_lengths_that_differ) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal([&] {
              shift_bias(spectrum_of({1, 2}, {1, nan}), 0);
            }),
            "spectrum has bias 2 mV, conductance nan at point 2, expected finite numbers");
  EXPECT_EQ(refusal([&] {
              symmetrise(spectrum_of({-1, 1}, {1, 1}, {1, 0}));
            }),
            "spectrum has bias 1 mV, conductance 1, sigma 0 at point 2, expected finite numbers and sigma > 0");
  EXPECT_EQ(refusal([&] {
              find_peaks(spectrum_of({1, 2}, {1}));
            }),
            "spectrum has 2 biases, 1 conductances and 0 sigmas, expected one length (or no sigma)");
}

TEST(EveryStep, says_in_history_what_it_did) {
  const Spectrum done = cut_window(shift_bias(symmetrise(peak_on_a_background(0.02)), 0.25), -20, 20);
  EXPECT_EQ(done.history, (std::vector<std::string>{"symmetrised: mean of G(V) and G(-V)", "bias shifted by -0.25 mV",
                                                    "bias window -20 to 20 mV"}));
}

}  // namespace
}  // namespace didv
