#include "transport/thermometer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "synthetic_curve.hpp"
#include "transport/rounding.hpp"

namespace didv {
namespace {

const std::vector<double> even = synthetic::Grid{5, 15, 0.01}.values();

std::vector<double> rounded(std::vector<double> values, double step) {
  for (double& value : values) value = step * std::round(value / step);
  return values;
}

TEST(Thermometer, noise_is_that_about_the_course_of_the_sweep) {
  for (const double noise : {0.02, 0.05}) {
    const Thermometer found = find_thermometer(synthetic::noisy(even, noise, 7));
    EXPECT_NEAR(found.noise_K, noise, 0.15 * noise);  // 4 σ of a median of 1000
    EXPECT_FALSE(found.sorted);
    EXPECT_EQ(found.rounding_K, 0);
  }
}

TEST(Thermometer, even_steps_have_none_in_any_order_and_two_sweeps_of_them_are_not_rounded) {
  std::vector<double> shuffled = even, both = even;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64(3));
  both.insert(both.end(), even.rbegin(), even.rend());
  for (const auto& temperatures : {even, shuffled, both}) {
    const Thermometer found = find_thermometer(temperatures);
    EXPECT_LT(found.noise_K, 1e-9);
    EXPECT_FALSE(found.sorted);
    EXPECT_EQ(found.rounding_K, 0);
  }
}

TEST(Thermometer, noise_that_was_sorted_away_is_suspected) {
  std::vector<double> noisy = synthetic::noisy(even, 0.02, 7);
  std::sort(noisy.begin(), noisy.end());
  EXPECT_TRUE(find_thermometer(noisy).sorted);
  std::reverse(noisy.begin(), noisy.end());
  EXPECT_TRUE(find_thermometer(noisy).sorted);
  std::shuffle(noisy.begin(), noisy.end(), std::mt19937_64(3));
  EXPECT_TRUE(find_thermometer(noisy).sorted);
}

TEST(Rounding, is_the_step_on_whose_multiples_readings_repeat) {
  EXPECT_NEAR(rounding_step(rounded(even, 0.1)), 0.1, 1e-12);
  EXPECT_NEAR(rounding_step(rounded(synthetic::noisy(even, 0.003, 2), 0.05)), 0.05, 1e-12);
  std::vector<double> celsius = rounded(even, 0.1);
  for (double& t : celsius) t += 273.15;  // on multiples from the lowest
  EXPECT_NEAR(rounding_step(celsius), 0.1, 1e-9);
}

TEST(Rounding, is_none_of_readings_that_do_not_repeat_or_lie_anywhere_or_are_a_jump) {
  EXPECT_EQ(rounding_step(even), 0);
  std::vector<double> held;
  std::mt19937_64 random(5);
  for (int i = 0; i < 100; ++i) held.insert(held.end(), 3, std::uniform_real_distribution<double>(1, 2)(random));
  EXPECT_EQ(rounding_step(held), 0);
  EXPECT_EQ(rounding_step(std::vector<double>{0, 0, 0, 0, 1, 1, 1, 1, 1}), 0);
}

}  // namespace
}  // namespace didv
