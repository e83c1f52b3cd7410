// A lock-in whose amplitude is a parameter.

#include "fit/unknown_modulation.hpp"

#include <gtest/gtest.h>

#include "didv/fit.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

const Model behind = fitting::with_unknown_modulation(find_model("dynes"));

TEST(UnknownModulation, is_the_model_behind_that_modulation) {
  const std::vector<double> V{-2, -1.1, 0, 0.4, 1, 3};
  const ParameterValues own{{"Delta", 1}, {"Gamma", 0.1}, {"T", 1.5}};
  for (const double rms_mV : {0.0, 0.2}) {
    ParameterValues values = own;
    values["modulation"] = rms_mV;
    EXPECT_EQ(behind(V, values), find_model("dynes")(V, own, {Modulation(Rms{rms_mV}), {}}));
  }
}

TEST(UnknownModulation, is_recovered_with_its_error) {
  double squares = 0;
  constexpr int fits = 40;
  for (unsigned seed = 1; seed <= fits; ++seed) {
    std::mt19937 generator(seed);
    Spectrum s = synthetic::spectrum(find_model("dynes"), {{"Delta", 1.4}, {"Gamma", 0.1}, {"T", 1}}, 6, 121, 0.01,
                                     generator, {Modulation(Rms{0.3}), {}});
    s.modulation.reset();
    const FitResult fit = Fit(behind).add(s).run();
    ASSERT_TRUE(fit["modulation"].standard_error) << fit.report();
    const double pull = (fit["modulation"].value - 0.3) / *fit["modulation"].standard_error;
    squares += pull * pull / fits;
  }
  EXPECT_NEAR(squares, 1, 3 * std::sqrt(2.0 / fits));  // three standard deviations of their scatter
}

}  // namespace
}  // namespace didv
