#pragma once
// A problem solved: minimum, noise, errors, and for every slot what became of it.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "didv/result.hpp"
#include "fit/minimise.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

struct SlotOutcome {
  double value = 0;
  std::optional<double> standard_error;
  std::optional<Interval> interval_95;
  ParameterState state = ParameterState::free;
  std::string reason;  ///< why there is no standard error
  std::optional<Interval> interval_68 = {};
  std::string interval_from = {};  ///< as in Estimate
  std::optional<Sampling> sampling = {};
};

/// A minimum that another one undercuts.
struct OtherEnd {
  double chi_squared = 0;     ///< as BlockOutcome::chi_squared, and what measured values are pulled farther there
  std::vector<double> value;  ///< of every slot
};

struct BlockOutcome {
  std::vector<double> curve;
  double chi_squared = 0;
  std::vector<std::size_t> slots;  ///< those with a standard error
  Eigen::MatrixXd correlation;     ///< among them
  /// The slots at a bound that two of them correlate because of, as Correlation::because_of.
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> because_of;
  std::optional<NoiseFound> noise;  ///< where the block has a noise model
  std::vector<double> sigma;        ///< of each point: given, or as the fit has it
  double neighbour_correlation = 0;
};

/// √(rise of χ²/noise) at which a profile holds 68.27 and 95.45 %: 1 and 2, more where the noise is estimated.
struct Levels {
  double one_sigma = 1, two_sigma = 2;
};
Levels levels_of(bool noise_is_estimated, double degrees_of_freedom);

using SlotPair = std::pair<std::size_t, std::size_t>;

/// See Contour; points in the unit of the slots' values.
struct ContourOutcome {
  std::vector<std::pair<double, double>> points_68, points_95;
  std::string reason;
};

struct Outcome {
  FitStatus status = FitStatus::failed;
  std::string message;
  std::vector<SlotOutcome> slots;
  std::vector<BlockOutcome> blocks;
  std::vector<std::string> notes;  ///< in words: flat directions, errors that hold others fixed
  double chi_squared = 0;
  double pull_of_measured = 0;  ///< as FitResult::pull_of_measured
  double degrees_of_freedom = 0;
  bool sigma_estimated = false;
  int evaluations = 0;
  bool fits_down_to_the_noise = false;  ///< no other minimum can lie visibly lower
  std::vector<OtherEnd> others;         ///< distinct minima that were found on the way, the lowest first
  double noise = 0;                     ///< σ² over that of the weights in use; 0 where there is no noise
  Levels levels;
  std::vector<ContourOutcome> contours;       ///< as asked for
  std::vector<std::vector<double>> replicas;  ///< values of every slot, of a refit or a draw each
  Replicas replicas_are = Replicas::refits;
  std::string replicas_from;  ///< how: Estimate::interval_from
};

/// The outcome of a problem that no minimiser has seen.
Outcome not_begun(const Problem& problem, const std::string& why);

/// Which slots get the intervals of their profile.
enum class Intervals { none, where_needed, all };

/// How far a start that fits down to the noise is trusted.
enum class Search {
  until_one_fits,  ///< fully
  from_elsewhere,  ///< not that of a caller: a further start has to fit as well
  everywhere       ///< not among many parameters: every further start is tried
};

/// How much is asked for. Starts that are near are descended from directly; a rough answer ends where no step would
/// move a parameter by 0.001 of its standard error, and holds what is at a bound there.
struct Effort {
  bool starts_are_near = false;
  bool rough = false;
  Search search = Search::until_one_fits;
  int iterations = most_iterations;  ///< of each descent
  Intervals intervals = Intervals::none;
  std::vector<SlotPair> contours = {};
};

/// Places to begin at, in the order in which they are worth trying.
using StartSource = std::function<std::vector<std::vector<double>>()>;
/// The same, made of the best that others have found.
using StartsFromBest = std::function<std::vector<std::vector<double>>(const std::vector<double>& best)>;

/// Where else to begin: values of every slot, one source after the other, each made only when it is needed. Needed
/// where no start leads to a minimum with all parameters determined, (`where_short_of_noise`) where none fits down to
/// the noise, and as Search has it.
struct FurtherStarts {
  std::vector<StartSource> sources;
  bool where_short_of_noise = false;
  StartsFromBest short_of_noise = {};  ///< where these still fall short of the noise
  StartsFromBest always = {};          ///< seen from the best, however well it fits
  StartsFromBest where_idle = {};      ///< where something has no effect at the best; none where everything has
};

/// Tries the starts (values of every slot, the most promising first) until one fits down to the noise floor, then the
/// further ones; the best wins, and the others are told. Without any, the starts of the slots themselves are taken.
Outcome solve(const Problem& problem, const std::vector<std::vector<double>>& starts = {}, Effort effort = {},
              const FurtherStarts& further = {});

}  // namespace didv::fitting
