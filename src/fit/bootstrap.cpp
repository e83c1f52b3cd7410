#include "fit/bootstrap.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "didv/error.hpp"
#include "fit/in_parallel.hpp"
#include "fit/random_stream.hpp"
#include "fit/replica_noise.hpp"
#include "text/number.hpp"

namespace didv::fitting {
namespace {

constexpr double most_failures = 0.1;  // of the refits: those that fail are no fair sample

/// Of the data of a block: the same data get the same noise, whatever other data stand beside them.
std::uint64_t key_of(const Block& block) {
  std::uint64_t key = block.y.size();
  for (const double y : block.y) key = fitting::key_of(key, std::bit_cast<std::uint64_t>(y));
  return key;
}

class Refits {
 public:
  Refits(const Problem& problem, const Bootstrap& how, const Outcome& outcome) : problem_(problem), seed_(how.seed) {
    for (const SlotOutcome& slot : outcome.slots) found_.push_back(slot.value);
    std::vector<BlockEvaluator> evaluators;
    std::vector<double> position;
    for (std::size_t k = 0; k < problem.blocks.size(); ++k) evaluators.emplace_back(problem, k);
    for (std::size_t s = 0; s < problem.slots.size(); ++s) position.push_back(found_[s] / problem.slots[s].unit);
    stand_at(problem, evaluators, position);
    for (std::size_t k = 0; k < problem.blocks.size(); ++k) {
      noise_.emplace_back(problem.blocks[k], outcome.blocks[k], evaluators[k].jacobian(),
                          std::sqrt(problem.variance_per_square(k)), how.kind);
      key_.push_back(key_of(problem.blocks[k]));
      sigma_.push_back(outcome.blocks[k].sigma.front());
    }
  }

  /// What the drawing was: of the kind asked for, or of the one that the data ask for.
  BootstrapKind kind(const Bootstrap& how) const {
    const bool runs = std::any_of(noise_.begin(), noise_.end(), [](const auto& n) { return n.run_length() > 1; });
    return how.kind.value_or(runs ? BootstrapKind::block : BootstrapKind::residual);
  }

  /// How many runs of residuals there are to draw from.
  double runs() const {
    double all = 0;
    for (std::size_t k = 0; k < noise_.size(); ++k)
      all += std::floor(static_cast<double>(problem_.blocks[k].y.size()) / static_cast<double>(noise_[k].run_length()));
    return all;
  }

  double independent_points() const {
    double all = 0;
    for (const ReplicaNoise& noise : noise_) all += noise.independent_points();
    return all;
  }

  /// A copy for one thread.
  Problem problem() const {
    Problem copy = problem_;
    for (std::size_t k = 0; k < copy.blocks.size(); ++k) copy.blocks[k].expected_sigma = sigma_[k];
    return copy;
  }

  /// The values of all slots in refit number `index`; empty where it does not converge.
  std::vector<double> values(std::size_t index, Problem& redrawn) const {
    const std::uint64_t of_refit = fitting::key_of(seed_, index);
    for (std::size_t k = 0; k < redrawn.blocks.size(); ++k) {
      RandomStream stream(fitting::key_of(fitting::key_of(of_refit, k), key_[k]));
      redrawn.blocks[k].y = noise_[k].drawn(stream);
    }
    RandomStream stream(of_refit);
    for (std::size_t s = 0; s < redrawn.slots.size(); ++s)
      if (auto& measured = redrawn.slots[s].measured)
        measured->value = found_[s] + measured->standard_error * stream.normal();
    const Outcome outcome = solve(redrawn, {found_}, {.starts_are_near = true, .rough = true});
    std::vector<double> values;
    if (outcome.status == FitStatus::converged)
      for (const SlotOutcome& slot : outcome.slots) values.push_back(slot.value);
    return values;
  }

 private:
  const Problem& problem_;
  std::uint64_t seed_;
  std::vector<double> found_, sigma_;
  std::vector<ReplicaNoise> noise_;
  std::vector<std::uint64_t> key_;
};

}  // namespace

void check(const Bootstrap& bootstrap) {
  constexpr std::size_t fewest = 10, most = 1'000'000;
  if (bootstrap.replicas < fewest || bootstrap.replicas > most)
    throw InvalidArgument("bootstrap: " + std::to_string(bootstrap.replicas) + " replicas, expected " +
                          std::to_string(fewest) + " to " + std::to_string(most));
}

void bootstrap(const Problem& problem, const Bootstrap& how, Outcome& outcome,
               const std::function<std::vector<double>(const std::vector<double>&)>& in_order) {
  if (outcome.status != FitStatus::converged || !(outcome.noise > 0)) {
    outcome.notes.push_back("no bootstrap: " +
                            std::string(outcome.status != FitStatus::converged ? "the fit did not converge"
                                        : outcome.degrees_of_freedom > 0       ? "there is no noise to draw from"
                                                                               : "no degrees of freedom are left"));
    return;
  }
  const Refits refits(problem, how, outcome);
  std::vector<std::vector<double>> found(how.replicas);
  in_parallel(how.replicas, threads_for(how.replicas, how.threads), [&] {
    return [&, redrawn = refits.problem()](std::size_t i) mutable {
      std::vector<double> values = refits.values(i, redrawn);
      found[i] = in_order && !values.empty() ? in_order(values) : std::move(values);
    };
  });
  std::erase_if(found, [](const auto& values) { return values.empty(); });

  const std::string of_all = std::to_string(how.replicas), kind = to_string(refits.kind(how)) + " bootstrap";
  if (const std::size_t failed = how.replicas - found.size(); failed > 0) {
    const bool too_many = static_cast<double>(failed) > most_failures * static_cast<double>(how.replicas);
    outcome.notes.push_back(kind + ": " + std::to_string(failed) + " of " + of_all + " refits did not converge" +
                            (too_many ? ": too many to take intervals from the others" : " and are left out"));
    if (too_many) return;
  }
  constexpr double few = 10;  // runs: their own scatter is known to a quarter
  if (refits.kind(how) == BootstrapKind::block && refits.runs() < few)
    outcome.notes.push_back(kind + ": the data hold only " + text::rounded(refits.runs(), 3) +
                            " runs of neighbouring residuals: its intervals are rough");
  // The scatter of runs is known no better than so many points tell it.
  if (refits.kind(how) == BootstrapKind::block)
    outcome.levels =
        levels_of(true, std::max(refits.independent_points() - static_cast<double>(problem.slots.size()), 1.0));
  outcome.replicas = std::move(found);
  outcome.replicas_from =
      "bootstrap: " + of_all + " replicas, " + to_string(refits.kind(how)) + ", seed " + std::to_string(how.seed);
}

}  // namespace didv::fitting
