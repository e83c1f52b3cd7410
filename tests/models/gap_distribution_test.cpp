// Dynes curves of many gaps: a normal distribution of them, and any that is given.

#include <gsl/gsl_integration.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "didv/models.hpp"

namespace {

using namespace didv;

/// ∫ over [a, b] with singular ends, by GSL.
double integral(const std::function<double(double)>& f, double a, double b) {
  gsl_integration_workspace* workspace = gsl_integration_workspace_alloc(2000);
  gsl_function function{
      [](double x, void* self) { return (*static_cast<const std::function<double(double)>*>(self))(x); },
      const_cast<std::function<double(double)>*>(&f)};
  double value = 0, error = 0;
  gsl_integration_qags(&function, a, b, 1e-13, 1e-12, 2000, workspace, &value, &error);
  gsl_integration_workspace_free(workspace);
  return value;
}

double normal(double x, double mean, double sigma) {
  return std::exp(-0.5 * std::pow((x - mean) / sigma, 2)) / (sigma * std::sqrt(2 * std::numbers::pi));
}

constexpr double quadrature = 1e-10;  // of the reference

TEST(GapDistribution, at_zero_temperature_it_is_the_average_of_bcs_curves) {
  // Γ = 0, T = 0: only gaps below |V| conduct. Δ′ = |V| cos θ takes the singularity at the edge away.
  const Model model = models::gap_distribution_dynes();
  for (const double sigma : {0.01, 0.1, 0.12, 0.13, 0.2, 0.5, 2.0}) {
    for (const double V : {0.02, 0.4, 0.8, 0.97, 1.0, 1.03, 1.3, 2.5}) {
      // In pieces about the mean, so that a narrow distribution is seen.
      double expected = 0;
      const auto folded = [&](double gap) { return normal(gap, 1, sigma) + normal(-gap, 1, sigma); };
      const auto in_theta = [&](double theta) { return V * folded(V * std::cos(theta)); };
      std::vector<double> cuts{0, std::numbers::pi / 2};
      for (const double gap : {1 - 8 * sigma, 1 - 3 * sigma, 1.0, 1 + 3 * sigma, 1 + 8 * sigma})
        if (gap > 0 && gap < V) cuts.push_back(std::acos(gap / V));
      std::sort(cuts.begin(), cuts.end());
      for (std::size_t i = 0; i + 1 < cuts.size(); ++i) expected += integral(in_theta, cuts[i], cuts[i + 1]);
      for (const double sign : {-1.0, 1.0})
        EXPECT_NEAR(model(std::vector{sign * V}, {{"Delta", 1}, {"Gamma", 0}, {"sigma_Delta", sigma}, {"T", 0}})[0],
                    expected, quadrature * std::max(1.0, expected))
            << "sigma " << sigma << ", V " << V;
    }
  }
}

TEST(GapDistribution, with_heat_and_broadening_it_is_the_average_of_dynes_curves) {
  const Model model = models::gap_distribution_dynes(), dynes = models::dynes();
  for (const double sigma : {0.05, 0.124, 0.126, 0.4})
    for (const double V : {0.0, 0.6, 1.1}) {
      const auto weighted = [&](double gap) {
        return normal(gap, 1, sigma) *
               dynes(std::vector{V}, {{"Delta", std::abs(gap)}, {"Gamma", 0.02}, {"T", 0.5}})[0];
      };
      double expected = 0;
      for (int k = -9; k < 9; ++k) expected += integral(weighted, 1 + k * sigma, 1 + (k + 1) * sigma);
      EXPECT_NEAR(model(std::vector{V}, {{"Delta", 1}, {"Gamma", 0.02}, {"sigma_Delta", sigma}, {"T", 0.5}})[0],
                  expected, quadrature)
          << "sigma " << sigma << ", V " << V;
    }
}

TEST(GapDistribution, of_no_width_is_dynes) {
  const std::vector<double> bias{-2, -1, -0.3, 0, 0.9, 1.0, 1.1, 4};
  for (const double T : {0.0, 0.3, 4.2}) {
    const ParameterValues values{{"Delta", 1}, {"Gamma", 0.03}, {"T", T}};
    ParameterValues spread = values;
    for (const double sigma : {0.0, 1e-9}) {
      spread["sigma_Delta"] = sigma;
      const auto narrow = models::gap_distribution_dynes()(bias, spread), one = models::dynes()(bias, values);
      for (std::size_t i = 0; i < bias.size(); ++i)
        EXPECT_NEAR(narrow[i], one[i], 1e-11 * std::max(1.0, one[i])) << bias[i];
    }
  }
}

TEST(GapDistribution, its_two_ways_of_averaging_meet) {
  const std::vector<double> bias{0, 0.1, 0.5, 0.9, 1.0, 1.2, 3};
  const auto at = [&](double sigma) {
    const Model model = models::gap_distribution_dynes();
    return model.conductance(bias, model.arrange({{"Gamma", 0}, {"sigma_Delta", sigma}, {"T", 0}}), {},
                             Derivatives::yes);
  };
  const Curve line = at(0.125), ray = at(std::nextafter(0.125, 1));
  for (std::size_t i = 0; i < bias.size(); ++i) {
    EXPECT_NEAR(line.value[i], ray.value[i], 1e-11) << bias[i];
    for (std::size_t k = 0; k < line.d_parameter.size(); ++k)
      EXPECT_NEAR(line.d_parameter[k][i], ray.d_parameter[k][i], 1e-9) << k << " at " << bias[i];
  }
}

}  // namespace
