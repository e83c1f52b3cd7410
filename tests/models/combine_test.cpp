// Models built from models: what each combinator does to a curve.

#include "didv/combine.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "didv/error.hpp"
#include "didv/models.hpp"
#include "didv/units.hpp"

namespace {

using namespace didv;

constexpr double contract = 1e-9;
const std::vector<double> biases{-4.1, -1.5, -1.0, -0.3, 0, 0.2, 0.9, 1.1, 2.0, 2.5, 6};

double slope(const std::function<double(double)>& f, double at, double h) {
  return (8 * (f(at + h) - f(at - h)) - (f(at + 2 * h) - f(at - 2 * h))) / (12 * h);
}

class Combined : public testing::TestWithParam<std::string> {
 protected:
  const Model model = find_model(GetParam());
  std::vector<double> values(double T) const {
    auto p = model.arrange({});
    p.back() = T;
    return p;
  }
};

TEST_P(Combined, exact_derivatives_agree_with_differences) {
  for (const double T : {0.5, 4.2}) {
    const auto p = values(T);
    const Curve G = model.conductance(biases, p, {}, Derivatives::yes), I = model.current(biases, p, Derivatives::yes);
    ASSERT_EQ(G.d_parameter.size(), p.size());
    ASSERT_EQ(I.d_parameter.size(), p.size());
    for (std::size_t i = 0; i < biases.size(); ++i) {
      for (std::size_t k = 0; k < p.size(); ++k) {
        const auto at = [&](bool current, double value) {
          auto q = p;
          q[k] = value;
          const std::span<const double> V(&biases[i], 1);
          return current ? model.current(V, q).value[0] : model.conductance(V, q).value[0];
        };
        const double step = p[k] == 0 ? 1e-3 : 1e-3 * p[k];
        const double of_G = slope([&](double v) { return at(false, v); }, p[k], step),
                     of_I = slope([&](double v) { return at(true, v); }, p[k], step);
        EXPECT_NEAR(G.d_parameter[k][i], of_G, 2e-6 * std::max(1.0, std::abs(of_G)))
            << model.parameters()[k].name << " at " << biases[i] << " mV, " << T << " K";
        EXPECT_NEAR(I.d_parameter[k][i], of_I, 2e-6 * std::max(1.0, std::abs(of_I)))
            << "current, " << model.parameters()[k].name << " at " << biases[i] << " mV, " << T << " K";
      }
      const auto along = [&](double V) { return model.conductance(std::span(&V, 1), p).value[0]; };
      EXPECT_NEAR(G.d_bias[i], slope(along, biases[i], 1e-3), 1e-6 * std::max(1.0, std::abs(G.d_bias[i])));
      EXPECT_NEAR(I.d_bias[i], G.value[i], contract * std::max(1.0, G.value[i]));
    }
  }
}

TEST_P(Combined, is_seen_through_an_instrument_as_any_model) {
  const Instrument instrument{Modulation(Peak{0.2}), {0.05}};
  const auto p = values(1.5);
  const Curve seen = model.conductance(biases, p, instrument);
  // Average over the phase of the modulation and the noise by brute force: 60 × 61 points.
  for (std::size_t i = 0; i < biases.size(); i += 3) {
    double sum = 0, weights = 0;
    for (int a = 0; a < 60; ++a) {
      const double phase = 3.14159265358979323846 * (a + 0.5) / 60;
      for (int b = -30; b <= 30; ++b) {
        const double noise = 0.01 * b;
        const double weight = std::pow(std::sin(phase), 2) * std::exp(-noise * noise / (2 * 0.05 * 0.05));
        const double V = biases[i] + 0.2 * std::cos(phase) + noise;
        sum += weight * model.conductance(std::span(&V, 1), p).value[0];
        weights += weight;
      }
    }
    EXPECT_NEAR(seen.value[i], sum / weights, 1e-7) << biases[i];
  }
}

INSTANTIATE_TEST_SUITE_P(Combinators, Combined,
                         testing::Values("dynes+series_resistance", "btk+series_resistance", "btk+normal_channel",
                                         "dynes+inelastic", "dynes+asymmetric",
                                         "two_gap_btk+normal_channel+series_resistance", "dynes:btk",
                                         "dynes:btk:dynes:dynes"),
                         [](const auto& instance) {
                           std::string name = instance.param;
                           std::replace_if(
                               name.begin(), name.end(), [](char c) { return c == '+' || c == ':'; }, '_');
                           return name;
                         });

TEST(SeriesResistance, none_leaves_the_model_as_it_is) {
  const auto bare = find_model("btk")(biases, {{"T", 1}}),
             with = find_model("btk+series_resistance")(biases, {{"T", 1}, {"Rs", 0}});
  for (std::size_t i = 0; i < biases.size(); ++i) EXPECT_NEAR(with[i], bare[i], 1e-12);
}

TEST(SeriesResistance, stretches_the_gap_and_lowers_the_peaks) {
  // Two resistors in a row, by hand: the junction at V_J carries I(V_J), the contact sees V_J + r I.
  const Model junction = find_model("btk"), contact = find_model("btk+series_resistance");
  const double r = 0.4;
  for (const double V_J : {0.1, 0.7, 1.0, 1.3, 5.0}) {
    const std::vector<double> at{V_J};
    const double I = junction.current(at, junction.arrange({{"T", 1}})).value[0], g = junction(at, {{"T", 1}})[0];
    const double V = V_J + r * I;
    EXPECT_NEAR(contact(std::vector{V}, {{"T", 1}, {"Rs", r}})[0], (1 + r) * g / (1 + r * g), contract) << V_J;
  }
}

TEST(SeriesResistance, is_normalised_at_high_bias) {
  EXPECT_NEAR(find_model("dynes+series_resistance")(std::vector{1e5}, {{"Rs", 3}})[0], 1, 1e-9);
}

TEST(NormalChannel, shares_the_conductance) {
  const auto bare = find_model("dynes")(biases, {}), with = find_model("dynes+normal_channel")(biases, {{"w_n", 0.3}});
  for (std::size_t i = 0; i < biases.size(); ++i) EXPECT_NEAR(with[i], 0.7 * bare[i] + 0.3, 1e-13);
}

TEST(NormalChannel, leaves_an_infinite_conductance_infinite) {
  const std::vector<double> bias{0.5, 1, 1.5};
  const ParameterValues sharp{{"Delta", 1}, {"Gamma", 0}, {"T", 0}};
  const auto with = [&](const char* name, double w_n) {
    ParameterValues values = sharp;
    values["w_n"] = w_n;
    return find_model(name)(bias, values);
  };
  EXPECT_EQ(with("dynes+normal_channel", 0.1)[0], 0.1);
  EXPECT_EQ(with("dynes+normal_channel", 0.1)[1], infinity);
  for (const double G : with("dynes+normal_channel", 1)) EXPECT_EQ(G, 1);
  EXPECT_EQ(with("dynes+inelastic+asymmetric+normal_channel", 0.1)[1], infinity);
}

TEST(SeriesResistance, takes_all_the_voltage_above_an_infinite_conductance) {
  // T = 0, Γ = 0: no current up to Δ, and from there on G falls from (1 + Rs)/Rs. At V = Δ the junction stands at Δ.
  const double r = 0.4;
  const auto G = find_model("dynes+series_resistance")(std::vector{1 - 1e-9, 1.0, 1 + 1e-9, -1.0},
                                                       {{"Delta", 1}, {"Gamma", 0}, {"T", 0}, {"Rs", r}});
  EXPECT_EQ(G[0], 0);
  EXPECT_NEAR(G[1], (1 + r) / r, 1e-12);
  // V = √(Δ² + I²) + rI with I = (V − Δ)/r to first order: 1/g = I/V_J = 2.5e-9.
  EXPECT_NEAR(G[2], (1 + r) / (r + 2.5e-9), 5e-6) << "V_J = Δ to 1e-13, and 1/g to the root of that";
  EXPECT_NEAR(G[3], G[1], 1e-12);
}

TEST(SeriesResistance, is_refused_where_several_voltages_over_the_junction_give_one_measured) {
  // V(V_J) = V_J + r I(V_J), tabulated, rises to a maximum past the thermal peak, falls to a minimum and rises again.
  const ParameterValues gaps{{"Delta1", 0.7}, {"Gamma1", 0.001}, {"Delta2", 1.3}, {"Gamma2", 0.001}, {"T", 4}};
  const Model junction = find_model("sis"), contact = find_model("sis+series_resistance");
  const double r = 5;
  std::vector<double> V_J;
  for (int k = 0; k <= 4000; ++k) V_J.push_back(0.0006 * k);
  std::vector<double> V = junction.current(V_J, junction.arrange(gaps)).value;
  for (std::size_t k = 0; k < V.size(); ++k) V[k] = V_J[k] + r * V[k];
  std::size_t top = 0;
  while (V[top + 1] >= V[top]) ++top;
  std::size_t bottom = top;
  while (V[bottom + 1] <= V[bottom]) ++bottom;
  ASSERT_GT(V[top], V[bottom] + 0.1);
  ParameterValues values = gaps;
  values["Rs"] = r;
  const double margin = 0.01;
  for (const double at : {V[bottom] + margin, 0.5 * (V[bottom] + V[top]), V[top] - margin, -V[bottom] - margin}) try {
      at < 0 ? contact(std::vector{at}, values) : contact(std::vector{0.1, at, 8.0}, values);
      ADD_FAILURE() << at;
    } catch (const AccuracyError& error) {
      EXPECT_NE(std::string(error.what()).find("the voltage over the junction is not unique"), std::string::npos);
    }
  for (const double at : {V[bottom] - margin, V[top] + margin, -V[top] - margin}) {
    double unique = 0;
    for (std::size_t k = 0; k + 1 < V.size(); ++k)
      if (V[k] <= std::abs(at) && V[k + 1] > std::abs(at)) unique = V_J[k];
    const double g = junction(std::vector{unique}, gaps)[0];
    EXPECT_NEAR(contact(std::vector{at}, values)[0], (1 + r) * g / (1 + r * g), 0.05) << at << ": V_J " << unique;
  }
  // A resistance small enough for V(V_J) to rise throughout.
  values["Rs"] = 0.05;
  EXPECT_NO_THROW(contact(V_J, values));
}

TEST(InelasticBackground, is_v_shaped_and_rounded_by_the_temperature) {
  const Model model = find_model("dynes+inelastic");
  const ParameterValues normal{{"Delta", 0}, {"k_in", 0.1}, {"T", 10}};
  const double kT = thermal_energy_meV(10);
  EXPECT_NEAR(model(std::vector{0.0}, normal)[0], 1 + 0.1 * 2 * kT * std::log(2), contract);
  EXPECT_NEAR(model(std::vector{-50.0}, normal)[0], 1 + 0.1 * 50, contract);
  // ∫|E|(−f′(E−V))dE by the trapezoidal rule, which converges exponentially but for the kink at 0.
  const double V = 1.3;
  double sum = 0;
  const int points = 400000;
  for (int i = 0; i < points; ++i) {
    const double E = 80 * ((i + 0.5) / points - 0.5), x = (E - V) / (2 * kT);
    sum += std::abs(E) / (4 * kT * std::pow(std::cosh(x), 2)) * 80 / points;
  }
  EXPECT_NEAR(model(std::vector{V}, normal)[0], 1 + 0.1 * sum, 1e-8);
}

TEST(TwoGaps, are_two_curves_side_by_side) {
  const auto one = find_model("btk")(biases, {{"Delta", 0.8}, {"Gamma", 0.1}, {"Z", 0.3}, {"T", 1}}),
             two = find_model("btk")(biases, {{"Delta", 2.1}, {"Gamma", 0.2}, {"Z", 0.6}, {"T", 1}}),
             both = find_model("two_gap_btk")(biases, {{"Delta1", 0.8},
                                                       {"Gamma1", 0.1},
                                                       {"Z1", 0.3},
                                                       {"Delta2", 2.1},
                                                       {"Gamma2", 0.2},
                                                       {"Z2", 0.6},
                                                       {"w", 0.35},
                                                       {"T", 1}});
  for (std::size_t i = 0; i < biases.size(); ++i) EXPECT_NEAR(both[i], 0.35 * one[i] + 0.65 * two[i], 1e-13);
}

TEST(TwoGaps, are_reported_with_the_smaller_one_first) {
  const Model model = find_model("two_gap_dynes");
  const auto p = model.arrange({{"Delta1", 3}, {"Gamma1", 0.3}, {"Delta2", 1}, {"Gamma2", 0.1}, {"w", 0.8}, {"T", 2}});
  const auto ordered = model.in_order(p);
  EXPECT_EQ(ordered,
            model.arrange({{"Delta1", 1}, {"Gamma1", 0.1}, {"Delta2", 3}, {"Gamma2", 0.3}, {"w", 1 - 0.8}, {"T", 2}}));
  EXPECT_EQ(model.in_order(ordered), ordered);
  const auto here = model.conductance(biases, p).value, there = model.conductance(biases, ordered).value;
  for (std::size_t i = 0; i < biases.size(); ++i) EXPECT_NEAR(here[i], there[i], 1e-13);
}

TEST(ThreeGaps, share_the_contact) {
  const Model model = find_model("dynes:dynes:dynes");
  const ParameterValues values{{"Delta1", 0.5}, {"Delta2", 1}, {"Delta3", 2}, {"w1", 0.2}, {"w2", 0.25}, {"T", 1}};
  const auto part = [&](double Delta) { return find_model("dynes")(biases, {{"Delta", Delta}, {"T", 1}}); };
  const auto all = model(biases, [&] {
    ParameterValues v = values;
    for (const char* name : {"Gamma1", "Gamma2", "Gamma3"}) v[name] = 0.05;
    return v;
  }());
  const auto one = part(0.5), two = part(1), three = part(2);
  for (std::size_t i = 0; i < biases.size(); ++i)
    EXPECT_NEAR(all[i], 0.2 * one[i] + 0.8 * 0.25 * two[i] + 0.8 * 0.75 * three[i], 1e-13);
}

TEST(ThreeGaps, are_reported_by_rising_gaps_on_the_same_curve) {
  const Model model = find_model("dynes:dynes:dynes");
  const auto p =
      model.arrange({{"Delta1", 2}, {"Gamma1", 0.3}, {"Delta2", 0.5}, {"Delta3", 1}, {"w1", 0.6}, {"w2", 0.5}});
  const auto ordered = model.in_order(p);
  for (const auto& [name, value] :
       ParameterValues{{"Delta1", 0.5}, {"Delta2", 1}, {"Delta3", 2}, {"Gamma3", 0.3}, {"w1", 0.2}, {"w2", 0.25}})
    EXPECT_NEAR(ordered[model.index_of(name)], value, 1e-15) << name;
  const auto here = model.conductance(biases, p).value, there = model.conductance(biases, ordered).value;
  for (std::size_t i = 0; i < biases.size(); ++i) EXPECT_NEAR(here[i], there[i], 1e-13);
}

void expect_same_curve(const Model& model, const std::vector<double>& p, const std::vector<double>& q) {
  const auto here = model.conductance(biases, p).value, there = model.conductance(biases, q).value;
  for (std::size_t i = 0; i < biases.size(); ++i) EXPECT_NEAR(here[i], there[i], 1e-12 * std::max(1.0, here[i]));
}

TEST(SideBySide, reports_parts_of_one_kind_by_rising_gaps_among_others_too) {
  const Model model = find_model("dynes:btk:dynes");
  const auto p = model.arrange({{"Delta1", 1.3},
                                {"Gamma1", 0.02},
                                {"Delta2", 0.5},
                                {"Z2", 0.7},
                                {"Delta3", 0.8},
                                {"Gamma3", 0.1},
                                {"w1", 0.2},
                                {"w2", 0.25}});
  const auto ordered = model.in_order(p);
  // Weights 0.2, 0.2 and 0.6 become 0.6, 0.2 and 0.2.
  for (const auto& [name, value] : ParameterValues{{"Delta1", 0.8},
                                                   {"Gamma1", 0.1},
                                                   {"Delta2", 0.5},
                                                   {"Z2", 0.7},
                                                   {"Delta3", 1.3},
                                                   {"Gamma3", 0.02},
                                                   {"w1", 0.6},
                                                   {"w2", 0.5}})
    EXPECT_NEAR(ordered[model.index_of(name)], value, 1e-15) << name;
  EXPECT_EQ(model.in_order(ordered), ordered);
  expect_same_curve(model, p, ordered);
}

TEST(SideBySide, reports_every_part_as_it_would_be_alone) {
  const Model model = find_model("btk_d_wave:dynes:btk_d_wave");
  const double turned = std::numbers::pi / 2 - 0.3;
  const auto p = model.arrange({{"Delta1", 3}, {"alpha1", turned}, {"Delta3", 1}, {"alpha3", -0.2}, {"w1", 0.5}});
  const auto ordered = model.in_order(p);
  for (const auto& [name, value] :
       ParameterValues{{"Delta1", 1}, {"alpha1", 0.2}, {"Delta3", 3}, {"alpha3", 0.3}, {"w1", 0.25}})
    EXPECT_NEAR(ordered[model.index_of(name)], value, 1e-15) << name;
  expect_same_curve(model, p, ordered);
}

TEST(SideBySide, does_not_exchange_what_has_only_the_name_in_common) {
  const Model narrow = with_gap_distribution(models::dynes(), {0.9, 1.1}, {1, 1}),
              wide = with_gap_distribution(models::dynes(), {0.5, 1.5}, {1, 1});
  ASSERT_EQ(narrow.name(), wide.name());
  const Model different = side_by_side({narrow, wide}), alike = side_by_side({narrow, narrow, wide});
  const auto p = different.arrange({{"Delta1", 2}, {"Delta2", 1}});
  EXPECT_EQ(different.in_order(p), p);
  const auto q = alike.arrange({{"Delta1", 2}, {"Delta2", 1}, {"Delta3", 0.5}}), ordered = alike.in_order(q);
  EXPECT_EQ(ordered[alike.index_of("Delta1")], 1);
  EXPECT_EQ(ordered[alike.index_of("Delta3")], 0.5);
  expect_same_curve(alike, q, ordered);
}

TEST(SideBySide, refuses_parameters_of_one_name_and_unknown_parts) {
  EXPECT_THROW(find_model("two_gap_dynes:dynes:dynes"), InvalidArgument);  // w1 would be two things
  EXPECT_THROW(find_model("dynes:"), InvalidArgument);
  EXPECT_THROW(side_by_side({models::btk()}), InvalidArgument);
}

TEST(GivenGapDistribution, is_the_average_over_its_gaps) {
  const std::vector<double> gaps{0.8, 1, 1.3}, weights{1, 2, 1};
  const Model model = with_gap_distribution(models::btk(), gaps, weights);
  const ParameterValues values{{"Delta", 1.4}, {"Gamma", 0.1}, {"T", 1.2}};
  const auto all = model(biases, values);
  std::vector<double> sum(biases.size(), 0);
  for (std::size_t k = 0; k < gaps.size(); ++k) {
    ParameterValues one = values;
    one["Delta"] *= gaps[k];
    const auto part = models::btk()(biases, one);
    for (std::size_t i = 0; i < biases.size(); ++i) sum[i] += weights[k] / 4 * part[i];
  }
  for (std::size_t i = 0; i < biases.size(); ++i) EXPECT_NEAR(all[i], sum[i], 1e-13);
  const auto p = model.arrange(values);
  const Curve exact = model.conductance(biases, p, {}, Derivatives::yes);
  for (std::size_t i = 0; i < biases.size(); ++i) {
    const auto of_Delta = [&](double Delta) {
      auto q = p;
      q[0] = Delta;
      return model.conductance(std::span(&biases[i], 1), q).value[0];
    };
    EXPECT_NEAR(exact.d_parameter[0][i], slope(of_Delta, 1.4, 1e-3), 1e-6) << biases[i];
  }
}

TEST(GivenGapDistribution, many_normal_gaps_are_the_normal_distribution) {
  std::vector<double> gaps, weights;
  for (int k = -60; k <= 60; ++k) {
    gaps.push_back(1 + 0.01 * k);
    weights.push_back(std::exp(-0.5 * std::pow(k / 10.0, 2)));
  }
  const auto given = with_gap_distribution(models::dynes(), gaps, weights)(biases, {{"Delta", 1.5}, {"T", 1}}),
             normal = models::gap_distribution_dynes()(biases, {{"Delta", 1.5}, {"sigma_Delta", 0.15}, {"T", 1}});
  for (std::size_t i = 0; i < biases.size(); ++i) EXPECT_NEAR(given[i], normal[i], 1e-8) << biases[i];
}

TEST(GivenGapDistribution, is_reported_as_its_model_and_holds_no_other) {
  const Model model = with_gap_distribution(models::btk_d_wave(), {0.8, 1.2}, {1, 1});
  const auto ordered = model.in_order(model.arrange({{"alpha", std::numbers::pi / 2 - 0.3}}));
  EXPECT_NEAR(ordered[model.index_of("alpha")], 0.3, 1e-15);
  EXPECT_EQ(model.card().reduces_to, "");
}

TEST(GivenGapDistribution, knows_weights_of_any_size_and_no_gap_without_weight) {
  const std::vector<double> bias{0, 0.9, 1.3};
  const ParameterValues at{{"Delta", 1}, {"Gamma", 0.05}, {"T", 0.5}};
  const Model huge = with_gap_distribution(models::dynes(), {0.9, 5, 1.1}, {1e308, 0, 1e308}),
              plain = with_gap_distribution(models::dynes(), {0.9, 1.1}, {1, 1});
  EXPECT_EQ(huge(bias, at), plain(bias, at));
  EXPECT_EQ(huge.edges(huge.arrange(at)).size(), plain.edges(plain.arrange(at)).size());
}

TEST(GivenGapDistribution, refuses_what_is_none) {
  EXPECT_THROW(with_gap_distribution(models::dynes(), {1, 2}, {1}), InvalidArgument);
  EXPECT_THROW(with_gap_distribution(models::dynes(), {}, {}), InvalidArgument);
  EXPECT_THROW(with_gap_distribution(models::dynes(), {-1}, {1}), InvalidArgument);
  EXPECT_THROW(with_gap_distribution(models::dynes(), {1}, {0}), InvalidArgument);
  EXPECT_THROW(with_gap_distribution(models::two_gap_dynes(), {1}, {1}), InvalidArgument);
}

TEST(Combinators, unknown_ones_and_repeated_ones_are_refused_in_one_line) {
  const auto refusal = [](const char* name) {
    try {
      find_model(name);
    } catch (const InvalidArgument& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(refusal("btk+heating"),
            "no combinator '+heating'; there are series_resistance, normal_channel, inelastic, asymmetric, "
            "and gap_distribution with a table of gaps");
  EXPECT_EQ(refusal("dynes+normal_channel:btk+inelastic"),
            "model 'dynes+normal_channel:btk+inelastic': a combinator acts on all that stands side by side, and stands "
            "at the end: expected 'dynes:btk+normal_channel+inelastic'");
  EXPECT_NE(refusal("btk+normal_channel+normal_channel").find("has a parameter w_n already"), std::string::npos);
  EXPECT_NE(refusal("bkt+normal_channel").find("no model 'bkt'"), std::string::npos);
}

// With all the weight on one of the parts the model is that part, with the parameters it says are its own.
TEST(SideBySide, each_part_knows_its_parameters_and_its_share) {
  const Model model = find_model("dynes:btk:dynes");
  const std::vector<ModelPart> parts = model.source().parts();
  ASSERT_EQ(parts.size(), 3U);
  const Model alone[]{find_model("dynes"), find_model("btk"), find_model("dynes")};
  for (std::size_t k = 0; k < parts.size(); ++k) {
    std::vector<double> all = model.arrange({{"T", 2}}), own;
    for (const ModelPart& part : parts)
      if (part.share) all[*part.share] = 0;
    if (parts[k].share) all[*parts[k].share] = 1;
    for (const std::size_t j : parts[k].parameters) own.push_back(all[j]);
    own.push_back(all.back());
    const Curve whole = model.conductance(biases, all), part = alone[k].conductance(biases, own);
    for (std::size_t i = 0; i < biases.size(); ++i) EXPECT_NEAR(whole.value[i], part.value[i], contract) << k;
    EXPECT_EQ(parts[k].share.has_value(), k < 2);
  }
}

}  // namespace
