// What is said of residuals that do not scatter as error bars take it for granted.

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "didv/fit.hpp"
#include "didv/models/dynes.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

const std::string uneven = "the scatter is larger ", spikes = ": spikes?",
                  in_time = "in the order of the points, which";

Spectrum junction(double noise, unsigned seed, double reach_mV = 6) {
  std::mt19937 generator(seed);
  return synthetic::spectrum(models::dynes(), {{"Delta", 1.5}, {"Gamma", 0.05}, {"T", 0.5}}, reach_mV, 241, noise,
                             generator);
}

std::string report_on(const Spectrum& s) { return Fit(models::dynes()).add(s).run().report(); }

bool says(const Spectrum& s, const std::string& words) { return report_on(s).find(words) != std::string::npos; }

TEST(Scatter, that_is_even_is_not_remarked_upon) {
  // Each test takes chance for something once in 2000.
  int remarks = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    const std::string report = report_on(junction(0.01, seed));
    for (const std::string& words : {uneven, spikes, in_time}) remarks += report.find(words) != std::string::npos;
  }
  EXPECT_LE(remarks, 2);
}

TEST(Scatter, that_grows_with_the_curve_or_inside_a_window_is_told_with_where) {
  int told = 0;  // where the curve is high: the runs of such residuals may surprise, and are told in its place
  for (unsigned seed = 1; seed <= 10; ++seed) {
    std::mt19937 generator(seed);
    std::normal_distribution<double> normal;
    Spectrum relative = junction(0, seed), inside = junction(0, seed, 20);
    for (double& G : relative.conductance) G *= 1 + 0.1 * normal(generator);
    for (std::size_t i = 0; i < inside.size(); ++i)
      inside.conductance[i] += (std::abs(inside.bias_mV[i]) < 8 ? 0.03 : 0.005) * normal(generator);
    told += says(relative, uneven + "where the curve is high");
    EXPECT_TRUE(says(inside, uneven + "in the middle")) << report_on(inside);
    EXPECT_FALSE(says(inside, spikes)) << report_on(inside);
  }
  EXPECT_GE(told, 9);
}

// Noise that neighbours share, of two sweeps: a model of it that was asked for leaves nothing of sweeps beside each
// other.
TEST(Scatter, that_a_noise_model_explains_is_no_hysteresis) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    std::mt19937 generator(seed);
    std::normal_distribution<double> normal(0, 0.01);
    const Spectrum up = junction(0, seed);
    Spectrum both = up;
    both.bias_mV.insert(both.bias_mV.end(), up.bias_mV.rbegin(), up.bias_mV.rend());
    both.conductance.insert(both.conductance.end(), up.conductance.rbegin(), up.conductance.rend());
    double state = 0;
    for (double& G : both.conductance) G += (state = 0.6 * state + normal(generator));
    const FitResult fit = Fit(models::dynes()).add(both).noise({.correlated = CorrelatedNoise{}}).run();
    EXPECT_EQ(fit.report().find(in_time), std::string::npos) << fit.report();
  }
}

// Points of little weight beside points of much: their sizes are no structure.
TEST(Scatter, that_the_sigma_of_each_point_states_is_no_structure) {
  int remarks = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    std::mt19937 generator(seed);
    std::normal_distribution<double> normal;
    Spectrum s = junction(0, seed);
    for (std::size_t i = 0; i < s.size(); ++i) {
      s.sigma.push_back(std::abs(s.bias_mV[i]) > 5.5 ? 0.1 : 0.01);
      s.conductance[i] += s.sigma[i] * normal(generator);
    }
    remarks += says(s, "structure");
  }
  EXPECT_LE(remarks, 1);
}

TEST(Scatter, of_one_lost_reading_is_told_beside_the_structure_that_it_makes) {
  int with_structure = 0;
  for (std::size_t at = 40; at <= 200; at += 20) {
    Spectrum s = junction(0.004, 1);
    s.conductance[at] = s.conductance[at] > 0.5 ? 0 : 5;
    EXPECT_TRUE(says(s, spikes)) << at << report_on(s);
    with_structure += says(s, "structure");
  }
  EXPECT_GE(with_structure, 1);
}

/// The factor in what is said of the error of a shift; 0: nothing is.
double factor_said(const std::string& report) {
  const std::string words = "is too small, by some ";
  const std::size_t found = report.find(words);
  return found == std::string::npos ? 0 : std::stod(report.substr(found + words.size()));
}

TEST(Scatter, of_the_bias_is_told_with_what_it_does_to_the_gap) {
  constexpr int curves = 40;
  const Model model = models::dynes();
  int told = 0;
  double squares = 0, factors = 0;
  for (unsigned seed = 1; seed <= curves; ++seed) {
    std::mt19937 generator(seed);
    std::normal_distribution<double> normal;
    const ParameterValues truth{{"Delta", 1.4}, {"Gamma", 0.1}, {"T", 1.5}};
    Spectrum s = synthetic::spectrum(model, truth, 6, 121, 0, generator);
    std::vector<double> jittered = s.bias_mV;
    for (double& V : jittered) V += 0.01 * normal(generator);
    s.conductance = model(jittered, truth);
    for (double& G : s.conductance) G += 0.005 * normal(generator);
    const FitResult fit = Fit(model).add(s).run();
    const double factor = factor_said(fit.report());
    told += fit.report().find(uneven + "where the curve is steep") != std::string::npos && factor > 0;
    factors += factor;
    squares += std::pow((fit["Delta"].value - 1.4) / *fit["Delta"].standard_error, 2) / curves;
  }
  EXPECT_GE(told, 30);  // a few by what a single point does, as spikes
  // The factor is one of the shift alone, and the gap suffers somewhat more.
  EXPECT_GT(factors / told, 0.7 * std::sqrt(squares));
  EXPECT_LT(factors / told, 1.1 * std::sqrt(squares));
}

TEST(Scatter, of_spikes_is_told_with_their_number) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    Spectrum s = junction(0.01, seed);
    for (const std::size_t i : {23, 61, 200}) s.conductance[i] += 1;
    EXPECT_TRUE(says(s, "3 points are off by more than 6 times what the neighbours scatter by")) << report_on(s);
    EXPECT_FALSE(says(s, uneven)) << report_on(s);
    Fit robust(models::dynes());
    robust.add(s).noise({.loss = Loss::huber});
    EXPECT_EQ(robust.run().report().find(spikes), std::string::npos);
  }
}

TEST(Scatter, of_sweeps_that_do_not_lie_on_each_other_is_told) {
  for (const double shift_mV : {0.0, 0.15}) {
    Spectrum both = junction(0.02, 1), down = junction(0.02, 2);
    for (double& V : both.bias_mV) V += shift_mV;
    for (std::size_t i = down.size(); i-- > 0;) {
      both.bias_mV.push_back(down.bias_mV[i] - shift_mV);
      both.conductance.push_back(down.conductance[i]);
    }
    EXPECT_EQ(says(both, in_time), shift_mV > 0) << report_on(both);
  }
}

}  // namespace
}  // namespace didv
