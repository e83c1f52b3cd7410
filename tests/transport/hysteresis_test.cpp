#include "transport/hysteresis.hpp"

#include <gtest/gtest.h>

#include <array>

namespace didv {
namespace {

ResistiveTransition with_tc(Quantity tc) {
  ResistiveTransition sweep;
  sweep.Tc_K = std::move(tc);
  return sweep;
}

TEST(Hysteresis, is_a_difference_beyond_three_standard_deviations) {
  const auto sweep = [](double tc, double error) {
    return with_tc({.value = tc, .standard_error = error, .unit = "K"});
  };
  EXPECT_TRUE(differ(std::array{sweep(9.0, 0.01), sweep(9.1, 0.01)}));
  EXPECT_FALSE(differ(std::array{sweep(9.0, 0.03), sweep(9.1, 0.01)}));
}

TEST(Hysteresis, is_not_told_without_errors_and_a_mean_of_numbers_without_them_has_none) {
  const std::array sweeps{with_tc({.value = 9.0, .standard_error = 0.01, .unit = "K"}),
                          with_tc({.value = 9.1, .unit = "K", .reason = "blurred"})};
  EXPECT_FALSE(differ(sweeps));
  const ResistiveTransition mean = mean_of(sweeps, {{false, sweeps[0].Tc_K}, {true, sweeps[1].Tc_K}});
  EXPECT_NEAR(*mean.Tc_K.value, 9.05, 1e-12);
  EXPECT_FALSE(mean.Tc_K.standard_error);
  EXPECT_EQ(mean.Tc_K.reason, "blurred");
}

}  // namespace
}  // namespace didv
