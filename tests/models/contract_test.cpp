// What every model of the catalogue promises, whatever its physics. A new model is under test as soon as its file is
// there.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "didv/combine.hpp"
#include "didv/error.hpp"
#include "didv/models.hpp"
#include "didv/units.hpp"
#include "text/number.hpp"

namespace {

using namespace didv;

class Contract : public testing::TestWithParam<Model> {
 protected:
  const Model& model = GetParam();

  std::vector<double> parameters(double T) const {
    std::vector<double> p = model.arrange({});
    p.back() = T;
    return p;
  }

  double largest_edge(std::span<const double> p) const {
    double largest = 0;
    for (const Edge& edge : model.edges(p)) largest = std::max(largest, edge.energy_meV);
    return largest > 0 ? largest : 1;
  }

  std::vector<double> biases(std::span<const double> p) const {
    std::vector<double> out;
    for (int k = -20; k <= 20; ++k) out.push_back(0.21 * k * largest_edge(p) + 0.0123);
    for (const Edge& edge : model.edges(p)) {
      for (const double V : {edge.energy_meV, -edge.energy_meV}) out.push_back(V);
    }
    return out;
  }

  bool near_jump_or_kink(std::span<const double> p, double V, double distance) const {
    return std::ranges::any_of(model.edges(p), [&](const Edge& edge) {
      return edge.width_meV == 0 && std::abs(std::abs(V) - edge.energy_meV) <= distance;
    });
  }

  bool is_energy(std::size_t k) const { return model.parameters()[k].unit == "meV"; }
};

// Fourth-order differences in steps of h: an error of h⁴, and of 1e-12/h from the values.
double slope(const std::function<double(double)>& f, double at, double h) {
  return (8 * (f(at + h) - f(at - h)) - (f(at + 2 * h) - f(at - 2 * h))) / (12 * h);
}

constexpr double difference_tolerance = 1e-6;  // the contract for derivatives; the differences themselves err by less

// The same of a whole curve.
std::vector<double> slopes(const std::function<std::vector<double>(double)>& f, double at, double h) {
  const auto near_above = f(at + h), near_below = f(at - h), above = f(at + 2 * h), below = f(at - 2 * h);
  std::vector<double> out;
  for (std::size_t i = 0; i < above.size(); ++i)
    out.push_back((8 * (near_above[i] - near_below[i]) - (above[i] - below[i])) / (12 * h));
  return out;
}

void expect_slopes(const Model& model, const std::vector<double>& p, const std::vector<double>& bias,
                   const Instrument& instrument) {
  const Curve curve = model.conductance(bias, p, instrument, Derivatives::yes);
  ASSERT_EQ(curve.d_parameter.size(), p.size());
  const auto expect_all = [&](const std::vector<double>& exact, const std::vector<double>& differences,
                              const std::string& name) {
    double peak = 1;
    for (const double d : exact) peak = std::max(peak, std::abs(d));
    for (std::size_t i = 0; i < bias.size(); ++i)
      EXPECT_NEAR(exact[i], differences[i], difference_tolerance * peak)
          << name << " at " << bias[i] << " mV, T = " << p.back();
  };
  for (std::size_t k = 0; k < p.size(); ++k) {
    const auto f = [&](double value) {
      std::vector<double> q = p;
      q[k] = value;
      return model.conductance(bias, q, instrument).value;
    };
    expect_all(curve.d_parameter[k], slopes(f, p[k], 1e-3 * p[k]), model.parameters()[k].name);
  }
  const auto f = [&](double shift) {
    std::vector<double> V = bias;
    for (double& v : V) v += shift;
    return model.conductance(V, p, instrument).value;
  };
  expect_all(curve.d_bias, slopes(f, 0, 1e-3), "bias");
}

TEST_P(Contract, has_a_card_and_parameters_that_say_what_they_mean) {
  EXPECT_FALSE(model.name().empty());
  EXPECT_FALSE(model.card().title.empty());
  EXPECT_FALSE(model.card().reference.empty());
  ASSERT_FALSE(model.parameters().empty());
  EXPECT_EQ(model.parameters().back().name, "T");
  EXPECT_EQ(model.parameters().back().unit, "K");
  for (const ParameterInfo& p : model.parameters()) {
    EXPECT_FALSE(p.symbol.empty()) << p.name;
    EXPECT_FALSE(p.unit.empty()) << p.name;
    EXPECT_FALSE(p.meaning.empty()) << p.name;
    EXPECT_GE(p.default_value, p.lower) << p.name;
    EXPECT_LE(p.default_value, p.upper) << p.name;
  }
}

TEST_P(Contract, can_be_found_by_its_name) { EXPECT_EQ(find_model(model.name()).name(), model.name()); }

TEST_P(Contract, exact_derivatives_agree_with_differences) {
  for (const double T : {0.3, 4.2, 40.0}) {
    const auto p = parameters(T);
    expect_slopes(model, p, biases(p), {});
  }
}

TEST_P(Contract, exact_derivatives_agree_with_differences_behind_an_instrument) {
  const auto p = parameters(1.0);
  expect_slopes(model, p, {-1.1, 0.0123, 0.9, 1.0, 2.2}, {Modulation(Peak{0.2}), {0.05}});
}

TEST_P(Contract, derivatives_at_zero_temperature_agree_with_differences) {
  const auto p = parameters(0);
  const std::vector<double> bias{0.31, 0.97, 1.4};
  const Curve curve = model.conductance(bias, p, {}, Derivatives::yes);
  for (std::size_t k = 0; k + 1 < p.size(); ++k) {
    for (std::size_t i = 0; i < bias.size(); ++i) {
      const auto f = [&](double value) {
        std::vector<double> q = p;
        q[k] = value;
        return model.conductance(std::span(&bias[i], 1), q).value[0];
      };
      const double expected = slope(f, p[k], 1e-3 * p[k]);
      EXPECT_NEAR(curve.d_parameter[k][i], expected, difference_tolerance * std::max(1.0, std::abs(expected)))
          << model.parameters()[k].name;
    }
  }
}

TEST_P(Contract, is_even_in_the_bias) {
  if (model.name() == "btk_mazin") GTEST_SKIP() << "electrons of one spin alone, broadened: see its page";
  for (const double T : {0.0, 0.3, 4.2}) {
    const auto p = parameters(T);
    std::vector<double> bias = biases(p), mirrored = bias;
    for (double& V : mirrored) V = -V;
    const auto here = model.conductance(bias, p).value, there = model.conductance(mirrored, p).value;
    for (std::size_t i = 0; i < bias.size(); ++i) EXPECT_NEAR(here[i], there[i], 1e-11) << bias[i];
  }
}

TEST_P(Contract, tends_to_the_normal_metal_far_above_the_gap) {
  for (const double T : {0.0, 0.3, 4.2}) {
    const auto p = parameters(T);
    const std::vector<double> bias{-1e4 * largest_edge(p), 1e4 * largest_edge(p)};
    for (const double G : model.conductance(bias, p).value) EXPECT_NEAR(G, 1, 1e-6);
  }
}

TEST_P(Contract, beyond_the_range_of_numbers_is_an_error_and_no_nan) {
  for (const double V : {1e150, 1e200, 1e300})
    for (const double T : {0.0, 4.2}) try {
        EXPECT_NEAR(model.conductance(std::vector{V}, parameters(T)).value[0], 1, 1e-9) << V << " mV, " << T << " K";
      } catch (const AccuracyError& error) {
        EXPECT_NE(std::string(error.what()).find("beyond what can be computed"), std::string::npos) << error.what();
      }
}

TEST_P(Contract, is_finite_in_all_its_limits) {
  // Each parameter at its bounds (10⁶ and 10⁻⁶ times the default where there is none), all others at their defaults.
  for (std::size_t k = 0; k < model.parameters().size(); ++k) {
    const ParameterInfo& info = model.parameters()[k];
    for (const double value :
         {info.lower, std::isinf(info.upper) ? 1e6 * info.default_value : info.upper, 1e-6 * info.default_value}) {
      if (!std::isfinite(value) || value < info.lower) continue;
      for (const double T : {1e-12, 1e-3, 4.2, 1e4}) {
        auto p = parameters(T);
        p[k] = value;
        std::vector<double> bias{0, 1e-300, 1e-9, 0.999999999, 1.0000001, 1e9, -1e9};
        for (const Edge& edge : model.edges(p)) bias.push_back(edge.energy_meV);
        const Curve curve = model.conductance(bias, p, {}, Derivatives::yes);
        for (std::size_t i = 0; i < bias.size(); ++i) {
          EXPECT_TRUE(std::isfinite(curve.value[i]))
              << info.name << " = " << value << ", T = " << T << ", V = " << bias[i];
          const bool may_fall = model.name() == "sis" && T > 1;  // warm, behind its thermal peak: see sis_test.cpp
          EXPECT_TRUE(may_fall || curve.value[i] >= -1e-9) << curve.value[i];
          EXPECT_TRUE(std::isfinite(curve.d_bias[i]))
              << info.name << " = " << value << ", T = " << T << ", V = " << bias[i];
          for (const auto& d : curve.d_parameter) {
            EXPECT_TRUE(std::isfinite(d[i])) << info.name << " = " << value << ", T = " << T << ", V = " << bias[i];
          }
        }
      }
    }
  }
}

TEST_P(Contract, does_not_care_for_the_unit_of_energy) {
  const auto p = parameters(3.0);
  const auto bias = biases(p);
  const auto G = model.conductance(bias, p).value;
  for (const double unit : {1e-6, 1e6}) {
    auto scaled = p;
    for (std::size_t k = 0; k < p.size(); ++k) {
      if (is_energy(k) || k + 1 == p.size()) scaled[k] *= unit;
    }
    auto V = bias;
    for (double& v : V) v *= unit;
    const auto again = model.conductance(V, scaled).value;
    for (std::size_t i = 0; i < bias.size(); ++i) EXPECT_NEAR(G[i], again[i], 1e-9);
  }
}

TEST_P(Contract, goes_over_into_its_zero_temperature_kernel) {
  const auto bias = biases(parameters(0));
  const auto cold = model.conductance(bias, parameters(1e-10)).value,
             zero = model.conductance(bias, parameters(0)).value;
  for (std::size_t i = 0; i < bias.size(); ++i) EXPECT_NEAR(cold[i], zero[i], 1e-9) << bias[i];
}

TEST_P(Contract, its_current_has_the_conductance_as_slope) {
  const double step = 1e-3;
  for (const double T : {0.0, 0.3, 4.2}) {
    const auto p = parameters(T);
    const auto bias = biases(p);
    const Curve I = model.current(bias, p, Derivatives::yes);
    const auto G = model.conductance(bias, p).value;
    const auto current_slopes = slopes(
        [&](double shift) {
          std::vector<double> V = bias;
          for (double& v : V) v += shift;
          return model.current(V, p).value;
        },
        0, step);
    for (std::size_t i = 0; i < bias.size(); ++i) {
      EXPECT_NEAR(I.d_bias[i], G[i], 1e-9 * std::max(1.0, G[i])) << bias[i];
      if (T == 0 && near_jump_or_kink(p, bias[i], 2 * step)) continue;  // differences would step over it
      EXPECT_NEAR(current_slopes[i], G[i], difference_tolerance * std::max(1.0, G[i])) << bias[i];
    }
  }
}

TEST_P(Contract, the_derivatives_of_its_current_agree_with_differences) {
  const auto p = parameters(2.0);
  const std::vector<double> bias{-1.7, 0.4, 1.0, 3.1};
  const Curve I = model.current(bias, p, Derivatives::yes);
  for (std::size_t k = 0; k < p.size(); ++k) {
    const auto f = [&](double value) {
      std::vector<double> q = p;
      q[k] = value;
      return model.current(bias, q).value;
    };
    const auto expected = slopes(f, p[k], 2e-3 * p[k]);
    for (std::size_t i = 0; i < bias.size(); ++i)
      EXPECT_NEAR(I.d_parameter[k][i], expected[i], difference_tolerance) << model.parameters()[k].name;
  }
}

TEST_P(Contract, its_current_flows_down_the_voltage) {
  for (const double T : {0.0, 0.3, 4.2, 40.0}) {
    const auto p = parameters(T);
    const auto bias = biases(p);
    const auto I = model.current(bias, p).value;
    for (std::size_t i = 0; i < bias.size(); ++i)
      EXPECT_GE(std::copysign(1, bias[i]) * I[i], -1e-9) << bias[i] << " mV, " << T << " K";
  }
}

TEST_P(Contract, no_voltage_no_current) {
  for (const double T : {0.0, 4.2}) {
    const std::vector<double> zero{0};
    EXPECT_NEAR(model.current(zero, parameters(T)).value[0], 0, 1e-12);
  }
}

TEST_P(Contract, the_order_of_the_biases_does_not_matter) {
  const auto p = parameters(1.3);
  auto bias = biases(p);
  const auto G = model.conductance(bias, p).value;
  std::reverse(bias.begin(), bias.end());
  bias.push_back(bias.front());
  const auto reversed = model.conductance(bias, p).value;
  for (std::size_t i = 0; i < G.size(); ++i)
    EXPECT_NEAR(G[i], reversed[G.size() - 1 - i], 1e-12);  // sums in another order
  EXPECT_EQ(reversed.back(), reversed.front());
}

// A loop over biases takes several at once and the last by themselves: both are to give the same, in every special
// case.
TEST_P(Contract, a_curve_is_that_of_its_points_one_by_one) {
  const auto expect_one_by_one = [&](const std::vector<double>& p) {
    std::vector<double> bias;
    for (int k = -4; k <= 6; ++k) bias.push_back(0.43 * k * largest_edge(p) + 0.0071);
    const Curve values = model.conductance(bias, p), all = model.conductance(bias, p, {}, Derivatives::yes),
                I = model.current(bias, p);
    const auto expect_same = [&](const std::vector<double>& curve, std::size_t k, double alone, double tolerance,
                                 const std::string& what) {
      if (!std::isfinite(curve[k]) && !std::isfinite(alone)) return;  // a derivative where there is none
      double peak = 1;
      for (const double value : curve) peak = std::max(peak, std::isfinite(value) ? std::abs(value) : 0);
      EXPECT_NEAR(curve[k], alone, tolerance * peak)
          << what << " at " << bias[k] << " mV, " << text::number(p.back()) << " K";
    };
    for (const std::size_t k : {1, 6, 10}) {
      const std::span<const double> here(&bias[k], 1);
      const Curve alone = model.conductance(here, p, {}, Derivatives::yes);
      expect_same(values.value, k, model.conductance(here, p).value[0], 2e-9, "G");
      expect_same(all.value, k, alone.value[0], 2e-9, "G beside its derivatives");
      expect_same(I.value, k, model.current(here, p).value[0], 2e-9, "I");
      expect_same(all.d_bias, k, alone.d_bias[0], 2e-6, "dG/dV");
      for (std::size_t j = 0; j < p.size(); ++j)
        expect_same(all.d_parameter[j], k, alone.d_parameter[j][0], 2e-6, "dG/d" + model.parameters()[j].name);
    }
  };
  for (const double T : {0.0, 4.2}) {
    expect_one_by_one(parameters(T));
    for (std::size_t k = 0; k + 1 < model.parameters().size(); ++k) {
      if (model.parameters()[k].lower != 0) continue;
      std::vector<double> p = parameters(T);
      p[k] = 0;
      expect_one_by_one(p);
    }
  }
}

TEST_P(Contract, no_biases_give_an_empty_curve) {
  for (const double T : {0.0, 4.2}) {
    const auto p = parameters(T);
    EXPECT_TRUE(model.conductance({}, p).value.empty());
    EXPECT_TRUE(model.conductance({}, p, {Modulation(Peak{0.1}), {0.1}}, Derivatives::yes).value.empty());
    EXPECT_TRUE(model.current({}, p, Derivatives::yes).value.empty());
  }
}

/// Every parameter beyond its range, or no number, is refused by name with the range.
void expect_ranges_kept(const Model& model) {
  const std::vector<double> bias{0.1};
  for (const ParameterInfo& info : model.parameters()) {
    std::vector<double> bad{std::nan(""), infinity, -infinity};
    if (!std::isinf(info.lower)) bad.insert(bad.end(), {info.lower - 1, std::nextafter(info.lower, -infinity)});
    if (!std::isinf(info.upper)) bad.insert(bad.end(), {info.upper + 1, std::nextafter(info.upper, infinity)});
    for (const double value : bad) try {
        model(bias, {{info.name, value}});
        ADD_FAILURE() << model.name() << ": " << info.name << " = " << value << " was taken";
      } catch (const InvalidArgument& error) {
        const std::string message = error.what();
        const auto says = [&](const std::string& words) { return message.find(words) != std::string::npos; };
        const std::string unit = info.unit == "1" ? "" : " " + info.unit;
        EXPECT_TRUE(says(info.name + " = ")) << message;
        EXPECT_TRUE(std::isinf(info.lower) || says(text::number(info.lower) + unit)) << message;
        EXPECT_TRUE(std::isinf(info.upper) || says(text::number(info.upper) + unit)) << message;
        EXPECT_TRUE(says("finite") != (!std::isinf(info.lower) && !std::isinf(info.upper))) << message;
        EXPECT_FALSE(says("\n") || says("expected inf") || says("least -inf")) << message;
      }
  }
}

TEST_P(Contract, refuses_what_is_out_of_range_in_one_clear_line) {
  const std::vector<double> bias{0.1};
  expect_ranges_kept(model);
  EXPECT_THROW(model(bias, {{"no_such_parameter", 1}}), InvalidArgument);
  EXPECT_THROW(model({{std::nan("")}}, {}), InvalidArgument);
  EXPECT_THROW(model.conductance(bias, std::vector<double>{1}), InvalidArgument);
  EXPECT_THROW(model(bias, {}, {{}, {-1}}), InvalidArgument);
}

TEST_P(Contract, refuses_it_behind_every_combinator_and_beside_another_model_too) {
  for (const Combinator& combinator : combinators()) expect_ranges_kept(combinator.apply(model));
  if (!model.source().parts().empty()) return;  // what has parts cannot be one
  expect_ranges_kept(side_by_side({model, models::btk(), models::dynes()}));
  if (model.has("Delta")) expect_ranges_kept(with_gap_distribution(model, {0.9, 1.1}, {1, 1}));
}

TEST_P(Contract, is_the_same_behind_every_combinator_that_adds_nothing) {
  for (const Combinator& combinator : combinators()) {
    const Model with = combinator.apply(model);
    EXPECT_EQ(with.name(), model.name() + "+" + combinator.name);
    ASSERT_TRUE(with.has(combinator.parameter));
    std::vector<double> p = parameters(1.5), q = p;
    q.insert(q.end() - 1, 0);
    const std::vector<double> bias{-1.3, 0, 0.4, 2.1};
    const Curve bare = model.conductance(bias, p, {}, Derivatives::yes),
                beside = with.conductance(bias, q, {}, Derivatives::yes);
    ASSERT_EQ(beside.d_parameter.size(), q.size());
    for (std::size_t i = 0; i < bias.size(); ++i) {
      EXPECT_NEAR(beside.value[i], bare.value[i], 1e-11 * std::max(1.0, bare.value[i])) << combinator.name;
      EXPECT_TRUE(std::isfinite(beside.d_parameter[q.size() - 2][i])) << combinator.name;
      for (std::size_t k = 0; k + 1 < p.size(); ++k)
        EXPECT_NEAR(beside.d_parameter[k][i], bare.d_parameter[k][i],
                    1e-9 * std::max(1.0, std::abs(bare.d_parameter[k][i])))
            << combinator.name << ", " << model.parameters()[k].name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Contract, testing::ValuesIn(catalogue()),
                         [](const auto& instance) { return instance.param.name(); });

TEST(Catalogue, is_sorted_and_without_repetition) {
  for (std::size_t i = 0; i + 1 < catalogue().size(); ++i) EXPECT_LT(catalogue()[i].name(), catalogue()[i + 1].name());
}

TEST(Catalogue, names_those_there_are_when_asked_for_another) {
  try {
    find_model("bkt");
    FAIL();
  } catch (const InvalidArgument& error) {
    for (const Model& model : catalogue()) EXPECT_NE(std::string(error.what()).find(model.name()), std::string::npos);
  }
}

}  // namespace
