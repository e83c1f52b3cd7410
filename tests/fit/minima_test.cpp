// Where χ² has several minima: the lowest is reported, whatever the caller's start, and the others are told.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

/// One gap and noise: a second one finds something to fit in more than one place.
FitResult two_gaps_where_there_is_one(unsigned seed) {
  std::mt19937 generator(seed);
  const Spectrum s =
      synthetic::spectrum(find_model("dynes"), {{"Delta", 1}, {"Gamma", 0.15}, {"T", 1.5}}, 5, 151, 0.03, generator);
  return Fit(find_model("two_gap_dynes")).add(s).run();
}

double sum_of_squares(const FitResult& result, const OtherMinimum& there) {
  const FittedData& data = result.data.front();
  ParameterValues values = there.parameters;
  values.try_emplace("T", result["T"].value);
  const std::vector<double> curve = find_model(result.model)(data.x, values);
  double sum = 0;
  for (std::size_t i = 0; i < curve.size(); ++i) sum += std::pow(data.data[i] - curve[i], 2);
  return sum;
}

TEST(Minima, others_are_listed_with_their_own_chi_squared_and_where_they_are) {
  int listed = 0;
  for (unsigned seed = 1; seed <= 10; ++seed) {
    const FitResult result = two_gaps_where_there_is_one(seed);
    double before = result.chi_squared;
    for (const OtherMinimum& other : result.data.front().other_minima) {
      ++listed;
      EXPECT_GE(other.chi_squared, before) << "in their order, seed " << seed;
      before = other.chi_squared;
      EXPECT_NEAR(sum_of_squares(result, other), other.chi_squared, 1e-9 * other.chi_squared);
      EXPECT_LE(other.parameters.at("Delta1"), other.parameters.at("Delta2")) << "in the order of the model";
    }
  }
  EXPECT_GT(listed, 0);
}

/// Does a fit with all parameters but those held find χ² as low as one that begins at the truth?
bool finds_the_lowest(const char* model, const ParameterValues& truth, double reach_mV, int points,
                      const std::vector<std::string>& held, std::mt19937& generator) {
  const Spectrum s = synthetic::spectrum(find_model(model), truth, reach_mV, points, 0.01, generator);
  Fit fit(find_model(model));
  fit.add(s);
  for (const std::string& name : held) fit.fix(name, truth.at(name));
  Fit from_truth(fit);
  for (const auto& [name, value] : truth)
    if (name != "T" && std::find(held.begin(), held.end(), name) == held.end()) from_truth.start(name, value);
  return fit.run().chi_squared < from_truth.run().chi_squared * (1 + 1e-3);
}

// A peak narrower than the points are apart makes valleys of χ² as narrow: no start on the way falls into the right
// one.
TEST(Minima, the_lowest_is_found_where_the_points_are_farther_apart_than_the_curve_is_sharp) {
  std::mt19937 generator(5);
  std::uniform_real_distribution<double> anywhere(0.2, 2.0);
  for (int k = 0; k < 15; ++k) {
    const double Delta = anywhere(generator);
    EXPECT_TRUE(finds_the_lowest("dynes", {{"Delta", Delta}, {"Gamma", 0}, {"T", 0.1}}, 6, 241, {"Gamma"}, generator));
    EXPECT_TRUE(finds_the_lowest("dynes", {{"Delta", Delta}, {"Gamma", 0.001}, {"T", 0}}, 6, 121, {}, generator));
    EXPECT_TRUE(
        finds_the_lowest("dynes", {{"Delta", 0.2 * Delta}, {"Gamma", 0.01}, {"T", 0.1}}, 50, 1001, {}, generator));
    EXPECT_TRUE(finds_the_lowest("btk", {{"Delta", Delta}, {"Gamma", 0.001}, {"Z", 2}, {"T", 0.05}}, 6, 241,
                                 {"Gamma", "Z"}, generator));
  }
}

TEST(Minima, a_gap_and_an_offset_are_found_together_where_both_peaks_are_sharp) {
  const ParameterValues truth{{"Delta", 0.869}, {"Gamma", 0.005}, {"T", 0.05}};
  for (unsigned seed = 1; seed <= 5; ++seed) {
    std::mt19937 generator(seed);
    Spectrum s = synthetic::spectrum(find_model("dynes"), truth, 4, 81, 0.01, generator);
    for (double& V : s.bias_mV) V -= 0.037;  // the model is taken at the bias of the junction
    s.conductance = find_model("dynes")(s.bias_mV, truth);
    for (double& V : s.bias_mV) V += 0.037;
    std::normal_distribution<double> noise(0, 0.01);
    for (double& G : s.conductance) G += noise(generator);
    const FitResult found = Fit(find_model("dynes")).add(s).fit_offset().fix("Gamma", 0.005).run();
    EXPECT_NEAR(found["Delta"].value, 0.869, 0.003) << seed;
    EXPECT_NEAR(found["offset_mV"].value, 0.037, 0.003) << seed;
  }
}

// A smeared edge that is seen once fits down to the noise with a wrong offset, too.
TEST(Minima, an_offset_that_is_free_ends_no_higher_than_at_zero_in_a_lopsided_range) {
  const ParameterValues sharp{{"Delta", 1.4}, {"Gamma", 0.1}, {"Z", 0.5}, {"T", 1.5}},
      smeared{{"Delta", 1.6}, {"Gamma", 0.8}, {"Z", 0.4}, {"T", 2.4}};
  for (const ParameterValues& truth : {sharp, smeared})
    for (const auto& [from_mV, to_mV] : std::vector<Interval>{{0, 7.8}, {-1, 6}, {-2, 10}, {-10, 2}})
      for (unsigned seed = 1; seed <= 4; ++seed) {
        std::mt19937 generator(seed);
        const double reach_mV = std::max(-from_mV, to_mV);
        const int points = 1 + static_cast<int>(std::lround(20 * reach_mV));
        Fit fit(find_model("btk"));
        fit.add(synthetic::spectrum(find_model("btk"), truth, reach_mV, points, 0.01, generator));
        fit.background(1).window(from_mV, to_mV);
        const FitResult at_zero = fit.run(), free = fit.fit_offset().run();
        EXPECT_LE(free.chi_squared, at_zero.chi_squared * (1 + 1e-9)) << from_mV << " " << to_mV << " " << seed;
      }
}

TEST(Minima, an_offset_and_a_gap_of_one_polarity_are_found_within_their_errors) {
  for (const double offset_mV : {0.0, 0.03})
    for (unsigned seed = 1; seed <= 5; ++seed) {
      std::mt19937 generator(seed);
      Spectrum s = synthetic::spectrum(find_model("dynes"), {{"Delta", 1.4}, {"Gamma", 0.1}, {"T", 1.5}}, 6, 121, 0.01,
                                       generator);
      for (double& V : s.bias_mV) V += offset_mV;
      const FitResult found = Fit(find_model("dynes")).add(s).background(1).window(0, 7).fit_offset().run();
      ASSERT_TRUE(found.usable()) << found.report();
      for (const auto& [name, truth] : {std::pair{"Delta", 1.4}, {"offset_mV", offset_mV}}) {
        ASSERT_TRUE(found[name].standard_error);
        EXPECT_NEAR(found[name].value, truth, 4 * *found[name].standard_error) << name << " " << seed;
      }
    }
}

TEST(Minima, the_lowest_is_found_where_the_difference_of_two_gaps_hides_between_points) {
  std::mt19937 generator(5);
  int missed = 0;
  for (int k = 0; k < 2; ++k) {
    const ParameterValues tip{{"Delta1", 0.5}, {"Gamma1", 0.005}, {"Delta2", 1.37}, {"Gamma2", 0.005}, {"T", 1.3}};
    missed += !finds_the_lowest("sis", tip, 5, 201, {}, generator);
    const ParameterValues held{{"Delta1", 0.5}, {"Gamma1", 0.002}, {"Delta2", 1.37}, {"Gamma2", 0.004}, {"T", 1.3}};
    missed += !finds_the_lowest("sis", held, 5, 401, {"Gamma1", "Gamma2"}, generator);
  }
  EXPECT_EQ(missed, 0);
}

// What no heat smears is a step of the current at the sum alone, which one point on either side is on: the split of the
// sum is told by how the curve runs beyond.
TEST(Minima, the_lowest_is_found_where_a_cold_tip_shows_the_sum_of_two_gaps_alone) {
  std::mt19937 generator(5);
  std::uniform_real_distribution<double> anywhere(0.3, 1.6);
  for (int k = 0; k < 3; ++k) {
    const double Delta1 = anywhere(generator), Delta2 = anywhere(generator);
    const ParameterValues truth{
        {"Delta1", Delta1}, {"Gamma1", 0.001}, {"Delta2", Delta2}, {"Gamma2", 0.001}, {"T", 0.02}};
    EXPECT_TRUE(finds_the_lowest("sis", truth, 5, 201, {}, generator)) << Delta1 << ' ' << Delta2;
  }
}

// With a background two branches of Γ and Z describe a warm p-wave contact nearly alike, each down to the noise.
TEST(Minima, the_lowest_is_found_where_another_describes_the_data_too) {
  const Model model = find_model("btk_p_wave");
  for (unsigned seed = 1; seed <= 2; ++seed) {
    std::mt19937 generator(seed);
    const ParameterValues truth{{"Delta", 7}, {"Gamma", 0.425}, {"Z", 0.98}, {"T", 39.8}};
    Spectrum s = synthetic::spectrum(model, truth, 35, 201, 0.01, generator);
    s.unit = ConductanceUnit::arbitrary;
    Fit fit(model);
    fit.add(s).background(2);
    Fit from_truth(fit);
    from_truth.start("Delta", 7).start("Gamma", 0.425).start("Z", 0.98);
    EXPECT_LT(fit.run().chi_squared, from_truth.run().chi_squared * (1 + 1e-3)) << seed;
  }
}

TEST(Minima, two_that_the_noise_does_not_tell_apart_are_a_warning) {
  int near = 0, far = 0;
  for (unsigned seed = 1; seed <= 10; ++seed) {
    const FitResult result = two_gaps_where_there_is_one(seed);
    bool close = false;
    for (const OtherMinimum& other : result.data.front().other_minima)
      close = close || other.chi_squared - result.chi_squared < 4 * *result.reduced_chi_squared();
    (close ? near : far) += 1;
    EXPECT_EQ(result.report().find("another minimum describes the data as well") != std::string::npos, close);
  }
  EXPECT_GT(near, 0);
  EXPECT_GT(far, 0);
}

TEST(Minima, images_of_a_crystal_angle_are_one_minimum_and_far_valleys_are_not_walked) {
  // A d-wave has 16 angles in −π … π that give the same curve, and valleys at 45° with 9 times the χ².
  const Model model = find_model("btk_d_wave");
  const ParameterValues truth{{"Delta", 1}, {"Gamma", 0.1}, {"Z", 1}, {"alpha", 0.4}, {"T", 0.8}};
  std::mt19937 generator(3);
  const FitResult result = Fit(model).add(synthetic::spectrum(model, truth, 4, 41, 0.01, generator)).sigma(0.01).run();
  ASSERT_TRUE(result.usable()) << result.report();
  EXPECT_NEAR(result["alpha"].value, truth.at("alpha"), 4 * result["alpha"].standard_error.value());
  for (const OtherMinimum& other : result.data.front().other_minima)
    EXPECT_GT(other.chi_squared, 1.01 * result.chi_squared);
  EXPECT_LT(result.evaluations, 1500);  // walking them took 3000
}

TEST(Minima, an_angle_at_the_end_of_its_distinct_range_is_at_a_bound) {
  for (const double alpha : {0.0, std::numbers::pi / 4}) {
    const Model model = find_model("btk_d_wave");
    std::mt19937 generator(4);
    const Spectrum s = synthetic::spectrum(
        model, {{"Delta", 10}, {"Gamma", 0.8}, {"Z", 1}, {"alpha", alpha}, {"T", 10}}, 40, 61, 0.01, generator);
    // From the curve, and from beside one end or from an image of the other.
    for (const auto& start : {std::optional<double>(), std::optional(alpha == 0 ? 0.01 : alpha - 1.5)}) {
      Fit fit(model);
      if (start) fit.start("alpha", *start);
      const FitResult result = fit.add(s).run();
      ASSERT_TRUE(result.usable()) << result.report();
      const Estimate& angle = result["alpha"];
      EXPECT_GE(angle.value, 0);
      EXPECT_LE(angle.value, std::numbers::pi / 4);
      ASSERT_TRUE(angle.interval_95) << result.report();
      EXPECT_LE(angle.interval_95->first, alpha);
      EXPECT_GE(angle.interval_95->second, alpha);
      EXPECT_LT(angle.interval_95->second - angle.interval_95->first, 0.3);
      EXPECT_TRUE(result["Gamma"].interval_68 || result["Gamma"].standard_error) << result.report();
      EXPECT_EQ(result.report().find("no end of the profile"), std::string::npos) << result.report();
    }
  }
}

TEST(Minima, what_is_reported_is_the_curve_that_was_fitted) {
  // Splitting and spin-orbit scattering that cancel: both have errors larger than the way to their bounds.
  const Model model = find_model("maki");
  for (unsigned seed = 1; seed <= 4; ++seed) {
    std::mt19937 generator(seed);
    const Spectrum s =
        synthetic::spectrum(find_model("dynes"), {{"Delta", 1.4}, {"Gamma", 0.1}, {"T", 1.5}}, 7, 201, 0.01, generator);
    const FitResult result = Fit(model).add(s).fix("zeta", 0).run();
    ParameterValues printed;
    for (const ParameterInfo& p : model.parameters()) printed[p.name] = result[p.name].value;
    const std::vector<double> curve = model(s.bias_mV, printed);
    for (std::size_t i = 0; i < curve.size(); ++i)
      ASSERT_NEAR(curve[i], result.data[0].fit[i], 1e-4) << "seed " << seed;
  }
}

TEST(Minima, that_the_data_allow_lie_within_the_intervals) {
  const Model model = find_model("btk_strijkers");
  int near = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 generator(seed);
    const FitResult result =
        Fit(model)
            .add(synthetic::spectrum(model, {{"Delta", 1}, {"Gamma", 0.03}, {"Z", 0.09}, {"P", 0.25}, {"T", 1.14}}, 5,
                                     121, 0.02, generator))
            .intervals(IntervalMethod::profile)
            .run();
    const double noise = result.chi_squared / result.degrees_of_freedom;
    for (const OtherMinimum& other : result.data.front().other_minima) {
      if (other.chi_squared - result.chi_squared > 4 * noise) continue;
      ++near;
      for (const auto& [name, value] : other.parameters) {
        const Estimate& estimate = result[name];
        if (!estimate.interval_95) continue;
        EXPECT_LE(estimate.interval_95->first, value) << name << ", seed " << seed;
        EXPECT_GE(estimate.interval_95->second, value) << name << ", seed " << seed;
      }
    }
  }
  EXPECT_GT(near, 0);
}

TEST(Minima, a_start_far_from_the_lowest_minimum_does_not_hide_it) {
  std::mt19937 generator(5);
  for (const char* name : {"btk", "btk_mazin", "two_gap_dynes"}) {
    const Model model = find_model(name);
    ParameterValues truth;
    for (const ParameterInfo& p : model.parameters()) truth[p.name] = p.default_value;
    truth["T"] = 1;
    const Spectrum s = synthetic::spectrum(model, truth, 6, 201, 0.01, generator);
    const double lowest = Fit(model).add(s).run().chi_squared;
    for (const double factor : {0.05, 6.0}) {
      Fit fit(model);
      for (const ParameterInfo& p : model.parameters())
        if (p.name != "T") fit.start(p.name, std::min(factor * p.default_value, p.upper));
      EXPECT_NEAR(fit.add(s).run().chi_squared, lowest, 1e-6 * lowest) << name << " from " << factor;
    }
  }
}

// The step at Δ₁ + Δ₂ fixes the sum of the two; their difference shows in a thermal peak, narrower than a hundredth of
// the window. Beside it the fit is bad by a hundred times the noise, and not begun anywhere near.
TEST(Minima, gaps_of_a_superconducting_tip_exchange_what_they_share) {
  const ParameterValues truth{
      {"Delta1", 4.386}, {"Delta2", 10.71}, {"Gamma1", 0.05554}, {"Gamma2", 0.05171}, {"T", 12.53}};
  const Model sis = models::sis();
  for (const unsigned seed : {1U, 2U}) {
    std::mt19937 generator(seed);
    const FitResult fit = Fit(sis).add(synthetic::spectrum(sis, truth, 45, 201, 0.01, generator)).free("scale").run();
    EXPECT_TRUE(fit.usable()) << fit.report();
    for (const char* gap : {"Delta1", "Delta2"}) EXPECT_NEAR(fit[gap].value, truth.at(gap), 0.02) << fit.report();
  }
}

}  // namespace
}  // namespace didv
