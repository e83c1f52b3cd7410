#pragma once
// Where else a minimum may be, seen from the best that was found.

#include <cstddef>
#include <vector>

#include "fit/trials.hpp"

namespace didv::fitting {

/// The best that was found, and what may be moved from there, whatever the caller's starts.
struct AroundBest {
  StartProblem problem;
  std::vector<double> best;
  std::vector<Trial> trials;
  std::vector<std::size_t> energies, widths;  ///< the free ones that are positions, and those that are widths

  AroundBest(const StartProblem& given, std::vector<double> best);

  /// Where the caller's range lets it be, an energy at its lowest 0.
  double put(std::size_t parameter, double value) const;
};

/// Of the points of a line those that are lower than their two neighbours.
std::vector<Tried> local_minima(const std::vector<Tried>& line);

/// Where the sum or the difference of two energies of the model stays what it is at the best and they exchange what
/// they share: the data may fix one of the two sharply (steps of the current at Δ₁ + Δ₂) and show the other in a
/// feature so narrow that no start came near it. Local minima of the misfit along these lines, the lowest first. May be
/// none.
std::vector<std::vector<double>> exchanging_starts(const AroundBest& around);

/// Where at the best a parameter has no effect (spin-orbit scattering without a splitting, the gap of a band without
/// weight) because another is at its bound: these two away from there, over their ranges, with all others as they are.
/// None where all have an effect.
std::vector<std::vector<double>> waking_starts(const AroundBest& around);

/// Two energies exchanged, for each pair of them: where their widths are held and differ, the data may not say which is
/// which, and the two minima are far apart.
std::vector<std::vector<double>> swapped_starts(const AroundBest& around);

}  // namespace didv::fitting
