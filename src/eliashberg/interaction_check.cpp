#include "eliashberg/interaction_check.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "didv/error.hpp"
#include "didv/units.hpp"
#include "gap_equation/argument_check.hpp"
#include "text/number.hpp"

namespace didv::eliashberg {

using gap_equation::require;

Interaction checked(Interaction interaction) {
  const double highest = interaction.spectrum.highest_meV();
  require(interaction.mu_star >= 0 && interaction.mu_star < 1, "mu*", interaction.mu_star, "", "0 to 1");
  if (interaction.cutoff_meV == 0) interaction.cutoff_meV = 10 * highest;
  require(interaction.cutoff_meV >= highest && interaction.cutoff_meV <= 12 * highest, "cut-off of mu*",
          interaction.cutoff_meV, "meV", "1 to 12 times the highest phonon energy, or 0 for 10 times");
  return interaction;
}

int frequencies_needed(const Interaction& interaction, double kT_meV) {
  constexpr int fewest = 160, most = 4000;
  const double needed = 60 * interaction.spectrum.highest_meV() / (2 * std::numbers::pi * kT_meV);
  if (!(needed <= most))
    throw AccuracyError("Eliashberg equations at " + text::number(kT_meV / boltzmann_meV_per_K) +
                        " K: expected at least " + text::number(kT_meV / boltzmann_meV_per_K * needed / most) +
                        " K for this spectrum");
  return std::max(fewest, static_cast<int>(std::lround(needed)));
}

}  // namespace didv::eliashberg
