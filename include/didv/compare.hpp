#pragma once
// Which of several models describes the same data best, and do the data tell them apart at all?

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "didv/fit.hpp"
#include "didv/result.hpp"

namespace didv {

/// What one model's fit says for it. With n independent points, k free parameters and −2 ln L = χ² where the noise is
/// known, n·ln(χ²/n) where it is not (the noise then counts as one parameter more), and NoiseFound::deviance where a
/// noise model was asked for (a correlation that is estimated counts too):
///   AIC = −2 ln L + 2k,   AICc = AIC + 2k(k+1)/(n−k−1),   BIC = −2 ln L + k ln n.
/// Source: H. Akaike, IEEE Trans. Autom. Control 19, 716 (1974); N. Sugiura, Commun. Stat. A 7, 13 (1978); G. Schwarz,
/// Ann. Stat. 6, 461 (1978).
struct ModelEvidence {
  FitResult fit;
  double free_parameters = 0;
  double deviance = 0;  ///< −2 ln L, but for a constant of the data
  double aic = 0;
  std::optional<double> aicc;  ///< empty for n ≤ k + 1
  double bic = 0;
  double evidence_ratio = 0;  ///< exp((AICc of the best − AICc)/2): how likely beside the best one, 1 for itself
  double runs_score = 0;      ///< runs of equal sign in the residuals, in standard deviations; far below 0: structure
};

/// Scores from here on are not told apart: the tail beyond is too small for a double.
constexpr double largest_standard_score = 37;

/// F test of a model against one that it holds as a special case (parts without weight, what is switched off at 0): F =
/// (Δχ²/Δk)/(χ²/ndf), or the fall of the deviance over Δk where the noise is known or has a model (for a loss other
/// than squares that is an approximation). The parameters of a further part (a second gap) mean nothing in the narrower
/// model, and chance has as many tries as there are points: the score that one try reaches is then no measure, and
/// by_chance is.
struct NestedTest {
  std::string model;
  std::string reduces_to;
  double F = 0;
  double standard_score = 0;  ///< of F, in standard deviations of a normal; at most largest_standard_score
  double places = 1;          ///< at which chance could have done it: the points of the data for a further part
  bool by_chance = false;     ///< chance does as well at one of them as at 4 standard deviations in a single try
};

struct Comparison {
  std::vector<ModelEvidence> models;  ///< in the order given
  std::vector<NestedTest> nested;
  std::optional<std::string> best;  ///< lowest AICc among the usable; empty where none is usable
  bool distinguishable = false;     ///< the best is telling_ratio more likely than any other usable model
  std::string verdict;              ///< in words
  Provenance provenance;            ///< which didv this is; a program adds what it was asked

  /// A table, the tests, and the verdict.
  std::string report() const;
  /// As docs/command_line.md has it.
  std::string json() const;
};

/// A model this much more likely than the next is told apart.
constexpr double telling_ratio = 20;

/// Compares fits of several models to the same data with the same weights. The ratios hold for independent points and
/// for noise that is known or alike everywhere; where no model describes the data to their noise they overstate what
/// the data can tell, and the verdict says so. Throws InvalidArgument for fewer than two fits, two fits of one name,
/// fits of different points, and of noise that is known beside unknown or modelled otherwise. That σ was the same is
/// the caller's to see to.
Comparison compare(std::vector<FitResult> fits);

/// Runs the fits and compares them, with one question more: does a model that is told apart do as well as the best once
/// T is another one, or the modulation meant otherwise or there though none is stated (Fit::otherwise_read)? Then the
/// verdict says so and which T or amplitude that takes, and the models are not distinguishable by these data.
Comparison compare(const std::vector<Fit>& fits);

/// A comparison back from the JSON that Comparison::json() wrote, as parse_result() and read_result() of one fit. Throw
/// DataError.
Comparison parse_comparison(std::string_view json, const std::string& name = "comparison");
Comparison read_comparison(const std::filesystem::path& file);

}  // namespace didv
