#pragma once
// (found − true)/error of many fits to noisy curves: mean 0 and variance 1 if ± means what it says.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "didv/result.hpp"

namespace didv {

class Pulls {
 public:
  void add(const Estimate& estimate, double truth) {
    ASSERT_TRUE(estimate.standard_error) << estimate.name << ": " << estimate.reason;
    values_[estimate.name].push_back((estimate.value - truth) / *estimate.standard_error);
  }

  /// Of hundreds of fits: mean and variance within four standard deviations of those of as many unit normals (one false
  /// alarm in 16 000 each).
  void expect_unit_normal(std::size_t fits) const {
    for (const auto& [name, pulls] : values_) {
      const double n = static_cast<double>(pulls.size());
      const auto [mean, variance] = mean_and_variance(pulls);
      EXPECT_EQ(pulls.size(), fits) << name;
      EXPECT_NEAR(mean, 0, 4 / std::sqrt(n)) << name;
      EXPECT_NEAR(variance, 1, 4 * std::sqrt(2 / n)) << name;
    }
  }

  /// Of a few fits: none further from the truth than one unit normal in 150 000.
  void expect_truth_within_errors() const {
    for (const auto& [name, pulls] : values_)
      for (const double p : pulls) EXPECT_LT(std::abs(p), 4.5) << name;
  }

  void print() const {
    for (const auto& [name, pulls] : values_) {
      const auto [mean, variance] = mean_and_variance(pulls);
      std::printf("  %-12s mean of the pulls %+.3f, variance %.3f\n", name.c_str(), mean, variance);
    }
  }

 private:
  static std::pair<double, double> mean_and_variance(const std::vector<double>& pulls) {
    double mean = 0, variance = 0;
    const double n = static_cast<double>(pulls.size());
    for (const double p : pulls) mean += p / n;
    for (const double p : pulls) variance += (p - mean) * (p - mean) / (n - 1);
    return {mean, variance};
  }

  std::map<std::string, std::vector<double>> values_;
};

}  // namespace didv
