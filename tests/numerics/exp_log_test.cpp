#include "numerics/exp_log.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace didv::numerics;

// Against the C library's, which is right to half a unit in the last place.
TEST(ExpLog, the_exponential_keeps_all_digits_over_its_whole_range) {
  for (double x = -700; x <= 700; x += 0.0371) EXPECT_LE(std::abs(fast_exp(x) / std::exp(x) - 1), 4.5e-16) << x;
  EXPECT_EQ(fast_exp(0), 1);
}

TEST(ExpLog, the_exponential_ends_at_700_instead_of_overflowing) {
  EXPECT_EQ(fast_exp(1e6), fast_exp(700));
  EXPECT_EQ(fast_exp(-1e6), fast_exp(-700));
}

TEST(ExpLog, the_logarithm_keeps_all_digits_from_one_to_the_largest_double) {
  for (double x = 1; x < 1e308; x *= 1.0137) {
    EXPECT_LE(std::abs(fast_log(x) - std::log(x)), 3e-16 * std::max(1.0, std::log(x))) << x;
  }
  for (double x = 1; x < 1.5; x += 1e-4) EXPECT_LE(std::abs(fast_log(x) - std::log(x)), 3e-16) << x;
  EXPECT_EQ(fast_log(1), 0);
}

}  // namespace
