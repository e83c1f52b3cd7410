#include "fit/posterior.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "didv/error.hpp"
#include "fit/block_evaluator.hpp"
#include "fit/ensemble_sampler.hpp"
#include "fit/in_parallel.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

/// ln of likelihood times prior, of the slots in their units.
class Density {
 public:
  Density(const Problem& problem, const std::vector<double>& found) : problem_(problem) {
    for (std::size_t k = 0; k < problem.blocks.size(); ++k) evaluators_.emplace_back(problem, k);
    // Weights that follow the curve stay those of the result.
    stand_at(problem, evaluators_, found);
    constexpr int rounds = 50;
    constexpr double settled = 1e-6;
    for (BlockEvaluator& evaluator : evaluators_)
      for (int round = 0; round < rounds && evaluator.adapts() && evaluator.adapt() > settled; ++round) {
      }
    for (BlockEvaluator& evaluator : evaluators_) evaluator.drop_derivatives();
  }

  double operator()(std::span<const double> position) {
    double sum = 0;
    for (std::size_t s = 0; s < position.size(); ++s) {
      const Slot& slot = problem_.slots[s];
      if (position[s] * slot.unit < slot.lower || position[s] * slot.unit > slot.upper) return -infinity;
      if (slot.measured)
        sum += std::pow((position[s] * slot.unit - slot.measured->value) / slot.measured->standard_error, 2);
    }
    if (!stand_at(problem_, evaluators_, position)) return -infinity;
    // With σ unknown this is the likelihood integrated over it.
    for (const BlockEvaluator& evaluator : evaluators_) sum += evaluator.deviance();
    return -0.5 * sum;
  }

 private:
  const Problem& problem_;
  std::vector<BlockEvaluator> evaluators_;
};

/// Why there is no density to draw from; empty: there is one.
std::string obstacle(const Problem& problem, const Outcome& outcome) {
  if (outcome.status != FitStatus::converged) return "the fit did not converge";
  if (!(outcome.degrees_of_freedom > 0)) return "no degrees of freedom are left";
  if (!(outcome.noise > 0)) return "there is no noise";
  if (problem.slots.empty()) return "nothing is free";
  for (const Block& block : problem.blocks)
    if (block.noise.loss != Loss::squares) return "a robust loss is no probability of the data";
  for (std::size_t s = 0; s < problem.slots.size(); ++s) {
    const Slot& slot = problem.slots[s];
    if (outcome.slots[s].state == ParameterState::not_determined && !slot.measured &&
        !(std::isfinite(slot.lower) && std::isfinite(slot.upper)))
      return slot.name + " is not determined and its range has no end: give it bounds";
  }
  return {};
}

/// How far from the result the walkers of a slot begin, in its unit.
double spread_of(const Slot& slot, const SlotOutcome& outcome) {
  if (outcome.standard_error) return *outcome.standard_error / slot.unit;
  const double range = (slot.upper - slot.lower) / slot.unit;
  return std::isfinite(range) ? 0.1 * std::min(1.0, range) : 0.1;
}

}  // namespace

void check(const PosteriorSampler& sampler) {
  constexpr std::size_t most = 10'000;
  if (sampler.ensembles < 2 || sampler.ensembles > most)
    throw InvalidArgument("posterior: " + std::to_string(sampler.ensembles) + " ensembles, expected 2 to " +
                          std::to_string(most));
  if (sampler.walkers % 2 != 0 || sampler.walkers > most)
    throw InvalidArgument("posterior: " + std::to_string(sampler.walkers) + " walkers, expected an even number up to " +
                          std::to_string(most));
  if (sampler.longest < 100)
    throw InvalidArgument("posterior: at most " + std::to_string(sampler.longest) + " steps, expected 100 or more");
}

void sample_posterior(const Problem& problem, const PosteriorSampler& how, Outcome& outcome,
                      const std::function<std::vector<double>(const std::vector<double>&)>& in_order) {
  if (const std::string why_not = obstacle(problem, outcome); !why_not.empty()) {
    outcome.notes.push_back("no posterior: " + why_not);
    return;
  }
  const std::size_t dimensions = problem.slots.size();
  const std::size_t walkers = how.walkers > 0 ? how.walkers : std::max<std::size_t>(16, 4 * dimensions);
  if (walkers < 2 * dimensions)
    throw InvalidArgument("posterior: " + std::to_string(walkers) + " walkers for " + std::to_string(dimensions) +
                          " parameters, expected at least twice as many");
  std::vector<double> found;
  for (std::size_t s = 0; s < dimensions; ++s) found.push_back(outcome.slots[s].value / problem.slots[s].unit);

  Density here(problem, found);
  const auto start = [&](RandomStream& stream) {
    std::vector<double> place(dimensions);
    for (double size = 1;; size *= 0.9) {
      for (std::size_t s = 0; s < dimensions; ++s) {
        const Slot& slot = problem.slots[s];
        // Off a bound, into the range.
        const double moved = found[s] + size * spread_of(slot, outcome.slots[s]) * stream.normal();
        const double lower = slot.lower / slot.unit, upper = slot.upper / slot.unit;
        place[s] = moved < lower ? 2 * lower - moved : moved > upper ? 2 * upper - moved : moved;
      }
      if (std::isfinite(here(place))) return place;
    }
  };
  const Draws draws = draw([&] { return LogDensity(Density(problem, found)); }, start,
                           {.walkers = walkers,
                            .ensembles = how.ensembles,
                            .longest = how.longest,
                            .seed = how.seed,
                            .threads = how.threads});

  const double kept = static_cast<double>((draws.steps - draws.steps / 2) * walkers * how.ensembles);
  for (std::size_t s = 0; s < dimensions; ++s)
    outcome.slots[s].sampling =
        Sampling{draws.autocorrelation_time[s], kept / draws.autocorrelation_time[s], draws.r_hat[s]};
  const std::string chains = std::to_string(how.ensembles) + " ensembles of " + std::to_string(walkers) + " walkers, " +
                             std::to_string(draws.steps) + " steps, seed " + std::to_string(how.seed);
  if (!draws.converged) {
    const double time = *std::max_element(draws.autocorrelation_time.begin(), draws.autocorrelation_time.end()),
                 r_hat = *std::max_element(draws.r_hat.begin(), draws.r_hat.end());
    outcome.notes.push_back("no posterior: " + chains + " have not converged (autocorrelation time " +
                            text::rounded(time, 3) + " steps, R-hat up to " + text::rounded(r_hat, 3) +
                            "): the data leave too much open; fix a parameter, give bounds, or allow more steps");
    return;
  }
  outcome.replicas_are = Replicas::draws;
  outcome.replicas_from = "posterior: " + chains;
  for (const std::vector<double>& point : draws.points) {
    std::vector<double> values;
    for (std::size_t s = 0; s < dimensions; ++s) values.push_back(point[s] * problem.slots[s].unit);
    outcome.replicas.push_back(in_order ? in_order(values) : std::move(values));
  }
}

}  // namespace didv::fitting
