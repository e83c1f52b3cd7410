// Does ± mean what it says, for every model of the catalogue and for models side by side? As recovery_test.cpp.
// DIDV_RECOVERY_FITS asks for more or fewer.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "pulls.hpp"
#include "simulated.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

/// Of the models whose single fit takes seconds.
constexpr int fits = 300, slow_fits = 40;

int number_of_fits(const std::string& name) {
  const char* asked = std::getenv("DIDV_RECOVERY_FITS");
  return asked != nullptr ? std::atoi(asked) : simulated::is_slow(name) ? slow_fits : fits;
}

class RecoverySweep : public testing::TestWithParam<std::string> {};

TEST_P(RecoverySweep, ParametersScatterAsTheirErrorsSay) {
  const int count = number_of_fits(GetParam());
  const Model model = find_model(GetParam());
  const ParameterValues truth = simulated::truth_of(model);
  std::mt19937 generator(20260201);
  Pulls pulls;
  double chi_squared = 0, degrees_of_freedom = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (int k = 0; k < count; ++k) {
    const FitResult fit = simulated::fit(model, truth, generator).run();
    ASSERT_TRUE(fit.usable()) << fit.report();
    for (const auto& [name, value] : truth)
      if (name != "T") pulls.add(fit[name], value);
    chi_squared += fit.chi_squared;
    degrees_of_freedom += fit.degrees_of_freedom;
  }
  std::printf("%s: %d fits, %.3f s each, χ²/ndf %.4f\n", GetParam().c_str(), count,
              std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() / count,
              chi_squared / degrees_of_freedom);
  pulls.print();
  std::fflush(stdout);
  pulls.expect_unit_normal(static_cast<std::size_t>(count));
  EXPECT_NEAR(chi_squared / degrees_of_freedom, 1, 4 * std::sqrt(2 / degrees_of_freedom));
}

INSTANTIATE_TEST_SUITE_P(Catalogue, RecoverySweep, testing::ValuesIn(simulated::names_of_models()),
                         [](const auto& model) { return simulated::as_test_name(model.param); });

}  // namespace
}  // namespace didv
