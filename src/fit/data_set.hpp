#pragma once
// Points to fit, with or without a model behind them: the checks and the choice of points that both fits share.

#include <optional>
#include <string>
#include <vector>

#include "didv/result.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

/// The points of a data set that a fit uses.
struct DataSet {
  std::string name;
  std::vector<double> x, y, sigma;
  double points_per_independent_point = 1;
  NoiseModel noise = {};
  std::vector<double> sigma_floor = {};  ///< of relative noise: σ without the part of the curve
};

/// How the abscissa and the ordinate are called in messages: {"bias", " mV", "conductance"}.
struct AxisNames {
  std::string x, x_unit, y;
};

/// Keeps the points inside the window and puts one σ for all in place. Relative noise gets its first σ from the data;
/// noise that neighbours share takes the place of points_per_independent_point. Of data symmetrised about 0 that a
/// window leaves uneven each value stays once. Throws InvalidArgument, naming the data set, for lengths that differ,
/// values that are not finite, σ not above 0, and for no point left.
DataSet choose_points(DataSet raw, const std::optional<Interval>& window, const std::optional<double>& sigma,
                      const AxisNames& names);

/// The block of a problem that these points make; its curve and parameters are left to the caller.
Block block_of(const DataSet& data);

/// Throws InvalidArgument, naming both numbers, if there are fewer points than slots to determine.
void check_enough_points(const Problem& problem, const std::string& name);

}  // namespace didv::fitting
