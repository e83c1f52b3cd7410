#include "didv/resistive_transition.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>

#include "didv/error.hpp"
#include "synthetic_curve.hpp"

namespace didv {
namespace {

using synthetic::curve;
using synthetic::ramp;

// A transition from 9.0 to 9.4 K below a flat normal state.
double textbook(double t) { return 2 * ramp(t, 9.0, 9.4, 0.01); }

bool warned_of(const std::vector<std::string>& warnings, const std::string& beginning) {
  return std::any_of(warnings.begin(), warnings.end(), [&](const std::string& w) { return w.starts_with(beginning); });
}

TEST(ResistiveTransition, a_noiseless_ramp_gives_its_corners_midpoint_and_width) {
  const ResistiveTransition found = find_transition(curve({5, 15, 0.01}, textbook));
  ASSERT_TRUE(found.usable());
  const double rounding = 0.002;  // the corners are rounded by 0.01 K
  EXPECT_NEAR(*found.Tc_K.value, 9.4, rounding);
  EXPECT_NEAR(*found.foot_K.value, 9.0, rounding);
  EXPECT_NEAR(*found.midpoint_K.value, 9.2, 1e-6);
  EXPECT_NEAR(*found.width_K.value, 0.8 * 0.4, rounding);
  EXPECT_EQ(found.steps.size(), 1u);
  EXPECT_TRUE(found.warnings.empty()) << found.warnings.front();
}

TEST(ResistiveTransition, zero_and_onset_are_where_one_percent_becomes_visible) {
  const ResistiveTransition found = find_transition(curve({5, 15, 0.001}, textbook));
  // The ramp is 0.01 where 0.01 softplus(x) / 0.4 = 0.01, so x = ln(e^0.4 − 1): without any search.
  const double x = std::log(std::expm1(0.4));
  EXPECT_NEAR(*found.zero_K.value, 9.0 + 0.01 * x, 2e-4);
  EXPECT_NEAR(*found.onset_K.value, 9.4 - 0.01 * x, 2e-4);
  EXPECT_NEAR(*found.zero_threshold, 0.02, 1e-4);
  EXPECT_NEAR(*found.onset_threshold, 1.98, 1e-4);
}

TEST(ResistiveTransition, the_threshold_of_zero_rises_with_the_noise) {
  const ResistiveTransition found = find_transition(curve({5, 15, 0.01}, textbook, 0.05, 3));
  EXPECT_NEAR(*found.zero_threshold, 5 * 0.05, 0.05);  // five standard deviations, estimated to 20 %
}

TEST(ResistiveTransition, every_criterion_can_be_called_tc) {
  const ResistanceCurve data = curve({5, 15, 0.01}, textbook, 1e-3);
  const auto tc = [&](const char* criterion) {
    return *find_transition(data, {.criterion = TransitionCriterion::parse(criterion)}).Tc_K.value;
  };
  const ResistiveTransition found = find_transition(data);
  EXPECT_EQ(tc("intersection"), *found.intersection_K.value);
  EXPECT_EQ(tc("midpoint"), *found.midpoint_K.value);
  EXPECT_EQ(tc("onset"), *found.onset_K.value);
  EXPECT_EQ(tc("zero"), *found.zero_K.value);
  EXPECT_EQ(tc("0.5"), *found.midpoint_K.value);
  EXPECT_NEAR(tc("0.8"), 9.32, 1e-3);
  EXPECT_THROW(TransitionCriterion::parse("middle"), InvalidArgument);
  EXPECT_THROW(TransitionCriterion::parse("1.5"), InvalidArgument);
}

class TransitionPulls : public testing::TestWithParam<double> {};

TEST_P(TransitionPulls, errors_are_those_of_repeated_measurements) {
  constexpr int repetitions = 400;
  std::vector<double> intersection, midpoint, foot, width;
  const auto sharp = [](double t) { return 2 * ramp(t, 9.0, 9.4, 0.004); };
  for (int i = 0; i < repetitions; ++i) {
    const auto found = find_transition(curve({5, 15, 0.01}, sharp, GetParam(), 100 + i));
    const auto pull = [](const Quantity& q, double truth) {
      return (q.value.value() - truth) / q.standard_error.value();
    };
    intersection.push_back(pull(found.intersection_K, 9.4));
    midpoint.push_back(pull(found.midpoint_K, 9.2));
    foot.push_back(pull(found.foot_K, 9.0));
    width.push_back(pull(found.width_K, 0.32));
  }
  const auto expect_unit = [](const std::vector<double>& pulls, const char* name) {
    const synthetic::Pulls p(pulls);
    // 4 σ of the mean, and a tenth of an error bar because noisy points decide which of them the lines go through.
    EXPECT_NEAR(p.mean, 0, 0.1 + 4 / std::sqrt(repetitions)) << name;
    EXPECT_NEAR(p.deviation, 1, 0.05 + 4 / std::sqrt(2.0 * repetitions)) << name;  // 4 σ of the deviation
  };
  expect_unit(intersection, "intersection");
  expect_unit(midpoint, "midpoint");
  expect_unit(foot, "foot");
  expect_unit(width, "width");
}

INSTANTIATE_TEST_SUITE_P(Noise, TransitionPulls, testing::Values(0.002, 0.02, 0.1));

/// (1 + tanh)/2 about 9.2 K: ρ = f at 9.2 + half_width artanh(2f − 1).
constexpr double half_width = 0.1;
double s_shaped(double t) { return 1 + std::tanh((t - 9.2) / half_width); }
double s_shape_crosses(double fraction) { return 9.2 + half_width * std::atanh(2 * fraction - 1); }

double pull(const Quantity& q, double truth) { return (q.value.value() - truth) / q.standard_error.value(); }

ResistanceCurve with_noisy_thermometer(double noise_K, unsigned seed, double step = 0.01) {
  ResistanceCurve data = curve({5, 15, step}, s_shaped, 0.002, seed);
  data.temperature_K = synthetic::noisy(data.temperature_K, noise_K, 5000 + seed);
  return data;
}

class ThermometerPulls : public testing::TestWithParam<double> {};

TEST_P(ThermometerPulls, errors_of_every_crossing_hold_the_noise_of_the_thermometer) {
  constexpr int repetitions = 200;
  std::vector<double> midpoint, onset, zero, width;
  for (int i = 0; i < repetitions; ++i) {
    const auto found = find_transition(with_noisy_thermometer(GetParam(), 100 + i));
    midpoint.push_back(pull(found.midpoint_K, 9.2));
    onset.push_back(pull(found.onset_K, s_shape_crosses(*found.onset_threshold / 2)));
    zero.push_back(pull(found.zero_K, s_shape_crosses(*found.zero_threshold / 2)));
    width.push_back(pull(found.width_K, s_shape_crosses(0.9) - s_shape_crosses(0.1)));
  }
  for (const auto& pulls : {midpoint, onset, zero, width}) {
    const synthetic::Pulls p(pulls);
    // The scatter of the thermometer also smears the curve, which widens it: less than an error bar.
    EXPECT_NEAR(p.mean, 0, 0.5 + 4 / std::sqrt(repetitions));
    EXPECT_NEAR(p.deviation, 0.9, 0.2 + 4 / std::sqrt(2.0 * repetitions));
  }
}

INSTANTIATE_TEST_SUITE_P(Noise, ThermometerPulls, testing::Values(0.005, 0.02));

TEST(ResistiveTransition, that_few_points_of_a_noisy_thermometer_show_has_lines_with_its_noise) {
  constexpr int repetitions = 200;
  int far = 0, found_lines = 0;
  for (int i = 0; i < repetitions; ++i) {
    const auto found = find_transition(with_noisy_thermometer(0.02, 100 + i, 0.05));
    if (!found.intersection_K.value) continue;
    ++found_lines;
    if (std::abs(pull(found.intersection_K, 9.2 + 1.06 * half_width)) > 3) ++far;
  }
  EXPECT_GT(found_lines, 150);
  EXPECT_LE(far, 4);  // of 200; of two points that noise has placed, 100 or more
}

TEST(ResistiveTransition, sharper_than_the_thermometer_has_a_midpoint_with_an_error_and_nothing_else_by_crossings) {
  const auto sharp = [](double t) { return 1 + std::tanh((t - 9.2) / 0.01); };
  ResistanceCurve data = curve({5, 15, 0.01}, sharp, 0.002);
  data.temperature_K = synthetic::noisy(data.temperature_K, 0.05, 3);
  const ResistiveTransition found = find_transition(data);
  EXPECT_LT(std::abs(pull(found.midpoint_K, 9.2)), 3);
  for (const Quantity& q : {found.onset_K, found.zero_K, found.width_K}) {
    EXPECT_TRUE(q.value);
    EXPECT_FALSE(q.standard_error);
    EXPECT_EQ(q.reason.find("the thermometer blurs a step over "), 0u) << q.reason;
  }
  EXPECT_LE(found.steps.size(), 1u);
}

TEST(ResistiveTransition, edges_of_an_s_shaped_step_at_5_percent_noise_have_a_width_with_its_error) {
  constexpr int repetitions = 400;
  std::vector<double> width;
  for (int i = 0; i < repetitions; ++i) {
    const auto found = find_transition(curve({5, 15, 0.02}, s_shaped, 0.1, 100 + i));
    if (found.width_K.standard_error) width.push_back(pull(found.width_K, s_shape_crosses(0.9) - s_shape_crosses(0.1)));
  }
  ASSERT_GT(width.size(), 380u);
  EXPECT_NEAR(synthetic::Pulls(width).mean, 0.5, 4 / std::sqrt(repetitions));  // few points bend away at the edges
  EXPECT_NEAR(synthetic::Pulls(width).deviation, 1, 0.05 + 4 / std::sqrt(2.0 * repetitions));
}

TEST(ResistiveTransition, rounded_temperatures_stand_in_every_error) {
  ResistanceCurve data = curve({5, 15, 0.01}, textbook, 0.002);
  for (double& t : data.temperature_K) t = std::round(10 * t) / 10;
  const ResistiveTransition found = find_transition(data);
  const double step = 0.1 / std::sqrt(12.0);
  for (const Quantity& q : {found.midpoint_K, found.intersection_K, found.foot_K, found.onset_K, found.zero_K})
    EXPECT_GE(q.standard_error.value(), step);
  EXPECT_GE(found.width_K.standard_error.value(), std::sqrt(2.0) * step);
  EXPECT_LT(std::abs(pull(found.midpoint_K, 9.2)), 1);
  EXPECT_TRUE(warned_of(found.warnings, "temperatures are rounded, to steps of 0.1 K"));
}

TEST(ResistiveTransition, rounded_resistances_stand_in_every_error) {
  // 2 lies between 1.925 and 2.075, multiples of 0.15 from 0.125: all of the normal state is off by 0.075.
  ResistanceCurve data = curve({5, 15, 0.01}, textbook, 0.002);
  for (double& r : data.resistance) r = 0.125 + 0.15 * std::floor((r - 0.125) / 0.15);
  const ResistiveTransition found = find_transition(data);
  EXPECT_LT(std::abs(pull(found.midpoint_K, 9.2)), 3);
  EXPECT_LT(std::abs(pull(found.intersection_K, 9.4)), 3);
  EXPECT_LT(std::abs(pull(found.foot_K, 9.0)), 3);
  EXPECT_TRUE(warned_of(found.warnings, "resistances are rounded, to steps of 7."));
}

TEST(ResistiveTransition, a_normal_state_that_wanders_about_its_line_is_told) {
  const auto count = [](double shared_by_neighbours) {
    int told = 0;
    for (unsigned seed = 1; seed <= 50; ++seed) {
      ResistanceCurve data = curve({5, 15, 0.01}, textbook);
      const std::vector<double> noise = synthetic::noisy(std::vector<double>(data.resistance.size()), 0.01, seed);
      double drift = 0;
      for (std::size_t i = 0; i < noise.size(); ++i) {
        drift = shared_by_neighbours * drift + std::sqrt(1 - shared_by_neighbours * shared_by_neighbours) * noise[i];
        data.resistance[i] += drift;
      }
      told += warned_of(find_transition(data).warnings, "the normal state wanders about its line by ");
    }
    return told;
  };
  EXPECT_EQ(count(0.8), 50);
  EXPECT_EQ(count(0), 0);
}

TEST(ResistiveTransition, whose_steep_part_no_point_shows_has_its_corners_within_the_errors) {
  const auto narrow = [](double t) { return 2 * ramp(t, 9.035, 9.115, 0.001); };  // 19 % at 9.05 K, 81 % at 9.1 K
  const ResistiveTransition found = find_transition(curve({5, 15, 0.05}, narrow, 0.002));
  EXPECT_TRUE(warned_of(found.warnings, "the steep part of the transition lies between two temperatures"));
  EXPECT_LT(std::abs(pull(found.foot_K, 9.035)), 2);
  EXPECT_LT(std::abs(pull(found.intersection_K, 9.115)), 2);
}

TEST(ResistiveTransition, of_which_a_single_point_lies_below_the_threshold_is_said_not_to_stay_there) {
  ResistanceCurve data = curve({8.96, 15, 0.01}, s_shaped, 0.0002);
  data.resistance[4] = 0.002;
  const ResistiveTransition found = find_transition(data, {.zero_resistance = 0.01});
  EXPECT_FALSE(found.zero_K.value);
  EXPECT_EQ(found.zero_K.reason,
            "the resistance does not stay below 0.5 % of the normal state: its lowest is 0.1 %, at 9 K");
}

TEST(ResistiveTransition, a_jump_between_two_temperatures_is_known_to_the_step) {
  const ResistiveTransition found = find_transition(curve({5, 15, 0.1}, [](double t) { return t < 9.23 ? 0.0 : 1.0; }));
  ASSERT_TRUE(found.usable());
  EXPECT_NEAR(*found.midpoint_K.value, 9.25, 1e-9);
  EXPECT_NEAR(*found.midpoint_K.standard_error, 0.1 / std::sqrt(12.0), 1e-9);
  EXPECT_NEAR(*found.Tc_K.value, 9.25, 1e-9);
}

TEST(ResistiveTransition, is_found_below_a_metal_that_falls_a_hundredfold_from_room_temperature) {
  const auto metal = [](double t) { return (1 + 0.34 * t * t / (t + 60)) * ramp(t, 9.0, 9.2, 0.01); };
  for (const double step : {0.05, 0.003}) {
    const ResistiveTransition found = find_transition(curve({2, 300, step}, metal, 1e-3));
    ASSERT_TRUE(found.usable()) << found.Tc_K.reason;
    EXPECT_NEAR(*found.midpoint_K.value, 9.1, 0.01);
    EXPECT_LT(found.normal_line->range_K.second, 14);
  }
}

TEST(ResistiveTransition, metals_and_insulators_without_one_are_told_so) {
  const std::vector<std::function<double(double)>> normal{
      [](double) { return 3.0; },
      [](double t) { return 0.01 + t; },  // straight, residual ratio 4000
      [](double t) { return 0.001 + 1e-6 * std::pow(t, 5) / (1 + 1e-6 * std::pow(t, 4)); },  // T⁵, then T
      [](double t) { return 1e-3 + t * t; },
      [](double t) { return std::sqrt(t); },
      [](double t) { return 1e6 * std::exp(2 / std::sqrt(t)); },  // hopping
      [](double t) { return 10 - std::log(t); },                  // weak localisation
  };
  for (std::size_t k = 0; k < normal.size(); ++k) {
    for (const double relative_noise : {0.0, 0.003, 0.05}) {
      const double level = relative_noise * std::abs(normal[k](20));
      const ResistiveTransition found = find_transition(curve({0.3, 40, 0.05}, normal[k], level, 7));
      EXPECT_FALSE(found.usable()) << "curve " << k << ", noise " << relative_noise << ": "
                                   << found.Tc_K.value.value_or(0);
      EXPECT_FALSE(found.Tc_K.reason.empty());
    }
  }
}

TEST(ResistiveTransition, resistance_zero_throughout_is_no_transition) {
  const ResistiveTransition found = find_transition(curve({1, 9, 0.1}, [](double) { return 0.0; }));
  EXPECT_FALSE(found.usable());
  EXPECT_EQ(found.Tc_K.reason, "no transition: the resistance is 0 at every temperature");
}

TEST(ResistiveTransition, cut_by_the_lower_edge_of_the_data_it_has_a_tc_but_no_zero) {
  const ResistiveTransition found = find_transition(curve({9.15, 15, 0.01}, textbook, 1e-3));
  ASSERT_TRUE(found.usable());
  EXPECT_NEAR(*found.Tc_K.value, 9.4, 4 * *found.Tc_K.standard_error);
  EXPECT_FALSE(found.zero_K.value);
  EXPECT_NE(found.zero_K.reason.find("does not fall to 1 %"), std::string::npos) << found.zero_K.reason;
  EXPECT_FALSE(found.width_K.value);
  EXPECT_TRUE(warned_of(found.warnings, "the resistance falls to "));
}

TEST(ResistiveTransition, cut_by_the_upper_edge_of_the_data_it_asks_for_the_normal_state) {
  const ResistiveTransition found = find_transition(curve({5, 9.25, 0.01}, textbook, 1e-3));
  EXPECT_FALSE(found.usable());
  EXPECT_NE(found.Tc_K.reason.find("no straight normal state"), std::string::npos) << found.Tc_K.reason;
}

TEST(ResistiveTransition, that_stays_half_way_is_reported_as_incomplete) {
  const auto filamentary = [](double t) { return 0.7 + 0.3 * ramp(t, 9.0, 9.4, 0.01); };
  const ResistiveTransition found = find_transition(curve({5, 15, 0.01}, filamentary, 1e-3));
  EXPECT_FALSE(found.midpoint_K.value);
  EXPECT_NE(found.midpoint_K.reason.find("its lowest is 69."), std::string::npos) << found.midpoint_K.reason;
  EXPECT_TRUE(warned_of(found.warnings, "incomplete transition"));
  ASSERT_TRUE(found.onset_K.value);
  EXPECT_NEAR(*found.onset_K.value, 9.4, 0.03);
}

TEST(ResistiveTransition, in_two_steps_is_noticed_and_its_line_belongs_to_the_upper_one) {
  const auto two = [](double t) { return 0.6 * ramp(t, 95, 98, 0.2) + 0.4 * ramp(t, 84, 87, 0.2); };
  const ResistiveTransition found = find_transition(curve({60, 140, 0.1}, two, 1e-3));
  ASSERT_EQ(found.steps.size(), 2u);
  EXPECT_NEAR(found.steps[0].temperature_K, 96.5, 1.5);
  EXPECT_NEAR(found.steps[1].temperature_K, 85.5, 1.5);
  EXPECT_NEAR(found.steps[0].share, 0.6, 0.05);
  EXPECT_NEAR(*found.intersection_K.value, 98, 4 * *found.intersection_K.standard_error);
  EXPECT_NEAR(*found.zero_K.value, 84, 0.3);
  EXPECT_TRUE(warned_of(found.warnings, "transition in 2 steps"));
}

TEST(ResistiveTransition, one_step_is_not_split_by_noise) {
  int split = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    const double noise = seed % 2 == 0 ? 0.01 : 0.1;
    if (find_transition(curve({5, 15, 0.01}, textbook, noise, seed)).steps.size() > 1) ++split;
  }
  EXPECT_LE(split, 2);  // of 200: four standard deviations, looked at in up to 40 places
}

TEST(ResistiveTransition, shuffled_rows_change_nothing) {
  const ResistanceCurve ordered = curve({5, 15, 0.01}, textbook, 0.01);
  ResistanceCurve shuffled = ordered;
  std::vector<std::size_t> order(ordered.temperature_K.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), std::mt19937_64(5));
  for (std::size_t i = 0; i < order.size(); ++i) {
    shuffled.temperature_K[i] = ordered.temperature_K[order[i]];
    shuffled.resistance[i] = ordered.resistance[order[i]];
  }
  const ResistiveTransition a = find_transition(ordered), b = find_transition(shuffled);
  EXPECT_EQ(*a.Tc_K.value, *b.Tc_K.value);
  EXPECT_EQ(*a.Tc_K.standard_error, *b.Tc_K.standard_error);
  EXPECT_TRUE(b.sweeps.empty());
}

ResistanceCurve double_sweep(double lag_K) {
  ResistanceCurve both = curve(
      {5, 15, 0.01}, [&](double t) { return textbook(t + lag_K); }, 0.005, 1);
  std::reverse(both.temperature_K.begin(), both.temperature_K.end());
  std::reverse(both.resistance.begin(), both.resistance.end());
  const ResistanceCurve warming = curve(
      {5, 15, 0.01}, [&](double t) { return textbook(t - lag_K); }, 0.005, 2);
  both.temperature_K.insert(both.temperature_K.end(), warming.temperature_K.begin(), warming.temperature_K.end());
  both.resistance.insert(both.resistance.end(), warming.resistance.begin(), warming.resistance.end());
  return both;
}

TEST(ResistiveTransition, a_hysteretic_double_sweep_gives_both_and_half_their_difference_as_error) {
  const ResistiveTransition found = find_transition(double_sweep(0.1));
  ASSERT_EQ(found.sweeps.size(), 2u);
  EXPECT_FALSE(found.sweeps[0].warming);
  EXPECT_TRUE(found.sweeps[1].warming);
  EXPECT_NEAR(*found.sweeps[0].Tc_K.value, 9.3, 0.005);
  EXPECT_NEAR(*found.sweeps[1].Tc_K.value, 9.5, 0.005);
  EXPECT_NEAR(*found.Tc_K.value, 9.4, 0.005);
  EXPECT_NEAR(*found.Tc_K.standard_error, 0.1, 0.005);
}

TEST(ResistiveTransition, a_double_sweep_without_hysteresis_is_one_curve) {
  const ResistiveTransition found = find_transition(double_sweep(0));
  EXPECT_TRUE(found.sweeps.empty());
  EXPECT_EQ(found.points, 2002u);
  EXPECT_NEAR(*found.Tc_K.value, 9.4, 4 * *found.Tc_K.standard_error);
}

TEST(ResistiveTransition, an_offset_below_zero_and_a_resistance_that_comes_back_are_told) {
  const auto offset = [](double t) { return textbook(t) - 0.2; };
  EXPECT_TRUE(warned_of(find_transition(curve({5, 15, 0.01}, offset, 0.005)).warnings, "negative resistance"));
  const auto reentrant = [](double t) { return textbook(t) + (t < 6 ? 0.5 : 0); };
  EXPECT_TRUE(warned_of(find_transition(curve({5, 15, 0.01}, reentrant, 0.005)).warnings, "re-entrant"));
}

/// Half a tanh wide, from a share of the normal state that stays.
double rounded(double t, double left) {
  return (10 + 0.02 * t) * (left + (1 - left) * 0.5 * (1 + std::tanh((t - 9.2) / 0.1)));
}

TEST(ResistiveTransition, that_leaves_a_resistance_has_the_tc_of_one_that_does_not) {
  const double whole = *find_transition(curve(
                                            {2, 20, 0.01}, [](double t) { return rounded(t, 0); }, 0.002))
                            .Tc_K.value;
  for (const double left : {0.2, 0.3, 0.4, 0.6}) {
    const ResistiveTransition found = find_transition(curve(
        {2, 20, 0.01}, [&](double t) { return rounded(t, left); }, 0.002));
    EXPECT_NEAR(*found.Tc_K.value, whole, 0.02) << left;
    EXPECT_TRUE(warned_of(found.warnings, "the resistance falls to ")) << left;
  }
}

TEST(ResistiveTransition, of_which_one_temperature_alone_is_inside_has_no_lines) {
  const auto linear = [](double t) { return std::clamp((t - 8.3) / 0.9, 0.0, 1.0); };
  const ResistiveTransition found = find_transition(curve({2, 20, 0.25}, linear, 0.001));
  EXPECT_FALSE(found.intersection_K.value);
  EXPECT_EQ(found.intersection_K.reason.find("no straight transition: fewer than 2 temperatures"), 0u)
      << found.intersection_K.reason;
  EXPECT_TRUE(found.midpoint_K.value);
}

TEST(ResistiveTransition, is_found_in_a_curve_up_to_room_temperature) {
  for (const double step : {0.5, 0.3, 0.1}) {
    const ResistiveTransition found = find_transition(curve(
        {2, 300, step}, [](double t) { return (10 + 0.1 * t) * synthetic::ramp(t, 8.5, 9.5, 0.05); }, 0.01));
    ASSERT_TRUE(found.midpoint_K.value) << step << ": " << found.midpoint_K.reason;
    EXPECT_NEAR(*found.midpoint_K.value, 9, 0.52 * step) << step;
    EXPECT_FALSE(warned_of(found.warnings, "incomplete")) << step;
  }
}

TEST(ResistiveTransition, that_stays_just_above_a_tenth_has_no_width) {
  int with_width = 0;
  for (unsigned seed = 0; seed < 20; ++seed)
    with_width += find_transition(curve(
                                      {2, 20, 0.02}, [](double t) { return rounded(t, 0.11); }, 0.1, seed))
                      .width_K.value.has_value();
  EXPECT_EQ(with_width, 0);
}

TEST(ResistiveTransition, noise_of_the_thermometer_makes_no_steps) {
  ResistanceCurve noisy = curve(
      {2, 20, 0.01}, [](double t) { return rounded(t, 0); }, 0.002);
  noisy.temperature_K = synthetic::noisy(noisy.temperature_K, 0.005, 8);
  const ResistiveTransition found = find_transition(noisy);
  EXPECT_LE(found.steps.size(), 1u);
  EXPECT_NEAR(*found.midpoint_K.value, 9.2, 0.05);
}

TEST(ResistiveTransition, temperatures_that_repeat_are_crossed_between_them) {
  ResistanceCurve coarse = curve(
      {2, 20, 0.01}, [](double t) { return rounded(t, 0); }, 0.002);
  for (double& t : coarse.temperature_K) t = 0.1 * std::round(10 * t);
  const ResistiveTransition found = find_transition(coarse);
  ASSERT_TRUE(found.midpoint_K.value) << found.midpoint_K.reason;
  EXPECT_NEAR(*found.midpoint_K.value, 9.2, 0.06);
  EXPECT_TRUE(found.onset_K.value) << found.onset_K.reason;
  EXPECT_TRUE(found.width_K.value) << found.width_K.reason;
}

TEST(ResistiveTransition, a_normal_state_that_vanishes_far_below_makes_no_negative_resistance) {
  const auto steep = [](double t) { return (t - 5) * synthetic::ramp(t, 19, 19.4, 0.01); };
  const ResistiveTransition found = find_transition(curve({2, 25, 0.02}, steep, 0.02));
  EXPECT_FALSE(warned_of(found.warnings, "negative resistance"));
  EXPECT_FALSE(warned_of(found.warnings, "re-entrant"));
}

TEST(ResistiveTransition, a_range_without_a_transition_gives_none) {
  const ResistanceCurve data = curve({5, 15, 0.01}, textbook, 0.005);
  for (const Interval& range : {Interval{6, 7}, Interval{12, 14}}) {
    const ResistiveTransition found = find_transition(data, {.transition_range_K = range});
    EXPECT_FALSE(found.usable());
    EXPECT_EQ(found.Tc_K.reason.find("no transition in the range given"), 0u) << found.Tc_K.reason;
  }
}

TEST(ResistiveTransition, ranges_can_be_given) {
  const ResistanceCurve data = curve({5, 15, 0.01}, textbook, 0.005);
  const ResistiveTransition found =
      find_transition(data, {.normal_range_K = Interval{10, 12}, .transition_range_K = Interval{9.1, 9.3}});
  EXPECT_NEAR(found.normal_line->range_K.first, 10, 0.011);
  EXPECT_NEAR(found.transition_line->range_K.second, 9.3, 0.011);
  EXPECT_NEAR(*found.Tc_K.value, 9.4, 4 * *found.Tc_K.standard_error);
  EXPECT_THROW(find_transition(data, {.normal_range_K = Interval{12, 10}}), InvalidArgument);
  EXPECT_THROW(find_transition(data, {.normal_range_K = Interval{20, 30}}), InvalidArgument);
  EXPECT_THROW(find_transition(data, {.transition_range_K = Interval{20, 30}}), InvalidArgument);
}

TEST(ResistiveTransition, a_sweep_that_ends_before_a_range_that_was_given_does_not_spoil_the_other) {
  ResistanceCurve both = double_sweep(0.1);
  const std::size_t up_to_10_K = 1001 + 500;
  both.temperature_K.resize(up_to_10_K);
  both.resistance.resize(up_to_10_K);
  const ResistiveTransition found = find_transition(both, {.normal_range_K = Interval{12, 14}});
  EXPECT_TRUE(found.usable()) << found.Tc_K.reason;
  EXPECT_TRUE(found.sweeps.empty());
}

TEST(ResistiveTransition, a_normal_state_that_few_noisy_points_leave_open_is_told) {
  // A line through five points far above, and one through all.
  const ResistanceCurve data = curve({5, 15, 0.1}, textbook, 0.1, 5);
  const char* words = "the normal state is known to ";
  EXPECT_TRUE(warned_of(find_transition(data, {.normal_range_K = Interval{14.5, 15}}).warnings, words));
  EXPECT_FALSE(warned_of(find_transition(data, {.normal_range_K = Interval{9.6, 15}}).warnings, words));
}

TEST(ResistiveTransition, what_is_no_curve_is_refused_in_one_line) {
  const auto refusal = [](const ResistanceCurve& data) -> std::string {
    try {
      find_transition(data);
    } catch (const InvalidArgument& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_EQ(refusal({.temperature_K = {1, 2}, .resistance = {0, 1}}),
            "a resistance curve of 2 points, expected 8 or more");
  EXPECT_EQ(refusal({.temperature_K = {1, 2}, .resistance = {0}}),
            "2 temperatures and 1 resistances, expected as many of both");
  ResistanceCurve data = curve({5, 15, 0.1}, textbook);
  data.resistance[3] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal(data), "synthetic: resistance of point 4 is nan, expected a finite number");
  data = curve({5, 15, 0.1}, textbook);
  data.temperature_K[0] = -1;
  EXPECT_EQ(refusal(data), "synthetic: temperature of point 1 is -1 K, expected more than 0 K");
  std::fill(data.temperature_K.begin(), data.temperature_K.end(), 4.2);
  EXPECT_EQ(refusal(data), "synthetic: every point is at 4.2 K, expected a range of temperatures");
}

TEST(ResistiveTransition, options_out_of_range_are_refused_with_the_value) {
  const auto refusal = [](const TransitionOptions& options) -> std::string {
    try {
      find_transition(curve({5, 15, 0.1}, textbook), options);
    } catch (const InvalidArgument& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_EQ(refusal({.zero_resistance = 0}), "synthetic: threshold of zero resistance is 0, expected more than 0");
  EXPECT_EQ(refusal({.criterion = {TransitionCriterion::Kind::fraction, 1}}),
            "synthetic: criterion is the fraction 1, expected one between 0 and 1");
}

TEST(ResistiveTransition, criteria_are_written_as_they_are_read) {
  for (const char* word : {"intersection", "midpoint", "onset", "zero", "0.8"})
    EXPECT_EQ(TransitionCriterion::parse(word).text(), word);
}

TEST(ResistiveTransition, takes_a_hundred_thousand_points) {
  const ResistanceCurve data = curve({2, 102, 0.001}, textbook, 0.01);
  const ResistiveTransition found = find_transition(data);
  EXPECT_TRUE(found.usable());
}

}  // namespace
}  // namespace didv
