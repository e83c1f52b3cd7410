#include "didv/critical_current.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "didv/error.hpp"
#include "synthetic_curve.hpp"

namespace didv {
namespace {

constexpr double noise_mV = 0.02;

/// 0 up to ±Ic, then R √(I² − Ic²).
double shunted(double current_mA, double ic_mA) {
  const double excess = current_mA * current_mA - ic_mA * ic_mA;
  return excess > 0 ? std::copysign(0.35 * std::sqrt(excess), current_mA) : 0;
}

/// Voltage in proportion to the excess over Ic.
double flux_flow(double current_mA, double ic_mA) {
  const double excess = std::abs(current_mA) - ic_mA;
  return excess > 0 ? std::copysign(0.1 * excess, current_mA) : 0;
}

CurrentVoltage measured(std::vector<double> current, double (*law)(double, double), double ic_mA,
                        double noise = noise_mV, unsigned seed = 1) {
  CurrentVoltage curve{.name = "synthetic", .voltage_mV = {}, .current_mA = std::move(current)};
  for (const double i : curve.current_mA) curve.voltage_mV.push_back(law(i, ic_mA));
  curve.voltage_mV = synthetic::noisy(curve.voltage_mV, noise, seed);
  return curve;
}

TEST(CriticalCurrent, that_jumps_is_known_to_the_step_of_the_current) {
  const CriticalCurrent found = find_critical_current(measured(synthetic::Grid{-80, 80, 0.5}.values(), shunted, 53.2));
  ASSERT_TRUE(found.usable());
  EXPECT_NEAR(*found.Ic_mA.value, 53.25, 1e-9);
  EXPECT_NEAR(*found.Ic_mA.standard_error, 0.5 / std::sqrt(12.0), 0.01);
  EXPECT_NEAR(found.noise_mV, noise_mV, 0.006);
  EXPECT_NEAR(found.threshold_mV, 5 * found.noise_mV, 1e-12);
  EXPECT_TRUE(found.warnings.empty()) << found.warnings.front();
}

TEST(CriticalCurrent, errors_are_those_of_repeated_measurements) {
  constexpr int repetitions = 400;
  std::vector<double> pulls;
  for (int i = 0; i < repetitions; ++i) {
    const auto found = find_critical_current(
        measured(synthetic::Grid{-40, 40, 0.02}.values(), flux_flow, 20, noise_mV, 50 + i), {.threshold_mV = 0.2});
    pulls.push_back((*found.Ic_mA.value - 22) / *found.Ic_mA.standard_error);  // 0.1 Ω · 2 mA = 0.2 mV
  }
  const synthetic::Pulls p(pulls);
  EXPECT_NEAR(p.mean, 0, 0.1 + 4 / std::sqrt(repetitions));
  EXPECT_NEAR(p.deviation, 1, 0.05 + 4 / std::sqrt(2.0 * repetitions));
}

TEST(CriticalCurrent, over_many_positions_in_the_step_its_error_is_step_over_root_twelve) {
  std::vector<double> pulls;
  for (int i = 0; i < 200; ++i) {
    const double ic = 50 + 0.005 * i;
    const auto found =
        find_critical_current(measured(synthetic::Grid{-80, 80, 1}.values(), shunted, ic, noise_mV, 9 + i));
    pulls.push_back((*found.Ic_mA.value - ic) / *found.Ic_mA.standard_error);
  }
  const synthetic::Pulls p(pulls);
  EXPECT_NEAR(p.mean, 0, 0.1);  // 50.0 … 50.995 fill one step evenly: no chance enters but the noise
  EXPECT_NEAR(p.deviation, 1, 0.1);
}

TEST(CriticalCurrent, an_offset_of_the_voltmeter_changes_nothing) {
  CurrentVoltage curve = measured(synthetic::Grid{-80, 80, 0.5}.values(), shunted, 53.2);
  const CriticalCurrent before = find_critical_current(curve);
  for (double& v : curve.voltage_mV) v += 3;
  const CriticalCurrent after = find_critical_current(curve);
  EXPECT_NEAR(after.offset_mV, 3, 0.02);
  EXPECT_EQ(*before.Ic_mA.value, *after.Ic_mA.value);
}

TEST(CriticalCurrent, above_the_largest_current_is_said) {
  const CriticalCurrent found = find_critical_current(measured(synthetic::Grid{-80, 80, 0.5}.values(), shunted, 100));
  EXPECT_FALSE(found.usable());
  EXPECT_EQ(found.Ic_mA.reason.find("above the largest current, 80 mA"), 0u) << found.Ic_mA.reason;
}

TEST(CriticalCurrent, voltage_zero_throughout_is_one_above_the_largest_current) {
  const CriticalCurrent found =
      find_critical_current(measured(synthetic::Grid{-80, 80, 0.5}.values(), shunted, 100, 0));
  EXPECT_FALSE(found.usable());
  EXPECT_EQ(found.Ic_mA.reason, "above the largest current, 80 mA: the voltage is the same at every current");
}

TEST(CriticalCurrent, below_the_smallest_current_is_said) {
  const CriticalCurrent found = find_critical_current(measured(synthetic::Grid{-80, 80, 0.5}.values(), shunted, 0.1));
  EXPECT_FALSE(found.usable());
  EXPECT_EQ(found.Ic_mA.reason.find("below the smallest current, 0.5 mA"), 0u) << found.Ic_mA.reason;
}

TEST(CriticalCurrent, a_resistor_has_none) {
  const auto resistor = [](double current_mA, double) { return 0.35 * current_mA; };
  const CriticalCurrent found = find_critical_current(measured(synthetic::Grid{-8, 8, 0.01}.values(), resistor, 0));
  EXPECT_FALSE(found.usable());
  EXPECT_EQ(found.Ic_mA.reason.find("no zero-voltage state"), 0u) << found.Ic_mA.reason;
}

TEST(CriticalCurrent, a_noisy_resistor_has_none_however_few_points_lie_below_the_threshold) {
  int taken = 0;
  for (const double ohm : {0.05, 0.1, 0.2, 0.5, 1.0})
    for (unsigned seed = 0; seed < 40; ++seed) {
      const auto law = [](double current_mA, double resistance) { return resistance * current_mA; };
      taken += find_critical_current(measured(synthetic::Grid{-20, 20, 0.1}.values(), law, ohm, 0.01, seed)).usable();
    }
  EXPECT_LE(taken, 200 * 4 / 100);
  int missed = 0;
  for (unsigned seed = 0; seed < 40; ++seed)
    missed +=
        !find_critical_current(measured(synthetic::Grid{-20, 20, 0.1}.values(), shunted, 0.55, 0.01, seed)).usable();
  EXPECT_LE(missed, 4);
}

/// Curves with an Ic among 100 of a resistor whose voltage at 10 mA is `ratio` times the noise.
int resistors_with_an_Ic(double from_mA, std::size_t points, double ratio) {
  int found = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::vector<double> current;
    for (std::size_t k = 0; k < points; ++k)
      current.push_back(from_mA + (10 - from_mA) * static_cast<double>(k) / static_cast<double>(points - 1));
    const auto resistor = [](double current_mA, double ohm) { return ohm * current_mA; };
    found += find_critical_current(measured(current, resistor, ratio * noise_mV / 10, noise_mV, seed)).usable();
  }
  return found;
}

TEST(CriticalCurrent, a_resistor_of_few_points_has_none) {
  for (const std::size_t points : {8, 11, 21, 101})
    for (const double ratio : {2.0, 5.0, 25.0, 100.0})
      EXPECT_LE(resistors_with_an_Ic(-10, points, ratio), 2) << points << " " << ratio;
}

TEST(CriticalCurrent, a_resistor_measured_at_one_polarity_has_none) {
  for (const std::size_t points : {8, 11, 21, 101})
    for (const double ratio : {5.0, 25.0, 100.0, 1000.0})
      EXPECT_LE(resistors_with_an_Ic(0, points, ratio), 2) << points << " " << ratio;
}

TEST(CriticalCurrent, of_one_polarity_has_the_error_of_the_offset_in_it) {
  double square = 0;
  constexpr int repetitions = 200;
  for (unsigned seed = 0; seed < repetitions; ++seed) {
    const Quantity found =
        find_critical_current(measured(synthetic::Grid{0, 40, 0.02}.values(), flux_flow, 20, noise_mV, seed),
                              {.threshold_mV = 0.2})
            .Ic_mA;
    square += std::pow((*found.value - 22) / *found.standard_error, 2) / repetitions;
  }
  EXPECT_NEAR(square, 1, 0.4);  // √(2/200) = 0.1; the median of five is not normal, and the noise is estimated
}

TEST(CriticalCurrent, noise_is_not_taken_for_hysteresis) {
  for (const double noise : {0.02, 0.1})
    for (const double step : {0.5, 0.1}) {
      int hysteretic = 0;
      for (unsigned seed = 0; seed < 50; ++seed) {
        std::vector<double> current = synthetic::Grid{0, 12, step}.values();
        const std::size_t count = current.size();
        for (std::size_t k = 1; k < count; ++k) current.push_back(current[count - 1 - k]);
        const std::size_t loop = current.size();
        for (std::size_t k = 1; k < loop; ++k) current.push_back(-current[k]);
        hysteretic +=
            find_critical_current(measured(current, flux_flow, 4.3, noise, seed)).retrapping_mA.value.has_value();
      }
      EXPECT_LE(hysteretic, 1) << noise << " " << step;
    }
}

TEST(CriticalCurrent, where_noise_crosses_the_threshold_to_and_fro_has_the_error_of_repeated_measurements) {
  double square = 0;
  constexpr int repetitions = 100;
  for (unsigned seed = 0; seed < repetitions; ++seed) {
    const auto found = find_critical_current(measured(synthetic::Grid{-20, 20, 0.02}.values(), flux_flow, 3, 0.1, seed),
                                             {.threshold_mV = 0.5});
    ASSERT_TRUE(found.usable()) << found.Ic_mA.reason;
    square += std::pow((*found.Ic_mA.value - 8) / *found.Ic_mA.standard_error, 2) / repetitions;
  }
  EXPECT_NEAR(square, 1, 0.6);  // √(2/100) = 0.14
}

TEST(CriticalCurrent, with_the_polarity_reversed_is_told_so) {
  CurrentVoltage curve = measured(synthetic::Grid{-80, 80, 0.5}.values(), shunted, 53.2);
  for (double& v : curve.voltage_mV) v = -v;
  EXPECT_EQ(find_critical_current(curve).Ic_mA.reason,
            "the voltage falls where the current rises: the polarity of one of them is reversed");
}

TEST(CriticalCurrent, noise_below_the_last_digit_of_the_voltmeter_is_not_taken_for_a_voltage) {
  CurrentVoltage curve = measured(synthetic::Grid{-80, 80, 0.5}.values(), shunted, 53.2, 0.0002);
  for (double& v : curve.voltage_mV) v = 0.001 * std::round(v / 0.001);
  curve.voltage_mV[170] = 0.001;  // one flicker, at 5 mA
  const CriticalCurrent found = find_critical_current(curve);
  EXPECT_EQ(found.noise_mV, 0);
  EXPECT_NEAR(found.threshold_mV, 0.001, 1e-12);
  EXPECT_NEAR(*found.Ic_mA.value, 53.25, 1e-9);
}

TEST(CriticalCurrent, the_threshold_is_that_of_the_noise_however_steep_the_curve) {
  const auto resistor = [](double current_mA, double) { return 10 * current_mA; };
  const CriticalCurrent found = find_critical_current(measured(synthetic::Grid{-80, 80, 0.5}.values(), resistor, 0));
  EXPECT_NEAR(found.threshold_mV, 5 * noise_mV, 0.03);
}

TEST(CriticalCurrent, unsorted_points_change_nothing) {
  const CurrentVoltage ordered = measured(synthetic::Grid{-80, 80, 0.5}.values(), shunted, 53.2);
  std::vector<std::size_t> order(ordered.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), std::mt19937_64(3));
  CurrentVoltage shuffled = ordered;
  for (std::size_t i = 0; i < order.size(); ++i) {
    shuffled.current_mA[i] = ordered.current_mA[order[i]];
    shuffled.voltage_mV[i] = ordered.voltage_mV[order[i]];
  }
  EXPECT_EQ(*find_critical_current(ordered).Ic_mA.value, *find_critical_current(shuffled).Ic_mA.value);
}

/// Through these currents in steps of 0.5 mA; switches at 60, retraps at 30.
CurrentVoltage loop(const std::vector<double>& turns_mA) {
  CurrentVoltage curve{.name = "loop", .voltage_mV = {}, .current_mA = {turns_mA.front()}};
  for (std::size_t k = 0; k + 1 < turns_mA.size(); ++k)
    while (curve.current_mA.back() != turns_mA[k + 1])
      curve.current_mA.push_back(curve.current_mA.back() + std::copysign(0.5, turns_mA[k + 1] - turns_mA[k]));
  bool resistive = false;
  for (const double i : curve.current_mA) {
    resistive = std::abs(i) > 60 || (resistive && std::abs(i) >= 30);
    curve.voltage_mV.push_back(resistive * 0.35 * i);
  }
  curve.voltage_mV = synthetic::noisy(curve.voltage_mV, noise_mV, 4);
  return curve;
}

TEST(CriticalCurrent, of_a_hysteretic_loop_is_the_switching_current_with_retrapping_beside_it) {
  for (const std::vector<double>& turns : {std::vector<double>{0, 80, -80, 0},
                                           {80, -80, 0},
                                           {-80, 80, 0},
                                           {-80, 80},
                                           {80, -80},
                                           {-80, 80, -80},
                                           {70, 80, -80, 70}}) {
    const CriticalCurrent found = find_critical_current(loop(turns));
    const std::string of = "from " + std::to_string(turns[0]) + " in " + std::to_string(turns.size());
    ASSERT_TRUE(found.usable()) << of;
    EXPECT_NEAR(*found.Ic_mA.value, 60.25, 0.01) << of;
    ASSERT_TRUE(found.retrapping_mA.value) << of << ": " << found.retrapping_mA.reason;
    EXPECT_NEAR(*found.retrapping_mA.value, 29.75, 0.01) << of;
  }
}

TEST(CriticalCurrent, of_a_polarity_with_falling_current_alone_is_none_where_there_is_hysteresis) {
  for (const std::vector<double>& turns : {std::vector<double>{80, -80, 0}, {80, -80}}) {
    const CriticalCurrent found = find_critical_current(loop(turns));
    EXPECT_FALSE(found.positive_mA.value);
    EXPECT_EQ(found.positive_mA.reason, "no sweep with rising |I|, and the falling one gives retrapping");
    EXPECT_NEAR(*found.negative_mA.value, 60.25, 0.01);
    ASSERT_EQ(found.warnings.size(), 1u);
    EXPECT_EQ(
        found.warnings[0],
        "|I| rises at one polarity only: Ic is from that one, the other gives retrapping (or the contact is a diode)");
  }
  EXPECT_TRUE(find_critical_current(loop({0, 80, -80, 0})).warnings.empty());
}

TEST(CriticalCurrent, of_unequal_polarities_has_half_the_difference_as_error) {
  CurrentVoltage curve{.name = "diode", .voltage_mV = {}, .current_mA = {}};
  for (const double direction : {1.0, -1.0}) {  // each polarity from zero on
    for (double i = 0; i <= 80; i += 0.5) {
      curve.current_mA.push_back(direction * i);
      curve.voltage_mV.push_back(shunted(direction * i, direction > 0 ? 53.2 : 43.2));
    }
  }
  curve.voltage_mV = synthetic::noisy(curve.voltage_mV, noise_mV, 4);
  const CriticalCurrent found = find_critical_current(curve);
  EXPECT_NEAR(*found.positive_mA.value, 53.25, 1e-9);
  EXPECT_NEAR(*found.negative_mA.value, 43.25, 1e-9);
  EXPECT_NEAR(*found.Ic_mA.value, 48.25, 1e-9);
  EXPECT_NEAR(*found.Ic_mA.standard_error, 5, 1e-9);
  EXPECT_FALSE(found.warnings.empty());
}

TEST(CriticalCurrent, that_falling_current_shows_at_more_than_the_rising_one_is_no_retrapping) {
  CurrentVoltage diode{.name = "diode", .voltage_mV = {}, .current_mA = {}};
  for (double i = -80; i <= 80; i += 0.5) {
    diode.current_mA.push_back(i);
    diode.voltage_mV.push_back(shunted(i, i > 0 ? 43.2 : 53.2));
  }
  diode.voltage_mV = synthetic::noisy(diode.voltage_mV, noise_mV, 4);
  const CriticalCurrent found = find_critical_current(diode);
  EXPECT_NEAR(*found.negative_mA.value, 53.25, 1e-9);
  EXPECT_NEAR(*found.Ic_mA.value, 48.25, 1e-9);
  EXPECT_FALSE(found.retrapping_mA.value);
}

TEST(CriticalCurrent, of_one_polarity_only_is_that_one) {
  const CriticalCurrent found = find_critical_current(measured(synthetic::Grid{0, 80, 0.5}.values(), shunted, 53.2));
  EXPECT_NEAR(*found.Ic_mA.value, 53.25, 1e-9);
  EXPECT_EQ(found.negative_mA.reason, "no currents of this sign");
}

TEST(CriticalCurrent, what_is_no_curve_is_refused_in_one_line) {
  const auto refusal = [](const CurrentVoltage& curve, CriticalCurrentOptions options = {}) -> std::string {
    try {
      find_critical_current(curve, options);
    } catch (const InvalidArgument& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_EQ(refusal({.name = "a", .voltage_mV = {0, 1}, .current_mA = {0, 1}}),
            "a: a current-voltage curve of 2 points, expected 8 or more");
  EXPECT_EQ(refusal({.name = "a", .voltage_mV = std::vector<double>(9, 0), .current_mA = std::vector<double>(9, 1)}),
            "a: every point is at 1 mA, expected a range of currents");
  EXPECT_EQ(refusal({.name = "a", .voltage_mV = {0, 1}, .current_mA = {0, 1, 2}}),
            "a: 3 currents and 2 voltages, expected as many of both");
  CurrentVoltage broken = measured(synthetic::Grid{0, 80, 0.5}.values(), shunted, 53.2);
  broken.current_mA[2] = 1;
  broken.voltage_mV[2] = std::numeric_limits<double>::infinity();
  EXPECT_NE(refusal(broken).find("point 3 is 1 mA, inf mV, expected finite numbers"), std::string::npos)
      << refusal(broken);
  EXPECT_EQ(refusal(measured(synthetic::Grid{0, 80, 0.5}.values(), shunted, 53.2), {.threshold_mV = -1}),
            "threshold is -1 mV, expected more than 0");
}

TEST(CriticalCurrent, takes_a_hundred_thousand_points) {
  const CurrentVoltage curve = measured(synthetic::Grid{-50, 50, 0.001}.values(), shunted, 23);
  EXPECT_NEAR(*find_critical_current(curve).Ic_mA.value, 23, 0.05);
}

}  // namespace
}  // namespace didv
