#include "didv/bkt.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "didv/error.hpp"
#include "synthetic_curve.hpp"

namespace didv {
namespace {

std::vector<double> logarithmic(double from, double to, int count) {
  std::vector<double> grid;
  for (int i = 0; i < count; ++i) grid.push_back(from * std::pow(to / from, i / (count - 1.0)));
  return grid;
}

/// V of a law of |I|, odd in I, with relative and additive noise.
template <class Law>
CurrentVoltage measured(double temperature_K, std::vector<double> current, Law law, double relative, double additive,
                        unsigned seed) {
  CurrentVoltage curve{.name = "synthetic",
                       .voltage_mV = {},
                       .current_mA = std::move(current),
                       .temperature_K = Sourced<double>{temperature_K, Origin::file}};
  std::mt19937_64 random(seed);
  std::normal_distribution<double> gauss;
  for (const double i : curve.current_mA) {
    const double v = i == 0 ? 0 : std::copysign(law(std::abs(i)), i);
    curve.voltage_mV.push_back(v * (1 + relative * gauss(random)) + additive * gauss(random));
  }
  return curve;
}

auto power(double eta) {
  return [eta](double i) { return 0.2 * std::pow(i / 15, eta); };
}

TEST(PowerLaw, errors_of_the_exponent_are_those_of_repeated_measurements) {
  constexpr int repetitions = 200;
  for (const double eta : {1.0, 3.0, 6.0}) {
    std::vector<double> pulls;
    for (int i = 0; i < repetitions; ++i) {
      const PowerLaw found = power_law(measured(2.8, logarithmic(1.5, 15, 60), power(eta), 0.02, 0, 10 + i));
      pulls.push_back((*found.eta.value - eta) / *found.eta.standard_error);
    }
    const synthetic::Pulls p(pulls);
    // A twentieth of the curves bends by chance and gives away its ends; a tenth of an error bar allows for it.
    EXPECT_NEAR(p.mean, 0, 0.1 + 4 / std::sqrt(repetitions)) << "eta " << eta;
    EXPECT_NEAR(p.deviation, 1, 0.1 + 4 / std::sqrt(2.0 * repetitions)) << "eta " << eta;
  }
}

TEST(PowerLaw, a_straight_curve_is_taken_whole) {
  const PowerLaw found = power_law(measured(2.8, logarithmic(1.5, 15, 60), power(3), 0, 0, 1));
  EXPECT_NEAR(*found.eta.value, 3, 1e-9);
  EXPECT_EQ(found.points, 60u);
  EXPECT_NEAR(found.current_range_mA->first, 1.5, 1e-9);
  EXPECT_NEAR(found.current_range_mA->second, 15, 1e-9);
}

TEST(PowerLaw, the_noise_floor_is_left_out) {
  const PowerLaw found = power_law(measured(2.8, logarithmic(0.15, 15, 120), power(4), 0.01, 1e-4, 2));
  // 0.2 (I/15)⁴ mV is 5e-4 mV at 3.4 mA.
  EXPECT_NEAR(found.current_range_mA->first, 3.4, 0.7);
  EXPECT_NEAR(*found.eta.value, 4, 4 * *found.eta.standard_error);
}

TEST(PowerLaw, an_ohmic_tail_below_and_the_normal_state_above_are_left_out) {
  const auto crossover = [](double i) {
    const double flowing = 1e-7 * i + 0.2 * std::pow(i / 15, 5);
    return flowing * 0.5 * i / (flowing + 0.5 * i);  // in parallel with the normal resistance of 0.5 Ω
  };
  const PowerLaw found = power_law(measured(2.8, logarithmic(0.05, 300, 200), crossover, 0.01, 0, 3));
  EXPECT_NEAR(*found.eta.value, 5, 0.05 * 5);  // the bend that is tolerated
  EXPECT_GT(found.current_range_mA->first, 0.3);
  EXPECT_LT(found.current_range_mA->second, 60);
}

TEST(PowerLaw, both_polarities_with_an_offset_are_folded) {
  std::vector<double> current = synthetic::Grid{-15, 15, 0.1}.values();
  CurrentVoltage curve = measured(2.8, current, power(3), 0.005, 1e-5, 4);
  for (double& v : curve.voltage_mV) v += 0.5;
  const PowerLaw found = power_law(curve);
  EXPECT_NEAR(*found.eta.value, 3, 4 * *found.eta.standard_error);
  EXPECT_LT(*found.eta.standard_error, 0.05);
}

TEST(PowerLaw, voltage_zero_throughout_has_none_and_says_why) {
  const PowerLaw found = power_law(measured(
      2.8, logarithmic(1.5, 15, 60), [](double) { return 0.0; }, 0, 0, 1));
  EXPECT_FALSE(found.eta.value);
  EXPECT_EQ(found.eta.reason.find("the voltage stays in its noise"), 0u) << found.eta.reason;
}

TEST(PowerLaw, a_range_can_be_given) {
  const CurrentVoltage curve = measured(2.8, logarithmic(1.5, 15, 60), power(3), 0.02, 0, 1);
  const PowerLaw found = power_law(curve, {.current_range_mA = Interval{3, 6}});
  EXPECT_GE(found.current_range_mA->first, 3);
  EXPECT_LE(found.current_range_mA->second, 6);
  EXPECT_THROW(power_law(curve, {.current_range_mA = Interval{6, 3}}), InvalidArgument);
  EXPECT_THROW(power_law(curve, {.current_range_mA = Interval{20, 30}}), InvalidArgument);
}

std::vector<CurrentVoltage> series(double (*eta)(double), unsigned seed) {
  std::vector<CurrentVoltage> curves;
  for (int k = 0; k < 9; ++k) {
    const double t = 2.70 + 0.04 * k;
    curves.push_back(measured(t, logarithmic(1.5, 15, 60), power(eta(t)), 0.02, 0, seed + static_cast<unsigned>(k)));
  }
  return curves;
}

TEST(Bkt, its_temperature_has_the_error_of_repeated_measurements) {
  constexpr int repetitions = 150;
  std::vector<double> pulls;
  for (int i = 0; i < repetitions; ++i) {
    const BktTransition found = find_bkt(series([](double t) { return 3 - 20 * (t - 2.85); }, 1000 + 9 * i));
    pulls.push_back((*found.T_BKT_K.value - 2.85) / *found.T_BKT_K.standard_error);
  }
  const synthetic::Pulls p(pulls);
  EXPECT_NEAR(p.mean, 0, 0.1 + 4 / std::sqrt(repetitions));
  EXPECT_LT(p.deviation, 1.1 + 4 / std::sqrt(2.0 * repetitions));
  EXPECT_GT(p.deviation, 0.6);  // the bend between the temperatures widens the error also where there is none
}

TEST(Bkt, a_sudden_jump_of_the_exponent_is_known_to_the_temperature_step) {
  const BktTransition found = find_bkt(series([](double t) { return t < 2.85 ? 3.2 : 1.0; }, 5));
  ASSERT_TRUE(found.usable());
  EXPECT_NEAR(*found.T_BKT_K.value, 2.84, 1e-9);  // the step from 2.82 to 2.86 K
  EXPECT_NEAR(*found.T_BKT_K.standard_error, 0.04 / std::sqrt(12.0), 2e-3);
}

TEST(Bkt, an_exponent_that_never_passes_three_gives_none) {
  const BktTransition ohmic = find_bkt(series([](double) { return 1.0; }, 5));
  EXPECT_FALSE(ohmic.usable());
  EXPECT_EQ(ohmic.T_BKT_K.reason.find("η does not pass 3"), 0u) << ohmic.T_BKT_K.reason;
  const BktTransition growing = find_bkt(series([](double t) { return 3 + 20 * (t - 2.85); }, 5));
  EXPECT_FALSE(growing.usable());
  EXPECT_EQ(growing.T_BKT_K.reason.find("η grows with temperature"), 0u) << growing.T_BKT_K.reason;
}

TEST(Bkt, of_an_exponent_that_comes_back_through_three_the_highest_passage_is_taken_and_the_others_told) {
  const auto dip = [](double t) { return t > 2.8 && t < 2.88 ? 2.5 : 3 - 10 * (t - 2.95); };  // also above 3 before it
  const BktTransition found = find_bkt(series(dip, 5));
  ASSERT_TRUE(found.usable()) << found.T_BKT_K.reason;
  EXPECT_NEAR(*found.T_BKT_K.value, 2.95, 4 * *found.T_BKT_K.standard_error);
  ASSERT_FALSE(found.warnings.empty());
  EXPECT_EQ(found.warnings.front(), "η passes 3 at 3 temperatures: T_BKT is the highest of them");
}

TEST(Bkt, two_curves_of_one_temperature_on_either_side_of_three_are_that_temperature) {
  const auto of = [](const std::vector<std::pair<double, double>>& exponents) {
    std::vector<CurrentVoltage> curves;
    for (const auto& [t, eta] : exponents) curves.push_back(measured(t, logarithmic(1.5, 15, 60), power(eta), 0, 0, 1));
    return find_bkt(curves).T_BKT_K;
  };
  EXPECT_NEAR(*of({{2.8, 3.5}, {2.85, 3.1}, {2.85, 2.9}, {2.9, 2.5}}).value, 2.85, 1e-9);
  const Quantity alone = of({{2.85, 3.1}, {2.85, 2.9}});
  EXPECT_EQ(alone.value, 2.85);
  EXPECT_FALSE(alone.standard_error);
  EXPECT_EQ(alone.reason, "two curves at one temperature lie on either side of η = 3");
}

TEST(Bkt, an_offset_or_a_resistance_at_small_currents_is_not_taken_for_the_power_law) {
  const auto eta = [](double offset_mV, double ohm) {
    const auto law = [=](double i) { return power(5)(i) + offset_mV + ohm * i; };
    return power_law(measured(2.8, logarithmic(0.15, 15, 120), law, 0.02, 1e-9, 3));
  };
  for (const PowerLaw& found : {eta(0, 0), eta(1e-4, 0), eta(0, 5e-5)}) {
    ASSERT_TRUE(found.eta.value) << found.eta.reason;
    EXPECT_NEAR(*found.eta.value, 5, 0.25);
  }
}

/// Nine curves through η = 3 at 2.85 K, each with a resistance that makes a tenth of the voltage at the largest
/// current.
template <class Join>
BktTransition found_with_a_tail(Join join, unsigned seed) {
  std::vector<CurrentVoltage> curves;
  for (int k = 0; k < 9; ++k) {
    const double t = 2.70 + 0.04 * k;
    const auto law = [=](double i) { return join(power(3 - 5 * (t - 2.85))(i), 0.01 * i / 15); };
    curves.push_back(measured(t, logarithmic(0.15, 15, 60), law, 0.02, 0, seed + static_cast<unsigned>(k)));
  }
  return find_bkt(curves);
}

TEST(Bkt, the_tail_of_a_finite_sample_is_in_the_errors) {
  const auto sum = [](double flow, double tail) { return flow + tail; };
  const auto root = [](double flow, double tail) { return std::hypot(flow, tail); };
  for (unsigned seed = 0; seed < 10; ++seed)
    for (const BktTransition& found : {found_with_a_tail(sum, 9 * seed), found_with_a_tail(root, 9 * seed)}) {
      ASSERT_TRUE(found.T_BKT_K.standard_error) << found.T_BKT_K.reason;
      // The tail lowers every η, and the error is all of that: not a statistical one, so that 2.5 of it is far.
      EXPECT_LT(std::abs(*found.T_BKT_K.value - 2.85), 2.5 * *found.T_BKT_K.standard_error) << seed;
      EXPECT_LT(*found.T_BKT_K.standard_error, 0.2) << seed;
      EXPECT_TRUE(std::ranges::any_of(found.warnings, [](const std::string& warning) {
        return warning.starts_with("a resistance at small currents lowers η at ");
      })) << seed;
    }
}

TEST(PowerLaw, the_resistance_below_it_and_the_exponent_beside_that_are_told) {
  const auto law = [](double i) { return power(4)(i) + 0.01 * i / 15; };  // 0.67 mΩ
  const PowerLaw found = power_law(measured(2.8, logarithmic(0.15, 15, 120), law, 0.01, 0, 3));
  EXPECT_NEAR(*found.resistance_ohm.value, 0.01 / 15, 4 * *found.resistance_ohm.standard_error);
  EXPECT_NEAR(*found.eta_beside_resistance.value, 4, 4 * *found.eta_beside_resistance.standard_error);
  EXPECT_GT(*found.eta.standard_error, 0.9 * (*found.eta_beside_resistance.value - *found.eta.value));
  const PowerLaw ohmic = power_law(measured(2.8, logarithmic(0.15, 15, 120), power(1), 0.01, 0, 3));
  EXPECT_FALSE(ohmic.eta_beside_resistance.value);
  EXPECT_LT(*ohmic.eta.standard_error, 0.01);
}

TEST(Bkt, the_noise_in_a_range_that_is_given_is_that_of_the_whole_curve) {
  std::vector<double> current = logarithmic(1, 10, 40);
  const CurrentVoltage curve = measured(2.8, current, power(6), 0.02, 0, 1);
  const PowerLaw found = power_law(curve, {.current_range_mA = Interval{6, 10}});
  ASSERT_TRUE(found.eta.value) << found.eta.reason;
  EXPECT_NEAR(*found.eta.value, 6, 4 * *found.eta.standard_error);
}

TEST(Bkt, without_a_power_law_at_any_temperature_there_is_none_and_every_curve_says_why) {
  std::vector<CurrentVoltage> curves = series([](double) { return 3.0; }, 5);
  for (CurrentVoltage& curve : curves) curve.voltage_mV.assign(curve.size(), 0);
  const BktTransition found = find_bkt(curves);
  EXPECT_FALSE(found.usable());
  EXPECT_EQ(found.T_BKT_K.reason, "no temperature with a power law");
  EXPECT_EQ(found.warnings.size(), curves.size());
}

TEST(Bkt, a_curve_without_temperature_or_with_two_points_is_refused) {
  std::vector<CurrentVoltage> curves = series([](double) { return 1.0; }, 5);
  curves[2].temperature_K.reset();
  EXPECT_THROW(find_bkt(curves), InvalidArgument);
  curves = series([](double) { return 1.0; }, 5);
  curves[2].current_mA.resize(2);
  curves[2].voltage_mV.resize(2);
  EXPECT_THROW(find_bkt(curves), InvalidArgument);
}

TEST(Bkt, takes_a_hundred_thousand_points) {
  const CurrentVoltage curve = measured(2.8, logarithmic(1.5, 15, 100000), power(3.5), 0.02, 0, 1);
  EXPECT_NEAR(*power_law(curve).eta.value, 3.5, 0.01);
}

}  // namespace
}  // namespace didv
