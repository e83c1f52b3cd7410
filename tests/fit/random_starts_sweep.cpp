// No silent wrong minimum: one curve for each model, 1000 starts at random in the documented ranges. Each fit reaches
// the lowest χ² that any of them found, or says that it did not.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "didv/fit.hpp"
#include "didv/models.hpp"
#include "didv/units.hpp"
#include "synthetic.hpp"

namespace didv {
namespace {

constexpr double required = 0.999;
constexpr double same = 1e-6;  // relative, of χ²

/// DIDV_RANDOM_STARTS asks for more or fewer.
int number_of_starts() {
  const char* asked = std::getenv("DIDV_RANDOM_STARTS");
  return asked != nullptr ? std::atoi(asked) : 1000;
}

constexpr double Delta_meV = 1;

double random_value(const ParameterInfo& p, std::mt19937& generator) {
  std::uniform_real_distribution<double> uniform;
  const double u = uniform(generator);
  if (p.unit == "meV" || p.unit == "1/meV") return 0.01 * std::pow(500, u);  // 0.01 … 5 Δ
  if (std::isfinite(p.upper) && std::isfinite(p.lower) && p.upper - p.lower <= 20)
    return p.lower + u * (p.upper - p.lower);
  const double size = p.default_value > 0 ? p.default_value : 1;
  return std::min(0.1 * size * std::pow(100, u), p.upper);
}

/// The default values, energies such that the first gap is Δ, widths small enough to see all.
ParameterValues truth_of(const Model& model) {
  ParameterValues truth;
  for (const ParameterInfo& p : model.parameters()) truth[p.name] = p.default_value;
  for (auto& [name, value] : truth) {
    if (name.starts_with("Gamma")) value = 0.05;
    if (name == "Delta" || name == "Delta1") value = Delta_meV;
    if (name == "Delta2") value = 2 * Delta_meV;
    if (name == "P") value = 0.3;
    if (name == "w") value = 0.4;
  }
  truth["T"] = 0.08 * Delta_meV / boltzmann_meV_per_K;
  return truth;
}

void sweep(const std::string& name, double noise) {
  const Model model = find_model(name);
  std::mt19937 generator(17);
  const Spectrum s = synthetic::spectrum(model, truth_of(model), 6 * Delta_meV, 201, noise, generator);
  const int starts = number_of_starts();
  std::vector<FitResult> results;
  double lowest = infinity;
  for (int k = 0; k < starts; ++k) {
    Fit fit(model);
    fit.add(s);
    for (const ParameterInfo& p : model.parameters())
      if (p.name != "T") fit.start(p.name, random_value(p, generator));
    results.push_back(fit.run());
    if (results.back().status == FitStatus::converged) lowest = std::min(lowest, results.back().chi_squared);
  }
  double highest = 1;
  int reached = 0, elsewhere = 0, not_converged = 0, not_usable = 0;
  for (const FitResult& r : results) {
    if (r.status != FitStatus::converged) {
      ++not_converged;
      continue;
    }
    if (r.chi_squared <= lowest * (1 + same)) {
      ++reached;
    } else if (!r.usable()) {
      ++not_usable;
    } else {
      ++elsewhere;
      highest = std::max(highest, r.chi_squared / lowest);
    }
  }
  std::printf(
      "%s, noise %g: of %d starts %d reach the lowest χ², %d say not converged, %d not usable, %d end elsewhere (up to "
      "%.6f times the lowest)\n",
      name.c_str(), noise, starts, reached, not_converged, not_usable, elsewhere, highest);
  EXPECT_GE(reached + not_converged + not_usable, required * starts);
  EXPECT_EQ(elsewhere, 0) << "claiming success";
}

class RandomStarts : public testing::TestWithParam<std::string> {};

TEST_P(RandomStarts, ReachTheLowestMinimumOrSayThatTheyDidNot) {
  sweep(GetParam(), 0.01);
  sweep(GetParam(), 0.03);
}

std::vector<std::string> names_of_models() {
  std::vector<std::string> names;
  for (const Model& model : didv::catalogue()) names.push_back(model.name());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, RandomStarts, testing::ValuesIn(names_of_models()),
                         [](const auto& model) { return model.param; });

}  // namespace
}  // namespace didv
