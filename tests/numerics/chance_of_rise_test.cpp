// Probabilities of noise against Student's distribution (GSL) and against noise itself.

#include "numerics/chance_of_rise.hpp"

#include <gsl/gsl_cdf.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "numerics/running_means.hpp"

namespace didv::numerics {
namespace {

TEST(ChanceOfRise, of_two_places_is_the_tail_of_student) {
  for (const double freedom : {2.0, 5.0, 20.0, 400.0}) {
    for (const double rise : {1.0, 4.0, 8.0}) {
      const double exact = gsl_cdf_tdist_Q(rise / std::sqrt(2), freedom);
      EXPECT_NEAR(chance_of_rise(rise, 2, freedom), exact, 0.02 * exact) << freedom << " " << rise;
    }
  }
}

TEST(ChanceOfRise, of_a_known_deviation_grows_with_the_pairs_and_is_one_at_most) {
  const double one = chance_of_rise(7, 2, 1e4);
  EXPECT_NEAR(chance_of_rise(7, 21, 1e4), 210 * one, 1e-6 * one);
  EXPECT_NEAR(chance_of_rise(0, 1000, 1e4), 1, 1e-6);
}

/// Means over `window` neighbours of white noise, of unit deviation.
std::vector<double> shared_noise(std::size_t count, std::size_t window, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> white(count + window - 1);
  for (double& value : white) value = normal(random);
  std::vector<double> noise(count);
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t j = 0; j < window; ++j) noise[k] += white[k + j] / std::sqrt(static_cast<double>(window));
  return noise;
}

TEST(NoiseOfMeans, is_that_of_the_points_where_they_are_independent) {
  const std::vector<double> noise = shared_noise(4000, 1, 1);
  EXPECT_NEAR(noise_of_means(std::span(&noise, 1), 0.05, 1).deviation, 1, 0.05);
}

TEST(NoiseOfMeans, sees_what_neighbours_share_whether_or_not_it_is_said) {
  const std::vector<double> noise = shared_noise(4000, 5, 1);
  EXPECT_NEAR(noise_of_means(std::span(&noise, 1), 0.05, 1).deviation, std::sqrt(5), 0.5);
  EXPECT_NEAR(noise_of_means(std::span(&noise, 1), 0, 5).deviation, std::sqrt(5), 0.2);
}

TEST(NoiseOfMeans, of_too_few_values_is_infinite) {
  const std::vector<double> noise{1, 2, 1};
  EXPECT_TRUE(std::isinf(noise_of_means(std::span(&noise, 1), 0.05, 1).deviation));
}

}  // namespace
}  // namespace didv::numerics
