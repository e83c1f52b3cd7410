#include "fit/ensemble_sampler.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fit/in_parallel.hpp"

namespace didv::fitting {
namespace {

class Ensemble {
 public:
  Ensemble(LogDensity density, const std::function<std::vector<double>(RandomStream&)>& start, std::size_t walkers,
           std::uint64_t key)
      : density_(std::move(density)), stream_(key) {
    for (std::size_t w = 0; w < walkers; ++w) {
      position_.push_back(start(stream_));
      log_density_.push_back(density_(position_.back()));
    }
  }

  std::size_t walkers() const { return position_.size(); }
  std::size_t dimensions() const { return position_.front().size(); }
  std::size_t steps() const { return visited_.size() / (walkers() * dimensions()); }
  std::size_t accepted() const { return accepted_; }

  double visited(std::size_t step, std::size_t walker, std::size_t dimension) const {
    return visited_[(step * walkers() + walker) * dimensions() + dimension];
  }

  void advance(std::size_t steps) {
    for (std::size_t step = 0; step < steps; ++step) {
      // One half moves with the help of the other, which stands still meanwhile: else the chain would not be one.
      for (std::size_t w = 0; w < walkers(); ++w) move(w);
      for (const std::vector<double>& place : position_) visited_.insert(visited_.end(), place.begin(), place.end());
    }
  }

 private:
  void move(std::size_t w) {
    constexpr double stretch = 2;  // at most, and at least its inverse
    const std::size_t half = walkers() / 2, first = w < half ? half : 0;
    const std::vector<double>& other = position_[first + stream_.index(half)];
    const double z = std::pow((stretch - 1) * stream_.uniform() + 1, 2) / stretch;
    std::vector<double>& here = position_[w];
    trial_.resize(here.size());
    for (std::size_t d = 0; d < here.size(); ++d) trial_[d] = other[d] + z * (here[d] - other[d]);
    const double there = density_(trial_), chance = std::log(stream_.uniform());
    if (!(chance < static_cast<double>(here.size() - 1) * std::log(z) + there - log_density_[w])) return;
    here.swap(trial_);
    log_density_[w] = there;
    ++accepted_;
  }

  LogDensity density_;
  RandomStream stream_;
  std::vector<std::vector<double>> position_;
  std::vector<double> log_density_, trial_, visited_;
  std::size_t accepted_ = 0;
};

struct Moments {
  double mean, variance;
};

Moments moments(const Ensemble& ensemble, std::size_t dimension, std::size_t begin, std::size_t end) {
  const auto count = static_cast<double>((end - begin) * ensemble.walkers());
  const double about = ensemble.visited(begin, 0, dimension);
  double sum = 0, squares = 0;
  for (std::size_t step = begin; step < end; ++step)
    for (std::size_t w = 0; w < ensemble.walkers(); ++w) {
      const double x = ensemble.visited(step, w, dimension) - about;
      sum += x;
      squares += x * x;
    }
  return {about + sum / count, std::max(0.0, squares / count - std::pow(sum / count, 2))};
}

/// 1 + 2 Σ ρ(t), the sum as far as five times itself: beyond that there is only noise. ρ(t) is the mean over all
/// walkers.
double autocorrelation_time(const std::vector<Ensemble>& ensembles, std::size_t dimension, std::size_t begin) {
  constexpr double window = 5;
  const std::size_t steps = ensembles.front().steps() - begin;
  std::vector<double> mean;
  double variance = 0;
  for (const Ensemble& ensemble : ensembles) {
    const Moments all = moments(ensemble, dimension, begin, ensemble.steps());
    mean.push_back(all.mean);
    variance += all.variance / static_cast<double>(ensembles.size());
  }
  if (!(variance > 0)) return static_cast<double>(steps);
  const auto correlation = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t e = 0; e < ensembles.size(); ++e)
      for (std::size_t w = 0; w < ensembles[e].walkers(); ++w)
        for (std::size_t step = begin; step + lag < begin + steps; ++step)
          sum += (ensembles[e].visited(step, w, dimension) - mean[e]) *
                 (ensembles[e].visited(step + lag, w, dimension) - mean[e]);
    return sum / variance / static_cast<double>(ensembles.size() * ensembles.front().walkers() * (steps - lag));
  };
  // The correlation is smooth: straight between lags that grow by a tenth.
  double time = 1, before = 1;
  for (std::size_t last = 0, lag = 1; lag < steps; last = lag, lag += std::max<std::size_t>(1, lag / 10)) {
    const double here = correlation(lag), width = static_cast<double>(lag - last);
    time += width * (before + here) + (here - before);
    before = here;
    if (static_cast<double>(lag) >= window * time) break;
  }
  return time;
}

double r_hat_of(const std::vector<Ensemble>& ensembles, std::size_t dimension, std::size_t begin) {
  const std::size_t end = ensembles.front().steps(), middle = begin + (end - begin) / 2;
  std::vector<Moments> parts;
  for (const Ensemble& ensemble : ensembles) {
    parts.push_back(moments(ensemble, dimension, begin, middle));
    parts.push_back(moments(ensemble, dimension, middle, end));
  }
  double mean = 0, within = 0, between = 0;
  for (const Moments& part : parts) {
    mean += part.mean / static_cast<double>(parts.size());
    within += part.variance / static_cast<double>(parts.size());
  }
  for (const Moments& part : parts) between += std::pow(part.mean - mean, 2) / (static_cast<double>(parts.size()) - 1);
  return within > 0 ? std::sqrt((within + between) / within) : std::numeric_limits<double>::infinity();
}

}  // namespace

Draws draw(const std::function<LogDensity()>& density, const std::function<std::vector<double>(RandomStream&)>& start,
           const EnsembleOptions& options) {
  std::vector<Ensemble> ensembles;
  for (std::size_t e = 0; e < options.ensembles; ++e)
    ensembles.emplace_back(density(), start, options.walkers, key_of(options.seed, e));
  const std::size_t dimensions = ensembles.front().dimensions();

  Draws draws;
  constexpr std::size_t first_round = 500;
  for (std::size_t steps = std::min(first_round, options.longest); !draws.converged && draws.steps < options.longest;
       steps = std::min(draws.steps, options.longest - draws.steps)) {
    in_parallel(ensembles.size(), threads_for(ensembles.size(), options.threads),
                [&] { return [&](std::size_t e) { ensembles[e].advance(steps); }; });
    draws.steps += steps;
    const std::size_t begin = draws.steps / 2;
    draws.autocorrelation_time.resize(dimensions);
    draws.r_hat.resize(dimensions);
    draws.converged = true;
    for (std::size_t d = 0; d < dimensions; ++d) {
      draws.autocorrelation_time[d] = autocorrelation_time(ensembles, d, begin);
      draws.r_hat[d] = r_hat_of(ensembles, d, begin);
      draws.converged =
          draws.converged && draws.r_hat[d] < largest_r_hat &&
          static_cast<double>(draws.steps - begin) >= steps_per_autocorrelation_time * draws.autocorrelation_time[d];
    }
  }
  const double longest_time = *std::max_element(draws.autocorrelation_time.begin(), draws.autocorrelation_time.end());
  draws.thinning = static_cast<std::size_t>(std::clamp(longest_time, 1.0, static_cast<double>(draws.steps)));
  for (const Ensemble& ensemble : ensembles) {
    draws.acceptance += static_cast<double>(ensemble.accepted()) /
                        static_cast<double>(draws.steps * ensemble.walkers() * ensembles.size());
    for (std::size_t step = draws.steps / 2; step < draws.steps; step += draws.thinning)
      for (std::size_t w = 0; w < ensemble.walkers(); ++w) {
        draws.points.emplace_back();
        for (std::size_t d = 0; d < dimensions; ++d) draws.points.back().push_back(ensemble.visited(step, w, d));
      }
  }
  return draws;
}

}  // namespace didv::fitting
