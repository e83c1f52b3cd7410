#include "transport/sweeps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace didv {
namespace {

std::vector<double> triangle(int up, int down) {
  std::vector<double> x;
  for (int i = 0; i <= up; ++i) x.push_back(i);
  for (int i = 1; i <= down; ++i) x.push_back(up - i);
  return x;
}

TEST(Sweeps, a_single_sweep_is_one_in_its_direction) {
  std::vector<double> x = triangle(50, 0);
  ASSERT_EQ(split_sweeps(x).size(), 1u);
  EXPECT_TRUE(split_sweeps(x).front().rising);
  std::reverse(x.begin(), x.end());
  ASSERT_EQ(split_sweeps(x).size(), 1u);
  EXPECT_FALSE(split_sweeps(x).front().rising);
}

TEST(Sweeps, there_and_back_are_two_that_share_no_point) {
  const auto sweeps = split_sweeps(triangle(50, 50));
  ASSERT_EQ(sweeps.size(), 2u);
  EXPECT_EQ(sweeps[0].last, 51u);
  EXPECT_EQ(sweeps[1].first, 51u);
  EXPECT_EQ(sweeps[1].last, 101u);
  EXPECT_TRUE(sweeps[0].rising);
  EXPECT_FALSE(sweeps[1].rising);
}

TEST(Sweeps, small_steps_back_do_not_cut) {
  std::vector<double> x = triangle(100, 0);
  for (std::size_t i = 3; i < x.size(); i += 5) x[i] -= 4;
  EXPECT_EQ(split_sweeps(x).size(), 1u);
}

TEST(Sweeps, points_in_no_order_are_one) {
  std::vector<double> x = triangle(200, 0);
  std::shuffle(x.begin(), x.end(), std::mt19937_64(1));
  EXPECT_EQ(split_sweeps(x).size(), 1u);
  EXPECT_TRUE(split_sweeps(std::vector<double>{}).empty());
}

}  // namespace
}  // namespace didv
