#pragma once
// The contours that somebody asked for by name: which slots they are of, and what became of them.

#include <optional>
#include <string>
#include <vector>

#include "fit/joint.hpp"
#include "fit/solve.hpp"

namespace didv::fitting {

struct AskedContour {
  Contour told;                   ///< names, and a reason where there are no slots
  std::optional<SlotPair> slots;  ///< empty: one of the two is not fitted
};

/// Throws InvalidArgument for names that there are not, and for one name twice.
void check_contours(const Plan& plan);

/// Those of one block.
std::vector<AskedContour> asked_contours(const Plan& plan, const Problem& problem, std::size_t block,
                                         const std::vector<Number>& law_numbers);

/// What a solver has to find of them, in their order.
std::vector<SlotPair> slots_of(const std::vector<AskedContour>& asked);

/// Adds them to the result, with what the solver found.
void add_contours(FitResult& result, std::vector<AskedContour> asked, const Outcome& outcome);

}  // namespace didv::fitting
