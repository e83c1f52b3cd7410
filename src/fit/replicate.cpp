#include "fit/replicate.hpp"

#include "fit/bootstrap.hpp"
#include "fit/posterior.hpp"
#include "fit/replica_interval.hpp"
#include "numerics/median.hpp"
#include "text/number.hpp"

namespace didv::fitting {
void replicate(const IntervalChoice& how, const Problem& problem, Outcome& outcome,
               const std::function<std::vector<double>(const std::vector<double>&)>& in_order) {
  if (how.method == IntervalMethod::bootstrap) bootstrap(problem, how.bootstrap, outcome, in_order);
  if (how.method == IntervalMethod::posterior) sample_posterior(problem, how.posterior, outcome, in_order);
}

void give_intervals(Estimate& estimate, const Levels& levels, const std::string& from) {
  if (estimate.replicas.empty() || estimate.state == ParameterState::not_determined) return;
  // Draws are what they are: central about their own median, and noise that is not known is in them already.
  const bool draws = estimate.replicas_are == Replicas::draws;
  const Levels at = draws ? Levels{} : levels;
  const double found = draws ? numerics::median(estimate.replicas) : estimate.value;
  estimate.interval_68 = interval_at(estimate.replicas, found, at.one_sigma);
  estimate.interval_95 = interval_at(estimate.replicas, found, at.two_sigma);
  estimate.interval_from = from;
  if (!estimate.interval_95)
    estimate.interval_from +=
        std::string(estimate.replicas.size() < 100 ? ", too few for an interval of "
                                                   : ", beside the value and with no interval of ") +
        (estimate.interval_68 ? "95.45 %" : "68.27 %");
  if (!draws && estimate.state == ParameterState::at_bound && estimate.interval_95) {
    const auto [lowest, highest] = *estimate.interval_95;
    estimate.reason +=
        "; " + (estimate.value == lowest ? "below " + text::rounded(highest, 3) : "above " + text::rounded(lowest, 3)) +
        " (95.45 %)";
  }
}

}  // namespace didv::fitting
