// The heat-capacity analysis on curves of known truth, on the curve of Au6Te12Se8 against the printed numbers, and on
// curves that hold no answer.

#include "didv/heat_capacity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include "didv/error.hpp"
#include "didv/units.hpp"
#include "heat_capacity/broadened_alpha_model.hpp"
#include "heat_capacity/electronic_heat.hpp"

namespace didv {
namespace {

/// What a sample is made of; the numbers are near those of Au6Te12Se8.
struct Sample {
  double gamma_0 = 10, gamma_s = 33, beta = 20, ratio = 4, Tc = 2.6, spread = 0.02, noise = 0.003;

  HeatCapacityCurve measure(const std::vector<double>& temperatures, unsigned seed) const {
    HeatCapacityCurve curve{.name = "sample", .temperature_K = temperatures, .heat_capacity = {}};
    std::vector<double> y(temperatures.size());
    heat_capacity::broadened_alpha_model(GapSymmetry::s_wave)(
        temperatures, std::vector{gamma_0, gamma_s, beta, ratio, Tc, spread}, y, {});
    std::mt19937 generator(seed);
    std::normal_distribution<double> normal;
    for (std::size_t i = 0; i < y.size(); ++i)
      curve.heat_capacity.push_back(y[i] * temperatures[i] * (1 + noise * normal(generator)));
    return curve;
  }
};

std::vector<double> grid(double from, double to, double step) {
  std::vector<double> values;
  for (double T = from; T < to + step / 2; T += step) values.push_back(T);
  return values;
}

const std::vector<double> usual = [] {
  std::vector<double> T = grid(0.4, 3.5, 0.025);
  for (const double high : grid(3.6, 10, 0.1)) T.push_back(high);
  return T;
}();

double pull(const Quantity& q, double truth) {
  EXPECT_TRUE(q.value && q.standard_error) << q.reason;
  return (q.value.value_or(0) - truth) / q.standard_error.value_or(1);
}

TEST(HeatCapacityOfAu6Te12Se8, GivesThePrintedNumbersWithinErrors) {
  const HeatCapacityCurve curve = to_heat_capacity(read_table(DIDV_SOURCE_DIR "/data/ats/heat_capacity.csv"));
  const HeatCapacityAnalysis a = analyse_heat_capacity(curve, {.atoms_per_formula_unit = 26});
  ASSERT_TRUE(a.usable());
  // Printed: gamma 43.1(1), beta 20.7(1), gamma_0 10.8(1), gamma_s 32.3, 2 Delta(0)/(k_B Tc) 3.95, Delta(0) 0.446 meV.
  EXPECT_LT(std::abs(pull(a.gamma, 43.1)), 2);
  EXPECT_LT(std::abs(pull(a.beta, 20.7)), 2);
  EXPECT_LT(std::abs(pull(a.gamma_0, 10.8)), 2.5);
  EXPECT_LT(std::abs(pull(a.gamma_s, 32.3)), 2);
  EXPECT_LT(std::abs(pull(a.ratio_2Delta0_kTc, 3.95)), 2);
  EXPECT_LT(std::abs(pull(a.Delta0_meV, 0.446)), 2);
  // The file states a spread of 25 mK and the jump that goes with 3.95, not the 1.45 that the papers print beside it.
  EXPECT_LT(std::abs(pull(a.Tc_spread_K, 0.025)), 2);
  EXPECT_LT(std::abs(pull(a.jump, 1.788)), 2);
  EXPECT_LT(std::abs(pull(a.model_jump, 1.788)), 2);
  EXPECT_NEAR(*a.debye_temperature_K.value, 134.6, 0.2);  // (12 pi^4 R 26/(5 beta))^{1/3} for 20.7 mJ/(mol K^4)
  EXPECT_GT(a.normal_range_K->first, 2.6);
  EXPECT_LT(a.normal_range_K->first, 2.8);
}

TEST(HeatCapacity, ErrorsCoverTheTruthAsTheySay) {
  const Sample truth;
  const std::vector<std::pair<const char*, std::function<double(const HeatCapacityAnalysis&)>>> pulls{
      {"gamma", [&](const auto& a) { return pull(a.gamma, truth.gamma_0 + truth.gamma_s); }},
      {"beta", [&](const auto& a) { return pull(a.beta, truth.beta); }},
      {"gamma_0", [&](const auto& a) { return pull(a.gamma_0, truth.gamma_0); }},
      {"gamma_s", [&](const auto& a) { return pull(a.gamma_s, truth.gamma_s); }},
      {"ratio", [&](const auto& a) { return pull(a.ratio_2Delta0_kTc, truth.ratio); }},
      {"Delta0", [&](const auto& a) { return pull(a.Delta0_meV, truth.ratio / 2 * thermal_energy_meV(truth.Tc)); }},
      {"model Tc", [&](const auto& a) { return pull(a.model_Tc_K, truth.Tc); }},
      {"Tc", [&](const auto& a) { return pull(a.Tc_K, truth.Tc); }},
      {"jump", [&](const auto& a) { return pull(a.jump, AlphaModel(truth.ratio).specific_heat_jump()); }}};
  constexpr int samples = 30;
  std::vector<double> sum(pulls.size()), square(pulls.size());
  for (unsigned seed = 0; seed < samples; ++seed) {
    const HeatCapacityAnalysis a = analyse_heat_capacity(truth.measure(usual, seed));
    ASSERT_TRUE(a.usable()) << seed;
    for (std::size_t i = 0; i < pulls.size(); ++i) {
      const double p = pulls[i].second(a);
      sum[i] += p;
      square[i] += p * p;
    }
  }
  // The mean of n pulls scatters by 1/√n, their rms by 1/√(2n): four standard deviations of each.
  for (std::size_t i = 0; i < pulls.size(); ++i) {
    EXPECT_LT(std::abs(sum[i] / samples), 4 / std::sqrt(samples)) << pulls[i].first;
    EXPECT_GT(std::sqrt(square[i] / samples), 1 - 4 / std::sqrt(2 * samples)) << pulls[i].first;
    EXPECT_LT(std::sqrt(square[i] / samples), 1 + 4 / std::sqrt(2 * samples)) << pulls[i].first;
  }
}

TEST(HeatCapacity, DerivativesOfTheBroadenedModelAreExact) {
  const CurveFunction model = heat_capacity::broadened_alpha_model(GapSymmetry::s_wave);
  const std::vector<double> T{0.3, 1.0, 2.4, 2.5, 2.59, 2.6, 2.61, 2.7, 4.0};
  const std::vector parameters{10.0, 33.0, 20.0, 4.0, 2.6, 0.02};
  std::vector<double> y(T.size()), jacobian(T.size() * 6);
  model(T, parameters, y, jacobian);
  for (std::size_t j = 0; j < 6; ++j) {
    const double h = 1e-5 * parameters[j];  // error of the difference: h² times the third derivative, and 1e-13/h
    std::vector<double> high(T.size()), low(T.size());
    std::vector<double> shifted = parameters;
    shifted[j] += h;
    model(T, shifted, high, {});
    shifted[j] -= 2 * h;
    model(T, shifted, low, {});
    for (std::size_t i = 0; i < T.size(); ++i) {
      const double slope = (high[i] - low[i]) / (2 * h);
      EXPECT_NEAR(jacobian[i * 6 + j], slope, 1e-6 * std::max(std::abs(slope), 50.0)) << j << " at " << T[i];
    }
  }
}

TEST(HeatCapacity, TheTableOfTheModelIsTheModel) {
  for (const GapSymmetry symmetry : {GapSymmetry::s_wave, GapSymmetry::d_wave}) {
    for (double ratio = 0.6; ratio <= 25; ratio *= 1.137) {
      const heat_capacity::ElectronicHeat table(symmetry, ratio);
      const AlphaModel model(ratio, symmetry);
      // 1e-8 for the ratios that are met; at the ends of the range the jump, which grows as the square, sets the scale.
      const double tolerance = ratio > 2 && ratio < 8 ? 1e-8 : 1e-5 * std::max(1.0, model.specific_heat_jump());
      for (double t = 0.05; t < 1; t += 0.0137)
        EXPECT_NEAR(table(t), model.specific_heat(t) / t, tolerance) << ratio << ' ' << t;
    }
  }
}

TEST(HeatCapacity, ASharpJumpBetweenTwoPointsIsFoundToThePointDistance) {
  Sample sharp;
  sharp.spread = 1e-5;
  sharp.Tc = 2.61;
  const HeatCapacityAnalysis a = analyse_heat_capacity(sharp.measure(usual, 3));
  ASSERT_TRUE(a.usable());
  EXPECT_LT(std::abs(pull(a.Tc_K, sharp.Tc)), 3);
  EXPECT_FALSE(a.Tc_spread_K.standard_error);
  EXPECT_FALSE(a.Tc_spread_K.reason.empty());
}

TEST(HeatCapacity, OrderAndDensityOfThePointsDoNotMatter) {
  const Sample truth;
  HeatCapacityCurve curve = truth.measure(usual, 5);
  const HeatCapacityAnalysis sorted = analyse_heat_capacity(curve);
  std::ranges::reverse(curve.temperature_K);
  std::ranges::reverse(curve.heat_capacity);
  const HeatCapacityAnalysis reversed = analyse_heat_capacity(curve);
  EXPECT_DOUBLE_EQ(*sorted.ratio_2Delta0_kTc.value, *reversed.ratio_2Delta0_kTc.value);

  Sample noisy = truth;
  noisy.noise = 0.03;
  const HeatCapacityAnalysis dense = analyse_heat_capacity(noisy.measure(grid(0.4, 10, 1e-4), 6));
  ASSERT_TRUE(dense.usable());
  EXPECT_LE(dense.means, 1500u);
  EXPECT_LT(std::abs(pull(dense.ratio_2Delta0_kTc, truth.ratio)), 3.5);
  EXPECT_LT(std::abs(pull(dense.Tc_K, truth.Tc)), 3.5);
}

TEST(HeatCapacity, ASharpJumpIsNotDrawnToTheMeansAroundIt) {
  // The true jump between two points of 1e5, where the averages are 64 times as far apart.
  const AlphaModel model(4);
  HeatCapacityCurve curve{.name = "sharp", .temperature_K = grid(0.4, 10, 1e-4), .heat_capacity = {}};
  std::mt19937 generator(1);
  std::normal_distribution<double> noise(0, 0.003);
  for (const double T : curve.temperature_K) {
    const double C = 10 * T + 33 * 2.6 * model.specific_heat(T / 2.6) + 20 * T * T * T;
    curve.heat_capacity.push_back(C * (1 + noise(generator)));
  }
  const HeatCapacityAnalysis a = analyse_heat_capacity(curve);
  ASSERT_TRUE(a.usable());
  EXPECT_NEAR(*a.model_Tc_K.value, 2.6, 2e-4);  // two points
  EXPECT_NEAR(*a.Tc_K.value, 2.6, 2e-4);
  EXPECT_LT(std::abs(pull(a.Tc_K, 2.6)), 3.5);
  EXPECT_LT(std::abs(pull(a.ratio_2Delta0_kTc, 4)), 3.5);
  EXPECT_FALSE(a.Tc_spread_K.standard_error);
}

TEST(HeatCapacity, ANormalMetalHasNoJump) {
  Sample normal;
  normal.gamma_s = 0;
  for (unsigned seed = 0; seed < 20; ++seed) {
    const HeatCapacityAnalysis a = analyse_heat_capacity(normal.measure(usual, seed));
    EXPECT_FALSE(a.usable()) << seed;
    EXPECT_NE(a.ratio_2Delta0_kTc.reason.find("no jump"), std::string::npos) << a.ratio_2Delta0_kTc.reason;
  }
}

/// Of C/T, with relative noise.
HeatCapacityCurve measured(const std::function<double(double)>& heat_over_T, double noise, unsigned seed) {
  HeatCapacityCurve curve{.name = "sample", .temperature_K = usual, .heat_capacity = {}};
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal;
  for (const double T : usual) curve.heat_capacity.push_back(heat_over_T(T) * T * (1 + noise * normal(generator)));
  return curve;
}

double metal(double T) { return 43 + 20 * T * T; }

TEST(HeatCapacity, AMagneticTransitionHasNoSuperconductingGap) {
  const auto lambda = [](double T) {
    return metal(T) + 12 * std::max(0.0, -std::log(std::abs(T / 2.6 - 1) + 1e-3) + (T < 2.6 ? 0.5 : -0.5));
  };
  const auto spin_waves = [](double T) { return metal(T) + (T < 2.6 ? 40 * std::pow(T / 2.6, 4) : 0); };
  const auto with_a_gap = [](double T) { return metal(T) + (T < 2.6 ? 60 * std::exp(1.2 - 1.2 * 2.6 / T) : 0); };
  for (const auto& curve : {measured(lambda, 0.003, 1), measured(spin_waves, 0.003, 1), measured(with_a_gap, 0.003, 1),
                            measured(with_a_gap, 0.02, 1)}) {
    const HeatCapacityAnalysis a = analyse_heat_capacity(curve);
    EXPECT_FALSE(a.usable());
    EXPECT_FALSE(a.jump.value);
    for (const Quantity* q : {&a.gamma_s, &a.Delta0_meV, &a.exponential_Delta_meV}) {
      EXPECT_FALSE(q->value);
      EXPECT_NE(q->reason.find("the two states differ in entropy at Tc"), std::string::npos) << q->reason;
    }
    EXPECT_TRUE(a.gamma.value);
  }
}

TEST(HeatCapacity, WhereNoEntropyIsSeenToBeMissingNothingTellsThatItIsSuperconducting) {
  const auto warned = [](const HeatCapacityAnalysis& a) {
    return std::ranges::any_of(a.warnings, [](const std::string& w) { return w.starts_with("gamma_0 is not below"); });
  };
  const auto peak = [](double T) { return metal(T) + 40 * std::exp(-50 * (T - 2.6) * (T - 2.6)); };
  int seen = 0;
  for (unsigned seed = 0; seed < 5; ++seed) {
    const HeatCapacityAnalysis a = analyse_heat_capacity(measured(peak, 0.02, seed));
    EXPECT_TRUE(!a.usable() || warned(a)) << seed;
    seen += a.usable();
    EXPECT_FALSE(warned(analyse_heat_capacity(Sample().measure(usual, seed)))) << seed;
  }
  EXPECT_GT(seen, 0);
}

TEST(HeatCapacity, ASuperconductorOfAnotherGapKeepsItsEntropy) {
  const std::vector parameters{10.0, 33.0, 20.0, 4.28, 2.6, 0.02};
  const auto d_wave = [&](double T) {
    double y = 0;
    heat_capacity::broadened_alpha_model(GapSymmetry::d_wave)(std::span(&T, 1), parameters, std::span(&y, 1), {});
    return y;
  };
  for (unsigned seed = 0; seed < 5; ++seed)
    EXPECT_TRUE(analyse_heat_capacity(measured(d_wave, 0.003, seed)).usable()) << seed;
}

TEST(HeatCapacity, AJumpAtTheEdgeOfTheDataIsNotAnalysed) {
  const Sample truth;
  EXPECT_FALSE(analyse_heat_capacity(truth.measure(grid(0.4, 2.6, 0.02), 1)).usable()) << "no normal state";
  EXPECT_FALSE(analyse_heat_capacity(truth.measure(grid(2.59, 10, 0.05), 1)).usable()) << "no superconducting state";
  const HeatCapacityAnalysis given = analyse_heat_capacity(truth.measure(usual, 1), {.normal_above_K = 9.95});
  EXPECT_FALSE(given.usable());
  EXPECT_NE(given.gamma.reason.find("normal state, above 9.95 K"), std::string::npos) << given.gamma.reason;
}

TEST(HeatCapacity, WithoutLowTemperaturesTheExponentialSaysWhy) {
  const HeatCapacityAnalysis a = analyse_heat_capacity(Sample().measure(grid(1.5, 10, 0.02), 2));
  EXPECT_TRUE(a.usable());
  EXPECT_FALSE(a.exponential_Delta_meV.value);
  EXPECT_NE(a.exponential_Delta_meV.reason.find("fewer than 6 points below"), std::string::npos);
}

TEST(HeatCapacity, GivenRangesWinOverTheOneFound) {
  const HeatCapacityAnalysis a =
      analyse_heat_capacity(Sample().measure(usual, 2), {.normal_above_K = 3, .normal_below_K = 8});
  ASSERT_TRUE(a.usable());
  EXPECT_NEAR(a.normal_range_K->first, 3, 0.03);
  EXPECT_NEAR(a.normal_range_K->second, 8, 0.11);
}

TEST(HeatCapacity, DataThatAreNoCurveAreRefusedByPoint) {
  const auto refused = [](const HeatCapacityCurve& curve, const std::string& text) {
    try {
      analyse_heat_capacity(curve);
      ADD_FAILURE() << "accepted: " << text;
    } catch (const InvalidArgument& e) {
      EXPECT_NE(std::string(e.what()).find(text), std::string::npos) << e.what();
    }
  };
  refused({.temperature_K = {1, 2}, .heat_capacity = {1, 2}}, "2 temperatures: expected at least 12");
  refused({.temperature_K = {1, 2}, .heat_capacity = {1}}, "2 temperatures and 1 heat capacities");
  refused({.temperature_K = std::vector<double>(20, 1.0), .heat_capacity = std::vector<double>(20, 1.0)},
          "1 temperatures");
  HeatCapacityCurve curve = Sample().measure(usual, 1);
  curve.heat_capacity[4] = -1;
  refused(curve, "point 5: heat capacity -1");
  curve.heat_capacity[4] = std::nan("");
  refused(curve, "point 5: heat capacity nan");
  curve = Sample().measure(usual, 1);
  curve.temperature_K[7] = 0;
  refused(curve, "point 8: temperature 0 K");
}

TEST(HeatCapacity, OptionsOutOfRangeAreRefusedWithTheValue) {
  const auto refusal = [](const HeatCapacityOptions& options) -> std::string {
    try {
      analyse_heat_capacity(Sample().measure(usual, 1), options);
    } catch (const InvalidArgument& e) {
      return e.what();
    }
    return "accepted";
  };
  EXPECT_EQ(refusal({.normal_above_K = -3}), "sample: lower end of the normal state = -3: expected a positive number");
  EXPECT_EQ(refusal({.normal_below_K = 0}), "sample: upper end of the normal state = 0: expected a positive number");
  EXPECT_EQ(refusal({.atoms_per_formula_unit = 0}), "sample: atoms per formula unit = 0: expected a positive number");
  EXPECT_EQ(refusal({.exponential_below = 1}), "sample: exponential below 1 Tc: expected a fraction between 0 and 1");
}

TEST(HeatCapacity, ACurveWithoutNoiseIsWeightedAllTheSameAndSaysSo) {
  const HeatCapacityAnalysis a = analyse_heat_capacity({.temperature_K = usual, .heat_capacity = usual});  // C = γT
  EXPECT_EQ(a.relative_noise, 1e-9);
  EXPECT_NE(
      std::find(a.warnings.begin(), a.warnings.end(), "no noise between neighbouring points; 1e-9 of C is assumed"),
      a.warnings.end());
  EXPECT_FALSE(a.usable());
}

TEST(HeatCapacity, WithoutAMolarUnitOrAPositiveBetaThereIsNoDebyeTemperature) {
  HeatCapacityCurve curve = Sample().measure(usual, 1);
  curve.unit = "uJ/K";
  const HeatCapacityOptions per_formula{.atoms_per_formula_unit = 26};
  EXPECT_EQ(analyse_heat_capacity(curve, per_formula).debye_temperature_K.reason, "the heat capacity is not per mole");
  Sample stiff;
  stiff.beta = -0.2;  // C/T falls, as behind the tail of a Schottky anomaly
  const HeatCapacityAnalysis a = analyse_heat_capacity(stiff.measure(usual, 1), per_formula);
  EXPECT_LT(*a.beta.value, 0);
  EXPECT_FALSE(a.debye_temperature_K.value);
  EXPECT_EQ(a.debye_temperature_K.reason, "beta is not positive");
}

TEST(HeatCapacity, AnswersWithoutAPointBelowTheNormalState) {
  const HeatCapacityAnalysis a =
      analyse_heat_capacity(Sample().measure(grid(2.7, 10, 0.05), 1), {.normal_above_K = 2.79});
  EXPECT_FALSE(a.usable());
  EXPECT_NE(a.ratio_2Delta0_kTc.reason.find("fewer than 3 points below the normal state"), std::string::npos)
      << a.ratio_2Delta0_kTc.reason;
}

TEST(HeatCapacity, AConstantAnswersWithoutNumbers) {
  HeatCapacityCurve flat{.temperature_K = grid(1, 10, 0.1), .heat_capacity = {}};
  flat.heat_capacity.assign(flat.temperature_K.size(), 1e-9);
  EXPECT_FALSE(analyse_heat_capacity(flat).gamma_0.value);
}

TEST(HeatCapacityFile, MolarUnitsAreOneHoweverTheyAreSpelled) {
  const auto read = [](const std::string& header) {
    return to_heat_capacity(parse_table("T (K)," + header + "\n1,2\n2,3\n", "f.csv"));
  };
  const std::vector<std::pair<std::string, double>> spelled{{"heat_capacity_mJ_per_molK", 2},
                                                            {"Cp (\xC2\xB5J/mol K)", 0.002},
                                                            {"Cp (\xCE\xBCJ/mol K)", 0.002},
                                                            {"Cp (\xB5J/mol K)", 0.002},
                                                            {"Samp HC (uJ/mole-K)", 0.002},
                                                            {"Samp HC (\xC2\xB5J/mole-K)", 0.002},
                                                            {"Cp (J/(mol K))", 2000},
                                                            {"Cp [J/mol/K]", 2000},
                                                            {"specific_heat (J mol^-1 K^-1)", 2000},
                                                            {"Cp (J mol\u207B\u00B9 K\u207B\u00B9)", 2000},
                                                            {"Cp [J/(K*mol)]", 2000},
                                                            {"Cp [J/K/mol]", 2000}};
  for (const auto& [header, in_mJ] : spelled) {
    EXPECT_DOUBLE_EQ(read(header).heat_capacity[0], in_mJ) << header;
    EXPECT_EQ(read(header).unit, "mJ/(mol K)") << header;
  }
  const HeatCapacityCurve of_sample = read("Samp HC (\xC2\xB5J/K)");
  EXPECT_EQ(of_sample.heat_capacity[0], 2);
  EXPECT_EQ(of_sample.unit, "\xC2\xB5J/K");
  EXPECT_EQ(read("heat_capacity_mJ_per_K").unit, "mJ_per_K");
  EXPECT_EQ(read("Cp (J/g K)").unit, "J/g K");
  EXPECT_EQ(read("Cp").unit, "arbitrary");
}

TEST(HeatCapacityFile, OneOverTemperatureIsNotTakenForOne) {
  for (const std::string header :
       {"Cp/T (mJ/mol K2)", "heat_capacity (mJ/mol K^2)", "Cp/T", "cp_over_T_mJ_per_molK2", "Cp (mJ/mol K\u00B2)",
        "Cp (mJ mol\u207B\u00B9 K\u207B\u00B2)", "heat_capacity_over_T", "Cp (mJ K^-2 mol^-1)"})
    try {
      to_heat_capacity(parse_table("T (K)," + header + "\n1,2\n2,3\n", "f.csv"));
      ADD_FAILURE() << header << " was accepted";
    } catch (const DataError& e) {
      EXPECT_EQ(e.what(), "f.csv: column '" + header + "' is C/T, expected the heat capacity C");
    }
}

TEST(HeatCapacityFile, UnitsAreConvertedAndAmbiguityIsRefused) {
  const HeatCapacityCurve joule = to_heat_capacity(parse_table("T (K),Cp (J/mol K)\n1,0.5\n2,0.75\n", "joule.csv"));
  EXPECT_EQ(joule.unit, "mJ/(mol K)");
  EXPECT_DOUBLE_EQ(joule.heat_capacity[1], 750);
  const HeatCapacityCurve sample =
      to_heat_capacity(parse_table("temperature_K,heat_capacity_uJ_per_K\n1,2\n2,3\n", "s.csv"));
  EXPECT_NE(sample.unit, "mJ/(mol K)");
  EXPECT_THROW(to_heat_capacity(parse_table("temperature_K,resistance_ohm\n1,2\n2,3\n", "r.csv")), DataError);
  const Table two = parse_table("temperature_K,Cp_1,Cp_2\n1,2,3\n2,3,4\n", "two.csv");
  EXPECT_THROW(to_heat_capacity(two), DataError);
  EXPECT_DOUBLE_EQ(to_heat_capacity(two, {}, "Cp_2").heat_capacity[0], 3);
  EXPECT_DOUBLE_EQ(to_heat_capacity(parse_table("T (mK),Cp\n500,1\n600,2\n", "c.csv")).temperature_K[0], 0.5);
  const Table huge = parse_table("T (K),Cp (J/mol K)\n1,2\n2,1e306\n", "h.csv");
  try {
    to_heat_capacity(huge);
    ADD_FAILURE() << "1e309 mJ/(mol K) was accepted";
  } catch (const DataError& e) {
    EXPECT_EQ(std::string(e.what()), "h.csv:3:2: found 1e+306, expected a number that can be converted");
  }
}

}  // namespace
}  // namespace didv
