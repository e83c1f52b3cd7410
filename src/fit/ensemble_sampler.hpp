#pragma once
// Draws from a density known but for a factor: walkers that stretch towards and away from one another, so that no
// proposal has to know how long, how wide and how tilted the density is. Source: J. Goodman and J. Weare, Commun. Appl.
// Math. Comput. Sci. 5, 65 (2010); when to stop: D. Foreman-Mackey et al., Publ. Astron. Soc. Pac. 125, 306 (2013), and
// A. Gelman and D. B. Rubin, Stat. Sci. 7, 457 (1992).

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "fit/random_stream.hpp"

namespace didv::fitting {

/// ln of the density; −infinity where it vanishes.
using LogDensity = std::function<double(std::span<const double>)>;

struct EnsembleOptions {
  std::size_t walkers = 16;      ///< of each ensemble; even, and at least twice the number of dimensions
  std::size_t ensembles = 2;     ///< which know nothing of each other
  std::size_t longest = 100000;  ///< steps
  std::uint64_t seed = 1;
  unsigned threads = 1;
};

struct Draws {
  std::vector<std::vector<double>>
      points;             ///< from the second half of all chains, a step of every walker in `thinning`
  std::size_t steps = 0;  ///< of each ensemble, the first half included
  std::size_t thinning = 1;
  double acceptance = 0;                     ///< share of the proposals
  std::vector<double> autocorrelation_time;  ///< per dimension: steps until a walker has forgotten where it was
  /// Per dimension: √(variance/variance within), over the two halves of each chain. 1 where all have seen the same.
  std::vector<double> r_hat;
  bool converged = false;  ///< both as long as they have to be: see below
};

constexpr double steps_per_autocorrelation_time = 50;
constexpr double largest_r_hat = 1.01;

/// Goes on until the half that is kept is 50 autocorrelation times long and every r_hat below 1.01, or to the longest.
/// `density` is asked for once for each ensemble: what it makes is used by one thread at a time. `start` draws a place
/// where to begin, with a density. The same seed gives the same draws for any number of threads.
Draws draw(const std::function<LogDensity()>& density, const std::function<std::vector<double>(RandomStream&)>& start,
           const EnsembleOptions& options);

}  // namespace didv::fitting
