// Exact derivatives of every model of the catalogue against differences of its own curve, over broadenings, barriers
// and temperatures, with the worst case: the figures of the models' pages. Labels: accuracy, slow.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "didv/models.hpp"

namespace {

using namespace didv;

constexpr double contract = 1e-6;  // of max(1, largest derivative of the curve)

struct Worst {
  double error = 0;
  std::string where = "nowhere";
};

/// The narrowest structure of the curve.
double sharpest(const Model& model, const std::vector<double>& p) {
  double width = infinity;
  for (const Edge& edge : model.edges(p)) width = std::min(width, edge.width_meV);
  return std::max(width, 1e-3);
}

// Steps of h, fourth order: what the values err by (1e-12) enters divided by h.
std::vector<double> differences(const Model& model, const std::vector<double>& bias, const std::vector<double>& p,
                                std::size_t k) {
  const double h = 1e-3 * std::min(std::max(std::abs(p[k]), 1e-2), 20 * sharpest(model, p));
  const auto at = [&](int steps) {
    std::vector<double> q = p;
    q[k] += steps * h;
    return model.conductance(bias, q).value;
  };
  const auto above = at(1), below = at(-1), far_above = at(2), far_below = at(-2);
  std::vector<double> slope;
  for (std::size_t i = 0; i < bias.size(); ++i)
    slope.push_back((8 * (above[i] - below[i]) - (far_above[i] - far_below[i])) / (12 * h));
  return slope;
}

void see(const Model& model, const std::vector<double>& p, Worst& worst) {
  std::vector<double> bias;
  for (int i = 0; i <= 24; ++i) bias.push_back(0.13 * i + 0.007);
  const Curve curve = model.conductance(bias, p, {}, Derivatives::yes);
  for (std::size_t k = 0; k < p.size(); ++k) {
    const std::vector<double> expected = differences(model, bias, p, k);
    double peak = 1;
    for (const double d : curve.d_parameter[k]) peak = std::max(peak, std::abs(d));
    for (std::size_t i = 0; i < bias.size(); ++i) {
      const double error = std::abs(curve.d_parameter[k][i] - expected[i]) / peak;
      if (error <= worst.error) continue;
      worst = {error, model.parameters()[k].name + " at V = " + std::to_string(bias[i])};
      for (std::size_t j = 0; j < p.size(); ++j)
        worst.where += ", " + model.parameters()[j].name + " = " + std::to_string(p[j]);
    }
  }
}

class DerivativeAccuracy : public testing::TestWithParam<Model> {};

TEST_P(DerivativeAccuracy, keeps_the_contract) {
  const Model& model = GetParam();
  Worst worst;
  for (const double broader : {0.3, 1.0, 4.0})
    for (const double barrier : {0.3, 1.0, 6.0})
      for (const double T : {0.3, 1.5, 6.0}) {
        if (barrier != 1 && !model.has("Z") && !model.has("Z1")) continue;
        std::vector<double> p = model.arrange({{"T", T}});
        for (std::size_t k = 0; k < p.size(); ++k) {
          if (model.parameters()[k].name.starts_with("Gamma")) p[k] *= broader;
          if (model.parameters()[k].name.starts_with("Z")) p[k] *= barrier;
        }
        see(model, p, worst);
      }
  std::printf("%-22s %.1e, d/d%s\n", model.name().c_str(), worst.error, worst.where.c_str());
  EXPECT_LE(worst.error, contract);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, DerivativeAccuracy, testing::ValuesIn(catalogue()),
                         [](const auto& model) { return model.param.name(); });

}  // namespace
