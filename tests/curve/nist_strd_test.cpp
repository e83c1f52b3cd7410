// Certified fits: 27 problems from two starts each, through the public curve fit with default settings.

#include <gtest/gtest.h>

#include "nist_fit.hpp"

namespace didv {
namespace {

// NIST certifies 11 digits; six are what its own ranking asks of a good program.
constexpr double required_digits = 6;
constexpr double required_digits_of_squares = 9;

class NistStrd : public testing::TestWithParam<nist::Problem> {};

TEST_P(NistStrd, ParametersErrorsAndSumOfSquaresAgreeWithTheCertifiedOnesFromBothStarts) {
  const nist::Set set = nist::read(GetParam().name);
  for (const int start : {1, 2}) {
    const FitResult result = nist::fit(GetParam(), set, start);
    EXPECT_TRUE(result.usable()) << result.report();
    for (std::size_t j = 0; j < set.parameters.size(); ++j) {
      const Estimate& found = result.data[0].parameters[j];
      EXPECT_GE(nist::digits(found.value, set.parameters[j].value), required_digits)
          << found.name << ", start " << start;
      ASSERT_TRUE(found.standard_error) << found.name << ": " << found.reason;
      // The residuals of Lanczos1 are the rounding of its own data (1e-14 of them): no errors to compare.
      if (GetParam().name != "Lanczos1") {
        EXPECT_GE(nist::digits(*found.standard_error, set.parameters[j].standard_error), required_digits)
            << found.name << ", start " << start;
      }
    }
    if (GetParam().name != "Lanczos1") {
      EXPECT_GE(nist::digits(result.chi_squared, set.sum_of_squares), required_digits_of_squares) << "start " << start;
    }
  }
}

TEST(NistStrdTogether, theWorstParameterOfEachFitHasNineDigitsInTheMean) {
  double sum = 0, fits = 0;
  for (const nist::Problem& problem : nist::problems()) {
    const nist::Set set = nist::read(problem.name);
    for (const int start : {1, 2}) {
      const FitResult result = nist::fit(problem, set, start);
      double worst = 11;
      for (std::size_t j = 0; j < set.parameters.size(); ++j)
        worst = std::min(worst, nist::digits(result.data[0].parameters[j].value, set.parameters[j].value));
      sum += worst;
      ++fits;
    }
  }
  EXPECT_EQ(fits, 54);
  EXPECT_GE(sum / fits, 9);
}

INSTANTIATE_TEST_SUITE_P(Certified, NistStrd, testing::ValuesIn(nist::problems()),
                         [](const auto& problem) { return problem.param.name; });

}  // namespace
}  // namespace didv
