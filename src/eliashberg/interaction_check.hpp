#pragma once
// What an interaction must be, and how many Matsubara frequencies it takes.

#include "didv/eliashberg.hpp"

namespace didv::eliashberg {

/// The interaction with its cut-off filled in. Throws InvalidArgument.
Interaction checked(Interaction interaction);

/// How many frequencies reach sixty times the highest phonon energy. Throws AccuracyError if that are more than 4000.
int frequencies_needed(const Interaction& interaction, double kT_meV);

}  // namespace didv::eliashberg
