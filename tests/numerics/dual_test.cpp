// Complex numbers and duals of them.

#include "didv/dual.hpp"

#include <gtest/gtest.h>

#include <complex>

namespace {

using namespace didv;
using C = ComplexNumber<double>;
using D = Dual<double, 2>;

constexpr double few_ulp = 1e-15;

TEST(ComplexNumber, root_is_the_principal_one_of_the_standard_library) {
  for (const double x : {-3.0, -1e-9, 0.0, 1e-9, 2.0}) {
    for (const double y : {-1.0, -1e-12, 0.0, 1e-12, 4.0}) {
      const C mine = sqrt(C(x, y));
      const std::complex<double> theirs = std::sqrt(std::complex<double>(x, y));
      EXPECT_NEAR(mine.re, theirs.real(), few_ulp * std::abs(theirs));
      EXPECT_NEAR(mine.im, theirs.imag(), few_ulp * std::abs(theirs));
    }
  }
}

TEST(ComplexNumber, root_on_the_upper_lip_of_the_cut_is_positive_imaginary) {
  EXPECT_EQ(sqrt(C(-4, 0)).im, 2);
  EXPECT_EQ(sqrt(C(-4, 0)).re, 0);
}

TEST(ComplexNumber, the_inverse_root_is_the_inverse_of_the_standard_library_s_root) {
  for (const double x : {-3.0, -1e-9, 0.0, 2e-7, 5.0}) {
    for (const double y : {-2.0, -1e-12, 3e-8, 7.0}) {
      const C mine = inverse_sqrt(C(x, y));
      const std::complex<double> theirs = 1.0 / std::sqrt(std::complex<double>(x, y));
      EXPECT_NEAR(mine.re, theirs.real(), few_ulp * std::abs(theirs));
      EXPECT_NEAR(mine.im, theirs.imag(), few_ulp * std::abs(theirs));
    }
  }
}

TEST(Dual, carries_the_derivative_through_a_formula) {
  const D x = D::variable(0.7, 0), y = D::variable(1.9, 1);
  const D f = sqrt(x * y + 2) / (1 - x) + exp(-x) * log(y) - 3 * y / x;
  const double root = std::sqrt(0.7 * 1.9 + 2);
  EXPECT_NEAR(f.value, root / 0.3 + std::exp(-0.7) * std::log(1.9) - 3 * 1.9 / 0.7, 1e-14);
  EXPECT_NEAR(f.d[0], 1.9 / (2 * root * 0.3) + root / 0.09 - std::exp(-0.7) * std::log(1.9) + 3 * 1.9 / 0.49, 1e-13);
  EXPECT_NEAR(f.d[1], 0.7 / (2 * root * 0.3) + std::exp(-0.7) / 1.9 - 3 / 0.7, 1e-14);
}

// Cauchy–Riemann: along the real and the imaginary axis an analytic function has one derivative.
TEST(Dual, of_a_complex_number_obeys_cauchy_and_riemann) {
  const auto z = make_complex(D::variable(0.3, 0), D::variable(0.8, 1));
  const auto f = sqrt(z * z - 1) / (z + 2) + log(z) * exp(z);
  EXPECT_NEAR(f.d[1].re, -f.d[0].im, 1e-14);
  EXPECT_NEAR(f.d[1].im, f.d[0].re, 1e-14);
}

TEST(Dual, norm_and_parts_of_a_complex_dual_are_real_duals) {
  const auto z = make_complex(D::variable(0.3, 0), D::variable(0.8, 1));
  EXPECT_DOUBLE_EQ(norm(z).value, 0.73);
  EXPECT_DOUBLE_EQ(norm(z).d[0], 0.6);
  EXPECT_DOUBLE_EQ(norm(z).d[1], 1.6);
  EXPECT_EQ(real(z * z).d[1], -1.6);
  EXPECT_EQ(imag(conj(z)).d[1], -1);
}

TEST(Dual, compares_by_value) {
  const D x = D::variable(2, 0);
  EXPECT_TRUE(x > 1 && x < 3.5 && x == 2 && x != D(1.0));
  EXPECT_EQ(abs(-x).d[0], 1);
}

}  // namespace
