#include "didv/gap_equation/interpolations.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "didv/error.hpp"
#include "didv/gap_equation.hpp"

namespace didv {
namespace {

TEST(GapInterpolations, ErrAgainstTheExactCurveByAsMuchAsTheySay) {
  for (const bcs::GapInterpolation& approximation : bcs::gap_interpolations()) {
    double worst = 0, worst_at = 0;
    for (int k = 200; k <= 9999; ++k) {
      const double t = k * 1e-4;
      const double error = approximation(t) - bcs::reduced_gap(t);
      if (std::abs(error) > std::abs(worst)) worst = error, worst_at = t;
    }
    EXPECT_NEAR(worst, approximation.worst_error, 1e-6) << approximation.name;  // its printed digits
    EXPECT_NEAR(worst_at, approximation.worst_at, 1e-3) << approximation.name;  // flat at the maximum
  }
}

TEST(GapInterpolations, ApproachTcWithTheStatedError) {
  for (const bcs::GapInterpolation& approximation : bcs::gap_interpolations()) {
    const double one_minus_t = 0x1p-30;
    const double error = approximation(1 - one_minus_t) / bcs::reduced_gap_below_tc(one_minus_t) - 1;
    if (approximation.error_at_tc == -1) {  // (1−t)^0.51 against (1−t)^0.5: decays without end, as (1−t)^0.01
      const double later = approximation(1 - one_minus_t / 1024) / bcs::reduced_gap_below_tc(one_minus_t / 1024) - 1;
      EXPECT_NEAR((1 + later) / (1 + error), std::pow(1024, -0.01), 1e-6) << approximation.name;
    } else {
      EXPECT_NEAR(error, approximation.error_at_tc, 1e-5) << approximation.name;
    }
  }
}

TEST(GapInterpolations, StartAtOneAndVanishAboveTc) {
  for (const bcs::GapInterpolation& approximation : bcs::gap_interpolations()) {
    EXPECT_NEAR(approximation(0), approximation.name == "sqrt_1.74" ? 1.74 : 1, 1e-15) << approximation.name;
    EXPECT_EQ(approximation(1), 0);
    EXPECT_EQ(approximation(3), 0);
    EXPECT_THROW(approximation(-0.1), InvalidArgument);
    EXPECT_THROW(approximation(std::nan("")), InvalidArgument);
  }
}

TEST(GapInterpolations, TheImplicitOneSolvesItsEquation) {
  const auto& thouless = bcs::find_gap_interpolation("thouless");
  for (double t : {0.02, 0.3, 0.7, 0.95, 0.9999}) EXPECT_NEAR(thouless(t), std::tanh(thouless(t) / t), 1e-15) << t;
}

TEST(GapInterpolations, AreFoundByName) {
  EXPECT_EQ(bcs::find_gap_interpolation("sqrt_cos").formula, "sqrt(cos(pi t^2/2))");
  try {
    bcs::find_gap_interpolation("cosine");
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(),
                 "gap interpolation \"cosine\": expected one of tanh_1.74, tanh_1.82, tanh_gross, sqrt_cos, sqrt_1.74, "
                 "thouless");
  }
}

}  // namespace
}  // namespace didv
