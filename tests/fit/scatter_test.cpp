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
